"""无任务出行整改台账, 自查自纠台账."""

from __future__ import annotations

from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import occurred_at
from houqin.core.schema import types
from houqin.plugins.vehicles.self_check import SelfCheck
from houqin.plugins.vehicles.unplanned_trip import FoundBy, UnplannedTrip

_person = types.ref("core.Person")
_problems = types.integer("个")

unplanned_trips = Ledger(
    "vehicles.unplanned_trips",
    "无任务出行整改台账",
    per=UnplannedTrip,
    columns=[
        Column("serial", "编号", types.text(), filter=True, primary=True),
        Column("status", "办理状态", types.state(), filter=True, primary=True),
        Column("found_at", "发现时间", types.instant(), filter=True, primary=True),
        Column("vehicle", "车号", types.ref("vehicles.Vehicle"), filter=True,
               primary=True),
        Column("moved_at", "出行时间", types.instant(), filter=True),
        Column("place", "地点", types.text(), filter=True),
        Column("source", "发现方式", types.choice(FoundBy), filter=True),
        Column("distance", "出行里程", types.integer("公里")),
        Column("note", "情况", types.text()),
        Column("driver", "驾驶员", types.ref("vehicles.Driver"), filter=True,
               primary=True),
        Column("prompted_at", "提示时间", types.instant()),
        Column("explain_by", "说明时限", types.instant()),
        Column("explained_at", "说明时间", types.instant()),
        Column("explanation", "情况说明", types.long_text()),
        Column("demand", "整改要求", types.text()),
        Column("rectify_by", "整改时限", types.instant()),
        Column("rectified_at", "整改时间", types.instant()),
        Column("rectification", "整改情况", types.long_text()),
        Column("closed_at", "销号时间", types.instant()),
        Column("opinion", "销号意见", types.text()),
        Column("driver_person", "驾驶员本人", _person, filter=True, hidden=True),
    ],
    period="found_at",
    title_column="serial",
)  # fmt: skip
unplanned_trips.on(
    UnplannedTrip.Found, "serial", "vehicle", "moved_at", "place", "source",
    "distance", "note", found_at=occurred_at,
)  # fmt: skip
unplanned_trips.on(
    UnplannedTrip.Prompted, "driver", "driver_person", "explain_by",
    prompted_at=occurred_at,
)  # fmt: skip
unplanned_trips.on(UnplannedTrip.Explained, "explanation", explained_at=occurred_at)
unplanned_trips.on(UnplannedTrip.RectificationDemanded, "demand", "rectify_by")
unplanned_trips.on(UnplannedTrip.Rectified, "rectification", rectified_at=occurred_at)
unplanned_trips.on(UnplannedTrip.Closed, "opinion", closed_at=occurred_at)

self_checks = Ledger(
    "vehicles.self_checks",
    "自查自纠台账",
    per=SelfCheck,
    columns=[
        Column("serial", "编号", types.text(), filter=True, primary=True),
        Column("status", "办理状态", types.state(), filter=True, primary=True),
        Column("name", "自查事项", types.text(), filter=True, primary=True),
        Column("basis", "依据文号", types.text(), filter=True),
        Column("assigned_at", "布置时间", types.instant(), filter=True),
        Column("checker", "责任人", _person, filter=True, primary=True),
        Column("report_by", "上报时限", types.instant()),
        Column("reported_at", "上报时间", types.instant()),
        Column("problems", "发现问题", _problems, total=True),
        Column("put_right", "已整改问题", _problems, total=True),
        Column("findings", "自查情况", types.long_text()),
        Column("measures", "整改情况", types.long_text()),
        Column("closed_at", "结束时间", types.instant()),
        Column("conclusion", "结论", types.text()),
    ],
    period="assigned_at",
    title_column="name",
)
self_checks.on(
    SelfCheck.Assigned, "serial", "name", "basis", "checker", "report_by",
    assigned_at=occurred_at,
)  # fmt: skip
self_checks.on(SelfCheck.Reported, "problems", "findings", reported_at=occurred_at)
self_checks.on(SelfCheck.Rectified, "put_right", "measures")
self_checks.on(SelfCheck.Closed, "conclusion", closed_at=occurred_at)

ALL = (unplanned_trips, self_checks)
