"""信息统计: 布置, 单位填报, 审核, 退回, 通过, 上报."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from houqin.core.model.command import command
from houqin.core.model.recording import records
from houqin.core.schema.errors import FormErrors, Refused
from houqin.core.schema.form import Form, RecordForm
from houqin.core.schema.numerals import decimal_text
from houqin.events.instants import from_datetime
from houqin.plugins.buildings import fields
from houqin.plugins.buildings.functions import kind_of
from houqin.plugins.buildings.permissions import BuildingsPermission as Right
from houqin.plugins.buildings.stat_report import (
    AsOf,
    Basis,
    Demand,
    FiledTo,
    MissingWhy,
    Receipt,
    RoundName,
    StatReport,
    TypedDeadline,
    Units,
)
from houqin.plugins.buildings.unit_report import (
    AREAS,
    AnnexArea,
    CountyChiefs,
    CountyDeputies,
    EquipmentArea,
    Leader,
    OfficeArea,
    Opinion,
    Others,
    Papers,
    Posts,
    RentedArea,
    ReturnedWhy,
    Reviewer,
    Rooms,
    SectionChiefs,
    SectionDeputies,
    ServiceArea,
    Sites,
    Staff,
    UnitReport,
    total_area,
)

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.context import Context

SERIALS = "buildings.report_serials"
#: Guard: the report a unit owes in a round.
OWED = "buildings.reports_owed"


class AssignReport(Form):
    """每个填报单位各得一份待报任务；时限前后按时限提醒。"""

    name: RoundName
    as_of: AsOf
    deadline: TypedDeadline
    units: Units | None = None
    basis: Basis | None = None
    demand: Demand | None = None


class ReportRooms(RecordForm):
    """房间数和面积已按房间明细填好，核对后补齐人数；由填表人、审核人、负责人共同负责。"""

    posts: Posts
    staff: Staff
    county_chiefs: CountyChiefs = 0
    county_deputies: CountyDeputies = 0
    section_chiefs: SectionChiefs = 0
    section_deputies: SectionDeputies = 0
    others: Others = 0
    sites: Sites
    rooms: Rooms
    office_area: OfficeArea
    service_area: ServiceArea = 0
    equipment_area: EquipmentArea = 0
    annex_area: AnnexArea = 0
    rented_area: RentedArea = 0
    reviewer: Reviewer
    leader: Leader
    papers: Papers | None = None
    remark: fields.Remark | None = None


class ReturnReport(RecordForm):
    """写明需要核对修改的内容。"""

    reason: ReturnedWhy


class AcceptReport(RecordForm):
    """与房间明细核对后通过。"""

    opinion: Opinion | None = None


class FileReport(RecordForm):
    """各单位审核通过后统一上报；还有未通过的，须写明原因。"""

    to: FiledTo
    reason: MissingWhy | None = None
    receipt: Receipt | None = None


def _housed(context: Context) -> list[UUID]:
    """Units that have rooms, by name."""
    held = {
        room.attributes["unit"]
        for room in context.choosable("buildings.Room")
        if room.attributes.get("unit")
    }
    units = context.choosable("core.Department")
    return [unit.id for unit in units if str(unit.id) in held]


@command(
    "buildings.assign_report", "布置用房统计", permission=Right.COLLECT, menu=True,
    event=StatReport.Assigned, order=660,
)  # fmt: skip
def assign_report(context: Context, form: AssignReport) -> None:
    """Ask every unit for its report."""
    if from_datetime(form.deadline) <= context.occurred:
        raise FormErrors({"deadline": "填报时限必须晚于布置时间"})
    units = form.units or _housed(context)
    if not units:
        raise FormErrors({"units": "还没有单位分配有办公用房，请选择填报单位"})
    for unit in units:
        context.choose("core.Department", unit, "units")
    asked = context.create(
        StatReport, StatReport.Assigned, **{**dict(form), "units": units}
    )
    for unit in units:
        context.create(
            UnitReport, UnitReport.Assigned, serial=context.serial(SERIALS),
            round=asked.id, unit=unit, deadline=form.deadline,
        )  # fmt: skip


def registered_of(context: Context, unit: UUID) -> dict[str, int]:
    """What the register says of a unit: rooms, places, 0.01 m² by kind."""
    found: Counter[str] = Counter(dict.fromkeys((*AREAS, "rooms", "sites"), 0))
    places = set()
    for room in context.choosable("buildings.Room"):
        said = room.attributes
        if said.get("unit") == str(unit):
            found["rooms"] += 1
            found[f"{kind_of(said['function']).value}_area"] += said["usable_area"]
            places.add(said.get("building"))
    compounds = {
        str(building.id): building.attributes.get("compound")
        for building in context.choosable("buildings.Building")
    }
    found["sites"] = len({compounds.get(place) for place in places})
    return dict(found)


def _known(context: Context, report: Any) -> dict[str, Any]:
    """What was returned as it was reported, else what the register says."""
    if getattr(report, "staff", None) is not None:
        names = ReportRooms.model_fields.keys() - {"record", "papers"}
        return {name: getattr(report, name, None) for name in names}
    return dict(registered_of(context, report.unit))


@command(
    "buildings.report_rooms", "用房填报", permission=Right.RETURN, on=UnitReport,
    event=UnitReport.Reported, starts=_known, order=661,
)  # fmt: skip
def report_rooms(context: Context, form: ReportRooms) -> None:
    """Say what the unit has."""
    report: Any = context.load(UnitReport, form.record)
    for name in ("reviewer", "leader"):
        context.choose("core.Person", getattr(form, name), name)
    registered = total_area(registered_of(context, report.unit))
    report.record(UnitReport.Reported, registered=registered, **form.said())


def _differences(context: Context, report: Any) -> list[str]:
    """Where the report says something else than the register."""
    registered = registered_of(context, report.unit)
    found = []
    for name, title, scale, unit in _COMPARED:
        said, known = getattr(report, name, 0), registered[name]
        if said != known:
            found.append(
                f"{title}：填报{decimal_text(said, scale)}{unit}，"
                f"房间明细{decimal_text(known, scale)}{unit}"
            )
    return found


_COMPARED = (
    ("rooms", "房间数", 0, "间"),
    ("office_area", "办公室用房面积", 2, "平方米"),
    ("service_area", "公共服务用房面积", 2, "平方米"),
    ("equipment_area", "设备用房面积", 2, "平方米"),
    ("annex_area", "附属用房面积", 2, "平方米"),
)


accept_report = records(
    "buildings.accept_report", "审核通过", AcceptReport, UnitReport,
    UnitReport.Accepted, permission=Right.COLLECT, warns=_differences, order=662,
)  # fmt: skip


return_report = records(
    "buildings.return_report", "退回修改", ReturnReport, UnitReport,
    UnitReport.Returned, permission=Right.COLLECT, style="default", order=663,
)  # fmt: skip


def _reports(context: Context, asked: StatReport) -> list[UnitReport]:
    """The reports of a round that were not voided."""
    held = (context.holder(OWED, f"{asked.id}:{unit}") for unit in asked.units)  # type: ignore[attr-defined]  # a field
    return [context.load(UnitReport, report) for report in held if report]


@command(
    "buildings.file_report", "汇总上报", permission=Right.COLLECT, on=StatReport,
    event=StatReport.Filed, order=664,
)  # fmt: skip
def file_report(context: Context, form: FileReport) -> None:
    """Send what was accepted upwards."""
    asked = context.load(StatReport, form.record)
    reports = _reports(context, asked)
    accepted = [report for report in reports if report.state == "accepted"]
    missing = len(reports) - len(accepted)
    if not accepted:
        raise Refused("还没有审核通过的单位，不能上报")
    if missing and not form.reason:
        message = f"还有{missing}家单位没有审核通过，须写明未报原因"
        raise FormErrors({"reason": message})
    asked.record(StatReport.Filed, filed=len(accepted), missing=missing, **form.said())
    for report in accepted:
        report.record(UnitReport.Filed)


ALL = (assign_report, report_rooms, accept_report, return_report, file_report)
