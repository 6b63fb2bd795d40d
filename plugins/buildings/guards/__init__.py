"""What the rules of 办公用房 read, one module for each area."""

from __future__ import annotations

from houqin.plugins.buildings.guards import estate

ALL = (*estate.ALL,)
