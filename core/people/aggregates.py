"""Departments and people, as far as the foundation needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.lawful import BasisField, BasisText, Document, ErasingReason
from houqin.core.model.permission import CorePermission
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.people import together
from houqin.core.people.account import AccountHolder
from houqin.core.schema import types
from houqin.core.schema.fields import (
    DepartmentId,
    Line,
    LongLine,
    PostId,
    SealedName,
    SealedPhone,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


class DepartmentKind(types.Choice):
    """What kind of unit a department is."""

    COUNTY = "county", "县直部门"
    TOWNSHIP = "township", "乡镇"
    LEADING = "leading", "四大班子办公室"
    SUBORDINATE = "subordinate", "二层机构"
    OWN = "own", "本中心科室"


DepartmentName = Annotated[Line, Field(title="名称")]
ShortName = Annotated[Line, Field(title="简称")]
Kind = Annotated[DepartmentKind, Field(title="类别"), types.choice(DepartmentKind)]
Parent = Annotated[DepartmentId, Field(title="上级单位")]
Order = Annotated[int, Field(title="排序号", ge=0, le=99_999), types.integer()]
#: Whoever moved with a merger would stay where the wrong one led: it is voided.
Into = Annotated[DepartmentId, Field(title="并入单位"), types.Fixed()]
Basis = Annotated[LongLine, Field(title="依据")]
PersonName = Annotated[SealedName, Field(title="姓名")]
Belongs = Annotated[DepartmentId, Field(title="所在单位")]
Login = Annotated[
    str,
    Field(title="登录名", pattern=r"^[a-z0-9][a-z0-9._-]{1,39}$"),
    types.text(identifying=True),
]
Number = Annotated[
    str,
    Field(title="工号", pattern=r"^[A-Za-z0-9-]{1,20}$"),
    types.text(identifying=True),
]
Roles = Annotated[list[str], Field(title="角色"), types.roles()]
Phone = Annotated[SealedPhone, Field(title="电话")]
PostTitle = Annotated[Line, Field(title="岗位名称")]
PostUnit = Annotated[DepartmentId, Field(title="所属单位")]
Establishment = Annotated[
    int, Field(title="编制数", ge=0, le=9999), types.integer("人")
]
UsualRoles = Annotated[list[str], Field(title="通常角色"), types.roles()]
HeldPost = Annotated[PostId, Field(title="岗位")]


class Department(Aggregate):
    """One unit that uses or runs something."""

    topic = "core.Department"
    title = "单位"
    amended_by = CorePermission.ORGANISE
    #: States in which no pick list offers it.
    unavailable = ("merged", "closed")
    seen_by = CorePermission.SEE_PEOPLE
    of_units = ("id",)
    shapes_rights = True
    workflow = Workflow(
        [
            State("active", "在用", stage=False),
            State("merged", "已合并", stage=False),
            State("closed", "已撤销", stage=False),
        ],
        [
            Transition("Registered", (), "active"),
            Transition("Merged", ("active",), "merged"),
            Transition("Closed", ("active",), "closed"),
        ],
        latest=True,
    )

    class Registered(Aggregate.Created):
        """登记单位."""

        title = "登记"
        name: DepartmentName
        short: ShortName
        kind: Kind
        parent: Parent | None = None
        order: Order | None = None

    class Renamed(Aggregate.Event):
        """From here on it is called otherwise."""

        title = "更名"
        name: DepartmentName
        short: ShortName
        basis: Basis | None = None

    class Moved(Aggregate.Event):
        """From here on it stands below another unit, or elsewhere among its like."""

        title = "调整上级"
        parent: Parent | None = None
        order: Order | None = None

    class Merged(Aggregate.Event):
        """Another unit goes on in its place; what was recorded stays under it."""

        title = "合并"
        into: Into
        basis: Basis | None = None

    class Closed(Aggregate.Event):
        """It is no more, and nobody goes on in its place."""

        title = "撤销"
        basis: Basis | None = None

    def event_voiding(self, context: Any, event: str) -> None:
        """Who moved with a merger moves back with it."""
        if event == "Merged":
            together.take_back(context, self.id, event)

    def event_restoring(self, context: Any, event: str) -> None:
        """And moves again where the merger holds after all."""
        if event == "Merged":
            together.put_back(context, self.id)

    @staticmethod
    def known_as(attributes: Mapping[str, Any]) -> tuple[str, ...]:
        """The full name beside the short one."""
        name = attributes.get("name")
        return (name,) if name else ()


class Post(Aggregate):
    """A post of a unit: so many places, and the roles who holds it usually has."""

    topic = "core.Post"
    title = "岗位"
    seen_by = CorePermission.SEE_PEOPLE
    of_units = ("department",)
    amended_by = CorePermission.ORGANISE
    unavailable = ("abolished",)
    hinted = "department"
    workflow = Workflow(
        [
            State("active", "在用", stage=False),
            State("abolished", "已撤销", stage=False),
        ],
        [
            Transition("Registered", (), "active"),
            Transition("Abolished", ("active",), "abolished"),
        ],
        latest=True,
    )

    class Registered(Aggregate.Created):
        """登记岗位."""

        title = "登记"
        name: PostTitle
        department: PostUnit
        establishment: Establishment
        roles: UsualRoles

    class Changed(Aggregate.Event):
        """Other name, number of places or roles from here on."""

        title = "变更"
        name: PostTitle
        establishment: Establishment
        roles: UsualRoles

    class Moved(Aggregate.Event):
        """Goes on in another unit, as its own was merged into that."""

        title = "转入"
        department: PostUnit

    class Abolished(Aggregate.Event):
        """Nobody takes it any more."""

        title = "撤销"
        basis: Basis | None = None


class Person(AccountHolder):
    """One person; names and telephones are sealed under the person's own key."""

    topic = "core.Person"
    title = "人员"
    amended_by = CorePermission.ORGANISE
    ends = frozenset({"Erased"})
    hinted = "department"
    seen_by = CorePermission.SEE_PEOPLE
    of_units = ("department",)
    of_people = ("id",)
    shapes_rights = True
    workflow = Workflow(
        [State("active", "在职", stage=False), State("left", "已离开", stage=False)],
        [
            Transition("Registered", (), "active"),
            Transition("Left", ("active",), "left"),
            Transition("Erased", ("active", "left"), "left"),
            Transition("Rejoined", ("left",), "active"),
        ],
        latest=True,
    )

    class Registered(Aggregate.Created):
        """登记人员."""

        title = "登记"
        name: PersonName
        department: Belongs
        roles: Roles
        login: Login | None = None
        phone: Phone | None = None
        number: Number | None = None
        post: HeldPost | None = None

    class Updated(Aggregate.Event):
        """Called, numbered or reached otherwise from here on."""

        title = "变更"
        name: PersonName
        number: Number | None = None
        login: Login | None = None
        phone: Phone | None = None

    class Assigned(Aggregate.Event):
        """Other unit, post or roles from here on."""

        title = "调整单位和角色"
        department: Belongs
        roles: Roles
        post: HeldPost | None = None

    class Left(Aggregate.Event):
        """Has left; nothing can be done under this name any more."""

        title = "离开"

    class Erased(Aggregate.Event):
        """What identifies the person is gone; what the person did stays."""

        title = "个人信息清除"
        basis: BasisField
        document: Document
        reason: ErasingReason
        basis_text: BasisText | None = None

    class Rejoined(Aggregate.Event):
        """Is back, in a unit and with roles as given now."""

        title = "返岗"
        department: Belongs
        roles: Roles
        post: HeldPost | None = None
