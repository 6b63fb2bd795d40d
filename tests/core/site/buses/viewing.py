"""A plugin whose view the pages cannot take."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    config.add_plugin("viewing", "看不见", "0.1.0")
    config.add_view(lambda _request: {}, no_such_predicate="x")
