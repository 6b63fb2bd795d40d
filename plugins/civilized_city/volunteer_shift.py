"""志愿执勤: 排班, 签到 with ticks and one group photo, 签退, hours."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.attendance import MOST_LISTED, listed
from houqin.core.model.case import Case
from houqin.core.model.deadline import AtField
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema import types
from houqin.core.schema.fields import Files, Line, PersonId, TypedMoment
from houqin.core.schema.types import Fixed
from houqin.plugins.civilized_city import fields
from houqin.plugins.civilized_city.permissions import CityPermission as Right

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from houqin.core.model.context import Context
    from houqin.events.entry import RecordedEvent

PERSON = "core.Person"
#: Minutes of one person at one shift; a shift of more than a day is a mistake.
MOST_MINUTES = 24 * 60
_MINUTE = 60_000_000

Post = Annotated[Line, Field(title="执勤点位")]
Service = Annotated[Line, Field(title="服务内容")]
TypedStart = Annotated[TypedMoment, Field(title="开始时间")]
Start = Annotated[datetime, Field(title="开始时间"), types.instant()]
TypedEnd = Annotated[TypedMoment, Field(title="结束时间")]
End = Annotated[datetime, Field(title="结束时间"), types.instant()]
Expected = Annotated[
    list[UUID],
    Field(title="排班人员", min_length=1, max_length=MOST_LISTED),
    types.refs(PERSON),
]
Head = Annotated[PersonId, Field(title="带班人")]
GroupPhoto = Annotated[Files, Field(title="合影", min_length=1)]
SheetScan = Annotated[Files, Field(title="签到表扫描件")]
Minutes = Annotated[
    int, Field(title="每人时长", ge=0, le=MOST_MINUTES), types.integer("分钟")
]
Present = Annotated[listed(PERSON, "到"), Fixed()]
Deputy = Annotated[listed(PERSON, "代"), Fixed()]


def _listed(event: RecordedEvent, name: str) -> list[UUID] | None:
    """Those an event ticked so, if any."""
    return [UUID(person) for person in event.payload.get(name) or ()] or None


class VolunteerShift(Case):
    """One shift at one post."""

    topic = "civilized_city.VolunteerShift"
    title = "志愿执勤"
    seen_by = Right.SEE_SHIFTS
    amended_by = Right.AMEND
    of_people = ("head",)
    workflow = Workflow(
        [
            State("planned", "待签到", "签到", Right.VOLUNTEER, due=(AtField("ends"),)),
            State("serving", "执勤中", "签退", Right.VOLUNTEER, due=(AtField("ends"),)),
            State("done", "已完成"),
            State("cancelled", "已取消", stage=False),
        ],
        [
            Transition("Planned", (), "planned"),
            Transition("SignedIn", ("planned",), "serving"),
            Transition("SignedOut", ("serving",), "done"),
            Transition("Cancelled", ("planned",), "cancelled"),
        ],
    )

    class Planned(Aggregate.Created):
        """Who stands where, from when to when."""

        title = "排班"
        serial: fields.Serial
        post: Post
        service: Service
        starts: Start
        ends: End
        expected: Expected
        head: Head
        area: fields.AreaId | None = None

    class SignedIn(Aggregate.Event):
        """Who came, ticked on the sheet, and one photo of all."""

        title = "签到"
        photos: GroupPhoto
        present: listed(PERSON, "到") | None = None
        deputy: listed(PERSON, "代") | None = None
        absent: listed(PERSON, "缺") | None = None
        scan: SheetScan | None = None

    class SignedOut(Aggregate.Event):
        """The shift is over; everybody who came gets its hours."""

        title = "签退"
        reckons_from = frozenset({"SignedIn", "SignedOut"})
        minutes: Minutes | None = None
        present: Present | None = None
        deputy: Deputy | None = None
        remark: fields.Remark | None = None

        @classmethod
        def reckoned(
            cls,
            context: Context,  # noqa: ARG003 - the events say all
            before: Sequence[RecordedEvent],
            occurred: int,
            values: Mapping[str, Any],  # noqa: ARG003 - what was typed decides nothing
        ) -> dict[str, Any]:
            """Minutes since the sign-in, for those who then came."""
            came = [e for e in before if e.topic.endswith(".SignedIn")]
            if not came:
                return {"minutes": None, "present": None, "deputy": None}
            signed = came[-1]
            minutes = (occurred - signed.occurred) // _MINUTE
            return {
                "minutes": max(0, min(minutes, MOST_MINUTES)),
                "present": _listed(signed, "present"),
                "deputy": _listed(signed, "deputy"),
            }

    class Cancelled(Aggregate.Event):
        """It rained."""

        title = "取消"
        reason: fields.Reason
