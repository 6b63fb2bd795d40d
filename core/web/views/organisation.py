"""组织机构: the tree of units, and one unit with its people and posts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPNotFound

from houqin.core.people.aggregates import Department, DepartmentKind
from houqin.core.people.tree import ACTIVE
from houqin.core.web.addresses import with_query
from houqin.core.web.page import Link
from houqin.core.web.tree import ControlNode, ControlPart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.people.tree import Tree, Unit
    from houqin.core.projection.row import Row

CODE = "organisation"
UNITS, PEOPLE, POSTS = "core.departments", "core.people", "core.posts"
#: Deeper units stand no further to the right.
DEEPEST = 6
#: So many people a unit's page lists; the rest are a search away.
SHOWN = 100
_ON_A_UNIT = (
    ("core.rename_department", "更名"),
    ("core.move_department", "调整上级"),
    ("core.merge_department", "合并"),
    ("core.close_department", "撤销"),
)
_KINDS = {kind.value: kind.title for kind in DepartmentKind}


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit in the tree; ``people`` are its own, ``total`` with all below."""

    url: str
    name: str
    short: str
    depth: int
    kind: str
    order: str
    people: int
    total: int
    state: str
    state_title: str
    successor: str
    actions: list[Link]


@dataclass(frozen=True, slots=True)
class ListedRow:
    """Where a row leads, and label and text of what stands beside."""

    url: str
    title: str
    rest: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Listed:
    """A table of a unit's page; rows are an address, its text, and the rest."""

    title: str
    heads: list[str]
    rows: list[ListedRow]
    empty: str
    more: Link | None = None


def show_tree(context: ControlNode, request: Any) -> dict[str, Any]:
    """All units in use; those that are no more if asked for."""
    request.page.crumbs = [Link("系统管理", request.to.page("admin/"))]
    tree, everything = request.reader.units, request.GET.get("all") == "1"
    people = _counts(request)
    lines = [
        _line(context, request, people, unit, depth)
        for unit, depth in _ordered(tree, everything=everything)
    ]
    gone = sum(unit.state != ACTIVE for unit in tree.units.values())
    return {
        "title": context.control.title,
        "lines": lines,
        "everything": everything,
        "gone": gone,
        "counted": f"在用单位 {len(tree.units) - gone} 个，"
        f"在职人员 {sum(people.values()):,} 人",
        "as_of": request.typed_horizon.as_of,
        "action": request.to.control(context.control),
        "deeds": _deeds(request) if request.horizon.live else [],
    }


def _deeds(request: Any) -> list[Link]:
    controls = request.declared.controls
    return [
        Link("登记单位", request.to.command("core.register_department"), "plus"),
        Link("登记岗位", request.to.command("core.register_post"), "plus"),
        Link("导入单位和人员", request.to.control(controls["import"]), "download"),
    ]


def _ordered(tree: Tree, *, everything: bool) -> Iterator[tuple[Unit, int]]:
    """Depth first, each with how deep it stands; those that are no more come last."""
    waiting = [(unit, 0) for unit in reversed(tree.children())]
    seen: set[str] = set()
    while waiting:
        unit, depth = waiting.pop()
        seen.add(unit)
        yield tree.units[unit], depth
        waiting += [(child, depth + 1) for child in reversed(tree.children(unit))]
    if everything:
        rest = [u for u in tree.units.values() if u.id not in seen]
        yield from ((unit, 0) for unit in sorted(rest, key=lambda unit: unit.name))


def _counts(request: Any) -> dict[str, int]:
    """The people of each unit."""
    rows = request.reader.ledger(UNITS).rows()
    return {row.key: row.values["people"] or 0 for row in rows if not row.voided}


def _line(
    context: ControlNode, request: Any, people: dict[str, int], unit: Unit, depth: int
) -> UnitLine:
    tree = request.reader.units
    kept = request.typed_horizon.pairs
    below = tree.subtree(unit.id)
    state = Department.workflow.title(unit.state)
    successor = tree.units.get(unit.successor or "")
    return UnitLine(
        with_query(request.to.control(context.control, unit.id), kept),
        unit.name,
        unit.short if unit.short != unit.name else "",
        min(depth, DEEPEST),
        _KINDS.get(unit.kind, ""),
        "" if unit.order is None else str(unit.order),
        people.get(unit.id, 0),
        sum(people.get(one, 0) for one in below),
        unit.state,
        "" if unit.state == ACTIVE else state,
        successor.name if successor else "",
        _actions(request, unit),
    )


def _actions(request: Any, unit: Unit) -> list[Link]:
    if unit.state != ACTIVE or not request.horizon.live:
        return []
    commands, to = request.declared.commands, request.to
    return [
        Link(title, to.record_command(UNITS, unit.id, name))
        for name, title in _ON_A_UNIT
        if commands[name].permission in request.rights
    ]


