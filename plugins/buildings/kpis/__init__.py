"""The indicators (指标) of 办公用房, one module for each area."""

from __future__ import annotations

from houqin.plugins.buildings.kpis import (
    drawings,
    estate,
    inspections,
    leases,
    stats,
    use,
)

ALL = (
    *estate.ALL,
    *use.ALL,
    *drawings.ALL,
    *stats.ALL,
    *inspections.ALL,
    *leases.ALL,
)
