"""计划检查, 现场评分, 签字, 下发通报."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import Field

from houqin.core.model.command import command
from houqin.core.model.rectification import ItemLine, open_items
from houqin.core.model.rectifying import items_of
from houqin.core.projection.horizon import local_day
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors, Refused
from houqin.core.schema.fields import LongLine, TypedMoment
from houqin.core.schema.form import Form, RecordForm
from houqin.plugins.waste_sorting.defect import Defect
from houqin.plugins.waste_sorting.fields import UNIT
from houqin.plugins.waste_sorting.inspection import (
    Accurate,
    Inspection,
    Inspectors,
    Opinion,
    Outcome,
    Photos,
    PlannedOn,
    Round,
    Sampled,
    SignedSheet,
    Signer,
)
from houqin.plugins.waste_sorting.permissions import WastePermission as Right
from houqin.plugins.waste_sorting.score_sheet import (
    FULL,
    MOST_ITEMS,
    Item,
    Points,
    sheet_on,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from houqin.core.model.context import Context

#: An hour before offices close: a deadline of a day counted in settings ends then.
_END_OF_DAY = time(17, 0)
_MOST_UNITS, _MOST_DEFECTS = 200, 30

Units = Annotated[
    list[UUID], Field(title="被检查单位", min_length=1, max_length=_MOST_UNITS),
    types.refs(UNIT),
]  # fmt: skip
Given = Annotated[int, Field(title="得分", ge=0, le=FULL), types.quantity("分", 1)]
Why = Annotated[LongLine, Field(title="扣分原因")]
Matter = Annotated[LongLine, Field(title="问题", min_length=1)]
Demand = Annotated[LongLine, Field(title="整改要求")]
Deadline = Annotated[TypedMoment, Field(title="整改时限")]


class PlanInspections(Form):
    """一次计划一批单位，每个单位生成一份检查。"""

    round: Round
    planned_on: PlannedOn
    units: Units
    inspectors: Inspectors


class ScoreLine(Form):
    """One line of the sheet, scored."""

    item: Item
    points: Points
    score: Given
    why: Why | None = None


class DefectLine(Form):
    """One thing found wrong."""

    matter: Matter
    demand: Demand | None = None
    deadline: Deadline | None = None


class ScoreInspection(RecordForm):
    """照当天启用的评分表逐项打分；发现问题的逐条填写，不填时限的按参数计算。"""

    scores: Annotated[
        list[ScoreLine], Field(title="逐项评分", min_length=1, max_length=MOST_ITEMS)
    ]
    sampled: Sampled | None = None
    accurate: Accurate | None = None
    defects: Annotated[
        list[DefectLine], Field(title="发现的问题", max_length=_MOST_DEFECTS)
    ] = []  # noqa: RUF012 - pydantic copies it
    photos: Photos | None = None


class SignInspection(RecordForm):
    """被检查单位在评分表上签字；有异议的写明意见。"""

    signer: Signer
    opinion: Opinion | None = None
    signed_sheet: SignedSheet | None = None


@command(
    "waste_sorting.plan_inspections", "计划检查", permission=Right.INSPECT, menu=True,
    event=Inspection.Planned, order=240,
)  # fmt: skip
def plan_inspections(context: Context, form: PlanInspections) -> None:
    """Plan a round, one record a unit."""
    if len(set(form.units)) < len(form.units):
        raise FormErrors({"units": "同一个单位选了两次"})
    for inspector in form.inspectors:
        context.choose("core.Person", inspector, "inspectors")
    for unit in form.units:
        if context.choose(UNIT, unit, "units").state == "removed":
            raise Refused(f"{context.title(unit)}已退出名录", "units")
        context.create(
            Inspection, Inspection.Planned, round=form.round, unit=unit,
            planned_on=form.planned_on, inspectors=form.inspectors,
            serial=context.serial("waste_sorting.inspection_serials"),
        )  # fmt: skip


def _today(context: Context) -> date:
    return local_day(context.occurred, context.zone)


def _sheet(context: Context, _inspection: Any) -> dict[str, Any]:
    """Every line of the sheet with its full points."""
    items = sheet_on(context, _today(context)).items
    return {
        "scores": [
            {"item": i["item"], "points": i["points"], "score": i["points"]}
            for i in items
        ]
    }


@command(
    "waste_sorting.score_inspection", "现场评分", permission=Right.INSPECT,
    on=Inspection, event=Inspection.Scored, starts=_sheet, order=250,
)  # fmt: skip
def score_inspection(context: Context, form: ScoreInspection) -> None:
    """Score a unit by the sheet of the day, and say what has to be put right."""
    inspection: Any = context.load(Inspection, form.record)
    sheet = sheet_on(context, _today(context))
    _require_sheet(sheet.items, form.scores)
    inspection.record(
        Inspection.Scored, sheet=sheet.id, sampled=form.sampled,
        accurate=form.accurate, photos=form.photos, found=len(form.defects),
        score=sum(line.score for line in form.scores),
        scores=[
            {k: v for k, v in line if v is not None} for line in form.scores
        ],
    )  # fmt: skip
    lines = [ItemLine(**dict(line)) for line in form.defects]
    own = {"inspection": inspection.id, "sorting_unit": inspection.unit}
    open_items(context, Defect, lines, _common(context, inspection), **own)


def _require_sheet(items: Sequence[dict[str, Any]], lines: Sequence[ScoreLine]) -> None:
    """逐项打分: every line of the sheet, in its order, and none above its points."""
    wanted = [(item["item"], item["points"]) for item in items]
    if [(line.item, line.points) for line in lines] != wanted:
        raise FormErrors({"scores": "评分项目与当天启用的评分表不一致，请重新打开本页"})
    for number, line in enumerate(lines):
        if line.score > line.points:
            message = f"得分不能超过分值{line.points / 10:g}分"
            raise FormErrors({f"scores.{number}.score": message})
        if line.score < line.points and not line.why:
            raise FormErrors({f"scores.{number}.why": "扣分的请写明原因"})


def _common(context: Context, inspection: Any) -> dict[str, Any]:
    """The unit that puts it right, until when, and whose people verify it."""
    last = _today(context) + timedelta(
        days=context.setting("waste_sorting.rectify_days")
    )
    inspector = context.find("core.Person", context.acting)
    issuer = inspector.attributes.get("department") if inspector else None
    return {
        "unit": inspection.department,
        "deadline": datetime.combine(last, _END_OF_DAY, context.zone),
        "issuer": UUID(issuer) if issuer else None,
    }


@command(
    "waste_sorting.sign_inspection", "签字确认", permission=Right.RECTIFY,
    on=Inspection, event=Inspection.Signed, order=260,
)  # fmt: skip
def sign_inspection(context: Context, form: SignInspection) -> None:
    """The unit signs; without a defect that is left it is over."""
    inspection: Any = context.load(Inspection, form.record)
    context.choose("core.Person", form.signer, "signer")
    left = [i for i in items_of(context, inspection.id) if i.state != "passed"]
    outcome = Outcome.RECTIFYING if left else Outcome.CLOSED
    inspection.record(Inspection.Signed, outcome=outcome, **form.said())


ALL = (plan_inspections, score_inspection, sign_inspection)
