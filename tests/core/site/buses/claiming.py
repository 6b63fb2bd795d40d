"""A plugin that claims the name of a ledger of 公务用车."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.projection.ledger import Column, Ledger
from houqin.core.schema import types
from tests.core.site.buses.first import Run

if TYPE_CHECKING:
    from pyramid.config import Configurator

trips = Ledger(
    "vehicles.trips",
    "冒名的派车台账",
    per=Run,
    columns=[Column("line", "线路", types.text())],
)


def includeme(config: Configurator) -> None:
    config.add_plugin("claiming", "冒名", "0.1.0")
    config.add_ledger(trips)
