"""通报: the inspected units of a period ranked by their scores, printed and sent."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.command import command
from houqin.core.model.recording import records
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.projection.horizon import day_start
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors, Refused
from houqin.core.schema.fields import Day, Line, Note
from houqin.core.schema.form import Form, RecordForm
from houqin.core.schema.types import Fixed
from houqin.plugins.waste_sorting.fields import Reason, Serial
from houqin.plugins.waste_sorting.inspection import INSPECTION
from houqin.plugins.waste_sorting.permissions import WastePermission as Right
from houqin.plugins.waste_sorting.score_sheet import FULL
from houqin.plugins.waste_sorting.sorting_unit import SortingUnit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from houqin.core.model.context import Context
    from houqin.core.model.streams import Choosable

Title = Annotated[Line, Field(title="通报标题")]
First = Annotated[Day, Field(title="检查起始日期")]
Last = Annotated[Day, Field(title="检查截止日期")]
Ranking = Annotated[list[dict[str, Any]], Field(title="排名"), Fixed()]
Mean = Annotated[
    int, Field(title="平均得分", ge=0, le=FULL), types.quantity("分", 1), Fixed()
]
Inspected = Annotated[int, Field(title="检查单位", ge=1), types.integer("家"), Fixed()]
Defects = Annotated[int, Field(title="发现问题", ge=0), types.integer("个"), Fixed()]
Text = Annotated[Note, Field(title="通报内容")]


class Bulletin(Aggregate):
    """One published result of inspections."""

    topic = "waste_sorting.Bulletin"
    title = "检查通报"
    seen_by = Right.SEE_PAPERS
    amended_by = Right.PUBLISH
    workflow = Workflow(
        [State("published", "已通报", stage=False)],
        [Transition("Published", (), "published")],
    )

    class Published(Aggregate.Created):
        """Ranked as the scores stood that day."""

        title = "通报"
        serial: Serial
        name: Title
        first: First
        last: Last
        ranking: Ranking
        mean: Mean
        inspected: Inspected
        defects: Defects
        text: Text | None = None


class PublishBulletin(Form):
    """按期间内最近一次检查得分排名，同分并列；通报后得分更正的不再改动本通报。"""

    name: Title
    first: First
    last: Last
    text: Text | None = None


class WarnUnit(RecordForm):
    """连续两次不合格的单位，下发通报后不再提醒。"""

    reason: Reason


def newest_scores(
    found: Iterable[Choosable], begins: int, ends: int
) -> list[Choosable]:
    """Of each unit its last inspection between two instants."""
    scored = [each for each in found if "scored_at" in each.attributes]
    newest: dict[str, Choosable] = {}
    for each in sorted(scored, key=lambda f: f.attributes["scored_at"]):
        if begins <= each.attributes["scored_at"] < ends:
            newest[each.attributes["unit"]] = each
    return list(newest.values())


def ranked(inspections: Iterable[Choosable]) -> list[dict[str, Any]]:
    """The highest score first; equal scores share a rank, and the next is left out."""
    order = sorted(
        inspections,
        key=lambda i: (-i.attributes["score"], i.attributes["department"]),
    )
    scores = [each.attributes["score"] for each in order]
    return [
        {
            "rank": scores.index(each.attributes["score"]) + 1,
            "department": each.attributes["department"],
            "score": each.attributes["score"],
            "found": each.attributes["found"],
            "inspection": str(each.id),
        }
        for each in order
    ]


@command(
    "waste_sorting.publish_bulletin", "发布检查通报", permission=Right.PUBLISH,
    menu=True, event=Bulletin.Published, order=270,
)  # fmt: skip
def publish_bulletin(context: Context, form: PublishBulletin) -> None:
    """Rank what was inspected."""
    if form.last < form.first:
        raise FormErrors({"last": "截止日期不能早于起始日期"})
    begins = day_start(form.first, context.zone)
    ends = day_start(form.last + timedelta(days=1), context.zone)
    found = newest_scores(context.choosable(INSPECTION), begins, ends)
    if not found:
        raise Refused("这段时间没有已评分的检查", "first")
    scores = [each.attributes["score"] for each in found]
    context.create(
        Bulletin, Bulletin.Published, **dict(form), ranking=ranked(found),
        mean=(2 * sum(scores) + len(scores)) // (2 * len(scores)),
        inspected=len(found),
        defects=sum(each.attributes["found"] for each in found),
        serial=context.serial("waste_sorting.bulletin_serials"),
    )  # fmt: skip


warn_unit = records(
    "waste_sorting.warn_unit", "下发通报", WarnUnit, SortingUnit, SortingUnit.Warned,
    permission=Right.PUBLISH, style="default", order=280,
    may=lambda _context, unit: "已退出名录" if unit.state == "removed" else None,
)  # fmt: skip


ALL = (publish_bulletin, warn_unit)
