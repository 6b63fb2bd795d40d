"""Whether rows fit one another and what is there: every error, by row and field."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from houqin.core.people.separation import require_giving
from houqin.core.people.tree import ACTIVE, Tree
from houqin.core.schema.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from houqin.core.model.context import Context
    from houqin.core.people.tree import Unit

Row = dict[str, Any]

_CLAIMED = "SELECT value FROM [guard_claim] WHERE guard = ?"


class Known:
    """What the site has, as rows refer to it."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.tree = Tree.of(context.services, context.connection)
        self.active = [u for u in self.tree.units.values() if u.state == ACTIVE]
        self.roles = set(context.catalogue.roles)
        claimed = context.connection.execute(_CLAIMED, ("core.logins",))
        self.logins = {row[0] for row in claimed}
        self._giving: dict[frozenset[str], str] = {}

    def obstacle(self, roles: Iterable[str]) -> str:
        """Why these roles cannot be one person's, or not be given by this one."""
        wanted = frozenset(roles)
        if unknown := wanted - self.roles:
            return f"没有这个角色：{'、'.join(sorted(unknown))}"
        if wanted not in self._giving:
            self._giving[wanted] = ""
            try:
                require_giving(self.context, wanted, None)
            except Refused as refused:
                self._giving[wanted] = refused.message
        return self._giving[wanted]


class Places:
    """Units by what a cell calls them: those of the file first, then those there.

    A key is a row's number in the file, or the id of a unit that is there.
    """

    def __init__(self, known: Iterable[Unit], rows: list[Row]) -> None:
        self._called: dict[tuple[str, str], set[int | str]] = {}
        for n, row in enumerate(rows):
            self._add(n, row.get("name"), row.get("short"))
        for unit in known:
            self._add(unit.id, unit.name, unit.short)

    def _add(self, place: int | str, name: str | None, short: str | None) -> None:
        for kind, called in (("name", name), ("short", short)):
            self._called.setdefault((kind, called or ""), set()).add(place)

    def find(self, called: str) -> tuple[int | str | None, str]:
        """The unit meant, or why none is."""
        for kind in ("name", "short"):
            found = self._called.get((kind, called), set())
            if len(found) == 1:
                return next(iter(found)), ""
            if found:
                return None, f"有{len(found)}个单位叫“{called}”，请填全称"
        return None, f"没有单位“{called}”"


def judge(known: Known, units: list[Row], people: list[Row]) -> dict[str, str]:
    """Everything wrong with the rows, by field; the first message of each."""
    places = Places(known.active, units)
    found: dict[str, str] = {}
    for field, message in (
        *_units(known, places, units), *_people(known, places, people)
    ):  # fmt: skip
        found.setdefault(field, message)
    return found


def _units(known: Known, places: Places, units: list[Row]) -> Iterator[tuple[str, str]]:
    taken = {unit.name for unit in known.active}
    named = Counter(row.get("name") for row in units)
    parents: dict[int, int | str] = {}
    for n, row in enumerate(units):
        name = row.get("name")
        if name in taken:
            yield f"units.{n}.name", f"单位“{name}”已经登记过"
        elif name and named[name] > 1:
            yield f"units.{n}.name", f"单位“{name}”在表中重复"
        if parent := row.get("parent"):
            place, wrong = places.find(parent)
            if place is None:
                yield f"units.{n}.parent", f"上级单位：{wrong}"
            else:
                parents[n] = place
    for n in parents:
        if _goes_round(parents, n):
            yield f"units.{n}.parent", "上下级循环，请检查上级单位"


def _goes_round(parents: dict[int, int | str], start: int) -> bool:
    here: int | str | None = parents.get(start)
    for _step in parents:
        if here == start:
            return True
        here = parents.get(here) if isinstance(here, int) else None
    return False


def _people(
    known: Known, places: Places, people: list[Row]
) -> Iterator[tuple[str, str]]:
    used: Counter[str] = Counter()
    for row in people:
        used.update(claims_of(row))
    for n, row in enumerate(people):
        if unit := row.get("unit"):
            place, wrong = places.find(unit)
            if place is None:
                yield f"people.{n}.unit", wrong
        if wrong := known.obstacle(row.get("roles") or ()):
            yield f"people.{n}.roles", wrong
        for name, title in (("number", "工号"), ("login", "登录名")):
            value = (row.get(name) or "").lower()
            if value in known.logins:
                yield f"people.{n}.{name}", f"{title}“{row[name]}”已经登记过"
            elif used[value] > 1:
                yield f"people.{n}.{name}", f"{title}“{row[name]}”在表中重复"


def claims_of(row: Row) -> set[str]:
    """What one person logs in by."""
    return {(row.get(name) or "").lower() for name in ("number", "login")} - {""}


def doubtful(
    known: Known,
    units: list[Row],
    people: list[Row],
    names_in: Callable[[str], set[str]],
) -> dict[str, str]:
    """Worth a look: two people of one name in one unit; the row may be right.

    :param names_in: the names of the people a unit has already.
    """
    places, seen = Places(known.active, units), Counter[tuple[Any, str]]()
    placed = [
        (places.find(row.get("unit") or "")[0], row.get("name") or "") for row in people
    ]
    seen.update(placed)
    found = {}
    for n, (place, name) in enumerate(placed):
        if place is None or not name:
            continue
        if seen[place, name] > 1:
            found[f"people.{n}.name"] = f"“{name}”在这个单位出现{seen[place, name]}次"
        elif isinstance(place, str) and name in names_in(place):
            found[f"people.{n}.name"] = f"这个单位已有一名“{name}”"
    return found
