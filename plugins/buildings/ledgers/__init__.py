"""The ledgers (台账) of 办公用房, one module for each area."""

from __future__ import annotations

from houqin.plugins.buildings.ledgers import estate, rooms

ALL = (
    *estate.ALL,
    *rooms.ALL,
)
