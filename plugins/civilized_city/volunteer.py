"""志愿者: the roster."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema import types
from houqin.core.schema.fields import Day, Line, PersonId
from houqin.core.schema.types import Copied
from houqin.plugins.civilized_city import fields
from houqin.plugins.civilized_city.permissions import CityPermission as Right

VolunteerPerson = Annotated[PersonId, Field(title="姓名")]
VolunteerUnit = Annotated[
    UUID, Field(title="单位"), types.ref("core.Department"),
    Copied("person", "department"),
]  # fmt: skip
Team = Annotated[Line, Field(title="志愿服务队")]
Joined = Annotated[Day, Field(title="加入日期")]


class Volunteer(Aggregate):
    """One person of the roster."""

    topic = "civilized_city.Volunteer"
    title = "志愿者"
    seen_by = Right.SEE_SHIFTS
    amended_by = Right.AMEND
    of_units = ("unit",)
    of_people = ("person",)
    workflow = Workflow(
        [State("active", "在册", stage=False), State("left", "已退出", stage=False)],
        [
            Transition("Registered", (), "active"),
            Transition("Left", ("active",), "left"),
        ],
    )

    class Registered(Aggregate.Created):
        """On the roster."""

        title = "登记志愿者"
        person: VolunteerPerson
        team: Team
        joined_on: Joined
        unit: VolunteerUnit | None = None

    class Left(Aggregate.Event):
        """Off it."""

        title = "退出"
        reason: fields.Reason
