"""The measures (指标) of 公务用车, each with its 口径; one module for each area."""

from __future__ import annotations

from houqin.plugins.vehicles.kpis import (
    costs,
    fleet,
    trips,
)

ALL = (
    *trips.ALL,
    *fleet.ALL,
    *costs.ALL,
)
