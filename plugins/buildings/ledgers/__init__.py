"""The ledgers (台账) of 办公用房, one module for each area."""

from __future__ import annotations

from houqin.plugins.buildings.ledgers import (
    allocations,
    areas,
    certs,
    drawings,
    estate,
    inspections,
    leases,
    oversight,
    people,
    quotas,
    rooms,
    signs,
    standards,
    stats,
)

ALL = (
    *estate.ALL,
    *rooms.ALL,
    *allocations.ALL,
    *drawings.ALL,
    *leases.ALL,
    *inspections.ALL,
    *certs.ALL,
    *signs.ALL,
    *stats.ALL,
    *quotas.ALL,
    *people.ALL,
    *standards.ALL,
    *oversight.ALL,
    *areas.ALL,
)
