"""Fast entry: files that are imported."""

from __future__ import annotations

from houqin.core.model.imports import Import
from houqin.plugins.civilized_city.filing import assign_online_item
from houqin.plugins.civilized_city.gridding import register_area
from houqin.plugins.civilized_city.indicating import list_indicator
from houqin.plugins.civilized_city.tasking import issue_task
from houqin.plugins.civilized_city.visiting import record_cleanup, record_visit
from houqin.plugins.civilized_city.volunteering import register_volunteer

IMPORTS = (
    Import("civilized_city.grid_areas", register_area, "网格", {"code": "G01"}),
    Import(
        "civilized_city.indicators", list_indicator, "测评指标",
        {"edition": "2023年版", "code": "2.3.1", "parent": ""},
    ),
    Import("civilized_city.tasks", issue_task, "网格任务"),
    Import(
        "civilized_city.households", record_visit, "历史入户登记", backfill=True
    ),
    Import(
        "civilized_city.cleanups", record_cleanup, "历史清理登记", backfill=True
    ),
    Import("civilized_city.volunteers", register_volunteer, "志愿者"),
    Import("civilized_city.online_items", assign_online_item, "网报任务表"),
)  # fmt: skip
