"""班车, version 0.3.0 that says what it counts otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.core.site.buses.losing import nothing, silent

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    silent(config)
    config.add_upgrade_step(
        "buses", "first_line_only", "0.2.0", "0.3.0", nothing, "只数一号线",
        changes=("buses.counted",),
    )  # fmt: skip
