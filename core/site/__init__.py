"""A site: one county, city or bureau, with its own log, people and ledgers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.site.aggregate import SiteRecord

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Declare the aggregate that every log begins with."""
    config.add_aggregate(SiteRecord)
