"""What the rules of 办公用房 read, one module for each area."""

from __future__ import annotations

from houqin.plugins.buildings.guards import (
    allocations,
    certs,
    drawings,
    estate,
    inspections,
    leases,
    occupancies,
    oversight,
    quotas,
    standards,
    stats,
)

ALL = (
    *estate.ALL,
    *allocations.ALL,
    *drawings.ALL,
    *leases.ALL,
    *inspections.ALL,
    *certs.ALL,
    *stats.ALL,
    *standards.ALL,
    *quotas.ALL,
    *occupancies.ALL,
    *oversight.ALL,
)
