"""What each rank may have on a day; names of grades and ranks."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any, NamedTuple

from houqin.core.model.dated import Dated, decoded
from houqin.core.model.guards import Claims, Register
from houqin.core.projection.sources import field
from houqin.events import canonical
from houqin.plugins.buildings.standard import AreaGrade, Rank

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from houqin.core.model.guards import GuardRow
    from houqin.core.projection.effective import Effective

Valid = dict[str, list[tuple[str, Any]]]
#: What an event says from its own day on.
_SAID = ("limit", "grade", "leader")


class Allowed(NamedTuple):
    """What somebody of a rank may have: m² in hundredths, and whether a leader."""

    limit: int
    leader: bool


class Standards(NamedTuple):
    """Grades and ranks by id, each with its days."""

    valid: Mapping[str, list[tuple[str, Any]]]

    def of(self, rank: object, day: date) -> Allowed | None:
        """What a rank may have on a day; nothing where no standard held."""
        said = self._on(str(rank), day)
        grade = self._on(said["grade"], day) if said else None
        return Allowed(grade["limit"], said["leader"]) if said and grade else None

    def _on(self, name: str, day: date) -> Any:
        days = self.valid.get(name, [])
        found = bisect_right(days, day.isoformat(), key=lambda each: each[0])
        return days[found - 1][1] if found else None


class StandardsGuard(Dated):
    """Grades and ranks, each from a day on. Commands ask it seldom: none is kept."""

    shared = False

    def rows(self, _aggregate: str, effective: Effective) -> frozenset[GuardRow]:
        """What each event says, the last one of a day."""
        if effective.voided:
            return frozenset()
        found: dict[str, str] = {}
        for event in effective.events:
            payload = event.payload
            if "since" in payload:
                said = {name: payload[name] for name in _SAID if name in payload}
                found[payload["since"]] = canonical.encode(said).decode()
        name = str(effective.first.stream)
        return frozenset((self.name, name, day, said) for day, said in found.items())

    def arranged(self, rows: Iterable[GuardRow]) -> Standards:
        """Everything by id and day."""
        valid: Valid = {}
        for _guard, name, since, value in sorted(rows):
            valid.setdefault(name, []).append((since, decoded(value)))
        return Standards(valid)


standards = StandardsGuard("buildings.standards", [AreaGrade, Rank])

grade_names = Claims("buildings.grade_names", [AreaGrade], "面积档", field="level")
grade_names.on(AreaGrade.Set, value=field("name"))
grades = Register("buildings.grades", AreaGrade, ["name", "limit"])
grades.keep(AreaGrade.Set, "name", "limit")
grades.keep(AreaGrade.Changed, "limit")

rank_names = Claims("buildings.rank_names", [Rank], "职务职级", released=["ended"])
rank_names.on(Rank.Registered, value=field("name"))
ranks = Register("buildings.ranks", Rank, ["name", "leader"])
ranks.keep(Rank.Registered, "name", "leader")
ranks.keep(Rank.Regraded, "leader")

ALL = (standards, grade_names, grades, rank_names, ranks)
