"""What people do about waste sorting: every command, one module for each area."""

from __future__ import annotations

from houqin.plugins.waste_sorting import (
    bin_point,
    carrier,
    collecting,
    nominating,
    plan,
    poll,
    sorting_unit,
    training,
)

ALL = (
    *sorting_unit.ALL,
    *nominating.ALL,
    *plan.ALL,
    *bin_point.ALL,
    *carrier.ALL,
    *collecting.ALL,
    *training.ALL,
    *poll.ALL,
)
