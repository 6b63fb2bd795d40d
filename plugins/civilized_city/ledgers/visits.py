"""入户与问卷, 清理整治台账."""

from __future__ import annotations

from typing import Any

from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import add, field, occurred_at, stream
from houqin.core.schema import types
from houqin.plugins.civilized_city.cleanup import Cleanup
from houqin.plugins.civilized_city.household import Household

_area = types.ref("civilized_city.GridArea")
_unit = types.ref("core.Department")

households = Ledger(
    "civilized_city.households",
    "入户与问卷台账",
    per=Household,
    columns=[
        Column("serial", "编号", types.text(), filter=True, primary=True),
        Column("visited_at", "时间", types.instant(), filter=True, primary=True),
        Column("area", "网格", _area, filter=True, primary=True),
        Column("unit", "责任单位", _unit, filter=True, paper=False),
        Column("households", "入户户数", types.integer("户"), total=True,
               primary=True),
        Column("questionnaires", "问卷份数", types.integer("份"), total=True,
               primary=True),
        Column("people", "参加人员", types.refs("core.Person")),
        Column("content", "内容", types.long_text()),
        Column("photos", "照片", types.integer("张"), total=True),
    ],
    period="visited_at",
    title_column="serial",
)  # fmt: skip
households.on(
    Household.Visited, "serial", "area", "unit", "households", "people", "content",
    visited_at=occurred_at,
)  # fmt: skip
households.on(Household.Collected, questionnaires=add(field("questionnaires")))


@households.reduce(Household.Visited)
def _pictured(row: dict[str, Any], event: Any) -> dict[str, Any]:
    """How many photos there are."""
    row["photos"] = len(event.payload.get("photos") or ())
    return row


questionnaires = Ledger(
    "civilized_city.questionnaires",
    "问卷回收台账",
    per=Household,
    kind="event",
    columns=[
        Column("visit", "入户编号", types.ref("civilized_city.Household"), filter=True,
               primary=True),
        Column("collected_at", "回收时间", types.instant(), filter=True, primary=True),
        Column("area", "网格", _area, filter=True, primary=True),
        Column("unit", "责任单位", _unit, filter=True, paper=False),
        Column("questionnaires", "问卷份数", types.integer("份"), total=True,
               primary=True),
        Column("remark", "备注", types.text()),
    ],
    period="collected_at",
    title_column="visit",
)  # fmt: skip
questionnaires.carry(Household.Visited, "area", "unit")
questionnaires.on(
    Household.Collected, "questionnaires", "remark", visit=stream,
    collected_at=occurred_at,
)  # fmt: skip

cleanups = Ledger(
    "civilized_city.cleanups",
    "清理整治台账",
    per=Cleanup,
    columns=[
        Column("serial", "编号", types.text(), filter=True, primary=True),
        Column("done_at", "时间", types.instant(), filter=True, primary=True),
        Column("area", "网格", _area, filter=True, primary=True),
        Column("unit", "责任单位", _unit, filter=True, paper=False),
        Column("place", "地点", types.text(), filter=True, primary=True),
        Column("workers", "参加人次", types.integer("人次"), total=True),
        Column("rubbish", "清理垃圾", types.quantity("立方米", 1), total=True),
        Column("stairs", "整治楼道", types.integer("处"), total=True),
        Column("yards", "收拾庭院", types.integer("处"), total=True),
        Column("led", "带队领导和分工", types.text()),
        Column("photos", "照片", types.integer("张"), total=True),
    ],
    period="done_at",
    title_column="serial",
)
cleanups.on(
    Cleanup.Done, "serial", "area", "unit", "place", "workers", "rubbish", "stairs",
    "yards", "led", done_at=occurred_at,
)  # fmt: skip


@cleanups.reduce(Cleanup.Done)
def _before_and_after(row: dict[str, Any], event: Any) -> dict[str, Any]:
    """How many photos there are of both."""
    row["photos"] = sum(len(event.payload.get(n) or ()) for n in ("before", "after"))
    return row


ALL = (households, questionnaires, cleanups)
