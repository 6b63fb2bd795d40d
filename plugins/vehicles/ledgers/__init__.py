"""The ledgers (台账) of 公务用车, one module for each area."""

from __future__ import annotations

from houqin.plugins.vehicles.ledgers import (
    annual,
    cards,
    crew,
    duties,
    fleet,
    incidents,
    keeping,
    monthly,
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
    *monthly.ALL,
    *annual.ALL,
)
