"""What the rules of 公务用车 read, one module for each area."""

from __future__ import annotations

from houqin.plugins.vehicles.guards import (
    fleet,
    repairs,
    requests,
    trips,
)

ALL = (
    *fleet.ALL,
    *requests.ALL,
    *trips.ALL,
    *repairs.ALL,
)
