"""用车申请: its events, its workflow and the steps it may go through."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.approval import Applied, Approvable
from houqin.core.model.chain import HOLIDAY, Chain, Step
from houqin.core.model.deadline import After, AtField
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.projection.visibility import Veil
from houqin.events.library import event
from houqin.plugins.vehicles import fields
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.context import Context

#: 敏感任务: others see that a car is out, and no more.
SENSITIVE = Veil(
    "sensitive",
    (
        "purpose",
        "user",
        "origin",
        "destination",
        "contact",
        "route",
        "emergency_reason",
    ),
    Right.SEE_SENSITIVE,
)


#: Reviewed within half a day, and a car found half an hour before it goes.
SOON = (After(hours=4), AtField("planned_start"))
#: 先用后补 is approved within a day; the office's own limit marks what came late.
IN_A_DAY = (After(hours=24, working=False),)
IN_TIME = (AtField("planned_start", minus=timedelta(minutes=30)),)


class VehicleRequest(Approvable):
    """One application for a car (用车申请)."""

    topic = "vehicles.VehicleRequest"
    title = "用车申请"
    seen_by = Right.SEE
    veil = SENSITIVE
    of_units = ("unit",)
    of_people = ("user",)
    #: Only an approved request is offered for dispatch.
    unavailable = frozenset(fields.NOT_APPROVED)
    workflow = Workflow(
        [
            State("requested", "已申请", "{unit}审批人审核", Right.REVIEW, due=SOON),
            State("reviewed", "单位已审核", "中心领导审批", Right.APPROVE, due=SOON),
            State("endorsed", "中心已审批", "分管领导审批", Right.LEAD, due=SOON),
            State("approved", "已批准", "车辆调度员派车", Right.DISPATCH, due=IN_TIME),
            State("arranged", "已安排"),
            State(
                "emergency", "先用后补", "中心领导补批", Right.APPROVE, stage=False,
                due=IN_A_DAY,
            ),
            State("approved_after", "已补批", stage=False),
            State("no_vehicle", "无车可派", stage=False),
            State("rented", "社会租赁", stage=False),
            State(
                "returned", "退回修改", "申请人修改后重新提交", stage=False, own=True,
                due=(AtField("planned_start"),),
            ),
            State("refused", "不同意", stage=False),
            State("withdrawn", "已撤回", stage=False),
            State("cancelled", "已取消", stage=False),
        ],
        [
            Transition("Requested", (), "requested"),
            Transition("Revised", ("returned",), "requested"),
            Transition("Agreed", fields.IN_APPROVAL, outcome="outcome"),
            Transition("SentBack", fields.IN_APPROVAL, "returned"),
            Transition("Refused", fields.IN_APPROVAL, "refused"),
            Transition(
                "Withdrawn", (*fields.IN_APPROVAL, "returned", "approved"), "withdrawn"
            ),
            # Before its approval only in papers of years ago (历史台账补登).
            Transition(
                "Arranged",
                ("approved", "cancelled", "arranged", *fields.IN_APPROVAL),
                "arranged",
            ),
            Transition("Reopened", ("arranged", "approved", "cancelled"), "approved"),
            Transition("Dropped", ("arranged", "emergency"), "cancelled"),
            Transition("EmergencyUsed", fields.IN_APPROVAL, "emergency"),
            Transition("ApprovedAfter", ("emergency",), "approved_after"),
            Transition("NoVehicle", ("approved",), "no_vehicle"),
            Transition("Rented", ("approved", "no_vehicle"), "rented"),
        ],
    )  # fmt: skip
    chain = Chain(
        [
            Step("review", "单位审核", "requested", Right.REVIEW),
            Step("approve", "中心审批", "reviewed", Right.APPROVE),
            Step("lead", "分管领导审批", "endorsed", Right.LEAD),
        ],
        "approved",
        default=("review", "approve"),
        facts=("range", "unit", "task", "passengers"),
        trip=("planned_start", "planned_end"),
        unit="unit",
    )

    class Requested(fields.Planned, Applied, Aggregate.Created):
        """Somebody needs a car."""

        title = "申请"
        serial: fields.Serial
        unit: fields.Unit
        user: fields.User
        purpose: fields.Purpose
        task: fields.TaskField
        range: fields.RangeField
        passengers: fields.Passengers
        planned_start: fields.PlannedStart
        planned_end: fields.PlannedEnd
        origin: fields.Origin
        destination: fields.Destination
        contact: fields.SealedContact | None = None
        sensitive: fields.Sensitive | None = None
        duty: fields.DutyId | None = None

    class Revised(fields.Planned, Applied):
        """Revised after it was sent back."""

        title = "修改后重新提交"
        user: fields.User
        purpose: fields.Purpose
        task: fields.TaskField
        range: fields.RangeField
        passengers: fields.Passengers
        planned_start: fields.PlannedStart
        planned_end: fields.PlannedEnd
        origin: fields.Origin
        destination: fields.Destination
        contact: fields.SealedContact | None = None
        sensitive: fields.Sensitive | None = None
        duty: fields.DutyId | None = None

    class Arranged(Aggregate.Event):
        """Cars are arranged; the dispatch says which."""

        title = "派车"
        linked = True
        trips: fields.LinkedTrips

    class Reopened(Aggregate.Event):
        """Its trip was taken back; it waits for another."""

        title = "恢复待派"
        linked = True
        trip: fields.LinkedTrip

    class Dropped(Aggregate.Event):
        """Its trip was cancelled and nobody needs another."""

        title = "取消"
        linked = True
        trip: fields.LinkedTrip

    class EmergencyUsed(Aggregate.Event):
        """A car went before anybody approved; ``hours`` is the limit in force."""

        title = "先用后补"
        linked = True
        trips: fields.LinkedTrips
        reason: fields.EmergencyReason
        hours: fields.FixedHours

    class ApprovedAfter(Aggregate.Event):
        """Approved after the car had gone; ``late`` where the limit had passed."""

        title = "补批"
        comment: fields.Opinion | None = None
        late: fields.FixedLate | None = None

    class NoVehicle(Aggregate.Event):
        """No car is left for it."""

        title = "无车可派"
        reason: fields.Reason

    class Rented(Aggregate.Event):
        """A car was rented for it."""

        title = "社会租赁"
        company: fields.RentedFrom
        rented_plate: fields.RentedPlate | None = None
        rent: fields.Rent | None = None

    class UseConfirmed(Aggregate.Event):
        """Who sat in the car confirms the slip (回执)."""

        title = "回执确认"
        rating: fields.RatingField
        comment: fields.Opinion | None = None

    @event(Arranged)
    def _arranged(self, trips: list[UUID]) -> None:
        """Trips that serve this request, beside those it has."""
        self.serving: set[UUID] = self.served_by() | set(trips)

    @event(EmergencyUsed)
    def _emergency(self, trips: list[UUID]) -> None:
        """It is served without having been approved."""
        self.serving = self.served_by() | set(trips)

    @event(Reopened)
    def _reopened(self, trip: UUID) -> None:
        """One of them serves it no more."""
        self.serving = self.served_by() - {trip}

    @event(Dropped)
    def _dropped(self, trip: UUID) -> None:
        """The last of them was cancelled."""
        self.serving = self.served_by() - {trip}

    def served_by(self) -> set[UUID]:
        """The trips it was arranged with and has not been taken from."""
        return set(getattr(self, "serving", ()))

    def alone(self, context: Context) -> str | None:
        """市外、省外 and 节假日 are looked at one by one."""
        facts = self.facts(context)
        if facts["range"] in fields.OUT_OF_CITY:
            return f"行程范围为{fields.Range(facts['range']).title}，须单独审批"
        return "起止日为节假日，须单独审批" if facts[HOLIDAY] else None

    def applicants(self) -> set[UUID]:
        """Who will sit in the car agrees to nothing here."""
        return {self.user}  # type: ignore[attr-defined]  # set by the fold
