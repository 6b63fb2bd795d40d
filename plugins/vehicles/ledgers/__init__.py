"""The ledgers (台账) of 公务用车, one module for each area."""

from __future__ import annotations

from houqin.plugins.vehicles.ledgers import (
    cards,
    crew,
    duties,
    fleet,
    incidents,
    keeping,
    oversight,
    quotas,
    repairs,
    requests,
    rollups,
    safety,
    trips,
)

ALL = (
    *fleet.ALL,
    *requests.ALL,
    *trips.ALL,
    *repairs.ALL,
    *quotas.ALL,
    *incidents.ALL,
    *keeping.ALL,
    *cards.ALL,
    *crew.ALL,
    *duties.ALL,
    *oversight.ALL,
    *safety.ALL,
    *rollups.ALL,
)
