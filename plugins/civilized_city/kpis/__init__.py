"""The indicators (指标) of the civilized city, one module for each area."""

from __future__ import annotations

from houqin.plugins.civilized_city.kpis import (
    grid,
    notices,
    online,
    visits,
    volunteers,
)

ALL = (*notices.ALL, *grid.ALL, *visits.ALL, *volunteers.ALL, *online.ALL)
