"""培训会: who is expected, the 签到表 to print, its ticks, and who is qualified."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from houqin.core.model import attendance
from houqin.core.model.aggregate import Aggregate
from houqin.core.model.command import command
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema import types
from houqin.core.schema.errors import Refused
from houqin.core.schema.fields import Files, Line, Moment, Note, PersonId, TypedMoment
from houqin.core.schema.form import Form, RecordForm
from houqin.plugins.waste_sorting.fields import SUPERVISOR, Place, Serial, UnitId
from houqin.plugins.waste_sorting.permissions import WastePermission as Right
from houqin.plugins.waste_sorting.supervisor import IN_OFFICE, Supervisor

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from houqin.core.model.context import Context
    from houqin.core.model.streams import Choosable


class Scope(types.Choice):
    """参训范围."""

    EVERYBODY = "everybody", "全体在任督导员"
    UNTRAINED = "untrained", "尚未培训的督导员"


Name = Annotated[Line, Field(title="培训名称")]
PlannedFor = Annotated[Moment, Field(title="培训时间")]
TypedTime = Annotated[TypedMoment, Field(title="培训时间")]
Host = Annotated[PersonId, Field(title="主持人")]
Content = Annotated[Note, Field(title="培训内容")]
ScopeField = Annotated[Scope, Field(title="参训范围"), types.choice(Scope)]
Units = Annotated[
    list[UnitId], Field(title="只通知这些单位", max_length=500),
    types.refs("waste_sorting.SortingUnit"),
]  # fmt: skip
#: Changed by taking the sheet back and entering it anew: people are qualified by it.
Expected = Annotated[attendance.listed(SUPERVISOR, "应到"), types.Fixed()]
Present = Annotated[attendance.listed(SUPERVISOR, "到"), types.Fixed()]
Deputy = Annotated[attendance.listed(SUPERVISOR, "代"), types.Fixed()]
Absent = Annotated[attendance.listed(SUPERVISOR, "缺"), types.Fixed()]
Sheet = Annotated[Files, Field(title="签到表扫描件")]
Photos = Annotated[Files, Field(title="现场照片")]


class Training(Aggregate):
    """One training of supervisors."""

    topic = "waste_sorting.Training"
    title = "培训会"
    seen_by = Right.SEE
    amended_by = Right.TRAIN
    workflow = Workflow(
        [
            State("planned", "待举办", "打印签到表，会后登记签到", Right.TRAIN),
            State("held", "已举办"),
        ],
        [
            Transition("Planned", (), "planned"),
            Transition("Held", ("planned",), "held"),
        ],
    )

    class Planned(Aggregate.Created):
        """Who is expected, when and where."""

        title = "安排"
        serial: Serial
        name: Name
        planned_for: PlannedFor
        place: Place
        host: Host
        expected: Expected
        content: Content | None = None

    class Held(Aggregate.Event):
        """What the sheet says; who signed in themselves are qualified."""

        title = "签到"
        present: Present | None = None
        deputy: Deputy | None = None
        absent: Absent | None = None
        sheet: Sheet | None = None
        photos: Photos | None = None

    def voiding(self, context: Any) -> None:
        """A training that never was qualifies nobody."""
        self._take_back(context)

    def event_voiding(self, context: Any, event: str) -> None:
        """Nor does a sheet that is taken back."""
        if event == "Held":
            self._take_back(context)

    def restoring(self, context: Any) -> None:  # noqa: ARG002 - the hook's shape
        """Whoever was qualified is so by a sheet that is entered."""
        raise Refused("作废的培训不能恢复，请重新登记")

    def event_restoring(self, context: Any, event: str) -> None:  # noqa: ARG002 - as above
        """The same of the sheet alone."""
        if event == "Held":
            raise Refused("作废的签到不能恢复，请重新登记签到")

    def _take_back(self, context: Any) -> None:
        """Whoever no other training qualifies, is so no more."""
        for who in getattr(self, "present", None) or ():
            supervisor: Any = context.load(Supervisor, who)
            context.released.add(who)
            if supervisor.state == "trained" and supervisor.session == self.id:
                supervisor.record(Supervisor.Untrained, session=self.id)


class PlanTraining(Form):
    """安排后打印签到表，会上签字；会后照签到表登记。"""

    name: Name
    planned_for: TypedTime
    place: Place
    host: Host
    scope: ScopeField = Scope.EVERYBODY
    units: Units | None = None
    content: Content | None = None


class HoldTraining(RecordForm):
    """照签到表勾选：本人签到的为到，由别人代签的为代；发生时间填培训时间。"""

    ticks: attendance.sheet(SUPERVISOR)  # type: ignore[valid-type]  # an annotation
    sheet: Sheet | None = None
    photos: Photos | None = None


@command(
    "waste_sorting.plan_training", "安排培训会", permission=Right.TRAIN, menu=True,
    event=Training.Planned, order=310,
)  # fmt: skip
def plan_training(context: Context, form: PlanTraining) -> None:
    """Plan a training, with everybody it is for in the order of their units."""
    context.choose("core.Person", form.host, "host")
    expected = _expected(context, form)
    if not expected:
        raise Refused("没有符合参训范围的督导员", "scope")
    context.create(
        Training, Training.Planned, name=form.name, planned_for=form.planned_for,
        place=form.place, host=form.host, content=form.content, expected=expected,
        serial=context.serial("waste_sorting.training_serials"),
    )  # fmt: skip


def _expected(context: Context, form: PlanTraining) -> list[UUID]:
    wanted = {str(unit) for unit in form.units or ()}
    states = IN_OFFICE if form.scope is Scope.EVERYBODY else IN_OFFICE[:-1]
    found = [
        supervisor
        for supervisor in context.choosable(SUPERVISOR)
        if supervisor.state in states
        and (not wanted or supervisor.attributes["unit"] in wanted)
    ]
    return [supervisor.id for supervisor in _by_unit(context, found)]


def _by_unit(context: Context, found: Iterable[Choosable]) -> list[Choosable]:
    """In the order in which the office lists its units."""
    units = {str(u.id): u.attributes for u in context.choosable("core.Department")}

    def place(supervisor: Choosable) -> tuple[Any, ...]:
        unit = units.get(supervisor.attributes["department"], {})
        return (unit.get("order", 99_999), unit.get("name", ""), supervisor.id)

    return sorted(found, key=place)


def _listed(_context: Context, training: Any) -> dict[str, list[UUID]]:
    return {"ticks": training.expected}


@command(
    "waste_sorting.hold_training", "登记签到", permission=Right.TRAIN, on=Training,
    event=Training.Held, choices=_listed, order=320,
)  # fmt: skip
def hold_training(context: Context, form: HoldTraining) -> None:
    """Enter the sheet; whoever signed in is qualified."""
    training: Any = context.load(Training, form.record)
    lists = attendance.ticked(training.expected, form.ticks)
    training.record(Training.Held, sheet=form.sheet, photos=form.photos, **lists)
    for who in lists["present"] or ():
        supervisor = context.load(Supervisor, who)
        if supervisor.state in IN_OFFICE:
            supervisor.record(Supervisor.Trained, session=training.id)


ALL = (plan_training, hold_training)