def show_unit(context: ControlPart, request: Any) -> dict[str, Any]:
    """One unit: where it stands, what is below it, who works in it."""
    tree = request.reader.units
    unit = tree.units.get(context.__name__)
    if unit is None:
        raise HTTPNotFound
    request.page.crumbs = _crumbs(context, request, unit)
    successor = tree.units.get(unit.successor or "")
    merged = sorted(tree.merged(unit.id) - {unit.id})
    return {
        "title": unit.name,
        "unit": unit,
        "kind": _KINDS.get(unit.kind, ""),
        "state_title": Department.workflow.title(unit.state),
        "successor": _linked(context, request, successor) if successor else None,
        "merged": [_linked(context, request, tree.units[one]) for one in merged],
        "actions": _actions(request, unit),
        "deeds": _deeds_in(request, unit),
        "history_url": request.to.record(UNITS, unit.id),
        "tables": [
            _below(context, request, unit),
            _posts(request, unit),
            _people(request, unit),
        ],
    }


def _linked(context: ControlNode, request: Any, unit: Unit) -> Link:
    url = request.to.control(context.control, unit.id)
    return Link(unit.name, with_query(url, request.typed_horizon.pairs))


def _crumbs(context: ControlNode, request: Any, unit: Unit) -> list[Link]:
    index = request.to.control(context.control)
    kept = request.typed_horizon.pairs
    above = [request.reader.units.units[one] for one in _above(request, unit)]
    return [
        Link("系统管理", request.to.page("admin/")),
        Link(context.control.title, with_query(index, kept)),
        *(_linked(context, request, one) for one in above),
    ]


def _above(request: Any, unit: Unit) -> tuple[str, ...]:
    return tuple(request.reader.units.path(unit.id)[:-1])


def _deeds_in(request: Any, unit: Unit) -> list[Link]:
    """What begins in this unit, with the unit chosen."""
    if unit.state != ACTIVE or not request.horizon.live:
        return []
    to = request.to
    return [
        Link(title, with_query(to.command(name), [(field, unit.id)]), "plus")
        for name, title, field in (
            ("core.register_person", "登记人员", "department"),
            ("core.register_post", "登记岗位", "department"),
            ("core.register_department", "登记下级单位", "parent"),
        )
    ]


def _below(context: ControlNode, request: Any, unit: Unit) -> Listed:
    tree, people = request.reader.units, _counts(request)
    rows = []
    for child in tree.children(unit.id):
        link = _linked(context, request, tree.units[child])
        total = sum(people.get(each, 0) for each in tree.subtree(child))
        kind = _KINDS.get(tree.units[child].kind, "")
        rest = [("类别", kind), ("在职人数", f"{total} 人")]
        rows.append(ListedRow(link.url, link.title, rest))
    return Listed("下级单位", ["单位", "类别", "在职人数"], rows, "没有下级单位")


def _posts(request: Any, unit: Unit) -> Listed:
    columns = ("name", "roles", "establishment", "holders", "vacant")
    heads, rows = _rows(request, POSTS, unit, columns)
    return Listed("岗位", heads, rows, "没有岗位")


def _people(request: Any, unit: Unit) -> Listed:
    columns = ("name", "post", "roles", "number", "login")
    heads, rows = _rows(request, PEOPLE, unit, columns)
    controls = request.declared.controls
    url = with_query(request.to.control(controls["people"]), [("unit", unit.id)])
    more = Link("查找全部人员", url) if request.horizon.live else None
    return Listed("在职人员", heads, rows, "没有在职人员", more)


def _rows(
    request: Any, name: str, unit: Unit, columns: tuple[str, ...]
) -> tuple[list[str], list[ListedRow]]:
    """Rows of a ledger that belong to the unit, each with its record's address."""
    reader = request.reader
    reading = reader.ledger(name)
    filters = {"department": unit.id, "state": ACTIVE, "voided": "0"}
    rows = reading.page(filters, size=SHOWN)
    reader.display.prefetch(reading.ledger, rows)
    first, *rest = (reading.ledger.column(column) for column in columns)
    kept = request.typed_horizon.pairs

    def listed(row: Row) -> ListedRow:
        url = with_query(request.to.record(name, row.key), kept)
        title = reader.shown(reading.ledger, row, first) or "查看"
        beside = [(c.title, reader.shown(reading.ledger, row, c)) for c in rest]
        return ListedRow(url, title, beside)

    return [c.title for c in (first, *rest)], [listed(row) for row in rows]


def includeme(config: Any) -> None:
    """Register the tree and a unit's page."""
    page = {"control": CODE, "request_method": "GET"}
    config.add_view(show_tree, context=ControlNode, renderer="units.pt", **page)
    config.add_view(show_unit, context=ControlPart, renderer="unit.pt", **page)
