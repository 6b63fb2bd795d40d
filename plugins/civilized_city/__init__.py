"""文明创建: the grid, notices, volunteers, visits and what is reported online."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.plugins.civilized_city.cleanup import Cleanup
from houqin.plugins.civilized_city.grid_area import GridArea
from houqin.plugins.civilized_city.grid_task import GridTask
from houqin.plugins.civilized_city.household import Household
from houqin.plugins.civilized_city.indicator import Indicator
from houqin.plugins.civilized_city.notice import Item, Notice
from houqin.plugins.civilized_city.online_item import OnlineItem
from houqin.plugins.civilized_city.permissions import ROLES
from houqin.plugins.civilized_city.permissions import CityPermission as Right
from houqin.plugins.civilized_city.volunteer import Volunteer
from houqin.plugins.civilized_city.volunteer_shift import VolunteerShift

if TYPE_CHECKING:
    from pyramid.config import Configurator

NAME, TITLE, VERSION = "civilized_city", "文明创建", "0.1.0"
AGGREGATES = (
    GridArea,
    Indicator,
    GridTask,
    Notice,
    Item,
    Household,
    Cleanup,
    Volunteer,
    VolunteerShift,
    OnlineItem,
)
_SEE = Right.SEE
_GRID, _PEOPLE = "网格档案", "志愿服务"
#: Title, page, right, and the section it is folded under.
MENU = (
    ("督查通知书", "notices", _SEE, ""),
    ("督查整改", "rectifications", _SEE, ""),
    ("网格任务", "tasks", _SEE, ""),
    ("网报材料", "online_items", _SEE, ""),
    ("网格责任区", "grid_areas", _SEE, _GRID),
    ("测评指标", "indicators", _SEE, _GRID),
    ("入户与问卷", "households", _SEE, _GRID),
    ("问卷回收", "questionnaires", _SEE, _GRID),
    ("清理整治", "cleanups", _SEE, _GRID),
    ("志愿执勤", "shifts", Right.SEE_SHIFTS, _PEOPLE),
    ("志愿者名册", "volunteers", Right.SEE_SHIFTS, _PEOPLE),
    ("志愿服务时长", "volunteer_hours", Right.SEE_SHIFTS, _PEOPLE),
    ("指标", "kpis", _SEE, ""),
    ("工作总结", "report", _SEE, ""),
)


def includeme(config: Configurator) -> None:
    """Declare everything this plugin adds."""
    config.add_plugin(
        NAME,
        TITLE,
        VERSION,
        "网格、任务、督查整改、志愿服务、网报材料、台账和指标",
        order=40,
    )
    for code, title in ROLES:
        config.add_role(code, title, like="keeper")
    config.add_aggregate(*AGGREGATES)
    config.add_modules(NAME)
    config.add_menu(NAME, MENU)
