"""The lists of departments and people, and what rules read of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.guards import Claims, Register
from houqin.core.people.aggregates import Department, DepartmentKind, Person, Post
from houqin.core.people.grants import Deputy, Grant, Holdings, Letter
from houqin.core.people.guards import Logins, UnitRegister
from houqin.core.projection.ledger import Column, Ledger, LookedUp
from houqin.core.projection.sources import constant, field
from houqin.core.schema import types

if TYPE_CHECKING:
    from datetime import date

departments = Ledger(
    "core.departments",
    "单位名录",
    per=Department,
    columns=[
        Column("name", "名称", types.text(), filter=True, latest=True, primary=True),
        Column("short", "简称", types.text(), filter=True, latest=True),
        Column("kind", "类别", types.choice(DepartmentKind), filter=True),
        Column(
            "parent", "上级单位", types.ref("core.Department"), filter=True, latest=True
        ),
        Column("order", "排序号", types.integer(), latest=True),
        Column(
            "people",
            "在职人数",
            types.integer("人"),
            looked_up=LookedUp(
                "core.people", "department", "", "count", state="active"
            ),
        ),
        Column("successor", "并入单位", types.ref("core.Department"), latest=True),
    ],
    title_column="short",
    sort="name",
)
departments.on(Department.Registered, "name", "short", "kind", "parent", "order")
departments.on(Department.Renamed, "name", "short")
departments.on(Department.Moved, "parent", "order")
departments.on(Department.Merged, successor=field("into"))

_called = types.text(identifying=True)

people = Ledger(
    "core.people",
    "人员名册",
    per=Person,
    columns=[
        Column(
            "name", "姓名", types.personal(mask="none"), latest=True, primary=True
        ),
        Column(
            "department", "单位", types.ref("core.Department"), filter=True,
            latest=True, primary=True,
        ),
        Column("post", "岗位", types.ref("core.Post"), filter=True, latest=True),
        Column("roles", "角色", types.roles(), latest=True),
        Column("number", "工号", _called, filter=True, latest=True),
        Column("login", "登录名", _called, filter=True, latest=True),
        Column("phone", "电话", types.personal(mask="phone"), latest=True),
    ],
    title_column="name",
    sort="department",
)  # fmt: skip
people.on(
    Person.Registered,
    "name", "department", "roles", "login", "phone", "number", "post",
)  # fmt: skip
people.on(Person.Updated, "name", "number", "login", "phone")
people.on(Person.Assigned, "department", "roles", "post")
people.on(Person.Rejoined, "department", "roles", "post")


def _vacant(row: dict[str, Any], _day: date) -> int:
    """Places that nobody holds; below zero there are more people than places."""
    return int(row["establishment"] or 0) - int(row["holders"] or 0)


posts = Ledger(
    "core.posts",
    "岗位编制",
    per=Post,
    columns=[
        Column("name", "岗位", types.text(), filter=True, latest=True, primary=True),
        Column(
            "department", "单位", types.ref("core.Department"), filter=True,
            latest=True, primary=True,
        ),
        Column("roles", "通常角色", types.roles(), latest=True),
        Column(
            "establishment", "编制数", types.integer("人"), total=True, latest=True
        ),
        Column(
            "holders",
            "在岗人数",
            types.integer("人"),
            looked_up=LookedUp("core.people", "post", "", "count", state="active"),
        ),
        Column("vacant", "空缺", types.integer("人"), derived=_vacant),
    ],
    sort="department",
)  # fmt: skip
posts.on(Post.Registered, "name", "department", "establishment", "roles")
posts.on(Post.Changed, "name", "establishment", "roles")
posts.on(Post.Moved, "department")

logins = Logins("core.logins", [Person], "登录名", released=["left"])
logins.on(Person.Registered, value=field("login"), number=field("number"))
logins.on(Person.Updated, value=field("login"), number=field("number"))

person_register = Register(
    "core.person_register", Person, ["department", "roles", "post", "erased"]
)
person_register.keep(Person.Registered, "department", "roles", "post")
person_register.keep(Person.Assigned, "department", "roles", "post")
person_register.keep(Person.Rejoined, "department", "roles", "post")
person_register.on(Person.Erased, erased=constant(True))  # noqa: FBT003 - a value

post_register = Register(
    "core.post_register", Post, ["name", "department", "roles", "establishment"]
)
post_register.keep(Post.Registered, "name", "department", "roles", "establishment")
post_register.keep(Post.Changed, "name", "roles", "establishment")
post_register.keep(Post.Moved, "department")

_person = types.ref("core.Person")
_department = types.ref("core.Department")
_period = (
    Column("since", "开始日期", types.day(), filter=True, primary=True),
    Column("until", "截止日期", types.day(), filter=True, primary=True),
    Column("status", "状态", types.state(), primary=True),
)
grants = Ledger(
    "core.grants", "角色授权", per=Grant, sort="-since", title_column="role",
    columns=[
        Column("person", "人员", _person, filter=True, primary=True),
        Column("role", "角色", types.role(), filter=True, primary=True),
        Column("scope", "范围", _department, filter=True),
        *_period,
        Column("basis", "依据", types.text()),
    ],
)  # fmt: skip
grants.on(Grant.Granted, "person", "role", "scope", "since", "until", "basis")
deputies = Ledger(
    "core.deputies", "授权代理", per=Deputy, sort="-since", title_column="principal",
    columns=[
        Column("principal", "被代理人", _person, filter=True, primary=True),
        Column("deputy", "代理人", _person, filter=True, primary=True),
        *_period,
        Column("reason", "理由", types.text()),
    ],
)  # fmt: skip
deputies.on(Deputy.Appointed, "principal", "deputy", "since", "until", "reason")
letters = Ledger(
    "core.letters", "审计授权", per=Letter, sort="-since", title_column="number",
    columns=[
        Column("number", "授权文号", types.text(), filter=True, primary=True),
        Column("person", "审计人员", _person, filter=True, primary=True),
        Column("scope", "范围", _department, filter=True),
        *_period,
    ],
)  # fmt: skip
letters.on(Letter.Authorised, "number", "person", "scope", "since", "until")


unit_names = Claims(
    "core.unit_names", [Department], "单位名称", released=["merged", "closed"]
)
unit_names.on(Department.Registered, value=field("name"))
unit_names.on(Department.Renamed, value=field("name"))

department_register = UnitRegister(
    "core.department_register",
    Department,
    ["short", "name", "parent", "successor", "kind", "order"],
)
department_register.keep(
    Department.Registered, "short", "name", "parent", "kind", "order"
)
department_register.keep(Department.Renamed, "short", "name")
department_register.keep(Department.Moved, "parent", "order")
department_register.on(Department.Merged, successor=field("into"))

GUARDS = (
    logins,
    person_register,
    post_register,
    unit_names,
    department_register,
    Holdings(),
)
