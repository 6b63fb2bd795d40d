"""Registering departments and people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from houqin.core.model.command import command
from houqin.core.model.permission import CorePermission
from houqin.core.people import organising, passwords, posting, sessions
from houqin.core.people.account import PasswordBy
from houqin.core.people.aggregates import (
    Belongs,
    Department,
    DepartmentName,
    HeldPost,
    Kind,
    Login,
    Number,
    Order,
    Parent,
    Person,
    Roles,
    ShortName,
)
from houqin.core.people.organising import require_unit
from houqin.core.people.password_rules import RULE, require_strong
from houqin.core.people.posting import usual_roles
from houqin.core.people.separation import require_giving
from houqin.core.schema import types
from houqin.core.schema.errors import NotPermitted
from houqin.core.schema.fields import Secret, TypedName
from houqin.core.schema.form import Canonical, Form, RecordForm

if TYPE_CHECKING:
    from houqin.core.model.context import Context


class RegisterDepartment(Form):
    """登记一个来办事的单位。"""

    name: DepartmentName
    short: ShortName
    kind: Kind
    parent: Parent | None = None
    order: Order | None = None


CalledName = Annotated[TypedName, Field(title="姓名")]
#: A number as people write it: digits, spaces and hyphens.
Telephone = Annotated[
    str,
    Canonical,
    Field(title="电话", pattern=r"^\+?[0-9][0-9 -]{2,19}$"),
    types.personal(mask="phone"),
]


class RegisterPerson(Form):
    """有登录名或工号和密码的人员可以登录；没有的只作为当事人。"""

    name: CalledName
    department: Belongs
    post: HeldPost | None = None
    roles: Roles = []  # noqa: RUF012 - pydantic copies it
    number: Number | None = None
    login: Login | None = None
    password: Annotated[Secret, Field(title="密码", description=RULE)] | None = None
    phone: Telephone | None = None


class UpdatePerson(RecordForm):
    """电话不填即不变；单位、岗位和角色请用“调整单位和角色”。"""

    name: CalledName
    number: Number | None = None
    login: Login | None = None
    phone: Telephone | None = None


class UpdateOwnPhone(RecordForm):
    """变更本人的电话，姓名、工号等请联系系统管理员。"""

    phone: Telephone


class AssignPerson(RecordForm):
    """不选角色时按岗位的通常角色。"""

    department: Belongs
    post: HeldPost | None = None
    roles: Roles = []  # noqa: RUF012 - pydantic copies it


class Leave(RecordForm):
    """离开后不能登录，经办过的单据不变。"""


class Rejoin(RecordForm):
    """离开的人员回来，用原来的登录名、工号和密码。"""

    department: Belongs
    post: HeldPost | None = None
    roles: Roles = []  # noqa: RUF012 - pydantic copies it


@command(
    "core.register_department", "登记单位", permission=CorePermission.ORGANISE,
    event=Department.Registered, menu=True, order=910,
)  # fmt: skip
def register_department(context: Context, form: RegisterDepartment) -> None:
    """Open a department."""
    if form.parent is not None:
        require_unit(context, form.parent, "parent")
    context.create(Department, Department.Registered, **dict(form))


@command(
    "core.register_person", "登记人员", permission=CorePermission.ORGANISE,
    event=Person.Registered, menu=True, order=920,
)  # fmt: skip
def register_person(context: Context, form: RegisterPerson) -> None:
    """Open a person, with a password if one is given."""
    require_unit(context, form.department)
    roles = usual_roles(context, form.post, form.department, form.roles)
    require_giving(context, roles, None)
    if form.password:
        require_strong(form.password, (form.login, form.number, form.name))
    person = context.create(
        Person,
        Person.Registered,
        name=form.name,
        department=form.department,
        roles=roles,
        login=form.login,
        phone=form.phone,
        number=form.number,
        post=form.post,
    )
    if form.password:
        passwords.keep(context.connection, person.id, form.password)
        person.record(Person.PasswordSet, how=PasswordBy.ADMINISTRATOR)


def _facts_as_they_are(context: Context, person: Any) -> dict[str, Any]:
    """The telephone is not shown: whoever changes it types the new one."""
    name = context.services.keys.open(
        context.connection, person.id, "name", person.name
    )
    return {"name": name, "number": person.number, "login": person.login}


@command(
    "core.update_person", "变更", permission=CorePermission.ORGANISE, on=Person,
    event=Person.Updated, style="default", starts=_facts_as_they_are, order=925,
)  # fmt: skip
def update_person(context: Context, form: UpdatePerson) -> None:
    """Change name, number, login or telephone from here on."""
    person: Any = context.load(Person, form.record)
    values = {"number": form.number, "login": form.login}
    values["name"] = _unless_same(context, person, "name", form.name)
    values["phone"] = _unless_same(context, person, "phone", form.phone)
    person.record(Person.Updated, **values)


def _unless_same(context: Context, person: Any, name: str, typed: str | None) -> Any:
    """What was typed, or the sealed value where that says the same."""
    known = getattr(person, name)
    keys = context.services.keys
    same = known and keys.open(context.connection, person.id, name, known) == typed
    return known if same or typed is None else typed


def _oneself(context: Context, person: Any) -> str | None:
    return None if person.id == context.acting else "只能变更本人的电话"


@command(
    "core.update_own_phone", "变更电话", on=Person, event=Person.Updated,
    style="default", may=_oneself, order=926,
)  # fmt: skip
def update_own_phone(context: Context, form: UpdateOwnPhone) -> None:
    """Everybody keeps the own telephone up to date."""
    person: Any = context.load(Person, form.record)
    if wrong := _oneself(context, person):
        raise NotPermitted(wrong)
    phone = _unless_same(context, person, "phone", form.phone)
    kept = {"name": person.name, "number": person.number, "login": person.login}
    person.record(Person.Updated, **kept, phone=phone)


def _place_as_it_is(_context: Context, person: Any) -> dict[str, Any]:
    return {
        "department": person.department, "post": person.post, "roles": person.roles
    }  # fmt: skip


@command(
    "core.assign_person", "调整单位和角色", permission=CorePermission.ORGANISE,
    on=Person, event=Person.Assigned, style="default", starts=_place_as_it_is,
    may=lambda _context, person: "已离开" if person.state == "left" else None,
    order=930,
)  # fmt: skip
def assign_person(context: Context, form: AssignPerson) -> None:
    """Give another unit, post or roles."""
    person = context.load(Person, form.record)
    person.record(Person.Assigned, **_placed(context, form))


def _placed(context: Context, form: AssignPerson | Rejoin) -> dict[str, Any]:
    require_unit(context, form.department)
    roles = usual_roles(context, form.post, form.department, form.roles)
    require_giving(context, roles, form.record)
    return {"department": form.department, "post": form.post, "roles": roles}


@command(
    "core.leave", "离开", permission=CorePermission.ORGANISE, on=Person,
    event=Person.Left, style="danger", order=940,
)  # fmt: skip
def leave(context: Context, form: Leave) -> None:
    """Let a person go, and out of every browser."""
    context.load(Person, form.record).record(Person.Left)
    sessions.close_all(context, form.record)


@command(
    "core.rejoin", "返岗", permission=CorePermission.ORGANISE, on=Person,
    event=Person.Rejoined, starts=_place_as_it_is, order=950,
)  # fmt: skip
def rejoin(context: Context, form: Rejoin) -> None:
    """Take a person back who had left."""
    person = context.load(Person, form.record)
    person.record(Person.Rejoined, **_placed(context, form))


ALL = (
    register_department,
    *organising.ALL,
    *posting.ALL,
    register_person,
    update_person,
    update_own_phone,
    assign_person,
    leave,
    rejoin,
)
