"""What the work summary says of the civilized city."""

from __future__ import annotations

from houqin.core.registry.reporting import ReportSection, clause

_P = "civilized_city."
_NOTICES = (f"{_P}notices_received",)
_DUE, _LATE = (f"{_P}online_due",), (f"{_P}online_late",)
_RATE = "{civilized_city.in_time_rate:%}"

creating = ReportSection(
    "civilized_city.creating",
    "文明创建",
    (
        clause(
            "负责网格{civilized_city.areas}个、楼栋{civilized_city.buildings}栋",
            some_of=(f"{_P}areas",),
        ),
        clause("入户宣传{civilized_city.households}户", some_of=(f"{_P}households",)),
        clause(
            "回收问卷{civilized_city.questionnaires}份",
            some_of=(f"{_P}questionnaires",),
        ),
        clause(
            "收到督查整改通知书{civilized_city.notices_received}份", some_of=_NOTICES
        ),
        clause(f"按时整改率{_RATE}", some_of=_NOTICES),
        clause(
            "组织文明交通劝导{civilized_city.volunteer_times}人次",
            opens="；",
            some_of=(f"{_P}volunteer_times",),
        ),
        clause(
            "网报材料{civilized_city.online_filed}项全部按时提交",
            some_of=_DUE,
            none_of=_LATE,
        ),
        clause(
            "网报材料{civilized_city.online_filed}项，按时率"
            "{civilized_city.online_rate:%}",
            some_of=_LATE,
        ),
    ),
    order=50,
)
grid = ReportSection(
    "civilized_city.grid",
    "网格管理",
    (
        clause(
            "完成网格任务{civilized_city.tasks_done}项",
            some_of=(f"{_P}tasks_done",),
        ),
        clause("完成率{civilized_city.task_rate:%}", some_of=(f"{_P}tasks_done",)),
        clause(
            "开展清理整治{civilized_city.cleanups}次",
            opens="；",
            some_of=(f"{_P}cleanups",),
        ),
        clause(
            "志愿服务{civilized_city.sessions}场、{civilized_city.volunteer_hours}小时",
            some_of=(f"{_P}sessions",),
        ),
    ),
    order=51,
)

ALL = (creating, grid)
