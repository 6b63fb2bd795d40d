"""The measures (指标) of 公务用车, each with its 口径; one module for each area."""

from __future__ import annotations

from houqin.plugins.vehicles.kpis import (
    cards,
    costs,
    duties,
    fleet,
    incidents,
    oversight,
    safety,
    trips,
)

ALL = (
    *trips.ALL,
    *fleet.ALL,
    *costs.ALL,
    *incidents.ALL,
    *cards.ALL,
    *duties.ALL,
    *oversight.ALL,
    *safety.ALL,
)
