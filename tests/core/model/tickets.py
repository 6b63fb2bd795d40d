"""A small plugin whose event has had three versions; see golden/README.md."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.command import command
from houqin.core.projection.kpi import total
from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import constant, occurred_at
from houqin.core.schema import types
from houqin.core.schema.fields import Line
from houqin.core.schema.form import Form, RecordForm

if TYPE_CHECKING:
    from pyramid.config import Configurator

    from houqin.core.model.context import Context

Price = Annotated[int, Field(title="票价", ge=0), types.money()]
Currency = Annotated[Line, Field(title="币种")]
To = Annotated[Line, Field(title="购票人")]


class Ticket(Aggregate):
    """A ticket that is sold once."""

    topic = "tickets.Ticket"
    title = "票"

    class Sold(Aggregate.Created):
        title = "售出"
        class_version: ClassVar[int] = 3
        price: Price
        currency: Currency
        to: To

        @staticmethod
        def upcast_v1_v2(payload: dict[str, Any]) -> None:
            if "yuan" in payload:
                payload["price"] = payload.pop("yuan") * 100

        @staticmethod
        def upcast_v2_v3(payload: dict[str, Any]) -> None:
            if "price" in payload:
                payload["currency"] = "CNY"

    class Used(Aggregate.Event):
        title = "检票"


class Sell(Form):
    """售票。"""

    price: Price
    currency: Currency
    to: To


class Only(RecordForm):
    """无须填写。"""


@command("tickets.sell", "售票")
def sell(context: Context, form: Sell) -> None:
    context.create(Ticket, Ticket.Sold, **dict(form))


@command("tickets.use", "检票", on=Ticket, event=Ticket.Used)
def use(context: Context, form: Only) -> None:
    context.load(Ticket, form.record).record(Ticket.Used)


tickets = Ledger(
    "tickets.tickets",
    "售票台账",
    per=Ticket,
    columns=[
        Column("price", "票价", types.money(), total=True),
        Column("currency", "币种", types.text(), filter=True),
        Column("to", "购票人", types.text()),
        Column("sold_at", "时间", types.instant()),
        Column("used", "已检", types.text()),
    ],
    period="sold_at",
    title_column="to",
)
tickets.on(Ticket.Sold, "price", "currency", "to", sold_at=occurred_at)
tickets.on(Ticket.Used, used=constant("是"))

taken = total(
    "tickets.taken", "票款", over=tickets, at="sold_at", column="price", unit="元",
    meaning="票价之和。", dimensions=("currency",),
)  # fmt: skip


def includeme(config: Configurator) -> None:
    config.add_plugin("tickets", "售票", "3.0.0")
    config.add_aggregate(Ticket)
    config.add_command(sell, use)
    config.add_ledger(tickets)
    config.add_kpi(taken)
