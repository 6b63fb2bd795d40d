"""The lists of departments and people, and what rules read of them."""

from __future__ import annotations

from houqin.core.model.guards import Claims, Register
from houqin.core.people.aggregates import Department, DepartmentKind, Person
from houqin.core.people.guards import UnitRegister
from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import field
from houqin.core.schema import types

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
        Column("successor", "并入单位", types.ref("core.Department"), latest=True),
    ],
    title_column="short",
    sort="name",
)
departments.on(Department.Registered, "name", "short", "kind", "parent", "order")
departments.on(Department.Renamed, "name", "short")
departments.on(Department.Moved, "parent", "order")
departments.on(Department.Merged, successor=field("into"))

people = Ledger(
    "core.people",
    "人员名册",
    per=Person,
    columns=[
        Column("name", "姓名", types.personal(mask="none"), primary=True),
        Column(
            "department", "单位", types.ref("core.Department"), filter=True, latest=True
        ),
        Column("roles", "角色", types.roles(), latest=True),
        Column("login", "登录名", types.text(), filter=True),
        Column("phone", "电话", types.personal(mask="phone")),
    ],
    title_column="name",
    sort="department",
)
people.on(Person.Registered, "name", "department", "roles", "login", "phone")
people.on(Person.Assigned, "department", "roles")

logins = Claims("core.logins", [Person], "登录名", released=["left"])
logins.on(Person.Registered, value=field("login"))

person_register = Register("core.person_register", Person, ["department", "roles"])
person_register.keep(Person.Registered, "department", "roles")
person_register.keep(Person.Assigned, "department", "roles")

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

GUARDS = (logins, person_register, unit_names, department_register)
