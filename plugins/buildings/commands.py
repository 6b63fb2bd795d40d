"""What people do with rooms: every command, one module for each area."""

from __future__ import annotations

from houqin.plugins.buildings import (
    allocating,
    applying,
    certifying,
    collecting,
    drafting,
    hanging,
    inspecting,
    leasing,
    leaving,
    occupying,
    quotas,
    rectifying,
    registering,
    renaming,
    rooming,
    setting_standards,
)

ALL = (
    *applying.ALL,
    *allocating.ALL,
    *registering.ALL,
    *renaming.ALL,
    *rooming.ALL,
    *drafting.ALL,
    *leasing.ALL,
    *inspecting.ALL,
    *certifying.ALL,
    *hanging.ALL,
    *collecting.ALL,
    *setting_standards.ALL,
    *quotas.ALL,
    *occupying.ALL,
    *leaving.ALL,
    *rectifying.ALL,
)
