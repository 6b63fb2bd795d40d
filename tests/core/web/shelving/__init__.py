"""A module of shelves, whose numbers and lengths are put right many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.command import command
from houqin.core.model.guards import Claims
from houqin.core.model.rights import Permission, PermissionMap
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.people.roles import dispatcher, driver
from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import field
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.fields import Line
from houqin.core.schema.form import Form, RecordForm

if TYPE_CHECKING:
    from pyramid.config import Configurator

    from houqin.core.model.context import Context


class ShelvingPermission(Permission):
    SEE = "shelving.see", "查看货架"
    KEEP = "shelving.keep", "登记货架"


MAP: PermissionMap = {
    ShelvingPermission.SEE: ((dispatcher,), (driver,)),
    ShelvingPermission.KEEP: ((dispatcher,),),
}
#: Nothing longer stands in a store, in cm.
LONGEST = 500
Number = Annotated[Line, Field(title="架号")]
Length = Annotated[int, Field(title="长度", ge=1), types.quantity("米", 2)]


class Shelf(Aggregate):
    """One shelf."""

    topic = "shelving.Shelf"
    title = "货架"
    seen_by = ShelvingPermission.SEE
    workflow = Workflow(
        [State("stands", "在用"), State("gone", "已拆")],
        [
            Transition("Opened", (), "stands"),
            Transition("Revised", ("stands",), "stands"),
            Transition("Removed", ("stands",), "gone"),
        ],
    )

    class Opened(Aggregate.Created):
        title = "启用"
        number: Number
        length: Length

    class Revised(Aggregate.Event):
        title = "核对"
        number: Number
        length: Length

    class Removed(Aggregate.Event):
        title = "拆除"


class OpenShelf(Form):
    """启用。"""

    number: Number
    length: Length


class Revise(RecordForm):
    """核对。"""

    number: Number
    length: Length


class Only(RecordForm):
    """无须填写。"""


@command("shelving.open", "启用货架", permission=ShelvingPermission.KEEP)
def open_shelf(context: Context, form: OpenShelf) -> None:
    context.create(Shelf, Shelf.Opened, **dict(form))


def _as_it_stands(_context: Context, shelf: Any) -> dict[str, Any]:
    return {"number": shelf.number, "length": shelf.length}


@command(
    "shelving.revise", "核对货架", permission=ShelvingPermission.KEEP, on=Shelf,
    event=Shelf.Revised, starts=_as_it_stands, revises=True,
)  # fmt: skip
def revise(context: Context, form: Revise) -> None:
    if form.length > LONGEST:
        raise FormErrors({"length": "不能超过5米"})
    shelf = context.load(Shelf, form.record)
    shelf.record(Shelf.Revised, number=form.number, length=form.length)


@command(
    "shelving.remove", "拆除", permission=ShelvingPermission.KEEP, on=Shelf,
    event=Shelf.Removed,
)  # fmt: skip
def remove(context: Context, form: Only) -> None:
    context.load(Shelf, form.record).record(Shelf.Removed)


shelves = Ledger(
    "shelving.shelves", "货架台账", per=Shelf,
    columns=[
        Column("number", "架号", types.text(), filter=True),
        Column("length", "长度", types.quantity("米", 2)),
    ],
    title_column="number", sort="number",
)  # fmt: skip
shelves.on(Shelf.Opened, "number", "length")
shelves.on(Shelf.Revised, "number", "length")
numbers = Claims("shelving.numbers", [Shelf], "架号", released=["gone"])
numbers.on(Shelf.Opened, value=field("number"))
numbers.on(Shelf.Revised, value=field("number"))


def includeme(config: Configurator) -> None:
    config.add_plugin("shelving", "货架", "1.0")
    config.add_permissions(MAP)
    config.add_aggregate(Shelf)
    config.add_command(open_shelf, revise, remove)
    config.add_ledger(shelves)
    config.add_guard(numbers)
