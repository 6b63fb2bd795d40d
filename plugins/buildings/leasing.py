"""出租、出借、租用、借用: 申请, 批准, 启用, 续租, 收回, and leases that run already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.command import command
from houqin.core.projection.horizon import local_day
from houqin.core.schema.errors import FormErrors, NotPermitted
from houqin.core.schema.form import Form, RecordForm
from houqin.plugins.buildings import fields
from houqin.plugins.buildings.lease import (
    OUTWARD,
    ApprovalPapers,
    ApprovedOn,
    Contract,
    ContractPapers,
    Counterparty,
    EndedOn,
    From,
    Kind,
    Lease,
    LeasedArea,
    LeasedRooms,
    Place,
    Purpose,
    Rent,
    Unit,
    Until,
)
from houqin.plugins.buildings.permissions import BuildingsPermission as Right

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.context import Context

SERIALS = "buildings.lease_serials"


class LeaseTerms(Form):
    """出租、出借选房间；租用、借用写坐落和面积。"""

    kind: Kind
    counterparty: Counterparty
    rooms: LeasedRooms | None = None
    place: Place | None = None
    area: LeasedArea | None = None
    since: From
    until: Until
    rent: Rent | None = None
    purpose: Purpose
    unit: Unit | None = None
    remark: fields.Remark | None = None


class ApplyLease(LeaseTerms):
    """未经批准不得出租、出借、租用；出租、出借选闲置房间，租用、借用写坐落和面积。"""


class RegisterLease(LeaseTerms):
    """登记本系统启用前已经批准并在履行的合同。"""

    document: fields.Document
    approved_on: ApprovedOn
    contract: Contract
    papers: ApprovalPapers | None = None


class ApproveLease(RecordForm):
    """写明批准文号，上传批文扫描件；没有批文不能启用。"""

    document: fields.Document
    approved_on: ApprovedOn
    papers: ApprovalPapers


class RefuseLease(RecordForm):
    """写明不批准的理由。"""

    reason: fields.Reason


class StartLease(RecordForm):
    """合同签订后登记；出租、出借的房间自此为出租借用状态。"""

    contract: Contract
    papers: ContractPapers | None = None


class RenewLease(RecordForm):
    """续租同样须经批准。"""

    document: fields.Document
    until: Until
    rent: Rent | None = None
    papers: ApprovalPapers


class EndLease(RecordForm):
    """收回房间或退还租用的房屋后登记。"""

    ended_on: EndedOn
    remark: fields.Remark | None = None


def _applied(context: Context, form: LeaseTerms) -> Lease:
    """The terms, checked: what is ours and free, or where another's house is."""
    names = LeaseTerms.model_fields
    values = {name: getattr(form, name) for name in names}
    outward = form.kind in OUTWARD
    if outward:
        values["area"] = _area_of(context, form)
    elif not form.place or not form.area:
        name = "area" if form.place else "place"
        raise FormErrors({name: "租用、借用须写明坐落和面积"})
    if not outward and form.rooms:
        raise FormErrors({"rooms": "租用、借用的是对方的房屋，不选房间"})
    if form.unit:
        context.choose("core.Department", form.unit, "unit")
    serial = context.serial(SERIALS)
    return context.create(Lease, Lease.Requested, serial=serial, **values)


def _area_of(context: Context, form: LeaseTerms) -> int:
    """0.01 m² of the chosen rooms, each of which must be idle."""
    if not form.rooms:
        raise FormErrors({"rooms": "出租、出借须选择房间"})
    if form.place:
        raise FormErrors({"place": "出租、出借的坐落以所选房间为准"})
    area = 0
    for record in form.rooms:
        room = context.choose("buildings.Room", record, "rooms")
        if room.state != "idle":
            message = f"{room.attributes['name']}不是闲置房间，不能出租、出借"
            raise FormErrors({"rooms": message})
        area += room.attributes["usable_area"]
    return area


