"""督导员: 上报, 在册, 培训合格, 离任, 更换; a person of a unit, as a roster has it."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.people.commands import Telephone
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.fields import Day, Line, LongLine, PersonId, TypedName
from houqin.plugins.waste_sorting.fields import (
    Department,
    Reason,
    Remark,
    SupervisorId,
    UnitId,
    UnitKindCopied,
)
from houqin.plugins.waste_sorting.permissions import WastePermission as Right


class Sex(types.Choice):
    """性别."""

    MALE = "male", "男"
    FEMALE = "female", "女"


class SupervisorKind(types.Choice):
    """专/兼职."""

    PART_TIME = "part_time", "兼职"
    FULL_TIME = "full_time", "专职"


SupervisorPerson = Annotated[PersonId, Field(title="姓名")]
TypedSupervisor = Annotated[TypedName, Field(title="姓名")]
SexField = Annotated[Sex, Field(title="性别"), types.choice(Sex)]
PostField = Annotated[Line, Field(title="职务")]
KindField = Annotated[
    SupervisorKind, Field(title="专/兼职"), types.choice(SupervisorKind)
]
_PHONE = types.personal(mask="phone", of="person")
SealedTelephone = Annotated[dict[str, Any], Field(title="电话"), _PHONE]
Area = Annotated[LongLine, Field(title="负责区域或投放点")]
Since = Annotated[Day, Field(title="任命日期")]
Until = Annotated[Day, Field(title="任期至")]
Predecessor = Annotated[SupervisorId, Field(title="原督导员"), types.Fixed()]
Successor = Annotated[SupervisorId, Field(title="新督导员"), types.Fixed()]
Session = Annotated[
    UUID, Field(title="培训会"), types.ref("waste_sorting.Training"), types.Fixed()
]
#: States of a supervisor who is there for the unit.
IN_OFFICE = ("nominated", "active", "trained")
#: What a nomination's form asks, the telephone as it is typed.
TypedPhone = Telephone


class Supervisor(Aggregate):
    """One supervisor of one unit, from nomination to replacement."""

    topic = "waste_sorting.Supervisor"
    title = "督导员"
    seen_by = Right.SEE
    amended_by = Right.CONFIRM
    of_units = ("department",)
    of_people = ("person",)
    hinted = "department"
    unavailable = frozenset({"left", "replaced"})
    workflow = Workflow(
        [
            State("nominated", "已上报", "核对后列入名册", Right.CONFIRM),
            State("active", "在册"),
            State("trained", "培训合格"),
            State("left", "已离任", "{department}上报接任人", Right.NOMINATE,
                  stage=False),
            State("replaced", "已更换", stage=False),
        ],
        [
            Transition("Nominated", (), "nominated"),
            Transition("Confirmed", ("nominated",), "active"),
            Transition("Trained", ("active", "trained"), "trained"),
            Transition("Untrained", ("trained",), "active"),
            Transition("Left", ("nominated", "active", "trained"), "left"),
            Transition("Replaced", ("active", "trained", "left"), "replaced"),
        ],
        latest=True,
    )  # fmt: skip

    class Nominated(Aggregate.Created):
        """Named by the unit."""

        title = "上报"
        unit: UnitId
        person: SupervisorPerson
        sex: SexField
        post: PostField
        kind: KindField
        since: Since
        phone: SealedTelephone | None = None
        area: Area | None = None
        until: Until | None = None
        replaces: Predecessor | None = None
        replacing: Reason | None = None
        remark: Remark | None = None
        department: Department | None = None
        unit_kind: UnitKindCopied | None = None

        def check(self) -> None:
            """A term ends after it began."""
            if self.until is not None and self.until <= self.since:
                raise FormErrors({"until": "任期应晚于任命日期"})

    class Confirmed(Aggregate.Event):
        """In the roster."""

        title = "列入名册"

    class Updated(Aggregate.Event):
        """Another post, telephone or area."""

        title = "变更"
        post: PostField
        kind: KindField
        person: SupervisorPerson
        phone: SealedTelephone | None = None
        area: Area | None = None
        until: Until | None = None

    class Trained(Aggregate.Event):
        """Signed in at a training; the newest one counts."""

        title = "培训合格"
        linked = True
        session: Session

    class Untrained(Aggregate.Event):
        """The sheet that said so was taken back."""

        title = "培训签到作废"
        linked = True
        session: Session

    class Left(Aggregate.Event):
        """Has left, or does it no more; somebody else is awaited."""

        title = "离任"
        reason: Reason

    class Replaced(Aggregate.Event):
        """Somebody else does it."""

        title = "更换"
        reason: Reason
        successor: Successor
