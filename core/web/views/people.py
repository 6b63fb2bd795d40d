"""人员: who works here, found by name, unit, role and state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from houqin.core.projection.conditions import BELOW
from houqin.core.web.addresses import with_query
from houqin.core.web.horizons import read_number
from houqin.core.web.page import Link
from houqin.core.web.tree import ControlNode

if TYPE_CHECKING:
    from houqin.core.projection.row import Row

CODE, LEDGER, SLIP = "people", "core.people", "core.issue_slip"
SIZE = 50
#: Code and title of what 状态 offers; the first is meant when nothing is.
STATES = (("active", "在职"), ("left", "已离开"), ("all", "全部"))
_COLUMNS = ("department", "post", "roles", "number", "login", "phone")


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a list."""

    value: str
    title: str
    selected: bool


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person: the name, label and text of the rest, where a slip is printed."""

    url: str
    name: str
    rest: list[tuple[str, str]]
    left: bool
    slip_url: str | None


class Search:
    """What was asked, and who answers to it."""

    def __init__(self, request: Any) -> None:
        self.request = request
        query = request.GET
        self.name = query.get("name", "").strip()
        self.unit = query.get("unit", "").strip()
        self.role = query.get("role", "").strip()
        state = query.get("state", "")
        self.state = state if state in dict(STATES) else STATES[0][0]
        self.page = read_number(query.get("page", ""), "页码") or 1

    def found(self) -> tuple[list[Row], int]:
        """One page of who fits, and how many do."""
        reading = self.request.reader.ledger(LEDGER)
        filters = self._filters()
        if not self.name:
            rows = reading.page(filters, "department", self.page, SIZE)
            return rows, reading.count(filters)
        named = self.everybody()
        first = (self.page - 1) * SIZE
        return named[first : first + SIZE], len(named)

    def everybody(self) -> list[Row]:
        """All who fit, by unit; names are sealed and opened to be looked at."""
        rows = self.request.reader.ledger(LEDGER).rows(self._filters(), "department")
        return [row for row in rows if not self.name or self._named(row)]

    def _filters(self) -> dict[str, str]:
        filters = {"voided": "0"}
        if self.state != "all":
            filters["state"] = self.state
        if self.unit:
            filters["department"] = f"{self.unit}{BELOW}"
        if self.role:
            # As the row's list of codes has it.
            filters["roles"] = f'"{self.role}"'
        return filters

    def _named(self, row: Row) -> bool:
        """By a part of the name, of the number or of the login."""
        typed, values = self.name.lower(), row.values
        written = ((values["number"] or "").lower(), values["login"] or "")
        title = self.request.reader.title("core.Person", row.key)
        return typed in title.lower() or any(typed in text for text in written)

    def pairs(self) -> list[tuple[str, str]]:
        """Name and value of what was asked, for a link."""
        names = ("name", "unit", "role", "state")
        return [(name, getattr(self, name)) for name in names]


def show_people(context: ControlNode, request: Any) -> dict[str, Any]:
    """One page of whom the search finds."""
    request.page.crumbs = [Link("系统管理", request.to.page("admin/"))]
    search = Search(request)
    rows, total = search.found()
    first = (search.page - 1) * SIZE
    url = request.to.control(context.control)
    return {
        "title": context.control.title,
        "search": search,
        "units": _units(request, search.unit),
        "roles": _roles(request, search.role),
        "states": [Option(c, t, c == search.state) for c, t in STATES],
        "heads": _heads(request),
        "people": _lines(request, rows),
        "total": total,
        "range_text": f"第 {first + 1}–{first + len(rows)} 人" if rows else "",
        "previous_url": _page_url(url, search, -1) if search.page > 1 else None,
        "next_url": _page_url(url, search, 1) if first + SIZE < total else None,
        "action": url,
        "deeds": _deeds(request, with_query(f"{url}/slips", search.pairs())),
    }


def _page_url(url: str, search: Search, step: int) -> str:
    return with_query(url, search.pairs(), [("page", str(search.page + step))])


def _deeds(request: Any, slips_url: str) -> list[Link]:
    controls = request.declared.controls
    return [
        Link("登记人员", request.to.command("core.register_person"), "plus"),
        Link("成批打印登录凭条", slips_url, "do"),
        Link("导入单位和人员", request.to.control(controls["import"]), "download"),
    ]


def _units(request: Any, chosen: str) -> list[Option]:
    """Every unit in use, deeper ones further to the right."""
    tree = request.reader.units
    found, waiting = [], [(unit, 0) for unit in reversed(tree.children())]
    while waiting:
        unit, depth = waiting.pop()
        title = "　" * depth + tree.units[unit].short
        found.append(Option(unit, title, unit == chosen))
        waiting += [(child, depth + 1) for child in reversed(tree.children(unit))]
    return found


def _roles(request: Any, chosen: str) -> list[Option]:
    roles = request.declared.roles.values()
    return [Option(role.code, role.title, role.code == chosen) for role in roles]


def _heads(request: Any) -> list[str]:
    ledger = request.reader.ledger(LEDGER).ledger
    return ["姓名", *(ledger.column(name).title for name in _COLUMNS)]


def _lines(request: Any, rows: list[Row]) -> list[PersonLine]:
    reader = request.reader
    ledger = reader.ledger(LEDGER).ledger
    reader.display.prefetch(ledger, rows)
    columns = [ledger.column(name) for name in _COLUMNS]
    return [
        PersonLine(
            request.to.record(LEDGER, UUID(row.key)),
            reader.title("core.Person", row.key) or "查看",
            [(c.title, reader.shown(ledger, row, c)) for c in columns],
            row.state == "left",
            _slip_url(request, row),
        )
        for row in rows
    ]


def _slip_url(request: Any, row: Row) -> str | None:
    """For whoever is here and has something to log in by."""
    named = row.values["login"] or row.values["number"]
    if row.state != "active" or not named:
        return None
    return str(request.to.record_command(LEDGER, row.key, SLIP))


def includeme(config: Any) -> None:
    """Register the search."""
    config.add_view(
        show_people, context=ControlNode, control=CODE, renderer="people.pt",
        request_method="GET",
    )  # fmt: skip
