"""A small module of lessons, whose sheet is printed, signed and ticked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from houqin.core.model import attendance
from houqin.core.model.aggregate import Aggregate
from houqin.core.model.command import command
from houqin.core.model.rights import Permission, PermissionMap
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.people.roles import dispatcher
from houqin.core.projection.kpi import Equals, count, distinct, ratio
from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import occurred_at, stream
from houqin.core.registry.printing import Leaf, Listed, Part, PrintedForm, place
from houqin.core.schema import types
from houqin.core.schema.fields import Line
from houqin.core.schema.form import Form, RecordForm

if TYPE_CHECKING:
    from uuid import UUID

    from pyramid.config import Configurator

    from houqin.core.model.context import Context

PERSON = "core.Person"
Subject = Annotated[Line, Field(title="课程")]
Expected = attendance.listed(PERSON, "应到")
Present = attendance.listed(PERSON, "到")
Deputy = attendance.listed(PERSON, "代")
Absent = attendance.listed(PERSON, "缺")
Sheet = attendance.sheet(PERSON)


class LessonPermission(Permission):
    SEE = "lessons.see", "查看课程"


MAP: PermissionMap = {LessonPermission.SEE: ((dispatcher,),)}


class Lesson(Aggregate):
    """One lesson."""

    topic = "lessons.Lesson"
    title = "课程"
    seen_by = LessonPermission.SEE
    workflow = Workflow(
        [State("planned", "待开课"), State("held", "已开课")],
        [
            Transition("Planned", (), "planned"),
            Transition("Held", ("planned",), "held"),
        ],
    )

    class Planned(Aggregate.Created):
        title = "安排"
        subject: Subject
        expected: Expected

    class Held(Aggregate.Event):
        title = "签到"
        present: Present | None = None
        deputy: Deputy | None = None
        absent: Absent | None = None


class Plan(Form):
    """安排。"""

    subject: Subject
    expected: Expected


class Hold(RecordForm):
    """签到。"""

    ticks: Sheet


@command("lessons.plan", "安排", permission=LessonPermission.SEE, menu=True)
def plan(context: Context, form: Plan) -> None:
    context.create(Lesson, Lesson.Planned, **dict(form))


def _expected(_context: Context, lesson: Any) -> dict[str, list[UUID]]:
    return {"ticks": lesson.expected}


@command(
    "lessons.hold", "签到", permission=LessonPermission.SEE, on=Lesson,
    event=Lesson.Held, choices=_expected,
)  # fmt: skip
def hold(context: Context, form: Hold) -> None:
    lesson: Any = context.load(Lesson, form.record)
    lesson.record(Lesson.Held, **attendance.ticked(lesson.expected, form.ticks))


lessons = Ledger(
    "lessons.lessons", "课程台账", per=Lesson, title_column="subject",
    columns=[
        Column("subject", "课程", types.text()),
        Column("held_at", "时间", types.instant()),
        *attendance.COUNTS,
    ],
)  # fmt: skip
lessons.on(Lesson.Planned, "subject").on(Lesson.Held, held_at=occurred_at)


@lessons.reduce(Lesson.Held)
def _counted(row: dict[str, Any], event: Any) -> dict[str, Any]:
    return row | attendance.counted(event.payload)


sheet = attendance.attendance_ledger(
    "lessons.sheet", "签到台账", per=Lesson,
    session=Column("lesson", "课程", types.ref("lessons.Lesson"), filter=True),
    at=Column("held_at", "时间", types.instant()),
    who=Column("person", "姓名", types.ref(PERSON), filter=True),
)  # fmt: skip
sheet.on(Lesson.Held, lesson=stream, held_at=occurred_at)
expected = Ledger(
    "lessons.expected", "应到名单", per=Lesson, kind="event", items=("expected",),
    item="person", columns=[Column("person", "姓名", types.ref(PERSON))],
)  # fmt: skip
expected.on(Lesson.Planned)

_CAME = (Equals("tick", attendance.CAME),)
persons = distinct(
    "lessons.persons", "听课人数", over=sheet, column="person", at="held_at", unit="人",
    where=_CAME, dimensions=("lesson",), meaning="签到表上到和代的不同人员数。",
)  # fmt: skip
times = count(
    "lessons.times", "听课人次", over=sheet, at="held_at", unit="人次", where=_CAME,
    dimensions=("lesson",), meaning="签到表上到和代的人次。",
)  # fmt: skip
each = ratio(
    "lessons.each", "人均次数", of=("lessons.times", "lessons.persons"), unit="次",
    scale=1, meaning="听课人次÷听课人数。",
)  # fmt: skip
paper = PrintedForm(
    "lessons.paper", "签到表", Lesson, "表号：01",
    (
        Leaf("sheet", "", (
            Part("", (
                (place("课程", "subject", span=24),),
                Listed("lessons.expected", ("person", "person.department"),
                       blank=5, by_hand=("签名", "代签"), numbered=True),
            )),
        )),
    ),
    paper="a4",
)  # fmt: skip


def includeme(config: Configurator) -> None:
    config.add_plugin("lessons", "课程", "1.0")
    config.add_aggregate(Lesson)
    config.add_command(plan, hold)
    config.add_ledger(lessons, sheet, expected)
    config.add_kpi(persons, times, each)
    config.add_printed_form(paper)
    config.add_permissions(MAP)
    config.add_menu_item("lessons", "课程台账", "lessons", LessonPermission.SEE, 10)
