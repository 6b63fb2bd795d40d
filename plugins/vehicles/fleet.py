"""Vehicles and drivers: their events and workflows."""

from __future__ import annotations

from typing import Any

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema.errors import FormErrors
from houqin.events.library import event
from houqin.plugins.vehicles import crew_fields, fields, fleet_fields, incident_fields
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right
from houqin.plugins.vehicles.who_drove import FoundOut

#: No kilometre costs so many fen; the order of energies counts before that of costs.
_DEAREST = 100_000


class Vehicle(Aggregate):
    """One official car (公务用车); its facts may change, its trips are elsewhere."""

    topic = "vehicles.Vehicle"
    title = "车辆档案"
    seen_by = Right.SEE_FLEET
    of_units = ("unit",)
    #: States in which no form offers it.
    unavailable = frozenset({"pending_disposal", "disposed"})
    workflow = Workflow(
        [
            State("available", "在编可用", stage=False),
            State("sealed", "封存", stage=False),
            State("detached", "专项抽调", stage=False),
            State("pending_disposal", "待处置", stage=False),
            State("disposed", "已处置", stage=False),
        ],
        [
            Transition("Registered", (), "available"),
            Transition("Sealed", ("available",), "sealed"),
            Transition("Unsealed", ("sealed",), "available"),
            Transition("Detached", ("available",), "detached"),
            Transition("Released", ("detached",), "available"),
            Transition("DisposalApproved", ("available", "sealed"), "pending_disposal"),
            Transition("Disposed", ("pending_disposal",), "disposed"),
        ],
        latest=True,
    )

    class Registered(Aggregate.Created):
        """Entered in the register of vehicles."""

        title = "登记"
        plate: fields.Plate
        category: fields.CategoryField
        model: fields.Model
        energy: fields.EnergyField
        seats: fields.Seats
        registered_on: fields.RegisteredOn
        price: fields.Price
        odometer: fields.Odometer
        displacement: fields.Displacement | None = None
        special_case: fields.SpecialCase | None = None
        unit: fields.UsingUnit | None = None
        mark: fleet_fields.MarkField | None = None
        endurance: fleet_fields.Endurance | None = None
        cost_per_km: fleet_fields.CostPerKm | None = None
        insured_until: fleet_fields.InsuredUntil | None = None
        inspected_until: fleet_fields.InspectedUntil | None = None
        over_quota: fleet_fields.OverQuota | None = None

    class Updated(Aggregate.Event):
        """Facts that changed: unit, model, plate."""

        title = "变更"
        plate: fields.Plate
        category: fields.CategoryField
        model: fields.Model
        seats: fields.Seats
        unit: fields.UsingUnit | None = None
        mark: fleet_fields.MarkField | None = None
        endurance: fleet_fields.Endurance | None = None
        cost_per_km: fleet_fields.CostPerKm | None = None
        over_quota: fleet_fields.OverQuota | None = None

    class InsuranceBought(Aggregate.Event):
        """Insured until a day, at a registered insurer."""

        title = "投保"
        insurer: fleet_fields.Insurer
        policy: fleet_fields.Policy
        coverage: fleet_fields.Coverage
        since: fleet_fields.Since
        insured_until: fleet_fields.InsuredUntil
        premium: fleet_fields.Premium
        scans: fleet_fields.Scans | None = None

        def check(self) -> None:
            """Insurance ends after it began."""
            if self.insured_until <= self.since:
                raise FormErrors({"insured_until": "保险到期应晚于生效日期"})

    class InspectionPassed(Aggregate.Event):
        """Passed the yearly inspection (年检)."""

        title = "年检"
        station: fleet_fields.Station
        inspected_until: fleet_fields.InspectedUntil
        fee: fleet_fields.InspectionFee | None = None
        scans: fleet_fields.Scans | None = None

    class OdometerReplaced(Aggregate.Event):
        """Another odometer: readings before and after are not compared."""

        title = "更换里程表"
        old_reading: fleet_fields.OldReading
        new_reading: fleet_fields.NewReading
        reason: fields.Reason

    class Parked(Aggregate.Event):
        """Stands at a registered place."""

        title = "停放"
        point: fleet_fields.ParkingPoint

    class Washed(Aggregate.Event):
        """Washed at a registered point."""

        title = "洗车"
        point: fleet_fields.WashingPoint
        amount: fleet_fields.WashingCost
        paid_on: fields.PaidOn
        voucher: fields.Voucher | None = None

    class Sealed(Aggregate.Event):
        """Sealed where it stands, for a holiday; it cannot go."""

        title = "封存"
        occasion: fleet_fields.Occasion
        place: fleet_fields.SealedPlace
        photos: fleet_fields.SealPhotos | None = None

    class Unsealed(Aggregate.Event):
        """May go again."""

        title = "解封"
        reason: fields.Reason | None = None

    class ViolationRecorded(FoundOut, Aggregate.Event):
        """A fine or a mark of the traffic police, and who drove then."""

        title = "违章登记"
        reckons_from = frozenset({"ViolationRecorded"})
        document: incident_fields.Document
        happened_at: incident_fields.HappenedAt
        spot: incident_fields.Spot
        conduct: incident_fields.Conduct
        penalty_points: incident_fields.Points
        fine: incident_fields.Fine
        trip: incident_fields.FoundTrip | None = None
        driver: incident_fields.FoundDriver | None = None

    class ViolationHandled(Aggregate.Event):
        """The fine is paid, the driver was told."""

        title = "违章处理"
        document: incident_fields.Document
        outcome: incident_fields.Outcome

    class AccidentRecorded(FoundOut, Aggregate.Event):
        """An accident, and who drove then."""

        title = "事故登记"
        reckons_from = frozenset({"AccidentRecorded"})
        document: incident_fields.Document
        happened_at: incident_fields.HappenedAt
        spot: incident_fields.Spot
        story: incident_fields.Story
        injured: incident_fields.Injured
        damage: incident_fields.Damage
        liability: incident_fields.LiabilityField | None = None
        evidence: incident_fields.Evidence | None = None
        trip: incident_fields.FoundTrip | None = None
        driver: incident_fields.FoundDriver | None = None

    class AccidentHandled(Aggregate.Event):
        """Liability is settled, damages are paid."""

        title = "事故处理"
        document: incident_fields.Document
        outcome: incident_fields.Outcome
        liability: incident_fields.LiabilityField

    @event(ViolationRecorded)
    def _violated(self, document: str) -> None:
        """It is open until it is handled."""
        self.open_violations = [*self.unhandled("violations"), document]

    @event(ViolationHandled)
    def _violation_handled(self, document: str) -> None:
        left = [d for d in self.unhandled("violations") if d != document]
        self.open_violations = left

    @event(AccidentRecorded)
    def _crashed(self, document: str) -> None:
        """It is open until it is handled."""
        self.open_accidents = [*self.unhandled("accidents"), document]

    @event(AccidentHandled)
    def _accident_handled(self, document: str) -> None:
        left = [d for d in self.unhandled("accidents") if d != document]
        self.open_accidents = left

    def unhandled(self, what: str) -> list[str]:
        """The documents of violations or accidents that wait to be handled."""
        return list(getattr(self, f"open_{what}", ()))

    class DisposalApproved(Aggregate.Event):
        """To be disposed of; it goes no more."""

        title = "批准处置"
        method: fleet_fields.Method
        approval: fleet_fields.Approval
        reason: fields.Reason

    class Disposed(Aggregate.Event):
        """Sold, scrapped or handed over; it cannot go any more."""

        title = "处置"
        reason: fields.Reason
        proceeds: fleet_fields.Proceeds | None = None

    class Detached(Aggregate.Event):
        """Given to a special duty, and to nothing else until it is released."""

        title = "抽调"
        linked = True
        duty: crew_fields.LinkedDuty
        name: crew_fields.DutyName
        until: crew_fields.DutyUntil

    class Released(Aggregate.Event):
        """Back from the special duty."""

        title = "归队"
        linked = True
        duty: crew_fields.LinkedDuty

    @staticmethod
    def offered(attributes: dict[str, Any]) -> int:
        """Electric first, then hybrid, then the rest; the cheaper kilometre first."""
        cost = attributes.get("cost_per_km")
        return fields.rank(attributes["energy"]) * _DEAREST + (
            _DEAREST - 1 if cost is None else min(cost, _DEAREST - 1)
        )

    @staticmethod
    def hint(attributes: dict[str, Any]) -> str:
        """What a pick list says beside the plate."""
        energy = fields.Energy(attributes["energy"])
        mark = (
            "优先 · "
            if fields.ENERGY_RANK.get(energy, fields.LAST_RANK) < fields.LAST_RANK
            else ""
        )
        duty = attributes.get("duty_name")
        away = f"抽调：{duty} · " if duty else ""
        what = f"{energy.title} · {attributes['seats']}座 · {attributes['model']}"
        return f"{away}{mark}{what}"


