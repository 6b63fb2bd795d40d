"""What people do about waste sorting: every command, one module for each area."""

from __future__ import annotations

from houqin.plugins.waste_sorting import (
    bin_point,
    bulletin,
    carrier,
    collecting,
    inspecting,
    nominating,
    plan,
    poll,
    score_sheet,
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
    *score_sheet.ALL,
    *inspecting.ALL,
    *bulletin.ALL,
    *training.ALL,
    *poll.ALL,
)
