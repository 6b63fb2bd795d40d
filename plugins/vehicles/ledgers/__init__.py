"""The ledgers (台账) of 公务用车, one module for each area."""

from __future__ import annotations

from houqin.plugins.vehicles.ledgers import (
    fleet,
    keeping,
    repairs,
    requests,
    rollups,
    trips,
)

ALL = (
    *fleet.ALL,
    *requests.ALL,
    *trips.ALL,
    *repairs.ALL,
    *keeping.ALL,
    *rollups.ALL,
)
