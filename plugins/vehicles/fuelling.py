"""油卡: 启用, 充值, 分配, 加油充电, 对账, 挂失, 停用."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import Field

from houqin.core.model.command import command
from houqin.core.model.permission import require_reach
from houqin.core.model.recording import records
from houqin.core.projection.horizon import local_day
from houqin.core.schema.errors import FormErrors, Refused
from houqin.core.schema.form import Form, RecordForm
from houqin.plugins.vehicles.aggregates import Trip
from houqin.plugins.vehicles.card_fields import (
    MOST_CARDS,
    CardDriver,
    CardId,
    CardKind,
    CardKindField,
    CardNumber,
    CardPhotos,
    CardReason,
    CardVehicle,
    CardVoucher,
    FillKind,
    FillKindField,
    GapReason,
    Issuer,
    ListedAmount,
    Litres,
    MainCard,
    Month,
    OfTrip,
    PaidOn,
    PositiveFen,
)
from houqin.plugins.vehicles.fleet_fields import FillingPoint, PointKind
from houqin.plugins.vehicles.fuel_card import FuelCard
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right
from houqin.plugins.vehicles.points import offered_points, require_point

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from houqin.core.model.context import Context
    from houqin.core.model.streams import Choosable


class IssueCard(Form):
    """副卡须填所属主卡和车号，一车一卡。"""

    number: CardNumber
    kind: CardKindField
    issuer: Issuer
    main: MainCard | None = None
    vehicle: CardVehicle | None = None


class TopUpCard(RecordForm):
    """主卡按转账凭证登记；副卡从主卡分配。"""

    amount: PositiveFen
    voucher: CardVoucher | None = None


class Share(Form):
    """What one sub-card gets."""

    card: CardId
    amount: PositiveFen


class DistributeCard(RecordForm):
    """从主卡余额分配到各副卡。"""

    shares: Annotated[
        list[Share], Field(title="分配", min_length=1, max_length=MOST_CARDS)
    ]


class FillCard(RecordForm):
    """按小票登记；填派车单的，同时登记该车次费用，不必再登记一遍。"""

    kind: FillKindField = FillKind.FUEL
    amount: PositiveFen
    volume: Litres
    paid_on: PaidOn | None = None
    driver: CardDriver | None = None
    point: FillingPoint | None = None
    voucher: CardVoucher | None = None
    trip: OfTrip | None = None
    photos: CardPhotos | None = None


class Listed(Form):
    """One card of the oil company's list."""

    card: CardId
    listed: ListedAmount


class ReconcileCard(RecordForm):
    """逐卡填写油品公司当月清单金额，系统与加油登记核对；有差额须说明。"""

    month: Month
    lines: Annotated[
        list[Listed], Field(title="清单", min_length=1, max_length=MOST_CARDS)
    ]
    reason: GapReason | None = None


class EndCard(RecordForm):
    """挂失、停用后不能再充值和加油。"""

    reason: CardReason


@command(
    "vehicles.issue_card", "启用油卡", permission=Right.CARDS, menu=True,
    event=FuelCard.Issued, order=610, batch=True,
)  # fmt: skip
def issue_card(context: Context, form: IssueCard) -> None:
    """Take a card into use."""
    if form.vehicle is not None:
        context.choose("vehicles.Vehicle", form.vehicle, "vehicle")
    if form.kind is CardKind.SUB:
        _require_main(context, form)
    elif form.main is not None:
        raise FormErrors({"main": "主卡没有所属主卡"})
    context.create(FuelCard, FuelCard.Issued, **dict(form))


def _require_main(context: Context, form: IssueCard) -> None:
    """副卡属于一张主卡，绑定一辆车."""
    if form.main is None:
        raise FormErrors({"main": "副卡必须填写所属主卡"})
    if form.vehicle is None:
        raise FormErrors({"vehicle": "副卡必须填写车号"})
    found = context.choose("vehicles.FuelCard", form.main, "main")
    if found.attributes["kind"] != CardKind.MAIN or found.state != "active":
        raise FormErrors({"main": "所属主卡应为启用的主卡"})


