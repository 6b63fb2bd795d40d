"""ETC卡: one a car, and what is paid onto it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.command import command
from houqin.core.schema.fields import Line
from houqin.core.schema.form import Form, RecordForm
from houqin.plugins.vehicles.card_fields import CardNumber, CardVoucher, PositiveFen
from houqin.plugins.vehicles.fields import VehicleId
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right

if TYPE_CHECKING:
    from houqin.core.model.context import Context

Bank = Annotated[Line, Field(title="办理银行")]


class EtcCard(Aggregate):
    """One ETC card (ETC卡)."""

    topic = "vehicles.EtcCard"
    title = "ETC卡"
    seen_by = Right.SEE_FLEET

    class Issued(Aggregate.Created):
        """Issued for a car."""

        title = "办理"
        number: CardNumber
        vehicle: VehicleId
        bank: Bank

    class ToppedUp(Aggregate.Event):
        """Money paid onto it."""

        title = "充值"
        amount: PositiveFen
        voucher: CardVoucher | None = None


class IssueEtc(Form):
    """一车一卡。"""

    number: CardNumber
    vehicle: VehicleId
    bank: Bank


class TopUpEtc(RecordForm):
    """按银行回单登记。"""

    amount: PositiveFen
    voucher: CardVoucher | None = None


@command(
    "vehicles.issue_etc", "办理ETC", permission=Right.CARDS, menu=True,
    event=EtcCard.Issued, order=660,
)  # fmt: skip
def issue_etc(context: Context, form: IssueEtc) -> None:
    """Enter an ETC card."""
    context.choose("vehicles.Vehicle", form.vehicle, "vehicle")
    context.create(EtcCard, EtcCard.Issued, **dict(form))


@command(
    "vehicles.top_up_etc", "ETC充值", permission=Right.CARDS, on=EtcCard,
    event=EtcCard.ToppedUp, order=670,
)  # fmt: skip
def top_up_etc(context: Context, form: TopUpEtc) -> None:
    """Pay onto it."""
    values: dict[str, Any] = form.said()
    context.load(EtcCard, form.record).record(EtcCard.ToppedUp, **values)


ALL = (issue_etc, top_up_etc)
