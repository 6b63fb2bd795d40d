"""油卡: main cards, sub-cards, what goes on them and what is taken from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.following import Mirror
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema import types
from houqin.events.library import event
from houqin.plugins.vehicles import card_fields as fields
from houqin.plugins.vehicles.fleet_fields import FillingPoint
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right

if TYPE_CHECKING:
    from collections.abc import Callable

    from houqin.core.model.context import Context
    from houqin.core.schema.types import FieldType


class FuelCard(Aggregate):
    """One fuel card (油卡): a main card, or a sub-card bound to one car."""

    topic = "vehicles.FuelCard"
    title = "油卡"
    seen_by = Right.SEE_FLEET
    unavailable = frozenset({"lost", "ended"})
    workflow = Workflow(
        [
            State("active", "启用", stage=False),
            State("lost", "挂失", stage=False),
            State("ended", "停用", stage=False),
        ],
        [
            Transition("Issued", (), "active"),
            Transition("Lost", ("active",), "lost"),
            Transition("Ended", ("active", "lost"), "ended"),
        ],
        latest=True,
    )

    class Issued(Aggregate.Created):
        """Taken into use."""

        title = "启用"
        number: fields.CardNumber
        kind: fields.CardKindField
        issuer: fields.Issuer
        main: fields.LinkedMain | None = None
        vehicle: fields.CardVehicle | None = None

    class ToppedUp(Aggregate.Event):
        """Money put on it: by transfer on a main card, from the main card on a sub."""

        title = "充值"
        amount: fields.PositiveFen
        voucher: fields.CardVoucher | None = None

    class Filled(Aggregate.Event):
        """Fuel or electricity paid with it."""

        title = "加油充电"
        mirrored = Mirror(
            "trip",
            "vehicles.Trip.CostRecorded",
            ("kind", "amount", "volume", "paid_on", "point", "voucher"),
        )
        kind: fields.FillKindField
        amount: fields.PositiveFen
        volume: fields.Litres
        paid_on: fields.PaidOn
        driver: fields.CardDriver | None = None
        point: FillingPoint | None = None
        voucher: fields.CardVoucher | None = None
        trip: fields.LinkedTrip | None = None

    class Reconciled(Aggregate.Event):
        """A month's list of the oil company compared with what was recorded."""

        title = "对账"
        month: fields.Month
        listed: fields.ListedAmount
        ours: fields.OurAmount
        gap: fields.Gap
        compared: fields.Compared
        reason: fields.GapReason | None = None

        @staticmethod
        def told(
            _catalogue: Any,
            _opened: dict[str, Any],
            payload: dict[str, Any],
            show: Callable[[FieldType, Any], str],
        ) -> list[tuple[str, str, str]]:
            """The totals, and each card that differs."""
            money, card = types.money(), types.ref(FuelCard.topic)
            told = [
                ("对账月份", "", payload["month"]),
                ("油品公司清单金额", "", show(money, payload["listed"])),
                ("本单位登记金额", "", show(money, payload["ours"])),
                ("差额", "", show(money, payload["gap"])),
            ]
            told += [
                (show(card, line["card"]), show(money, line["ours"]),
                 show(money, line["listed"]))
                for line in payload["compared"] if line["gap"]
            ]  # fmt: skip
            return told

    class Lost(Aggregate.Event):
        """Reported lost."""

        title = "挂失"
        reason: fields.CardReason

    class Ended(Aggregate.Event):
        """Handed in."""

        title = "停用"
        reason: fields.CardReason

    @staticmethod
    def hint(attributes: dict[str, Any]) -> str:
        """What a pick list says beside the number."""
        return fields.CardKind(attributes["kind"]).title

    @event(Reconciled)
    def _reconciled(self, month: str) -> None:
        """One reconciliation a month."""
        self.reconciled = [*self.reconciled_months(), month]

    def reconciled_months(self) -> list[str]:
        """The months whose account has been gone through."""
        return list(getattr(self, "reconciled", ()))

    def filled(self, context: Context, period: str) -> tuple[int, int]:
        """Fen and 0.01 L paid with it in a month (``2023-06``) or a year (``2023``)."""
        filled = [
            told.payload
            for told in context.effective(self.id).events
            if told.topic == f"{self.topic}.Filled"
        ]
        within = [p for p in filled if p["paid_on"].startswith(period)]
        return sum(p["amount"] for p in within), sum(p["volume"] for p in within)