def _working(_context: Context, card: Any) -> str | None:
    """挂失、停用的油卡不能充值."""
    state = FuelCard.workflow.title(card.state)
    return None if card.state == "active" else f"油卡当前为“{state}”"


def _in_use(context: Context, record: UUID) -> FuelCard:
    card = context.load(FuelCard, record)
    if message := _working(context, card):
        raise Refused(message)
    return card


@command(
    "vehicles.top_up_card", "充值", permission=Right.CARDS, on=FuelCard,
    event=FuelCard.ToppedUp, may=_working, style="default", order=620,
)  # fmt: skip
def top_up_card(context: Context, form: TopUpCard) -> None:
    """Put money on a main card."""
    card: Any = _in_use(context, form.record)
    if card.kind != CardKind.MAIN:
        raise Refused("副卡从主卡分配，请在主卡上办理分配")
    card.record(FuelCard.ToppedUp, **form.said())


def _main(context: Context, card: Any) -> str | None:
    """分配和对账在主卡上办理."""
    if card.kind != CardKind.MAIN:
        return "请在主卡上办理"
    return _working(context, card)


@command(
    "vehicles.distribute_card", "分配到副卡", permission=Right.CARDS, on=FuelCard,
    may=_main, style="default", order=630,
)  # fmt: skip
def distribute_card(context: Context, form: DistributeCard) -> None:
    """Share a main card's money out, one event on each sub-card."""
    _require_main_card(context, form.record)
    _require_once([share.card for share in form.shares], "shares")
    for number, share in enumerate(form.shares):
        _require_of(context, form.record, share.card, f"shares.{number}.card")
        _in_use(context, share.card).record(FuelCard.ToppedUp, amount=share.amount)


def _require_main_card(context: Context, record: UUID) -> FuelCard:
    card = context.load(FuelCard, record)
    if message := _main(context, card):
        raise Refused(message)
    return card


def _require_once(cards: Sequence[UUID], name: str) -> None:
    if len(set(cards)) < len(cards):
        raise FormErrors({name: "同一张油卡填了两次"})


def _require_of(context: Context, main: UUID, card: UUID, name: str) -> None:
    """一张主卡只管它的副卡."""
    found = context.choose("vehicles.FuelCard", card, name)
    if card != main and found.attributes.get("main") != str(main):
        raise FormErrors({name: "不是这张主卡的副卡"})


def _before_loss(context: Context, card: FuelCard) -> str | None:
    """挂失前的加油可以补登; 挂失后的说明见对账差额."""
    for event in context.effective(card.id).events:
        name = event.topic.rpartition(".")[2]
        if name in {"Lost", "Ended"} and not context.precedes(event.occurred):
            title = getattr(FuelCard, name).title
            return f"油卡已在{context.moment(event.occurred)}{title}，其后不能加油登记"
    return None


@command(
    "vehicles.fill_card", "加油充电登记", permission=Right.FILL, on=FuelCard,
    event=FuelCard.Filled, choices=offered_points(PointKind.FUEL), style="default",
    order=640,
)  # fmt: skip
def fill_card(context: Context, form: FillCard) -> None:
    """Record what a card paid; on a trip it is that trip's cost too."""
    card = context.load(FuelCard, form.record)
    if message := _before_loss(context, card):
        raise Refused(message)
    paid_on = form.paid_on or local_day(context.occurred, context.zone)
    values = form.said() | {"paid_on": paid_on}
    values.pop("photos")
    if form.driver is not None:
        context.choose("vehicles.Driver", form.driver, "driver")
    if form.point is not None:
        require_point(context, form.point, PointKind.FUEL)
    if form.trip is not None:
        _cost(context, card, form, paid_on)
    card.record(FuelCard.Filled, **values)


