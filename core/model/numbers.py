"""Serial numbers, and series of readings that never fall."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from houqin.core.model.guards import FoldedGuard, Guarding, GuardRow, guard_metadata
from houqin.core.model.readings import Readings
from houqin.core.projection.sources import is_day_only
from houqin.core.schema.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from houqin.core.projection.effective import Effective
    from houqin.events.entry import RecordedEvent
    from houqin.events.store import Connection

_SERIAL = re.compile(r"(\d{4})(?:-|〕)(\d+)号?$")
#: A slip's number, and 文号 as GB/T 9704 writes it: 派2023-00001, 创督〔2023〕1号.
SLIP, DOCUMENT = "{prefix}{year}-{number:05d}", "{prefix}〔{year}〕{number}号"


class Serials(FoldedGuard):
    """Serial numbers of one kind: 派2023-00001, the next of the year.

    Drawn in the command's transaction, stored in the payload, unchanged by correction
    or voiding; the year is that of the record's first occurred_at.
    """

    table = "guard_serial"
    columns = ("guard", "year", "last")
    assigns = frozenset({"serial"})
    stateful = False

    def __init__(self, name: str, per: Any, prefix: str, form: str = SLIP) -> None:
        super().__init__(name, (per,))
        self.prefix = prefix
        self._form = form

    def draw(self, connection: Connection, year: int) -> str:
        """The next number of ``year``."""
        return self.draw_many(connection, year, 1)[0]

    def draw_many(self, connection: Connection, year: int, count: int) -> list[str]:
        """The next ``count`` numbers of ``year``."""
        ((last,),) = connection.execute(
            "INSERT INTO [guard_serial] AS s (guard, year, last) VALUES (?, ?, ?)"
            " ON CONFLICT (guard, year) DO UPDATE SET last = s.last + excluded.last"
            " RETURNING last",
            (self.name, year, count),
        )
        numbers = range(last - count + 1, last + 1)
        return [
            self._form.format(prefix=self.prefix, year=year, number=number)
            for number in numbers
        ]

    def rows(self, _aggregate: str, effective: Effective) -> frozenset[GuardRow]:
        """Year and number this record holds, voided or not."""
        row: dict[str, Any] = {}
        for folded in self.fold(effective, None):
            row = folded.row
        found = _SERIAL.search(row.get("serial") or "")
        if found is None:
            return frozenset()
        return frozenset({(self.name, int(found[1]), int(found[2]))})

    def remove(self, connection: Connection, rows: Iterable[GuardRow]) -> None:
        """A number once drawn is never given again."""

    def insert(self, connection: Connection, rows: Iterable[GuardRow]) -> None:
        """Drawing has already moved the counter."""

    def counters(self, rows: Iterable[GuardRow]) -> set[GuardRow]:
        """The counters that a set of numbers makes."""
        last: dict[int, int] = {}
        for _guard, year, number in rows:
            last[year] = max(number, last.get(year, 0))
        return {(self.name, year, number) for year, number in last.items()}


sa.Table(
    "guard_serial",
    guard_metadata,
    sa.Column("guard", sa.Text, primary_key=True),
    sa.Column("year", sa.BigInteger, primary_key=True),
    sa.Column("last", sa.BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

_COMPARABLE = (
    "SELECT value, occurred FROM [guard_series] WHERE guard = ? AND resource = ?"
    " AND occurred {op} ? AND (precise = 1 OR occurred {op_day} ?)"
    " AND occurred {within} ?"
)
_NEIGHBOUR = _COMPARABLE + " ORDER BY occurred {order}, value {order} LIMIT 1"
# An entry that knows only its day stands at the day's beginning and may be its last.
_OF_DAY = (
    _COMPARABLE + " AND occurred >= ? AND occurred < ? ORDER BY value {order} LIMIT 1"
)
_BEFORE, _AFTER = (
    tuple(
        sql.format(op=op, op_day=op_day, within=within, order=order)
        for sql in (_NEIGHBOUR, _OF_DAY)
    )
    for op, op_day, within, order in (
        ("<", "<", ">=", "DESC"), (">", ">=", "<", "ASC"),
    )
)  # fmt: skip
_EVER = -(2**62), 2**62
#: So many new readings of one resource are looked through with all others at once.
_LOOKED_THROUGH = 5
_READINGS = (
    "SELECT occurred, value, precise FROM [guard_series]"
    " WHERE guard = ? AND resource = ? ORDER BY occurred, value"
)


class Restarts(FoldedGuard):
    """When a resource's meter was changed, and by how much the reading fell then.

    ``on(event, resource=…, was=…, now=…)``: the last reading and the first of the new.
    """

    table = "guard_restart"
    columns = ("guard", "resource", "occurred", "stream", "version", "dropped")
    assigns = frozenset({"resource", "was", "now"})
    stateful = False

    def rows(self, _aggregate: str, effective: Effective) -> frozenset[GuardRow]:
        """One row a change."""
        if effective.voided:
            return frozenset()
        return frozenset(
            self._row(folded.event, folded.row)
            for folded in self.fold(effective, None)
            if "was" in self.fold.assignments.get(folded.event.topic, {})
        )

    def _row(self, event: RecordedEvent, row: dict[str, Any]) -> GuardRow:
        when = (event.occurred, event.stream.bytes, event.version)
        return (self.name, row["resource"], *when, row["was"] - row["now"])

    def span(
        self, connection: Connection, resource: str, occurred: int
    ) -> tuple[int, int]:
        """From which instant, and before which, the meter of an instant served."""
        since, until = _EVER
        for at, _dropped in self._of(connection, resource):
            if at <= occurred:
                since = max(since, at)
            else:
                until = min(until, at)
        return since, until

    def dropped(
        self, connection: Connection, resource: str, start: int, end: int
    ) -> int:
        """What changes within an interval took off the reading."""
        found = self._of(connection, resource)
        return sum(dropped for at, dropped in found if start < at <= end)

    def starts(self, connection: Connection, resource: str) -> list[int]:
        """The instants from which another meter served, in their order."""
        return sorted(at for at, _dropped in self._of(connection, resource))

    def _of(self, connection: Connection, resource: str) -> list[tuple[int, int]]:
        return connection.execute(
            "SELECT occurred, dropped FROM [guard_restart]"
            " WHERE guard = ? AND resource = ?",
            (self.name, resource),
        )


sa.Table(
    "guard_restart",
    guard_metadata,
    sa.Column("guard", sa.Text, primary_key=True),
    sa.Column("resource", sa.Text, primary_key=True),
    sa.Column("occurred", sa.BigInteger, primary_key=True),
    sa.Column("stream", sa.LargeBinary, primary_key=True),
    sa.Column("version", sa.BigInteger, primary_key=True),
    sa.Column("dropped", sa.BigInteger, nullable=False),
    sqlite_with_rowid=False,
)


class Series(FoldedGuard):
    """Readings of a resource (odometers, meters) that never fall in business time.

    A late entry is checked against its neighbours in business time, not against the
    row typed last. An entry that knows only its day is compared with other days.

    :param what: how the message calls the reading; :param unit: its unit.
    :param restarts: when meters were changed; readings of two are not compared. The
        event that changes one sets ``last``, the old one's reading, beside ``value``.
    """

    table = "guard_series"
    columns = (
        "guard", "resource", "occurred", "precise", "stream", "version", "value",
    )  # fmt: skip
    assigns = frozenset({"resource", "value", "last"})
    stateful = False

    def __init__(
        self,
        name: str,
        per: Iterable[Any],
        what: str,
        unit: str,
        restarts: Restarts | None = None,
    ) -> None:
        super().__init__(name, per)
        self.what = what
        self.unit = unit
        self.restarts = restarts

    def rows(self, _aggregate: str, effective: Effective) -> frozenset[GuardRow]:
        """One row an event that sets a value."""
        return self._readings(effective, 0)

    def growth(
        self, _aggregate: str, after: Effective, count: int
    ) -> tuple[frozenset[GuardRow], frozenset[GuardRow]]:
        """An event at the end changes no reading before it."""
        return frozenset(), self._readings(after, count)

    def _readings(self, effective: Effective, start: int) -> frozenset[GuardRow]:
        if effective.voided:
            return frozenset()
        found: set[GuardRow] = set()
        for folded in islice(self.fold(effective, None), start, None):
            event, row = folded.event, folded.row
            sets = self.fold.assignments.get(event.topic, {})
            if "value" not in sets or None in (row.get("value"), row.get("resource")):
                continue
            precise = 0 if is_day_only(event) else 1
            source = (precise, event.stream.bytes, event.version)
            known = (self.name, row["resource"])
            found.add((*known, event.occurred, *source, row["value"]))
            if "last" in sets:
                # The old meter's last reading stands just before the new one's first.
                found.add((*known, event.occurred - 1, *source, row["last"]))
        return frozenset(found)

    def check(self, guarding: Guarding, added: Iterable[GuardRow]) -> None:
        """Refuse a reading below the one before or above the one after."""
        rows = list(added)
        counted = Counter(row[1] for row in rows)
        many = {r for r, count in counted.items() if count >= _LOOKED_THROUGH}
        known = {resource: self._all(guarding, resource) for resource in many}
        for _guard, resource, occurred, precise, _stream, _version, value in rows:
            before, later = (
                known[resource].neighbours(occurred, precise)
                if resource in known
                else self._neighbours(guarding, resource, occurred, precise)
            )
            if before and before[0] > value:
                raise Refused(self._message(guarding, before, "小于", value), "value")
            if later and later[0] < value:
                raise Refused(self._message(guarding, later, "大于", value), "value")

    def _all(self, guarding: Guarding, resource: str) -> Readings:
        found = guarding.connection.execute(_READINGS, (self.name, resource))
        changes = (
            self.restarts.starts(guarding.connection, resource) if self.restarts else []
        )
        return Readings(found, changes, guarding.day_bounds)

    def _neighbours(
        self, guarding: Guarding, resource: str, occurred: int, precise: int
    ) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
        first, after = guarding.day_bounds(occurred)
        low = occurred if precise else first
        high = occurred if precise else after - 1
        since, until = self._span(guarding, resource, occurred)
        return (
            self._neighbour(guarding, _BEFORE, resource, low, first, since),
            self._neighbour(guarding, _AFTER, resource, high, after, until),
        )

    def _span(
        self, guarding: Guarding, resource: str, occurred: int
    ) -> tuple[int, int]:
        if self.restarts is None:
            return _EVER
        return self.restarts.span(guarding.connection, resource, occurred)

    def _neighbour(
        self,
        guarding: Guarding,
        sql: tuple[str, ...],
        resource: str,
        at: int,
        day: int,
        limit: int,
    ) -> tuple[int, int] | None:
        """The reading of the next day that has one, the nearest to this one's."""
        known = (self.name, resource, at, day, limit)
        found = guarding.connection.execute(sql[0], known)
        if not found:
            return None
        bounds = guarding.day_bounds(found[0][1])
        value, occurred = guarding.connection.execute(sql[1], (*known, *bounds))[0]
        return value, occurred

    def _message(
        self, guarding: Guarding, other: tuple[int, int], how: str, value: int
    ) -> str:
        known, at = other
        return (
            f"{self.what}{value}{self.unit}{how}{guarding.moment(at)}"
            f"登记的{known}{self.unit}"
        )

    def latest(self, connection: Connection, resource: str, before: int) -> int | None:
        """The reading before an instant, which a form offers."""
        sql = _BEFORE[0]
        known = (self.name, resource, before, before, _EVER[0])
        found = connection.execute(sql, known)
        return int(found[0][0]) if found else None


# In the order in which neighbours are looked up: on SQLite the key is the table.
sa.Table(
    "guard_series",
    guard_metadata,
    sa.Column("guard", sa.Text, primary_key=True),
    sa.Column("resource", sa.Text, primary_key=True),
    sa.Column("occurred", sa.BigInteger, primary_key=True),
    sa.Column("value", sa.BigInteger, primary_key=True),
    sa.Column("stream", sa.LargeBinary, primary_key=True),
    sa.Column("version", sa.BigInteger, primary_key=True),
    sa.Column("precise", sa.BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
