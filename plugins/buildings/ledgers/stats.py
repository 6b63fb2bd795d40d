"""信息统计: rounds, and every unit's report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.projection.ledger import Column, Ledger, LookedUp
from houqin.core.projection.sources import acting, instant_of, occurred_at
from houqin.core.schema import types
from houqin.plugins.buildings.fields import AREA
from houqin.plugins.buildings.stat_report import StatReport
from houqin.plugins.buildings.unit_report import AREAS, BANDS, UnitReport, total_area

if TYPE_CHECKING:
    from datetime import date

_person, _people = types.ref("core.Person"), types.integer("人")
_count = types.integer("家")


class InTime(types.Choice):
    """是否按时."""

    YES = "yes", "按时"
    NO = "no", "逾期"


def _by(state: str) -> LookedUp:
    """How many units' reports have come so far."""
    return LookedUp("buildings.unit_reports", "round", state, "count")


stat_reports = Ledger(
    "buildings.stat_reports",
    "统计报告",
    per=StatReport,
    columns=[
        Column("name", "统计报告", types.text(), filter=True, primary=True),
        Column("status", "状态", types.state(), filter=True, primary=True),
        Column("as_of", "统计时点", types.day(), filter=True),
        Column("basis", "依据文号", types.text()),
        Column("assigned_at", "布置时间", types.instant(), filter=True),
        Column("deadline", "填报时限", types.instant(), filter=True, primary=True),
        Column("asked", "应报", _count, primary=True, looked_up=_by("serial")),
        Column("reported", "已报", _count, primary=True, looked_up=_by("reported_at")),
        Column("in_time", "按时", _count, looked_up=_by("in_time_at")),
        Column("accepted", "通过", _count, looked_up=_by("accepted_at")),
        Column("filed", "上报", _count),
        Column("missing", "未报", _count),
        Column("to", "上报单位", types.text()),
        Column("filed_at", "上报时间", types.instant()),
        Column("reason", "未报原因", types.text()),
    ],
    period="assigned_at",
    title_column="name",
)
stat_reports.on(
    StatReport.Assigned, "name", "as_of", "basis", "deadline", assigned_at=occurred_at
)
stat_reports.on(
    StatReport.Filed, "to", "filed", "missing", "reason", filed_at=occurred_at
)


def _difference(values: dict[str, Any], _today: date) -> int | None:
    """What the unit reports more than the register has, in 0.01 m²."""
    area, registered = values.get("area"), values.get("registered")
    return None if area is None or registered is None else area - registered


unit_reports = Ledger(
    "buildings.unit_reports",
    "用房信息统计",
    per=UnitReport,
    columns=[
        Column("serial", "编号", types.text(), filter=True, paper=False),
        Column("round", "统计报告", types.ref("buildings.StatReport"), filter=True,
               primary=True),
        Column("unit", "填报单位", types.ref("core.Department"), filter=True,
               primary=True),
        Column("status", "状态", types.state(), filter=True, primary=True),
        Column("posts", "编制人数", _people, total=True),
        Column("staff", "实有人数", _people, total=True),
        Column("county_chiefs", "县级正职", _people, total=True),
        Column("county_deputies", "县级副职", _people, total=True),
        Column("section_chiefs", "正科级", _people, total=True),
        Column("section_deputies", "副科级", _people, total=True),
        Column("others", "科级以下", _people, total=True),
        Column("sites", "办公地点", types.integer("处")),
        Column("rooms", "房间数", types.integer("间"), total=True),
        Column("office_area", "办公室用房", AREA, total=True),
        Column("service_area", "公共服务用房", AREA, total=True),
        Column("equipment_area", "设备用房", AREA, total=True),
        Column("annex_area", "附属用房", AREA, total=True),
        Column("area", "使用面积", AREA, total=True, primary=True),
        Column("registered", "登记面积", AREA, total=True),
        Column("difference", "差额", AREA, derived=_difference),
        Column("rented_area", "租用借用", AREA, total=True),
        Column("deadline", "填报时限", types.instant(), filter=True, primary=True),
        Column("reported_at", "填报时间", types.instant(), filter=True),
        Column("in_time", "是否按时", types.choice(InTime), filter=True),
        Column("in_time_at", "按时填报", types.instant(), hidden=True),
        Column("returns", "退回次数", types.integer("次"), total=True),
        Column("accepted_at", "通过时间", types.instant(), paper=False),
        Column("filed_at", "上报时间", types.instant(), filter=True),
        Column("filer", "填表人", _person, paper=False),
        Column("reviewer", "审核人", _person, paper=False),
        Column("leader", "负责人", _person, paper=False),
        Column("remark", "备注", types.long_text(), paper=False),
    ],
    period="deadline",
    title_column="serial",
    watched=(("state", "assigned"), ("state", "returned")),
)  # fmt: skip
unit_reports.on(UnitReport.Assigned, "serial", "round", "unit", "deadline")
unit_reports.on(
    UnitReport.Reported, "posts", "staff", *BANDS, "sites", "rooms", *AREAS,
    "rented_area", "registered", "reviewer", "leader", "remark", filer=acting,
)  # fmt: skip
unit_reports.on(UnitReport.Accepted, accepted_at=occurred_at)
unit_reports.on(UnitReport.Filed, filed_at=occurred_at)


@unit_reports.reduce(UnitReport.Reported)
def _reported(row: dict[str, Any], event: Any) -> dict[str, Any]:
    """The first time counts: what is returned afterwards was in time all the same."""
    row["area"] = total_area(event.payload)
    if row.get("reported_at") is None:
        deadline = row["deadline"]
        until = instant_of(deadline) if isinstance(deadline, str) else deadline
        in_time = event.occurred <= until
        row["reported_at"] = event.occurred
        row["in_time"] = (InTime.YES if in_time else InTime.NO).value
        row["in_time_at"] = event.occurred if in_time else None
    return row


@unit_reports.reduce(UnitReport.Returned)
def _returned(row: dict[str, Any], _event: Any) -> dict[str, Any]:
    """How often; what was accepted is not any more."""
    row["returns"] = (row.get("returns") or 0) + 1
    row["accepted_at"] = None
    return row


ALL = (stat_reports, unit_reports)
