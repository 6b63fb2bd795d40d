"""Typed cells to the command's input: titles become codes, blanks are left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from houqin.core.files.sheets import Problem, Sheet, numbered
from houqin.core.people.aggregates import DepartmentKind
from houqin.core.people.importing.sheets import PEOPLE, UNITS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from houqin.core.files.workbook import Rows

_BETWEEN = re.compile(r"[、，,;；/\s]+")
_KINDS = {kind.title: kind.value for kind in DepartmentKind}


class Understood:
    """Rows as the command takes them, with the places they came from.

    :param roles: codes of the roles by their titles.
    """

    def __init__(self, rows: Rows, roles: Mapping[str, str]) -> None:
        self._roles = roles
        self.problems: list[Problem] = []
        self.places: dict[str, list[int]] = {}
        self.given: dict[str, list[dict[str, Any]]] = {}
        for sheet, read in ((UNITS, self._unit), (PEOPLE, self._person)):
            found = list(numbered(rows.get(sheet.name, [])))
            self.places[sheet.name] = [number for number, _row in found]
            self.given[sheet.name] = [read(number, row) for number, row in found]

    def problem_of(self, field: str, message: str, *, warning: bool = False) -> Problem:
        """Where a field like ``people.3.unit`` stands in the file."""
        name, _, rest = field.partition(".")
        place, _, column = rest.partition(".")
        if name not in self.places or not place.isdigit():
            return Problem("", 0, "", message, warning)
        sheet = UNITS if name == UNITS.name else PEOPLE
        heading = sheet.heading(column.partition(".")[0])
        title = heading.title if heading else ""
        number = self.places[name][int(place)]
        return Problem(sheet.title, number, title, message, warning)

    def _unit(self, number: int, row: dict[str, str]) -> dict[str, Any]:
        found: dict[str, Any] = _kept(row, "name", "short", "parent")
        if kind := row.get("kind"):
            found["kind"] = _KINDS.get(kind, kind)
            if kind not in _KINDS:
                named = "、".join(_KINDS)
                self._wrong(UNITS, number, "kind", f"没有类别“{kind}”，应为{named}之一")
        if order := row.get("order"):
            found["order"] = int(order) if order.isascii() and order.isdigit() else None
            if found["order"] is None:
                self._wrong(UNITS, number, "order", "排序号应为整数")
        return found

    def _person(self, number: int, row: dict[str, str]) -> dict[str, Any]:
        found: dict[str, Any] = _kept(row, "name", "unit", "number", "login", "phone")
        titles = [t for t in _BETWEEN.split(row.get("roles", "")) if t]
        found["roles"] = [self._roles[t] for t in titles if t in self._roles]
        for title in titles:
            if title not in self._roles:
                self._wrong(PEOPLE, number, "roles", f"没有角色“{title}”")
        return found

    def _wrong(self, sheet: Sheet, number: int, name: str, message: str) -> None:
        heading = sheet.heading(name)
        title = heading.title if heading else ""
        self.problems.append(Problem(sheet.title, number, title, message))


def _kept(row: dict[str, str], *names: str) -> dict[str, Any]:
    return {name: row[name] for name in names if row.get(name)}
