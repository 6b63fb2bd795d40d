"""What people do with rooms: every command, one module for each area."""

from __future__ import annotations

from houqin.plugins.buildings import (
    certifying,
    collecting,
    drafting,
    hanging,
    inspecting,
    leasing,
    registering,
    rooming,
)

ALL = (
    *registering.ALL,
    *rooming.ALL,
    *drafting.ALL,
    *leasing.ALL,
    *inspecting.ALL,
    *certifying.ALL,
    *hanging.ALL,
    *collecting.ALL,
)
