"""Registering departments and people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from houqin.core.model.command import command
from houqin.core.model.permission import CorePermission
from houqin.core.people import organising, passwords
from houqin.core.people.aggregates import (
    Belongs,
    Department,
    DepartmentName,
    Kind,
    Login,
    Order,
    Parent,
    Person,
    Roles,
    ShortName,
)
from houqin.core.people.organising import require_unit
from houqin.core.schema.errors import Refused
from houqin.core.schema.fields import Secret, TypedName, TypedPhone
from houqin.core.schema.form import Form, RecordForm

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.context import Context


class RegisterDepartment(Form):
    """登记一个用车、用房或者办事的单位。"""

    name: DepartmentName
    short: ShortName
    kind: Kind
    parent: Parent | None = None
    order: Order | None = None


class RegisterPerson(Form):
    """有登录名和密码的人员可以登录；没有的只作为当事人。"""

    name: Annotated[TypedName, Field(title="姓名")]
    department: Belongs
    roles: Roles = []  # noqa: RUF012 - pydantic copies it
    login: Login | None = None
    password: Annotated[Secret, Field(title="密码")] | None = None
    phone: Annotated[TypedPhone, Field(title="电话")] | None = None


class AssignPerson(RecordForm):
    """调整所在单位和角色。"""

    department: Belongs
    roles: Roles


class Leave(RecordForm):
    """离开后不能登录，经办过的单据不变。"""


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
    _require_roles(context, form.roles)
    person: UUID = context.new_id()
    context.create(
        Person,
        Person.Registered,
        id=person,
        name=form.name,
        department=form.department,
        roles=form.roles,
        login=form.login,
        phone=form.phone,
    )
    if form.password:
        passwords.keep(context.connection, person, form.password)


@command(
    "core.assign_person", "调整单位和角色", permission=CorePermission.ORGANISE,
    on=Person, event=Person.Assigned, order=930,
)  # fmt: skip
def assign_person(context: Context, form: AssignPerson) -> None:
    """Give other roles."""
    require_unit(context, form.department)
    _require_roles(context, form.roles)
    person = context.load(Person, form.record)
    person.record(Person.Assigned, department=form.department, roles=form.roles)


@command(
    "core.leave", "离开", permission=CorePermission.ORGANISE, on=Person,
    event=Person.Left, style="danger", order=940,
)  # fmt: skip
def leave(context: Context, form: Leave) -> None:
    """Let a person go."""
    context.load(Person, form.record).record(Person.Left)


def _require_roles(context: Context, roles: list[str]) -> None:
    unknown = sorted(set(roles) - set(context.catalogue.grants))
    if unknown:
        message = f"没有这个角色：{'、'.join(unknown)}"
        raise Refused(message, "roles")


ALL = (
    register_department,
    *organising.ALL,
    register_person,
    assign_person,
    leave,
)
