"""评分表: what is scored, with how many points, from which day on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.command import command
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors, Refused
from houqin.core.schema.fields import Day, Line, LongLine
from houqin.core.schema.form import Form
from houqin.core.schema.types import Fixed
from houqin.plugins.waste_sorting.permissions import WastePermission as Right

if TYPE_CHECKING:
    from datetime import date

    from houqin.core.model.context import Context

SHEET = "waste_sorting.ScoreSheet"
#: A sheet an inspector can hold in one hand.
MOST_ITEMS = 40
#: Scores are counted in tenths of a point; a sheet has a hundred points.
FULL = 1000

SheetName = Annotated[Line, Field(title="评分表名称")]
Since = Annotated[Day, Field(title="启用日期")]
Section = Annotated[Line, Field(title="部分")]
Item = Annotated[LongLine, Field(title="评分项目", min_length=1)]
Points = Annotated[int, Field(title="分值", ge=1, le=FULL), types.quantity("分", 1)]
Items = Annotated[list[dict[str, Any]], Field(title="评分项目"), Fixed()]


class ScoreSheet(Aggregate):
    """One score sheet; the newest begun on the day of an inspection holds."""

    topic = SHEET
    title = "评分表"
    seen_by = Right.SEE_PAPERS
    amended_by = Right.KEEP

    class Set(Aggregate.Created):
        """Holds from a day on, until another one does."""

        title = "设定评分表"
        name: SheetName
        since: Since
        items: Items


class SheetItem(Form):
    """One line of a sheet."""

    section: Section
    item: Item
    points: Points


class SetSheet(Form):
    """各项分值合计100分；启用日期以前的检查仍按原评分表。"""

    name: SheetName
    since: Since
    items: Annotated[
        list[SheetItem], Field(title="评分项目", min_length=1, max_length=MOST_ITEMS)
    ]


@command(
    "waste_sorting.set_sheet", "设定评分表", permission=Right.KEEP, menu=True,
    event=ScoreSheet.Set, order=410,
)  # fmt: skip
def set_sheet(context: Context, form: SetSheet) -> None:
    """Set the sheet that holds from a day on."""
    total = sum(item.points for item in form.items)
    if total != FULL:
        raise FormErrors({"items": f"各项分值合计应为100分，现为{total / 10:g}分"})
    context.create(
        ScoreSheet, ScoreSheet.Set, name=form.name, since=form.since,
        items=[dict(item) for item in form.items],
    )  # fmt: skip


def sheet_on(context: Context, day: date) -> Any:
    """The sheet that holds on a day; of two of one day the one set last.

    :raises Refused: when none has begun.
    """
    begun = [
        (found.attributes["since"], found.id)
        for found in context.choosable(SHEET)
        if found.attributes["since"] <= day.isoformat()
    ]
    if not begun:
        raise Refused(f"{day.isoformat()}还没有启用的评分表，请先设定评分表")
    newest = max(since for since, _id in begun)
    sheets = [context.load(ScoreSheet, id_) for since, id_ in begun if since == newest]
    return max(sheets, key=lambda sheet: sheet.created_on)


ALL = (set_sheet,)
