"""What the rules of 办公用房 read, one module for each area."""

from __future__ import annotations

from houqin.plugins.buildings.guards import (
    certs,
    drawings,
    estate,
    inspections,
    leases,
    stats,
)

ALL = (
    *estate.ALL,
    *drawings.ALL,
    *leases.ALL,
    *inspections.ALL,
    *certs.ALL,
    *stats.ALL,
)
