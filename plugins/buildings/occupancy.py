"""人员使用: one person in one room, from moving in to having left it."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.fields import Day, Line, LongLine, PersonId
from houqin.core.schema.types import Fixed
from houqin.plugins.buildings import fields
from houqin.plugins.buildings.permissions import BuildingsPermission as Right
from houqin.plugins.buildings.standard import RankId


class Place(types.Choice):
    """主用 or 另处: a leader has one office in principle."""

    MAIN = "main", "主用办公室"
    SECOND = "second", "另处办公用房"


User = Annotated[PersonId, Field(title="使用人")]
Together = Annotated[
    list[UUID],
    Field(
        title="同室使用人",
        max_length=50,
        description="同一职务职级、一并入驻的；面积按总人数分摊",
    ),
    types.refs("core.Person"),
]
PlaceField = Annotated[Place, Field(title="使用性质"), types.choice(Place)]
Since = Annotated[Day, Field(title="启用日期")]
SecondApproval = Annotated[
    Line, Field(title="另处用房批准文号", description="另处办公用房必填")
]
SecondArea = Annotated[
    int,
    Field(title="另处用房批准面积", ge=1, le=fields.MOST_ROOM,
          description="另处办公用房必填"),
    fields.AREA,
]  # fmt: skip
Until = Annotated[Day, Field(title="另处用房截止日期", description="另处办公用房必填")]
OverReason = Annotated[
    LongLine, Field(title="超标理由", description="超过面积标准的必填")
]
Standard = Annotated[int, Field(title="标准面积"), fields.AREA, Fixed()]
LeaderThen = Annotated[bool, Field(title="领导职务"), types.boolean(), Fixed()]
Why = Annotated[Line, Field(title="腾退原因")]
DueOn = Annotated[Day, Field(title="应腾退日期")]
VacatedOn = Annotated[Day, Field(title="实际腾退日期")]


class Occupancy(Aggregate):
    """One person's use of one room."""

    topic = "buildings.Occupancy"
    title = "人员使用"
    seen_by = Right.SEE_PEOPLE
    of_units = ("unit",)
    of_people = ("person",)
    unavailable = frozenset({"vacated"})
    workflow = Workflow(
        [
            State("using", "使用中", stage=False),
            State(
                "must_vacate", "应腾退", "使用人腾退，用房管理员登记", Right.OCCUPY,
                stage=False,
            ),
            State("vacated", "已腾退", stage=False),
        ],
        [
            Transition("Began", (), "using"),
            Transition("RankChanged", ("using",)),
            Transition("Extended", ("using",)),
            Transition("VacateDemanded", ("using",), "must_vacate"),
            Transition("Vacated", ("using", "must_vacate"), "vacated"),
        ],
    )  # fmt: skip

    class Began(Aggregate.Created):
        """Moved in; a second office says who approved it, and until when."""

        title = "入驻"
        person: User
        room: fields.RoomId
        unit: fields.UsingUnit
        rank: RankId
        place: PlaceField
        since: Since
        leader: LeaderThen
        standard: Standard | None = None
        approval: SecondApproval | None = None
        approved_area: SecondArea | None = None
        until: Until | None = None
        over_reason: OverReason | None = None

        def check(self) -> None:
            """A second office ends after it began."""
            if self.until is not None and self.until <= self.since:
                raise FormErrors({"until": "另处用房截止日期应晚于启用日期"})

    class RankChanged(Aggregate.Event):
        """Of another rank from then on, by another standard."""

        title = "职务职级变更"
        rank: RankId
        leader: LeaderThen
        standard: Standard | None = None
        over_reason: OverReason | None = None

    class Extended(Aggregate.Event):
        """A second office may be kept longer."""

        title = "延长"
        approval: SecondApproval
        until: Until

    class VacateDemanded(Aggregate.Event):
        """Retired or gone: the room is to be left within a month."""

        title = "应腾退"
        reason: Why
        due_on: DueOn

    class Vacated(Aggregate.Event):
        """Out of the room."""

        title = "腾退"
        reason: Why
        vacated_on: VacatedOn

    def voiding(self, context: object) -> None:
        """Who never sat there is taken from the room."""
        if self.state != "vacated":
            _leave(context, self)

    def restoring(self, context: object) -> None:
        """And comes back with the record."""
        if self.state != "vacated":
            _join(context, self)

    def event_voiding(self, context: object, event: str) -> None:
        """Who has not left after all is in the room again."""
        if event == "Vacated":
            _join(context, self)

    def event_restoring(self, context: object, event: str) -> None:
        """The other way round."""
        if event == "Vacated":
            _leave(context, self)


def _leave(context: object, occupancy: object) -> None:
    from houqin.plugins.buildings.seating import leave  # noqa: PLC0415 - reads this one

    leave(context, occupancy)


def _join(context: object, occupancy: object) -> None:
    from houqin.plugins.buildings.seating import join  # noqa: PLC0415 - reads this one

    join(context, occupancy)
