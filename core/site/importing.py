"""试导入: what a filled-in template would do, before anything is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from houqin.core.files.workbook import read_workbook
from houqin.core.people.importing.command import ImportOrganisation
from houqin.core.people.importing.judging import Known, doubtful, judge
from houqin.core.people.importing.sheets import LAYOUT, SHEETS
from houqin.core.people.importing.template import Template
from houqin.core.people.importing.understanding import Understood
from houqin.core.people.tree import ACTIVE
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.form import parse
from houqin.core.site.offers import viewing_context

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.files.sheets import Problem
    from houqin.core.site.reader import Reader

_ORDER = {sheet.title: place for place, sheet in enumerate(SHEETS)}


@dataclass(frozen=True)
class Trial:
    """What was understood, and everything that is wrong with it."""

    given: dict[str, list[dict[str, Any]]]
    problems: tuple[Problem, ...]

    @cached_property
    def errors(self) -> list[Problem]:
        """What must be put right first."""
        return [problem for problem in self.problems if not problem.warning]

    @cached_property
    def warnings(self) -> list[Problem]:
        """What is only worth a look."""
        return [problem for problem in self.problems if problem.warning]

    @property
    def counts(self) -> tuple[int, int]:
        """How many units and people."""
        return len(self.given["units"]), len(self.given["people"])

    @property
    def ready(self) -> bool:
        """Whether all of it can be imported."""
        return not self.errors and any(self.counts)


def template(reader: Reader) -> bytes:
    """The workbook to fill in, with this site's roles and units in its lists."""
    units = [u.name for u in reader.units.units.values() if u.state == ACTIVE]
    roles = [role.title for role in reader.site.declarations.roles.values()]
    return Template(roles, sorted(units)).bytes()


def try_workbook(reader: Reader, person: UUID, content: bytes) -> Trial:
    """Read and judge a file; nothing is recorded.

    :raises houqin.core.files.workbook.BadWorkbook: when it is no template.
    """
    rows, problems = read_workbook(content, LAYOUT)
    roles = reader.site.declarations.roles.values()
    understood = Understood(rows, {role.title: role.code for role in roles})
    given = understood.given
    known = Known(viewing_context(reader, person))
    errors = _malformed(given)
    for field, message in judge(known, given["units"], given["people"]).items():
        errors.setdefault(field, message)
    found = [*problems, *understood.problems]
    seen = {(p.sheet, p.row, p.column) for p in found}
    told = [understood.problem_of(*error) for error in errors.items()]
    found += [p for p in told if (p.sheet, p.row, p.column) not in seen]
    doubts = doubtful(known, given["units"], given["people"], _Names(reader).of)
    found += [understood.problem_of(*d, warning=True) for d in doubts.items()]
    found.sort(key=lambda p: (p.warning, _ORDER.get(p.sheet, -1), p.row))
    return Trial(given, tuple(found))


def _malformed(given: dict[str, Any]) -> dict[str, str]:
    """What the forms of the rows say of single fields."""
    try:
        parse(ImportOrganisation, given)
    except FormErrors as wrong:
        return wrong.errors
    return {}


class _Names:
    """The names of a unit's people, read once a unit."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._known: dict[str, set[str]] = {}

    def of(self, unit: str) -> set[str]:
        if unit not in self._known:
            rows = self._reader.ledger("core.people").rows(
                {"department": unit, "state": ACTIVE, "voided": "0"}
            )
            names = {self._reader.title("core.Person", row.key) for row in rows}
            self._known[unit] = names
        return self._known[unit]