@command(
    "buildings.apply_lease", "申请出租借用租用", permission=Right.LEASE, menu=True,
    event=Lease.Requested, order=620,
)  # fmt: skip
def apply_lease(context: Context, form: ApplyLease) -> None:
    """Ask for it."""
    _applied(context, form)


@command(
    "buildings.register_lease", "登记在履行的租用合同", permission=Right.LEASE,
    event=Lease.Requested, order=621, batch=True, menu=True,
)  # fmt: skip
def register_lease(context: Context, form: RegisterLease) -> None:
    """Enter one that was approved before."""
    _require_past(context, form.approved_on)
    lease = _applied(context, form)
    approval = {"document": form.document, "approved_on": form.approved_on}
    lease.record(Lease.Approved, papers=form.papers or [], **approval)
    lease.record(Lease.Started, contract=form.contract)
    lease.hand_over()


def _require_past(context: Context, approved_on: Any) -> None:
    if approved_on > local_day(context.occurred, context.zone):
        raise FormErrors({"approved_on": "批准日期不能晚于登记的日期"})


def _by_another(context: Context, lease: Any) -> str | None:
    """申请和批准不由同一人办理."""
    begun = context.effective(lease.id).first
    applicant = begun.on_behalf_of if begun.on_behalf_of.int else begun.actor
    own = context.acting == applicant != context.services.system_actor
    return "本人申请的由他人批准" if own else None


def _decided(context: Context, record: UUID) -> Lease:
    lease = context.load(Lease, record)
    if message := _by_another(context, lease):
        raise NotPermitted(message)
    return lease


@command(
    "buildings.approve_lease", "批准", permission=Right.APPROVE, on=Lease,
    event=Lease.Approved, may=_by_another, order=622,
)  # fmt: skip
def approve_lease(context: Context, form: ApproveLease) -> None:
    """Approve it, by a document that has a number."""
    _require_past(context, form.approved_on)
    _decided(context, form.record).record(Lease.Approved, **form.said())


@command(
    "buildings.refuse_lease", "不批准", permission=Right.APPROVE, on=Lease,
    event=Lease.Refused, may=_by_another, style="danger", order=623,
)  # fmt: skip
def refuse_lease(context: Context, form: RefuseLease) -> None:
    """Do not."""
    _decided(context, form.record).record(Lease.Refused, **form.said())


@command(
    "buildings.start_lease", "启用", permission=Right.LEASE, on=Lease,
    event=Lease.Started, order=624,
)  # fmt: skip
def start_lease(context: Context, form: StartLease) -> None:
    """The contract is signed."""
    lease = context.load(Lease, form.record)
    lease.record(Lease.Started, **form.said())
    lease.hand_over()


@command(
    "buildings.renew_lease", "续租", permission=Right.LEASE, on=Lease,
    event=Lease.Renewed, style="default", order=625,
)  # fmt: skip
def renew_lease(context: Context, form: RenewLease) -> None:
    """It goes on."""
    lease: Any = context.load(Lease, form.record)
    if form.until <= lease.until:
        raise FormErrors({"until": f"须晚于原到期日期{lease.until.isoformat()}"})
    lease.record(Lease.Renewed, **form.said())


@command(
    "buildings.end_lease", "收回或退租", permission=Right.LEASE, on=Lease,
    event=Lease.Ended, style="default", order=626,
)  # fmt: skip
def end_lease(context: Context, form: EndLease) -> None:
    """It is over."""
    if form.ended_on > local_day(context.occurred, context.zone):
        raise FormErrors({"ended_on": "收回日期不能晚于登记的日期"})
    lease = context.load(Lease, form.record)
    lease.record(Lease.Ended, **form.said())
    lease.take_back()


ALL = (
    apply_lease,
    register_lease,
    approve_lease,
    refuse_lease,
    start_lease,
    renew_lease,
    end_lease,
)
