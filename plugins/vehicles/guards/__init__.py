"""What the rules of 公务用车 read, one module for each area."""

from __future__ import annotations

from houqin.plugins.vehicles import paper
from houqin.plugins.vehicles.guards import (
    cards,
    crew,
    duties,
    fleet,
    oversight,
    quotas,
    repairs,
    requests,
    trips,
)

ALL = (
    *fleet.ALL,
    *crew.ALL,
    *requests.ALL,
    *trips.ALL,
    *repairs.ALL,
    *quotas.ALL,
    *duties.ALL,
    *cards.ALL,
    *oversight.ALL,
    *paper.ALL,
)
