"""用车申请: applying, and applying again after it was sent back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from houqin.core.model.aggregate import payload_fields
from houqin.core.model.command import command
from houqin.core.schema.errors import FormErrors, NotPermitted
from houqin.core.schema.form import Form, RecordForm
from houqin.plugins.vehicles.fields import (
    Contact,
    Destination,
    DutyId,
    Origin,
    Passengers,
    Purpose,
    Range,
    RangeField,
    Sensitive,
    Task,
    TaskField,
    TypedEnd,
    TypedStart,
    Unit,
    User,
)
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right
from houqin.plugins.vehicles.special_duty import require_going_on
from houqin.plugins.vehicles.vehicle_request import VehicleRequest

if TYPE_CHECKING:
    from houqin.core.model.context import Context


_REVISED = VehicleRequest.Revised


class RequestVehicle(Form):
    """提交后由本单位审批人审核，再由中心审批、派车。"""

    unit: Unit
    user: User
    purpose: Purpose
    task: TaskField = Task.GENERAL
    range: RangeField = Range.COUNTY
    passengers: Passengers
    planned_start: TypedStart
    planned_end: TypedEnd
    origin: Origin
    destination: Destination
    contact: Contact | None = None
    sensitive: Sensitive = False
    duty: DutyId | None = None


class ResubmitRequest(RequestVehicle, RecordForm):
    """按退回意见修改后重新提交。"""

    #: Shown, and not changed: another unit's application is another application.
    unit: Unit | None = None  # type: ignore[assignment]  # narrower than the form it revises
    contact: (
        Annotated[Contact, Field(description="不填即不改；换用车人的请重新填写")] | None
    ) = None


def _own_unit(context: Context, _record: None) -> dict[str, Any]:
    """An application starts with one's own unit, and for oneself."""
    person = context.find("core.Person", context.actor)
    if person is None:
        return {}
    return {"unit": person.attributes.get("department"), "user": str(person.id)}


@command(
    "vehicles.request_vehicle", "我要用车", permission=Right.REQUEST, menu=True,
    event=VehicleRequest.Requested, starts=_own_unit, order=10, batch=True,
)  # fmt: skip
def request_vehicle(context: Context, form: RequestVehicle) -> None:
    """Apply for a car."""
    context.choose("core.Department", form.unit, "unit")
    context.choose("core.Person", form.user, "user")
    require_going_on(context, form.duty)
    serial = context.serial("vehicles.request_serials")
    asked = {**dict(form), "sensitive": form.sensitive or None}
    context.create(VehicleRequest, VehicleRequest.Requested, serial=serial, **asked)


def _own(context: Context, record: VehicleRequest) -> str | None:
    first = context.effective(record.id).first
    own = {first.actor, first.on_behalf_of} | record.applicants()
    if context.acting in own or context.actor == context.services.system_actor:
        return None
    return "只有申请人可以修改后重新提交"


def _as_it_is(_context: Context, request: Any) -> dict[str, Any]:
    """What was asked for the last time."""
    return {name: getattr(request, name) for name in payload_fields(_REVISED)} | {
        "unit": request.unit
    }


@command(
    "vehicles.resubmit_request", "修改后重新提交", permission=Right.REQUEST,
    on=VehicleRequest, event=VehicleRequest.Revised, may=_own, starts=_as_it_is,
    order=20,
)  # fmt: skip
def resubmit_request(context: Context, form: ResubmitRequest) -> None:
    """Apply again with what was asked for."""
    context.choose("core.Person", form.user, "user")
    require_going_on(context, form.duty)
    request = context.load(VehicleRequest, form.record)
    if message := _own(context, request):
        raise NotPermitted(message)
    values = dict(form)
    values.pop("record")
    unit = values.pop("unit")
    if unit not in {None, request.unit}:  # type: ignore[attr-defined]  # from an event
        raise FormErrors({"unit": "用车单位不能修改，请以该单位另行申请"})
    values["sensitive"] = form.sensitive or None
    values["contact"] = form.contact or _kept_contact(request, form)
    request.record(VehicleRequest.Revised, **values)


def _kept_contact(request: Any, form: ResubmitRequest) -> Any:
    """The telephone is the user's: another user has another."""
    return request.contact if request.user == form.user else None


ALL = (request_vehicle, resubmit_request)
