"""The first unit and the first administrator of an empty site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from houqin.core.model.command import command
from houqin.core.people import passwords, sessions
from houqin.core.people.account import PasswordBy
from houqin.core.people.aggregates import (
    Department,
    DepartmentKind,
    DepartmentName,
    Login,
    Person,
    ShortName,
)
from houqin.core.people.commands import CalledName
from houqin.core.people.password_rules import RULE, require_strong
from houqin.core.schema.errors import Refused
from houqin.core.schema.fields import Secret
from houqin.core.schema.form import Form

if TYPE_CHECKING:
    from houqin.core.model.context import Context


class FirstRun(Form):
    """填写单位和系统管理员，完成后即可登录。"""

    unit: Annotated[DepartmentName, Field(title="单位名称")]
    short: Annotated[ShortName, Field(title="单位简称")]
    name: Annotated[CalledName, Field(title="管理员姓名")]
    login: Annotated[Login, Field(title="管理员登录名")]
    password: Annotated[Secret, Field(title="密码", description=RULE)]
    again: Annotated[Secret, Field(title="再输一遍密码")]


@command("core.first_run", "首次设置", permission=sessions.SYSTEM)
def first_run(context: Context, form: FirstRun) -> None:
    """Open the centre's own unit and its first administrator, both or neither."""
    sessions.require_system(context)
    if not passwords.nobody_has_one(context.connection):
        raise Refused("本站点已经完成首次设置，请直接登录")
    if form.password != form.again:
        raise Refused("两次输入的密码不一致", "again")
    require_strong(form.password, (form.login, form.name))
    unit = _own_unit(context, form)
    person = context.create(
        Person, Person.Registered, name=form.name, department=unit.id,
        roles=["administrator"], login=form.login,
    )  # fmt: skip
    passwords.keep(context.connection, person.id, form.password)
    person.record(Person.PasswordSet, how=PasswordBy.FIRST)


def _own_unit(context: Context, form: FirstRun) -> Department:
    """The centre's own unit: that of a blueprint, called as is typed, or a new one."""
    own = {"kind": DepartmentKind.OWN.value, "parent": None}
    for known in context.choosable("core.Department"):
        if {name: known.attributes.get(name) for name in own} == own:
            unit = context.load(Department, known.id)
            if (unit.name, unit.short) != (form.unit, form.short):  # type: ignore[attr-defined]  # its events set them
                unit.record(Department.Renamed, name=form.unit, short=form.short)
            return unit
    return context.create(
        Department, Department.Registered, name=form.unit, short=form.short,
        kind=DepartmentKind.OWN,
    )  # fmt: skip