class Driver(Aggregate):
    """One driver (驾驶员), who is a person of the office."""

    topic = "vehicles.Driver"
    title = "驾驶员"
    seen_by = Right.SEE_FLEET
    of_people = ("person",)
    unavailable = frozenset({"stopped", "resting"})
    workflow = Workflow(
        [
            State("active", "在岗", stage=False),
            State("resting", "休息", stage=False),
            State("detached", "专项抽调", stage=False),
            State("stopped", "停驾", stage=False),
        ],
        [
            Transition("Registered", (), "active"),
            Transition("Rested", ("active",), "resting"),
            Transition("Detached", ("active",), "detached"),
            Transition("Released", ("detached",), "active"),
            Transition("Stopped", ("active", "resting", "detached"), "stopped"),
            Transition("Resumed", ("stopped", "resting"), "active"),
        ],
        latest=True,
    )

    class Registered(Aggregate.Created):
        """May drive official cars from here on."""

        title = "登记"
        person: fields.PersonOf
        licence: fields.LicenceField
        kind: fields.DriverKindField | None = None

    class Stopped(Aggregate.Event):
        """Does not drive until further notice."""

        title = "停驾"
        reason: fields.Reason

    class Resumed(Aggregate.Event):
        """Drives again."""

        title = "恢复驾驶"

    class Rested(Aggregate.Event):
        """Rests, until driving is resumed."""

        title = "休息"
        reason: crew_fields.RestReason

    class Detached(Aggregate.Event):
        """Given to a special duty, and to nothing else until it is released."""

        title = "抽调"
        linked = True
        duty: crew_fields.LinkedDuty
        name: crew_fields.DutyName
        until: crew_fields.DutyUntil

    class Released(Aggregate.Event):
        """Back from the special duty."""

        title = "归队"
        linked = True
        duty: crew_fields.LinkedDuty

    class LicenceChanged(Aggregate.Event):
        """The licence allows other classes."""

        title = "准驾车型变更"
        licence: fields.LicenceField
        reason: crew_fields.Grounds

    class Scored(Aggregate.Event):
        """Scored for a period."""

        title = "考核"
        period: crew_fields.Period
        score: crew_fields.Score
        note: crew_fields.AssessmentNote | None = None

    class Rewarded(Aggregate.Event):
        """Rewarded."""

        title = "奖励"
        name: crew_fields.RewardName
        grounds: crew_fields.Grounds
        amount: crew_fields.Bonus | None = None

    class Penalised(Aggregate.Event):
        """Penalised."""

        title = "处罚"
        kind: crew_fields.PenaltyField
        grounds: crew_fields.Grounds
        amount: crew_fields.Fine | None = None

    @event(Scored)
    def _scored(self, period: str) -> None:
        """One score a period."""
        self.scored = [*self.scored_periods(), period]

    def scored_periods(self) -> list[str]:
        """The periods scored so far."""
        return list(getattr(self, "scored", ()))

    @staticmethod
    def hint(attributes: dict[str, Any]) -> str:
        """What a pick list says beside the name."""
        duty = attributes.get("duty_name")
        away = f"抽调：{duty} · " if duty else ""
        own = attributes.get("kind") == fields.DriverKind.AUTHORISED
        return f"{away}准驾{attributes['licence']}" + (" · 自驾" if own else "")
