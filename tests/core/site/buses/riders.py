"""乘车证, which needs a bus of before version 0.2."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    config.add_plugin("riders", "乘车证", "1.0", requires=("buses>=0.1,<0.2",))
