"""The ledgers (台账) of the civilized city, one module for each area."""

from __future__ import annotations

from houqin.plugins.civilized_city.ledgers import (
    grid,
    notices,
    online,
    tasks,
    visits,
    volunteers,
)

ALL = (
    *grid.ALL,
    *tasks.ALL,
    *notices.ALL,
    *visits.ALL,
    *volunteers.ALL,
    *online.ALL,
)
