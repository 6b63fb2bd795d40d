"""人员使用台账, 领导干部用房备案, 人事变动台账."""

from __future__ import annotations

from typing import Any

from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import field, occurred_at
from houqin.core.schema import types
from houqin.plugins.buildings.fields import AREA
from houqin.plugins.buildings.occupancy import Occupancy, Place
from houqin.plugins.buildings.staff_change import ChangeKind, StaffChange

_person, _unit = types.ref("core.Person"), types.ref("core.Department")

occupancies = Ledger(
    "buildings.occupancies",
    "人员使用台账",
    per=Occupancy,
    columns=[
        Column("person", "使用人", _person, filter=True, primary=True),
        Column("unit", "使用单位", _unit, filter=True, primary=True),
        Column("rank", "职务职级", types.ref("buildings.Rank"), filter=True),
        Column("leader", "领导干部", types.boolean(), filter=True),
        Column("room", "房间", types.ref("buildings.Room"), filter=True, primary=True),
        Column("place", "使用性质", types.choice(Place), filter=True),
        Column("standard", "标准面积", AREA),
        Column("since", "启用日期", types.day(), filter=True),
        Column("approval", "另处批准文号", types.text()),
        Column("approved_area", "另处批准面积", AREA),
        Column("until", "另处截止日期", types.day(), filter=True),
        Column("over_reason", "超标理由", types.text()),
        Column("vacate_reason", "腾退原因", types.text(), filter=True),
        Column("due_on", "应腾退日期", types.day(), filter=True),
        Column("vacated_on", "实际腾退日期", types.day(), filter=True),
        Column("status", "状态", types.state(), filter=True, primary=True),
        Column("began_at", "登记时间", types.instant(), hidden=True),
    ],
    title_column="person",
    period="began_at",
    sort="unit",
)
_RANKED = ("rank", "leader", "standard", "over_reason")
_SECOND = ("approval", "approved_area", "until")
occupancies.on(
    Occupancy.Began, "person", "unit", "room", "place", "since", *_RANKED, *_SECOND,
    began_at=occurred_at,
)  # fmt: skip
occupancies.on(Occupancy.RankChanged, *_RANKED)
occupancies.on(Occupancy.Extended, "approval", "until")
occupancies.on(Occupancy.VacateDemanded, "due_on", vacate_reason=field("reason"))
occupancies.on(Occupancy.Vacated, "vacated_on", vacate_reason=field("reason"))

staff_changes = Ledger(
    "buildings.staff_changes",
    "人事变动台账",
    per=StaffChange,
    columns=[
        Column("person", "人员", _person, filter=True, primary=True),
        Column("unit", "单位", _unit, filter=True, primary=True),
        Column("kind", "变动类别", types.choice(ChangeKind), filter=True, primary=True),
        Column("on", "变动日期", types.day(), filter=True, primary=True),
        Column("document", "文号", types.text(), filter=True),
        Column("rank", "新职务职级", types.ref("buildings.Rank")),
        Column("rooms", "在用房间", types.integer("间"), total=True, primary=True),
        Column("due_on", "应腾退日期", types.day(), filter=True),
    ],
    title_column="person",
    period="on",
)
staff_changes.on(
    StaffChange.Recorded, "person", "unit", "kind", "on", "document", "rank", "rooms",
    "due_on",
)  # fmt: skip

leaders = Ledger(
    "buildings.leaders",
    "领导干部用房备案",
    per=Occupancy,
    columns=[
        Column("person", "姓名", _person, filter=True, primary=True),
        Column("unit", "单位", _unit, filter=True, primary=True),
        Column("rank", "职务职级", types.ref("buildings.Rank"), filter=True),
        Column("room", "房间", types.ref("buildings.Room"), filter=True, primary=True),
        Column("place", "使用性质", types.choice(Place), filter=True, primary=True),
        Column("standard", "标准面积", AREA),
        Column("since", "启用日期", types.day(), filter=True),
        Column("approval", "另处批准文号", types.text()),
        Column("approved_area", "另处批准面积", AREA),
        Column("until", "另处截止日期", types.day()),
        Column("due_on", "应腾退日期", types.day()),
        Column("vacated_on", "实际腾退日期", types.day()),
        Column("status", "状态", types.state(), filter=True, primary=True),
    ],
    title_column="person",
    sort="unit",
    numbered=True,
)


#: What each event says of a leader's room.
_SAID = {
    Occupancy.Began: (
        "person", "unit", "rank", "room", "place", "standard", "since", *_SECOND,
    ),
    Occupancy.RankChanged: ("rank", "standard"),
    Occupancy.Extended: ("approval", "until"),
    Occupancy.VacateDemanded: ("due_on",),
    Occupancy.Vacated: ("vacated_on",),
}  # fmt: skip


def _filing(*names: str) -> Any:
    def reduce(row: dict[str, Any], event: Any) -> dict[str, Any]:
        """Who is no leader is not filed."""
        if row or event.payload.get("leader"):
            row.update({name: event.payload.get(name) for name in names})
        return row

    return reduce


for _event, _names in _SAID.items():
    leaders.reduce(_event)(_filing(*_names))

ALL = (occupancies, leaders, staff_changes)