def _cost(context: Context, card: Any, form: FillCard, paid_on: date) -> None:
    """一车一卡: a card pays for its own car's trips; a driver's are his own."""
    trip: Any = context.load(Trip, form.trip)  # type: ignore[arg-type]  # given here
    require_reach(context, Right.DRIVE, trip)
    if trip.state == "cancelled":
        raise FormErrors({"trip": "已取消的派车单不登记费用"})
    if card.vehicle is not None and trip.vehicle != card.vehicle:
        raise FormErrors({"trip": "派车单不是这张油卡的车辆"})
    trip.record(
        Trip.CostRecorded,
        kind=form.kind.value,
        amount=form.amount,
        paid_on=paid_on,
        volume=form.volume,
        voucher=form.voucher,
        photos=form.photos,
        point=form.point,
        card=card.id,
    )


def _this_month(context: Context, card: Any) -> dict[str, Any]:
    """The month before, with what was recorded: only what differs is typed."""
    today = local_day(context.now, context.zone)
    year, month = divmod(today.year * 12 + today.month - 2, 12)
    named = f"{year}-{month + 1:02d}"
    lines = [
        {"card": str(found.id), "listed": _filled(context, found, named)}
        for found in _cards_of(context, card.id)
    ]
    return {"month": named, "lines": lines}


def _cards_of(context: Context, main: UUID) -> list[Choosable]:
    """The sub-cards of a main card, and itself."""
    return [
        found
        for found in context.choosable("vehicles.FuelCard")
        if found.id == main or found.attributes.get("main") == str(main)
    ]


def _filled(context: Context, found: Choosable, month: str) -> int:
    return context.load(FuelCard, found.id).filled(context, month)[0]


@command(
    "vehicles.reconcile_card", "月度对账", permission=Right.CARDS, on=FuelCard,
    event=FuelCard.Reconciled, may=_main, starts=_this_month, style="default",
    order=650,
)  # fmt: skip
def reconcile_card(context: Context, form: ReconcileCard) -> None:
    """Compare the oil company's list of a month with what was recorded."""
    main = _require_main_card(context, form.record)
    if form.month in main.reconciled_months():
        raise FormErrors({"month": f"{form.month}已经对过账，有误请作废后重新对账"})
    if form.month > local_day(context.occurred, context.zone).isoformat()[:7]:
        raise FormErrors({"month": "不能对以后月份的账"})
    _require_once([line.card for line in form.lines], "lines")
    for number, line in enumerate(form.lines):
        _require_of(context, form.record, line.card, f"lines.{number}.card")
    listed = {line.card: line.listed for line in form.lines}
    compared = _compared(context, form, listed)
    gap = sum(line["gap"] for line in compared)
    if any(line["gap"] for line in compared) and not form.reason:
        told = "、".join(context.title(UUID(x["card"])) for x in compared if x["gap"])
        raise FormErrors({"reason": f"{told}与登记金额不一致，请说明差额"})
    main.record(
        FuelCard.Reconciled,
        month=form.month,
        listed=sum(line["listed"] for line in compared),
        ours=sum(line["ours"] for line in compared),
        gap=gap,
        compared=compared,
        reason=form.reason,
    )


def _compared(
    context: Context, form: ReconcileCard, listed: dict[UUID, int]
) -> list[dict[str, Any]]:
    """A line a card: what the list says, what was recorded, and the difference."""
    found = []
    for card in _cards_of(context, form.record):
        ours = _filled(context, card, form.month)
        told = listed.get(card.id, 0)
        if ours or told:
            line = {"card": str(card.id), "listed": told, "ours": ours}
            found.append({**line, "gap": told - ours})
    return found


lose_card = records(
    "vehicles.lose_card", "挂失", EndCard, FuelCard, FuelCard.Lost,
    permission=Right.CARDS, style="danger", order=655,
)  # fmt: skip


end_card = records(
    "vehicles.end_card", "停用", EndCard, FuelCard, FuelCard.Ended,
    permission=Right.CARDS, style="danger", order=656,
)  # fmt: skip


ALL = (
    issue_card,
    top_up_card,
    distribute_card,
    fill_card,
    reconcile_card,
    lose_card,
    end_card,
)
