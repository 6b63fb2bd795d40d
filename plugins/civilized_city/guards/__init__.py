"""What the rules of the civilized city read, one module for each area."""

from __future__ import annotations

from houqin.plugins.civilized_city.guards import grid, notices, numbers, volunteers

ALL = (*grid.ALL, *notices.ALL, *volunteers.ALL, *numbers.ALL)
