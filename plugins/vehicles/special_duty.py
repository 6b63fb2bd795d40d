"""专项保障: cars and drivers given to one task for days or weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, NamedTuple
from uuid import UUID

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.deadline import After
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.projection.horizon import local_day
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors, Refused
from houqin.core.schema.fields import Day, DepartmentId, Line, Note
from houqin.core.schema.types import Fixed
from houqin.plugins.vehicles.fleet import Driver, Vehicle
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right

if TYPE_CHECKING:
    from houqin.core.model.context import Context
    from houqin.core.model.streams import Choosable

#: More cars than a county has go to no duty.
MOST_DETACHED = 100
#: Cars and drivers are named within three working days.
DETACHED = (After(days=3),)

DutySerial = Annotated[str, Field(title="编号"), types.text(), Fixed()]
TaskName = Annotated[Line, Field(title="保障任务")]
ServedUnit = Annotated[DepartmentId, Field(title="保障单位")]
FirstDay = Annotated[Day, Field(title="开始日期")]
LastDay = Annotated[Day, Field(title="结束日期")]
Document = Annotated[Line, Field(title="依据文号")]
Plan = Annotated[Note, Field(title="保障方案")]
DetachedCars = Annotated[
    list[UUID],
    Field(title="抽调车辆", max_length=MOST_DETACHED),
    types.refs("vehicles.Vehicle"),
]
DetachedDrivers = Annotated[
    list[UUID],
    Field(title="抽调驾驶员", max_length=MOST_DETACHED),
    types.refs("vehicles.Driver"),
]
Conclusion = Annotated[Note, Field(title="保障小结")]


class SpecialDuty(Aggregate):
    """One special duty (专项保障), from 立项 to 结束."""

    topic = "vehicles.SpecialDuty"
    title = "专项保障"
    seen_by = Right.SEE_FLEET
    #: Only a duty that runs is offered for an application.
    unavailable = frozenset({"closed"})
    workflow = Workflow(
        [
            State(
                "opened", "已立项", "调度员抽调车辆和驾驶员", Right.DUTY, due=DETACHED
            ),
            State("running", "进行中"),
            State("closed", "已结束"),
        ],
        [
            Transition("Opened", (), "opened"),
            Transition("Started", ("opened", "running"), "running"),
            Transition("Closed", ("running",), "closed"),
        ],
    )

    class Opened(Aggregate.Created):
        """Decided: for whom, for what, from when to when."""

        title = "立项"
        serial: DutySerial
        name: TaskName
        unit: ServedUnit
        first: FirstDay
        last: LastDay
        document: Document | None = None
        plan: Plan | None = None

        def check(self) -> None:
            """It ends on the day it begins, or later."""
            if self.last < self.first:
                raise FormErrors({"last": "结束日期不能早于开始日期"})

    class Started(Aggregate.Event):
        """It begins, or gets more: these cars and drivers are its own from here on."""

        title = "开始"
        vehicles: DetachedCars | None = None
        drivers: DetachedDrivers | None = None

    class Closed(Aggregate.Event):
        """It is over; what was detached is released."""

        title = "结束"
        conclusion: Conclusion | None = None

    def detach(self, cls: type[Any], records: list[UUID]) -> None:
        """Take cars or drivers for this duty until its last day."""
        context: Any = self.context
        told: Any = self
        for record in records:
            context.load(cls, record).record(
                cls.Detached, duty=self.id, name=told.name, until=told.last
            )

    def release(self) -> None:
        """Give back every car and driver that is still with it."""
        context: Any = self.context
        for cls in (Vehicle, Driver):
            for found in context.choosable(cls.topic):
                if found.state == "detached" and serves(found, self.id):
                    context.load(cls, found.id).record(cls.Released, duty=self.id)

    def release_these(self, cls: type[Any], records: list[UUID], name: str) -> None:
        """Give some of them back; what is not with this duty is refused."""
        context: Any = self.context
        for record in records:
            found = context.choose(cls.topic, record, name)
            if found.state != "detached" or not serves(found, self.id):
                message = f"{context.title(record)}没有抽调到本专项"
                raise Refused(message, name)
            context.load(cls, record).record(cls.Released, duty=self.id)

    def voiding(self, _context: Any) -> None:
        """A duty that never was keeps nothing."""
        self.release()

    def event_voiding(self, _context: Any, event: str) -> None:
        """Nor does one that did not begin; a second taking is given back with it."""
        if event == "Started":
            self.release()


def serves(found: Choosable, duty: UUID) -> bool:
    """Whether a car or a driver is detached for that duty."""
    return bool(found.attributes.get("duty") == str(duty))


def require_going_on(context: Context, duty: UUID | None) -> None:
    """已结束的专项不能再用车; what happened before its end may be entered later."""
    if duty is None:
        return
    known = context.load(SpecialDuty, duty)
    for event in context.effective(known.id).events:
        if event.topic == f"{SpecialDuty.topic}.Closed":
            ended = event.occurred
            if not context.precedes(ended):
                message = (
                    f"专项保障{context.title(duty)}已于{context.moment(ended)}结束"
                )
                context.breach(message, "duty")


class Bound(NamedTuple):
    """What a trip is for: its duty, and the instant at which it is planned to begin."""

    duty: UUID | None
    starts: int


def require_own_duty(
    context: Context, found: Choosable, trip: Bound, name: str
) -> None:
    """抽调的车辆和驾驶员只保障本专项; before and after it they are free.

    :param name: the form's field, for the message.
    """
    if found.state != "detached":
        return
    if trip.duty is not None and serves(found, trip.duty):
        return
    attributes = found.attributes
    until = attributes["duty_until"]
    starts = local_day(trip.starts, context.zone).isoformat()
    if trip.starts >= attributes["duty_since"] and starts <= until:
        named = attributes["duty_name"]
        message = f"{context.title(found.id)}已抽调到“{named}”，{until}后归队"
        context.breach(message, name)
