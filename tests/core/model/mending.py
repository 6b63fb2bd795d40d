"""A small plugin of notices whose items are put right; see test_rectifying.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.command import command
from houqin.core.model.rectification import ItemLine, open_items
from houqin.core.model.rectified_rows import (
    deadline_alerts,
    item_columns,
    keep_items,
)
from houqin.core.model.rectifying import (
    OPEN,
    Rectifiable,
    Rectified,
    TypedDeadline,
    Unit,
)
from houqin.core.model.rights import Permission
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.people.roles import clerk, director, reviewer
from houqin.core.projection.ledger import Column, Ledger, LookedUp
from houqin.core.schema import types
from houqin.core.schema.fields import DepartmentId, Line, PersonId
from houqin.core.schema.form import Form

if TYPE_CHECKING:
    from pyramid.config import Configurator

    from houqin.core.model.context import Context


class Right(Permission):
    SEE = "mending.see", "查看检查"
    INSPECT = "mending.inspect", "检查"
    RECTIFY = "mending.rectify", "整改"
    VERIFY = "mending.verify", "复核"


Name = Annotated[Line, Field(title="名称")]
VisitId = Annotated[UUID, Field(title="检查"), types.ref("mending.Visit")]


class Visit(Rectified):
    topic, title, seen_by = "mending.Visit", "检查", Right.SEE
    workflow = Workflow(
        [State("open", "整改中"), State("done", "已销号")],
        [
            Transition("Made", (), "open"),
            Transition("Settled", ("open",), "done"),
            Transition("Unsettled", ("done",), "open"),
        ],
    )

    class Made(Aggregate.Created):
        title = "检查"
        name: Name


class Defect(Rectifiable):
    topic, title, seen_by = "mending.Defect", "整改事项", Right.SEE
    rectified_by, verified_by = Right.RECTIFY, Right.VERIFY
    part_of, pictured = "visit", True

    class Opened(Rectifiable.Opened):
        visit: VisitId


class Inspect(Form):
    """检查。"""

    name: Name
    items: Annotated[list[ItemLine], Field(title="问题", min_length=1)]
    unit: Unit | None = None
    deadline: TypedDeadline | None = None
    issuer: Annotated[DepartmentId, Field(title="发出单位")] | None = None
    liaison: Annotated[PersonId, Field(title="联络员")] | None = None


@command("mending.inspect", "检查", permission=Right.INSPECT, menu=True)
def inspect(context: Context, form: Inspect) -> None:
    visit = context.create(Visit, Visit.Made, name=form.name)
    common = {name: getattr(form, name) for name in
              ("unit", "deadline", "issuer", "liaison")}  # fmt: skip
    open_items(context, Defect, form.items, common, visit=visit.id)


visits = Ledger(
    "mending.visits", "检查台账", per=Visit, title_column="name",
    columns=[
        Column("name", "名称", types.text()),
        Column("status", "状态", types.state()),
        Column("items", "问题", types.integer("个"),
               looked_up=LookedUp("mending.defects", "visit", "", "count")),
        Column("in_time", "按时", types.integer("个"), looked_up=LookedUp(
            "mending.defects", "visit", "passed_in_time", "count")),
    ],
)  # fmt: skip
visits.on(Visit.Made, "name")
defects = Ledger(
    "mending.defects", "整改台账", per=Defect, title_column="matter",
    columns=[
        Column("visit", "检查", types.ref("mending.Visit")), *item_columns(),
    ],
    period="deadline",
)  # fmt: skip
keep_items(defects, "visit")

ALERTS = deadline_alerts(
    "mending.defects", "整改", over=defects, states=OPEN, due="deadline",
    falls_to=Right.RECTIFY, text="{visit}第{number}项{matter}",
)  # fmt: skip


def includeme(config: Configurator) -> None:
    config.add_plugin("mending", "整改", "1")
    config.add_aggregate(Visit)
    config.add_aggregate(Defect)
    config.add_command(inspect)
    config.add_ledger(visits, defects)
    config.add_alert(*ALERTS)
    config.add_permissions({
        Right.SEE: ((director,), (clerk,), (reviewer,)),
        Right.INSPECT: ((director,),),
        Right.RECTIFY: ((clerk,),),
        Right.VERIFY: ((director,), (reviewer,)),
    })  # fmt: skip
