"""分类单位台账, the one screen of all units, and 督导员名册."""

from __future__ import annotations

from houqin.core.people.aggregates import DepartmentKind
from houqin.core.projection.ledger import Column, Ledger, LookedUp
from houqin.core.projection.sources import constant, field, occurred_at
from houqin.core.schema import types
from houqin.plugins.waste_sorting.fields import SUPERVISOR, UNIT
from houqin.plugins.waste_sorting.sorting_unit import SortingUnit
from houqin.plugins.waste_sorting.supervisor import Sex, Supervisor, SupervisorKind

_department = types.ref("core.Department")


def _supervisors(column: str) -> LookedUp:
    return LookedUp("waste_sorting.supervisors", "unit", column, "count")


def _inspected(column: str) -> LookedUp:
    """From the newest inspection that was scored."""
    return LookedUp(
        "waste_sorting.inspections", "unit", column, "newest", order="scored_at"
    )


units = Ledger(
    "waste_sorting.units",
    "分类单位台账",
    per=SortingUnit,
    columns=[
        Column("department", "单位", _department, filter=True, primary=True),
        Column("kind", "类别", types.choice(DepartmentKind), filter=True),
        Column("people", "人数", types.integer("人"), total=True, latest=True),
        Column("canteen", "有食堂", types.boolean(), filter=True, latest=True),
        Column(
            "supervisors", "督导员", types.integer("人"), primary=True,
            looked_up=_supervisors("in_office"),
        ),
        Column(
            "trained", "已培训", types.integer("人"), primary=True,
            looked_up=_supervisors("qualified"),
        ),
        Column(
            "last_score", "最近得分", types.quantity("分", 1), primary=True,
            looked_up=_inspected("score"),
        ),
        Column(
            "inspected_at", "最近检查", types.instant(),
            looked_up=_inspected("scored_at"),
        ),
        Column(
            "open_defects", "未销号问题", types.integer("个"), primary=True,
            looked_up=LookedUp(
                "waste_sorting.defects", "sorting_unit", "left", "count"
            ),
        ),
        Column("warned_at", "最近通报", types.instant(), latest=True, paper=False),
        Column("enrolled_at", "开展时间", types.instant(), filter=True),
        Column("address", "办公地点", types.text(), latest=True, paper=False),
        Column("status", "状态", types.state(), filter=True, primary=True),
    ],
    title_column="department",
    sort="department",
    numbered=True,
    extensible=True,
)  # fmt: skip
units.on(SortingUnit.Listed, "department", "kind", "people", "canteen", "address")
units.on(SortingUnit.Updated, "people", "canteen", "address")
units.on(SortingUnit.Enrolled, enrolled_at=occurred_at)
units.on(SortingUnit.Warned, warned_at=occurred_at)

supervisors = Ledger(
    "waste_sorting.supervisors",
    "督导员名册",
    per=Supervisor,
    columns=[
        Column("department", "单位", _department, filter=True, primary=True),
        Column("unit_kind", "类别", types.choice(DepartmentKind), filter=True),
        Column("person", "姓名", types.ref("core.Person"), filter=True, primary=True),
        Column("sex", "性别", types.choice(Sex), filter=True),
        Column("post", "职务", types.text(), latest=True),
        Column("kind", "专/兼职", types.choice(SupervisorKind), filter=True,
               latest=True),
        Column("phone", "电话", types.personal(mask="phone"), latest=True),
        Column("area", "负责区域或投放点", types.text(), latest=True),
        Column("since", "任命日期", types.day(), filter=True),
        Column("until", "任期至", types.day(), latest=True),
        Column("trained_at", "培训时间", types.instant(), filter=True, primary=True),
        Column("session", "培训场次", types.ref("waste_sorting.Training"),
               filter=True),
        Column("replaces", "原督导员", types.ref(SUPERVISOR)),
        Column("replacing", "更换原因", types.text()),
        Column("left_at", "离任时间", types.instant(), filter=True, paper=False),
        Column("replaced_at", "更换时间", types.instant(), filter=True),
        Column("status", "状态", types.state(), filter=True, primary=True),
        Column("remark", "备注", types.text()),
        Column("nominated_at", "上报时间", types.instant(), filter=True, paper=False),
        Column("unit", "分类单位", types.ref(UNIT), hidden=True),
        Column("in_office", "在任", types.boolean(), hidden=True),
        Column("qualified", "在任且培训合格", types.boolean(), hidden=True),
    ],
    period="nominated_at",
    title_column="person",
    sort="department",
    numbered=True,
    told=(
        "waste_sorting.units_supervised", "waste_sorting.in_office",
        "waste_sorting.qualified", "waste_sorting.trained_rate",
    ),
)  # fmt: skip
_ENDED = {"in_office": constant(None), "qualified": constant(None)}
supervisors.on(
    Supervisor.Nominated,
    "department", "person", "sex", "post", "kind", "phone", "area", "since", "until",
    "replaces", "replacing", "remark", "unit", "unit_kind",
    nominated_at=occurred_at, in_office=constant(True),  # noqa: FBT003 - a value
)  # fmt: skip
supervisors.on(Supervisor.Updated, "post", "kind", "phone", "area", "until")
supervisors.on(
    Supervisor.Trained,
    session=field("session"), trained_at=occurred_at,
    qualified=constant(True),  # noqa: FBT003 - as above
)  # fmt: skip
_UNTRAINED = dict.fromkeys(("session", "trained_at", "qualified"), constant(None))
supervisors.on(Supervisor.Untrained, **_UNTRAINED)
supervisors.on(Supervisor.Left, left_at=occurred_at, **_ENDED)
supervisors.on(Supervisor.Replaced, replaced_at=occurred_at, **_ENDED)

ALL = (units, supervisors)
