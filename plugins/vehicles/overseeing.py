"""监督整改: the steps of 无任务出行 and of 自查自纠."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.command import command
from houqin.core.model.recording import records
from houqin.core.schema.errors import FormErrors, NotPermitted, Refused
from houqin.core.schema.form import Form, RecordForm
from houqin.events.instants import from_datetime
from houqin.plugins.vehicles.fields import VehicleId
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right
from houqin.plugins.vehicles.self_check import (
    Basis,
    Checker,
    CheckName,
    Conclusion,
    Findings,
    Measures,
    Papers,
    Problems,
    PutRight,
    Scope,
    SelfCheck,
    TypedReportBy,
)
from houqin.plugins.vehicles.unplanned_trip import (
    Demand,
    Evidence,
    Explanation,
    FoundNote,
    Kilometres,
    MovedPlace,
    Opinion,
    Prompt,
    Rectification,
    RectifiedPhotos,
    ResponsibleDriver,
    SourceField,
    TypedDeadline,
    TypedDemandDeadline,
    TypedMoved,
    UnplannedTrip,
)

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.context import Context


class FindUnplannedTrip(Form):
    """车辆没有派车任务而离开停放地点的，登记后提示驾驶员说明。"""

    vehicle: VehicleId
    moved_at: TypedMoved
    place: MovedPlace
    source: SourceField
    distance: Kilometres | None = None
    note: FoundNote | None = None
    photos: Evidence | None = None


class PromptDriver(RecordForm):
    """提示当班驾驶员在时限内说明；选错了人可再次提示。"""

    driver: ResponsibleDriver
    prompt: Prompt
    explain_by: TypedDeadline


class Explain(RecordForm):
    """写明时间、去向和原因。"""

    explanation: Explanation
    photos: Evidence | None = None


class DemandRectification(RecordForm):
    """写明整改要求和时限。"""

    demand: Demand
    rectify_by: TypedDemandDeadline


class Rectify(RecordForm):
    """整改后上传照片或材料。"""

    rectification: Rectification
    photos: RectifiedPhotos | None = None


class CloseCase(RecordForm):
    """核实整改到位后销号。"""

    opinion: Opinion | None = None


class AssignCheck(Form):
    """布置后由责任人在时限内自查上报。"""

    name: CheckName
    scope: Scope
    checker: Checker
    report_by: TypedReportBy
    basis: Basis | None = None


class ReportCheck(RecordForm):
    """没有发现问题的填0。"""

    problems: Problems
    findings: Findings
    papers: Papers | None = None


class RectifyCheck(RecordForm):
    """逐个问题写明整改情况。"""

    put_right: PutRight
    measures: Measures
    papers: Papers | None = None


class CloseCheck(RecordForm):
    """问题全部整改后结束。"""

    conclusion: Conclusion | None = None


@command(
    "vehicles.find_unplanned_trip", "登记无任务出行", permission=Right.OVERSEE,
    menu=True, event=UnplannedTrip.Found, order=510,
)  # fmt: skip
def find_unplanned_trip(context: Context, form: FindUnplannedTrip) -> None:
    """Record that a car moved without a task."""
    context.choose("vehicles.Vehicle", form.vehicle, "vehicle")
    moved = from_datetime(form.moved_at)
    if moved > context.occurred:
        raise FormErrors({"moved_at": "出行时间不能晚于发现时间"})
    _require_no_trip(context, form.vehicle, moved)
    serial = context.serial("vehicles.unplanned_serials")
    context.create(UnplannedTrip, UnplannedTrip.Found, serial=serial, **dict(form))


def _require_no_trip(context: Context, vehicle: UUID, moved: int) -> None:
    """有派车任务的不是无任务出行."""
    cars = context.bookings("vehicles.cars")
    if str(vehicle) in cars.taken(context.connection, moved, moved + 1):
        plate = context.title(vehicle)
        message = f"{plate}在{context.moment(moved)}有派车任务，不是无任务出行"
        raise Refused(message, "moved_at")


@command(
    "vehicles.prompt_driver", "提示", permission=Right.OVERSEE, on=UnplannedTrip,
    event=UnplannedTrip.Prompted, order=520,
)  # fmt: skip
def prompt_driver(context: Context, form: PromptDriver) -> None:
    """Ask the driver for an explanation."""
    context.choose("vehicles.Driver", form.driver, "driver")
    _require_ahead(context, form.explain_by, "explain_by")
    context.load(UnplannedTrip, form.record).record(
        UnplannedTrip.Prompted, **form.said()
    )


def _require_ahead(context: Context, deadline: Any, name: str) -> None:
    if from_datetime(deadline) <= context.occurred:
        raise FormErrors({name: "时限必须晚于发生时间"})


explain = records(
    "vehicles.explain", "说明", Explain, UnplannedTrip, UnplannedTrip.Explained,
    permission=Right.EXPLAIN, order=530,
)  # fmt: skip


@command(
    "vehicles.demand_rectification", "责令整改", permission=Right.OVERSEE,
    on=UnplannedTrip, event=UnplannedTrip.RectificationDemanded, order=540,
)  # fmt: skip
def demand_rectification(context: Context, form: DemandRectification) -> None:
    """Demand that it be put right."""
    _require_ahead(context, form.rectify_by, "rectify_by")
    context.load(UnplannedTrip, form.record).record(
        UnplannedTrip.RectificationDemanded, **form.said()
    )


rectify = records(
    "vehicles.rectify", "整改完成", Rectify, UnplannedTrip, UnplannedTrip.Rectified,
    permission=Right.EXPLAIN, order=550,
)  # fmt: skip


def _others(context: Context, record: Any) -> str | None:
    """整改和销号不由同一人办理."""
    return "不能办理本人的事项" if context.acting in record.applicants() else None


@command(
    "vehicles.close_unplanned_trip", "销号", permission=Right.APPROVE,
    on=UnplannedTrip, event=UnplannedTrip.Closed, may=_others, order=560,
)  # fmt: skip
def close_unplanned_trip(context: Context, form: CloseCase) -> None:
    """Checked: it is off the list."""
    _require_other(context, UnplannedTrip, form)
    context.load(UnplannedTrip, form.record).record(UnplannedTrip.Closed, **form.said())


def _require_other(context: Context, cls: type[Any], form: RecordForm) -> None:
    if message := _others(context, context.load(cls, form.record)):
        raise NotPermitted(message)


@command(
    "vehicles.assign_check", "布置自查", permission=Right.OVERSEE, menu=True,
    event=SelfCheck.Assigned, order=570,
)  # fmt: skip
def assign_check(context: Context, form: AssignCheck) -> None:
    """Set a self-check."""
    context.choose("core.Person", form.checker, "checker")
    _require_ahead(context, form.report_by, "report_by")
    serial = context.serial("vehicles.check_serials")
    context.create(SelfCheck, SelfCheck.Assigned, serial=serial, **dict(form))


def _checker(context: Context, check: Any) -> str | None:
    own = context.acting in {check.checker, context.services.system_actor}
    return None if own else "这一步只能由责任人办理"


@command(
    "vehicles.report_check", "上报", on=SelfCheck, event=SelfCheck.Reported,
    may=_checker, order=580,
)  # fmt: skip
def report_check(context: Context, form: ReportCheck) -> None:
    """Say what was found."""
    _require_checker(context, form)
    context.load(SelfCheck, form.record).record(SelfCheck.Reported, **form.said())


@command(
    "vehicles.rectify_check", "整改", on=SelfCheck, event=SelfCheck.Rectified,
    may=_checker, order=590,
)  # fmt: skip
def rectify_check(context: Context, form: RectifyCheck) -> None:
    """Say what was put right."""
    check: Any = _require_checker(context, form)
    if form.put_right > check.problems:
        raise FormErrors({"put_right": f"上报的问题只有{check.problems}个"})
    context.load(SelfCheck, form.record).record(SelfCheck.Rectified, **form.said())


def _require_checker(context: Context, form: RecordForm) -> SelfCheck:
    check = context.load(SelfCheck, form.record)
    if message := _checker(context, check):
        raise NotPermitted(message)
    return check


@command(
    "vehicles.close_check", "结束", permission=Right.APPROVE, on=SelfCheck,
    event=SelfCheck.Closed, may=_others, order=600,
)  # fmt: skip
def close_check(context: Context, form: CloseCheck) -> None:
    """End a self-check whose problems are all put right."""
    _require_other(context, SelfCheck, form)
    check: Any = context.load(SelfCheck, form.record)
    left = check.problems - (getattr(check, "put_right", None) or 0)
    if left:
        message = f"还有{left}个问题没有整改，不能结束"
        raise Refused(message)
    context.load(SelfCheck, form.record).record(SelfCheck.Closed, **form.said())


ALL = (
    find_unplanned_trip,
    prompt_driver,
    explain,
    demand_rectification,
    rectify,
    close_unplanned_trip,
    assign_check,
    report_check,
    rectify_check,
    close_check,
)
