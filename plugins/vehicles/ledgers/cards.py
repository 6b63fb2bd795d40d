"""油卡台账 with what went on and off each card, 油卡对账台账, ETC台账."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.projection.ledger import Column, Ledger, LookedUp
from houqin.core.projection.sources import add, constant, field, occurred_at, stream
from houqin.core.schema import types
from houqin.plugins.vehicles.card_fields import CardKind
from houqin.plugins.vehicles.etc_card import EtcCard
from houqin.plugins.vehicles.fuel_card import FuelCard

if TYPE_CHECKING:
    from datetime import date

    from houqin.core.projection.sources import Source

_money = types.money()
_card = types.ref("vehicles.FuelCard")
_vehicle = types.ref("vehicles.Vehicle")


class CardEntry(types.Choice):
    """What an entry of a card is."""

    TOP_UP = "top_up", "充值"
    FUEL = "fuel", "加油"
    ELECTRICITY = "electricity", "充电"


def _balance(values: dict[str, Any], _today: date) -> int:
    """余额 = 充值 − 分配到副卡 − 加油充电."""
    spent = (values.get("shared") or 0) + (values.get("spent") or 0)
    return (values.get("topped_up") or 0) - spent


fuel_cards = Ledger(
    "vehicles.fuel_cards",
    "油卡台账",
    per=FuelCard,
    columns=[
        Column("number", "卡号", types.text(), filter=True, primary=True),
        Column("kind", "类别", types.choice(CardKind), filter=True, primary=True),
        Column("status", "状态", types.state(), filter=True, primary=True),
        Column("vehicle", "车号", _vehicle, filter=True, primary=True),
        Column("main", "所属主卡", _card, filter=True),
        Column("issuer", "发卡单位", types.text(), filter=True),
        Column("issued_at", "启用时间", types.instant()),
        Column("topped_up", "累计充值", _money),
        Column(
            "shared", "已分配", _money,
            looked_up=LookedUp(
                "vehicles.card_entries", "from_main", "topped_up", "sum"
            ),
        ),
        Column("spent", "累计加油充电", _money, total=True),
        Column("volume", "累计数量", types.quantity("升（度）", 2), total=True),
        Column("balance", "余额", _money, derived=_balance),
        Column("reconciled", "最近对账月份", types.text()),
        Column("gap", "最近对账差额", _money),
        Column("lost_at", "挂失时间", types.instant()),
        Column("ended_reason", "挂失停用原因", types.text()),
    ],
    title_column="number",
    sort="number",
)  # fmt: skip
fuel_cards.on(
    FuelCard.Issued, "number", "kind", "main", "vehicle", "issuer",
    issued_at=occurred_at,
)  # fmt: skip
fuel_cards.on(FuelCard.ToppedUp, topped_up=add(field("amount")))
fuel_cards.on(FuelCard.Filled, spent=add(field("amount")), volume=add(field("volume")))
fuel_cards.on(FuelCard.Reconciled, "gap", reconciled=field("month"))
fuel_cards.on(FuelCard.Lost, lost_at=occurred_at, ended_reason=field("reason"))
fuel_cards.on(FuelCard.Ended, ended_reason=field("reason"))

card_entries = Ledger(
    "vehicles.card_entries",
    "油卡充值加油明细",
    per=FuelCard,
    kind="event",
    columns=[
        Column("card", "油卡", _card, filter=True, primary=True),
        Column("at", "时间", types.instant(), filter=True, primary=True),
        Column("paid_on", "票据日期", types.day(), filter=True),
        Column("kind", "类别", types.choice(CardEntry), filter=True, primary=True),
        Column("vehicle", "车号", _vehicle, filter=True, primary=True),
        Column("topped_up", "充值金额", _money, total=True),
        Column("amount", "加油充电金额", _money, total=True, primary=True),
        Column("volume", "数量", types.quantity("升（度）", 2), total=True),
        Column("driver", "经手驾驶员", types.ref("vehicles.Driver"), filter=True),
        Column("point", "定点油站", types.ref("vehicles.Point"), filter=True),
        Column("voucher", "票据号", types.text(), filter=True),
        Column("trip", "派车单", types.ref("vehicles.Trip"), filter=True),
        Column("from_main", "所属主卡", _card, filter=True),
    ],
    period="at",
    title_column="card",
)
card_entries.carry(FuelCard.Issued, "vehicle", card=stream, from_main=field("main"))
_FILLING = ("amount", "volume", "driver", "point", "trip", "paid_on")
_NOTHING: dict[str, Source] = dict.fromkeys(_FILLING, constant(None))
card_entries.on(
    FuelCard.ToppedUp, "voucher", at=occurred_at, kind=constant("top_up"),
    topped_up=field("amount"), **_NOTHING,
)  # fmt: skip
card_entries.on(
    FuelCard.Filled, "kind", "voucher", *_FILLING, at=occurred_at,
    topped_up=constant(None),
)  # fmt: skip

reconciliations = Ledger(
    "vehicles.reconciliations",
    "油卡对账台账",
    per=FuelCard,
    kind="event",
    items="compared",
    columns=[
        Column("month", "对账月份", types.text(), filter=True, primary=True),
        Column("at", "对账时间", types.instant(), filter=True),
        Column("main", "主卡", _card, filter=True),
        Column("card", "油卡", _card, filter=True, primary=True),
        Column("listed", "油品公司清单金额", _money, total=True, primary=True),
        Column("ours", "本单位登记金额", _money, total=True, primary=True),
        Column("gap", "差额", _money, total=True, primary=True),
        Column("reason", "差额说明", types.text()),
    ],
    period="at",
    title_column="month",
)
reconciliations.on(FuelCard.Reconciled, "month", "reason", main=stream, at=occurred_at)

etc_cards = Ledger(
    "vehicles.etc_cards",
    "ETC台账",
    per=EtcCard,
    columns=[
        Column("number", "卡号", types.text(), filter=True, primary=True),
        Column("vehicle", "车号", _vehicle, filter=True, primary=True),
        Column("bank", "办理银行", types.text(), filter=True),
        Column("issued_at", "办理时间", types.instant()),
        Column("times", "充值次数", types.integer("次"), looked_up=LookedUp(
            "vehicles.etc_entries", "card", "amount", "count")),
        Column("topped_up", "累计充值", _money, total=True, primary=True),
    ],
    title_column="number",
    sort="number",
)  # fmt: skip
etc_cards.on(EtcCard.Issued, "number", "vehicle", "bank", issued_at=occurred_at)
etc_cards.on(EtcCard.ToppedUp, topped_up=add(field("amount")))

etc_entries = Ledger(
    "vehicles.etc_entries",
    "ETC充值明细",
    per=EtcCard,
    kind="event",
    columns=[
        Column("card", "ETC卡", types.ref("vehicles.EtcCard"), filter=True,
               primary=True),
        Column("at", "充值时间", types.instant(), filter=True, primary=True),
        Column("vehicle", "车号", _vehicle, filter=True, primary=True),
        Column("amount", "金额", _money, total=True, primary=True),
        Column("voucher", "票据号", types.text(), filter=True),
    ],
    period="at",
    title_column="card",
)  # fmt: skip
etc_entries.carry(EtcCard.Issued, "vehicle", card=stream)
etc_entries.on(EtcCard.ToppedUp, "amount", "voucher", at=occurred_at)

ALL = (fuel_cards, card_entries, reconciliations, etc_cards, etc_entries)
