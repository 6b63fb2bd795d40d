"""What people do with rooms: every command, one module for each area."""

from __future__ import annotations

from houqin.plugins.buildings import registering, rooming

ALL = (
    *registering.ALL,
    *rooming.ALL,
)
