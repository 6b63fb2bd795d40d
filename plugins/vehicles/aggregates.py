"""Trips: their events and their workflow."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.case import Case
from houqin.core.model.deadline import After, AtField
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema.errors import Refused
from houqin.plugins.vehicles import (
    away,
    card_fields,
    fields,
    fleet_fields,
    inspection,
)
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right
from houqin.plugins.vehicles.vehicle_request import SENSITIVE, VehicleRequest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from houqin.core.model.context import Context
    from houqin.events.entry import RecordedEvent


#: A trip goes and comes back as planned, and is filed within a working day.
GO = (AtField("planned_start"),)
BACK = (AtField("planned_end", plus=timedelta(hours=2)),)
FILED = (After(days=1),)


class Trip(Case):
    """One use of one official car, from dispatch to closing (出车任务)."""

    topic = "vehicles.Trip"
    title = "派车单"
    seen_by = Right.SEE
    veil = SENSITIVE
    of_units = ("unit",)
    of_people = ("user", "driver_person")
    workflow = Workflow(
        [
            State(
                "dispatched", "已派车", "驾驶员{driver}出车", Right.DRIVE,
                person_column="driver_person", due=GO,
            ),
            State(
                "departed", "已出车", "驾驶员{driver}回场", Right.DRIVE,
                person_column="driver_person", due=BACK,
            ),
            State("returned", "已回场", "调度员办结", Right.DISPATCH, due=FILED),
            State("closed", "已办结"),
            State("cancelled", "已取消", stage=False),
        ],
        [
            Transition("Dispatched", (), "dispatched"),
            Transition("Reassigned", ("dispatched",), "dispatched"),
            Transition("Departed", ("dispatched",), "departed"),
            Transition("Returned", ("departed",), "returned"),
            Transition("Closed", ("returned",), "closed"),
            Transition("Cancelled", ("dispatched",), "cancelled"),
        ],
    )  # fmt: skip

    class Dispatched(fields.Planned, Aggregate.Created):
        """A car and a driver are given to one or several requests."""

        title = "派车"
        serial: fields.Serial
        requests: fields.FixedRequests
        vehicle: fields.VehicleId
        driver: fields.DriverId
        unit: fields.FixedUnit
        user: fields.User
        purpose: fields.Purpose
        passengers: fields.Passengers
        origin: fields.Origin
        destination: fields.Destination
        planned_start: fields.PlannedStart
        planned_end: fields.PlannedEnd
        approver: fields.FixedPerson | None = None
        approved_at: fields.FixedInstant | None = None
        reason: fields.ReasonField | None = None
        energy: fields.CopiedEnergy | None = None
        driver_person: fields.CopiedPerson | None = None
        driver_kind: fields.CopiedDriverKind | None = None
        sensitive: fields.Sensitive | None = None
        paper_number: fields.PaperNumber | None = None
        duty: fields.DutyId | None = None

    class Reassigned(Aggregate.Event):
        """Another car or driver, before departure; same trip, same row."""

        title = "改派"
        vehicle: fields.VehicleId
        driver: fields.DriverId
        reason: fields.Reason
        energy: fields.CopiedEnergy | None = None
        driver_person: fields.CopiedPerson | None = None
        driver_kind: fields.CopiedDriverKind | None = None

    class Inspected(Aggregate.Event):
        """出车前检查: eight ticks before the car leaves."""

        title = "出车前检查"
        engine_oil: inspection.EngineOil
        coolant: inspection.Coolant
        brakes: inspection.Brakes
        tyres: inspection.Tyres
        lights: inspection.Lights
        instruments: inspection.Instruments
        papers: inspection.Papers
        tools: inspection.Tools
        note: fields.InspectionNote | None = None

    class Departed(Aggregate.Event):
        """The car has left; on this day the trip counts."""

        title = "出车"
        odometer: fields.OdometerOut
        photos: fields.CarPhotos | None = None

    class Returned(Aggregate.Event):
        """The car is back."""

        title = "回场"
        reckons_from = away.SAYING
        odometer: fields.OdometerIn
        route: fields.Route | None = None
        place: fields.Place | None = None
        point: fleet_fields.ParkingPoint | None = None
        photos: fields.CarPhotos | None = None
        dropped: fields.Dropped | None = None
        nights: fields.Nights | None = None
        days_off: fields.DaysOff | None = None

        @classmethod
        def reckoned(
            cls,
            context: Context,
            before: Sequence[RecordedEvent],
            occurred: int,
            values: Mapping[str, Any],  # noqa: ARG003 - what was typed decides nothing
        ) -> dict[str, Any]:
            """过夜, 节假日天数 and 换表少计."""
            return away.reckoned(context, before, occurred)

    class CostRecorded(Aggregate.Event):
        """One cost of the trip, at any time from dispatch on."""

        title = "费用登记"
        told_by = "card"
        kind: fields.KindOfCost
        amount: fields.Amount
        paid_on: fields.PaidOn
        volume: fields.Volume | None = None
        voucher: fields.Voucher | None = None
        photos: fields.Photos | None = None
        point: fleet_fields.FillingPoint | None = None
        card: card_fields.PaidBy | None = None

    class Closed(Aggregate.Event):
        """Nothing is missing; the trip is filed."""

        title = "办结"
        remark: fields.Remark | None = None
        scans: fields.PaperScans | None = None

    class Cancelled(Aggregate.Event):
        """Did not go."""

        title = "取消"
        reason: fields.Reason

    def voiding(self, context: Any) -> None:
        """Its requests return to 已批准, by an event of their own."""
        for request in self._requests(context):
            held = self.id in request.served_by() and self.state != "cancelled"
            waits = held and request.state in {"arranged", "approved"}
            if waits or request.state == "cancelled":
                self.leave(request, reopen=True)

    def restoring(self, context: Any) -> None:
        """Take its requests up again, if nothing else serves them now."""
        if self.state == "cancelled":
            return
        for request in self._requests(context):
            if request.state != "approved":
                state = request.workflow.title(request.state)
                message = f"用车申请{request.serial}当前为“{state}”，不能恢复派车单"
                raise Refused(message)
            request.record(VehicleRequest.Arranged, trips=[self.id])

    def event_voiding(self, context: Any, event: str) -> None:
        """A cancellation taken back takes its requests up again."""
        if event == "Cancelled":
            for request in self._requests(context):
                if self.id in request.served_by() and request.state == "arranged":
                    continue
                if request.state not in {"approved", "cancelled"}:
                    message = f"用车申请{request.serial}已另行安排，不能撤回取消"
                    raise Refused(message)
                request.record(VehicleRequest.Arranged, trips=[self.id])

    def event_restoring(self, context: Any, event: str) -> None:
        """And the other way round."""
        if event == "Cancelled":
            for request in self._requests(context):
                if request.state == "arranged":
                    self.leave(request, reopen=False)

    def _requests(self, context: Any) -> list[VehicleRequest]:
        requests: list[UUID] = self.requests  # type: ignore[attr-defined]  # set by the fold
        return [
            context.load(VehicleRequest, r) for r in requests if r not in context.voided
        ]

    def leave(self, request: VehicleRequest, *, reopen: bool) -> None:
        """Let a request go, unless another trip still serves it."""
        others = request.served_by() - {self.id}
        if reopen or not any(map(self._goes, others)):
            kind = VehicleRequest.Reopened if reopen else VehicleRequest.Dropped
            # A request withdrawn meanwhile stays so.
            if request.workflow.allows(request.state, kind.__name__):
                request.record(kind, trip=self.id)

    def _goes(self, trip: UUID) -> bool:
        """Whether another trip is neither voided nor cancelled."""
        context: Any = self.context
        known = context.effective(trip)
        return not known.voided and context.services.fold(known).state != "cancelled"
