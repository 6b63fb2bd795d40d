"""网格 and 网格任务."""

from __future__ import annotations

from houqin.core.projection.kpi import Equals, count, level, ratio
from houqin.plugins.civilized_city.ledgers.grid import grid_areas
from houqin.plugins.civilized_city.ledgers.tasks import tasks

_GRID, _TASKS = "网格责任台账", "网格任务台账"
_OPEN = Equals("state", ("owned", "unowned"))
_BY = ("area", "unit", "person", "kind")
#: What was called off is nobody's to do.
_MEANT = Equals("state", ("issued", "assigned", "reported", "returned", "closed"))

areas = level(
    "civilized_city.areas", "网格", over=grid_areas, unit="个", where=(_OPEN,),
    order=710, source=_GRID, meaning="统计期末未撤销的网格数。",
)  # fmt: skip
buildings = level(
    "civilized_city.buildings", "网格楼栋", over=grid_areas, unit="栋",
    column="buildings", where=(_OPEN,), order=720, source=_GRID,
    meaning="统计期末未撤销的网格所含楼栋数之和。",
)  # fmt: skip
due = count(
    "civilized_city.tasks_due", "到期网格任务", over=tasks, at="deadline", unit="项",
    where=(_MEANT,), dimensions=_BY, order=730, source=_TASKS,
    meaning="完成时限在统计期内的网格任务数，取消和作废的不计。",
)  # fmt: skip
done = count(
    "civilized_city.tasks_done", "完成网格任务", over=tasks, at="deadline", unit="项",
    where=(Equals("state", ("closed",)),), dimensions=_BY, order=740, source=_TASKS,
    meaning="到期网格任务中已核验销号的项数。",
)  # fmt: skip
rate = ratio(
    "civilized_city.task_rate", "任务完成率",
    of=("civilized_city.tasks_done", "civilized_city.tasks_due"), unit="%",
    percent=True, scale=1, order=700, source=_TASKS,
    meaning="完成网格任务÷到期网格任务。",
)  # fmt: skip

ALL = (areas, buildings, due, done, rate)
