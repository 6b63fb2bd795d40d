"""人事变动 one by one or as a file: who must vacate within a month."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from houqin.core.model.command import command
from houqin.core.projection.horizon import local_day
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.form import Form
from houqin.plugins.buildings.occupancy import Occupancy, OverReason
from houqin.plugins.buildings.occupying import others_of, rerank
from houqin.plugins.buildings.permissions import BuildingsPermission as Right
from houqin.plugins.buildings.staff_change import (
    ChangeKind,
    KindOfChange,
    NewRank,
    Notice,
    On,
    StaffChange,
    Whose,
)

if TYPE_CHECKING:
    from houqin.core.model.context import Context
    from houqin.core.model.streams import Choosable


class ChangeStaff(Form):
    """退休、调离、离任的在一个月内腾退；职务职级变动的按新标准核对。"""

    person: Whose
    kind: KindOfChange
    on: On
    document: Notice | None = None
    rank: NewRank | None = None
    over_reason: OverReason | None = None


def month_after(day: date) -> date:
    """The same day of the next month, or that month's last."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)  # noqa: PLR2004 - December
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@command(
    "buildings.change_staff", "登记人事变动", permission=Right.OCCUPY, menu=True,
    event=StaffChange.Recorded, order=120, batch=True,
)  # fmt: skip
def change_staff(context: Context, form: ChangeStaff) -> None:
    """Mark what a person's change asks of the rooms the person has."""
    person = context.choose("core.Person", form.person, "person")
    if form.on > local_day(context.occurred, context.zone):
        raise FormErrors({"on": "变动日期不能晚于登记的日期"})
    reranked = form.kind is ChangeKind.RERANKED
    if reranked != (form.rank is not None):
        raise FormErrors({"rank": "职务职级变动的填写新职务职级，其他变动不填"})
    used = [o for o in others_of(context, form.person) if o.state == "using"]
    due = None if reranked or not used else month_after(form.on)
    context.create(
        StaffChange, StaffChange.Recorded, person=form.person, kind=form.kind,
        on=form.on, document=form.document, rank=form.rank, rooms=len(used),
        due_on=due, unit=_unit_of(person),
    )  # fmt: skip
    for each in used:
        _carry_out(context, form, context.load(Occupancy, each.id), due)


def _unit_of(person: Choosable) -> UUID | None:
    found = person.attributes.get("department")
    return UUID(found) if found else None


def _carry_out(
    context: Context, form: ChangeStaff, occupancy: Any, due: date | None
) -> None:
    if form.rank is not None:
        rerank(context, occupancy, form.rank, form.over_reason)
    else:
        occupancy.record(Occupancy.VacateDemanded, reason=form.kind.title, due_on=due)


ALL = (change_staff,)
