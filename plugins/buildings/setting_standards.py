"""采用建设标准, 设定和调整面积档, 职务职级."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.command import command
from houqin.core.model.recording import creates
from houqin.core.schema.errors import FormErrors, Refused
from houqin.core.schema.form import Form, RecordForm
from houqin.plugins.buildings import fields
from houqin.plugins.buildings.area_table import DOCUMENT, TABLE, Row
from houqin.plugins.buildings.permissions import BuildingsPermission as Right
from houqin.plugins.buildings.standard import (
    AreaGrade,
    Basis,
    GradeId,
    GradeName,
    Leader,
    LevelField,
    Limit,
    Rank,
    RankName,
    Since,
)

if TYPE_CHECKING:
    from datetime import date

    from houqin.core.model.context import Context


class AdoptStandard(Form):
    """按发改投资〔2014〕2674号逐档登记，登记后可按本地规定调整。"""

    level: LevelField
    since: Since


class SetGrade(Form):
    """同名的面积档只登记一次，以后用调整。"""

    name: GradeName
    level: LevelField
    limit: Limit
    since: Since
    document: Basis


class ChangeGrade(RecordForm):
    """自生效日期起按新的上限核对，以前的不变。"""

    limit: Limit
    since: Since
    document: Basis


class RegisterRank(Form):
    """职务职级对应一个面积档；职级公务员不是领导职务。"""

    name: RankName
    grade: GradeId
    leader: Leader = False
    since: Since


class RegradeRank(RecordForm):
    """自生效日期起按新的面积档核对，以前的不变。"""

    grade: GradeId
    leader: Leader = False
    since: Since
    document: Basis


class EndRank(RecordForm):
    """停用后不再供选择，以前的登记不受影响。"""

    reason: fields.Reason


@command(
    "buildings.adopt_standard", "采用建设标准", permission=Right.STANDARDS, menu=True,
    order=610,
)  # fmt: skip
def adopt_standard(context: Context, form: AdoptStandard) -> None:
    """Enter every grade of a level, and the posts and ranks that have it."""
    for row in TABLE[form.level]:
        _adopt(context, form, row)


def _adopt(context: Context, form: AdoptStandard, row: Row) -> None:
    grade = context.create(
        AreaGrade, AreaGrade.Set, name=row.grade, level=form.level, limit=row.limit,
        since=form.since, document=DOCUMENT,
    )  # fmt: skip
    for name in (*row.leaders, *row.ranks):
        leader = name in row.leaders
        context.create(
            Rank, Rank.Registered, name=name, grade=grade.id, leader=leader,
            since=form.since,
        )  # fmt: skip


set_grade = creates(
    "buildings.set_grade", "设定面积档", SetGrade, AreaGrade, AreaGrade.Set,
    permission=Right.STANDARDS, menu=True, order=620,
)  # fmt: skip


@command(
    "buildings.change_grade", "调整面积档", permission=Right.STANDARDS, on=AreaGrade,
    event=AreaGrade.Changed, order=621,
)  # fmt: skip
def change_grade(context: Context, form: ChangeGrade) -> None:
    """Enter another limit."""
    grade: Any = context.load(AreaGrade, form.record)
    _require_later(form.since, grade.since)
    grade.record(AreaGrade.Changed, **form.said())


def _require_later(since: date, before: date) -> None:
    if since <= before:
        raise FormErrors({"since": f"生效日期须晚于现行的{before}"})


@command(
    "buildings.register_rank", "登记职务职级", permission=Right.STANDARDS, menu=True,
    event=Rank.Registered, order=630, batch=True,
)  # fmt: skip
def register_rank(context: Context, form: RegisterRank) -> None:
    """Enter a post or rank."""
    context.choose("buildings.AreaGrade", form.grade, "grade")
    context.create(Rank, Rank.Registered, **dict(form))


@command(
    "buildings.regrade_rank", "调整面积档", permission=Right.STANDARDS, on=Rank,
    event=Rank.Regraded, order=631,
)  # fmt: skip
def regrade_rank(context: Context, form: RegradeRank) -> None:
    """It has another grade from a day on."""
    context.choose("buildings.AreaGrade", form.grade, "grade")
    rank: Any = context.load(Rank, form.record)
    _require_later(form.since, rank.since)
    rank.record(Rank.Regraded, **form.said())


@command(
    "buildings.end_rank", "停用", permission=Right.STANDARDS, on=Rank,
    event=Rank.Ended, style="danger", order=632,
)  # fmt: skip
def end_rank(context: Context, form: EndRank) -> None:
    """Nobody has it any more."""
    used = [
        occupancy
        for occupancy in context.choosable("buildings.Occupancy")
        if occupancy.attributes["rank"] == str(form.record)
        and occupancy.state != "vacated"
    ]
    if used:
        raise Refused(f"还有{len(used)}人按这个职务职级使用房间")
    context.load(Rank, form.record).record(Rank.Ended, reason=form.reason)


ALL = (
    adopt_standard,
    set_grade,
    change_grade,
    register_rank,
    regrade_rank,
    end_rank,
)
