"""Units change: other names, other places, mergers, ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.command import command
from houqin.core.model.permission import CorePermission
from houqin.core.people.aggregates import (
    Basis,
    Department,
    DepartmentName,
    Into,
    Order,
    Parent,
    Person,
    Post,
    ShortName,
)
from houqin.core.people.tree import ACTIVE, DEPARTMENT, Tree
from houqin.core.schema.errors import Refused
from houqin.core.schema.form import RecordForm

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from houqin.core.model.aggregate import Aggregate
    from houqin.core.model.context import Context
    from houqin.core.model.streams import Choosable

#: So many names a refusal lists.
_NAMED = 5


class RenameDepartment(RecordForm):
    """从发生时间起用新名称，以前的单据按当时的名称查得到。"""

    name: DepartmentName
    short: ShortName
    basis: Basis | None = None


class MoveDepartment(RecordForm):
    """不选上级单位即为一级单位；排序号小的排在前面。"""

    parent: Parent | None = None
    order: Order | None = None


class MergeDepartment(RecordForm):
    """人员、岗位和下级单位一并转入；原有单据不变，统计并入新单位。"""

    into: Into
    basis: Basis | None = None


class CloseDepartment(RecordForm):
    """没有在职人员、岗位和下级单位才能撤销；有接续单位的请用“合并”。"""

    basis: Basis | None = None


def active_only(_context: Context, unit: Any) -> str | None:
    """Merged and closed units are not changed any more."""
    return None if unit.state == ACTIVE else "单位已经撤并"


def require_unit(context: Context, unit: UUID, field: str = "department") -> Choosable:
    """A unit that people and things may be put into."""
    found = context.choose(DEPARTMENT, unit, field)
    if found.state != ACTIVE:
        message = f"“{found.attributes['name']}”已经撤并，请选择在用的单位"
        raise Refused(message, field)
    return found


def require_roles(context: Context, roles: list[str]) -> None:
    """Every one of them is a role that somebody declared."""
    unknown = sorted(set(roles) - set(context.catalogue.roles))
    if unknown:
        message = f"没有这个角色：{'、'.join(unknown)}"
        raise Refused(message, "roles")


def _name_as_it_is(_context: Context, unit: Any) -> dict[str, Any]:
    return {"name": unit.name, "short": unit.short}


@command(
    "core.rename_department", "更名", permission=CorePermission.ORGANISE,
    on=Department, event=Department.Renamed, style="default", starts=_name_as_it_is,
    may=active_only, order=911,
)  # fmt: skip
def rename_department(context: Context, form: RenameDepartment) -> None:
    """Call it otherwise from here on."""
    unit = _active(context, form.record)
    unit.record(Department.Renamed, name=form.name, short=form.short, basis=form.basis)


def _place_as_it_is(_context: Context, unit: Any) -> dict[str, Any]:
    return {"parent": unit.parent, "order": unit.order}


@command(
    "core.move_department", "调整上级", permission=CorePermission.ORGANISE,
    on=Department, event=Department.Moved, style="default", starts=_place_as_it_is,
    may=active_only, order=912,
)  # fmt: skip
def move_department(context: Context, form: MoveDepartment) -> None:
    """Put it below another unit."""
    unit = _active(context, form.record)
    if form.parent is not None:
        require_unit(context, form.parent, "parent")
        _require_apart(context, form.record, form.parent, "parent", "上级单位")
    unit.record(Department.Moved, parent=form.parent, order=form.order)


@command(
    "core.merge_department", "合并", permission=CorePermission.ORGANISE,
    on=Department, event=Department.Merged, style="danger", order=913,
)  # fmt: skip
def merge_department(context: Context, form: MergeDepartment) -> None:
    """Let another unit go on in its place, with its people and what is below it."""
    unit = _active(context, form.record)
    require_unit(context, form.into, "into")
    _require_apart(context, form.record, form.into, "into", "并入单位")
    unit.record(Department.Merged, into=form.into, basis=form.basis)
    for below in Tree.of(context.services, context.connection).children(unit.id):
        moved: Any = context.load(Department, below)
        _follow(context, moved, Department.Moved, parent=form.into, order=moved.order)
    for post in _of_unit(context, "core.Post", unit.id):
        _follow(context, context.load(Post, post), Post.Moved, department=form.into)
    for person in _of_unit(context, "core.Person", unit.id):
        _take_along(context, person, form.into)


def _take_along(context: Context, person: UUID, unit: UUID) -> None:
    """The same post and roles, in the other unit."""
    known: Any = context.load(Person, person)
    values = {"department": unit, "roles": known.roles, "post": known.post}
    _follow(context, known, Person.Assigned, **values)


@command(
    "core.close_department", "撤销单位", permission=CorePermission.ORGANISE,
    on=Department, event=Department.Closed, style="danger", order=914,
)  # fmt: skip
def close_department(context: Context, form: CloseDepartment) -> None:
    """End a unit that nobody works in any more."""
    unit = _active(context, form.record)
    tree = Tree.of(context.services, context.connection)
    below = [tree.units[child].name for child in tree.children(unit.id)]
    if below:
        raise Refused(f"还有下级单位，不能撤销：{_listed(below)}")
    if people := len(_of_unit(context, "core.Person", unit.id)):
        raise Refused(f"还有{people}名在职人员，不能撤销")
    if posts := len(_of_unit(context, "core.Post", unit.id)):
        raise Refused(f"还有{posts}个岗位，不能撤销")
    unit.record(Department.Closed, basis=form.basis)


def _active(context: Context, record: UUID) -> Department:
    unit = context.load(Department, record)
    if unit.state != ACTIVE:
        message = f"单位当前为“{unit.workflow.title(unit.state)}”，不能变更"
        raise Refused(message)
    return unit


def _require_apart(
    context: Context, unit: UUID, other: UUID, field: str, what: str
) -> None:
    """Neither the unit itself nor anything below it."""
    if str(other) in Tree.of(context.services, context.connection).subtree(unit):
        message = f"{what}不能是本单位或者它的下级单位"
        raise Refused(message, field)


def _of_unit(context: Context, aggregate: str, unit: UUID) -> list[UUID]:
    """The unit's people or posts."""
    return [
        found.id
        for found in context.choosable(aggregate)
        if found.state == ACTIVE and found.attributes["department"] == str(unit)
    ]


def _follow(
    context: Context, record: Aggregate, event: type[Any], **values: Any
) -> None:
    """What comes along does so after all that has happened to it.

    A merger of last month also takes who came since.
    """
    known = context.effective(record.id).events
    with context.told(occurred=max(context.occurred, *(e.occurred for e in known))):
        record.record(event, **values)


def _listed(names: Iterable[str]) -> str:
    found = list(names)
    more = f"等{len(found)}个" if len(found) > _NAMED else ""
    return "、".join(found[:_NAMED]) + more


ALL = (rename_department, move_department, merge_department, close_department)
