"""Bookings: plans must not overlap; a recorded fact is always taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from houqin.core.model.guards import FoldedGuard, Guarding, GuardRow, guard_metadata
from houqin.core.projection.sources import (
    Source,
    constant,
    field,
    instant_of,
    timed,
)
from houqin.core.schema.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from houqin.core.projection.effective import Effective
    from houqin.events.entry import RecordedEvent
    from houqin.events.store import Connection

#: A departed car is booked until its return, however long that takes.
UNTIL_RETURN = 2**62

_OVERLAP = (
    "SELECT stream, resource, starts, ends, plan FROM [guard_booking] WHERE guard = ?"
    " AND resource = ? AND starts < ? AND ends > ? AND stream <> ?"
    " ORDER BY starts, stream LIMIT 20"
)


_PUT = (
    "INSERT INTO [guard_booking] (guard, stream, resource, starts, ends, plan)"
    " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (stream, guard) DO UPDATE SET resource ="
    " excluded.resource, starts = excluded.starts, ends = excluded.ends, plan ="
    " excluded.plan"
)


class Booking(NamedTuple):
    """One interval of a resource, ends exclusive, in microseconds UTC."""

    stream: bytes
    resource: str
    starts: int
    ends: int
    plan: int


def moment_of(name: str) -> Source:
    """The payload's instant ``name`` as microseconds."""

    def read(event: RecordedEvent) -> int | None:
        value = event.payload.get(name)
        return None if value is None else instant_of(value)

    return Source(f"moment({name})", read)


class Bookings(FoldedGuard):
    """Intervals in which a resource (a car, a driver, a room) is taken.

    A plan that overlaps anything else is refused. A fact is taken as it is, and the
    plans it overlaps are marked 冲突 wherever they are shown.

    :param resource: the payload's field that names what is booked.
    :param what: how the message calls the resource.
    """

    table = "guard_booking"
    columns = ("guard", "stream", "resource", "starts", "ends", "plan")
    assigns = frozenset({"resource", "starts", "ends", "plan"})
    stateful = False

    def __init__(self, name: str, per: Any, resource: str, what: str) -> None:
        super().__init__(name, (per,))
        self.resource = resource
        self.what = what

    def plan(self, event: type, starts: str, ends: str) -> Bookings:
        """``event`` plans the interval between two of its instants."""
        resource = field(self.resource)
        self.on(event, resource=resource, starts=moment_of(starts),
                ends=moment_of(ends), plan=constant(1))  # fmt: skip
        return self

    def move(self, event: type) -> Bookings:
        """``event`` gives the interval to another resource."""
        resource = field(self.resource)
        self.on(event, resource=resource)
        return self

    def begin(self, event: type) -> Bookings:
        """``event`` is the fact that it began; it is taken until it ends."""
        self.on(event, starts=timed, ends=constant(UNTIL_RETURN), plan=constant(0))
        return self

    def end(self, event: type) -> Bookings:
        """``event`` is the fact that it ended."""
        self.on(event, ends=timed, plan=constant(0))
        return self

    def free(self, event: type) -> Bookings:
        """``event`` gives the interval back."""
        self.on(event, starts=constant(None))
        return self

    def rows(self, aggregate: str, effective: Effective) -> frozenset[GuardRow]:
        """The interval this record takes, if it takes one."""
        row = self.last(aggregate, effective)
        return self._interval(effective, row) if row else frozenset()

    def growth(
        self, aggregate: str, after: Effective, count: int
    ) -> tuple[frozenset[GuardRow], frozenset[GuardRow]]:
        """Both sides from one fold: every departure and return asks."""
        if after.voided:
            return frozenset(), frozenset()
        old = new = frozenset[GuardRow]()
        folding = self.fold(after, self.machine(aggregate))
        for number, folded in enumerate(folding, 1):
            if number == count:
                old = self._interval(after, folded.row)
            elif number == len(after.events):
                new = self._interval(after, folded.row)
        return old, new

    def _interval(
        self, effective: Effective, row: dict[str, Any]
    ) -> frozenset[GuardRow]:
        starts, ends = row.get("starts"), row.get("ends")
        if starts is None or ends is None or starts >= ends or not row.get("resource"):
            return frozenset()
        stream = effective.first.stream.bytes
        return frozenset(
            {(self.name, stream, row["resource"], starts, ends, row["plan"])}
        )

    def leaving(self, gone: set[GuardRow], come: set[GuardRow]) -> set[GuardRow]:
        """A record has one interval here; its new one is written over the old."""
        written = {row[1] for row in come}
        return {row for row in gone if row[1] not in written}

    def insert(self, connection: Connection, rows: Iterable[GuardRow]) -> None:
        """Put rows in, each over the record's row before."""
        connection.run_many(_PUT, sorted(rows))

    def check(self, guarding: Guarding, added: Iterable[GuardRow]) -> None:
        """Refuse a new plan where anything else stands."""
        for _guard, stream, resource, starts, ends, plan in added:
            if not plan:
                continue
            found = self._overlapping(
                guarding.connection, resource, starts, ends, stream
            )
            if found:
                raise Refused(self._message(guarding, found[0]), self.resource)

    def _overlapping(
        self, connection: Connection, resource: str, starts: int, ends: int, but: bytes
    ) -> list[Booking]:
        found = connection.execute(_OVERLAP, (self.name, resource, ends, starts, but))
        return [Booking(*row) for row in found]

    def _message(self, guarding: Guarding, other: Booking) -> str:
        until = (
            "至回场"
            if other.ends == UNTIL_RETURN
            else f"至{guarding.moment(other.ends)}"
        )
        return (
            f"{guarding.title(other.resource)}在"
            f"{guarding.moment(other.starts)}{until}已有安排，时间重叠"
        )

    def taken(self, connection: Connection, starts: int, ends: int) -> set[str]:
        """The resources that are not free in an interval."""
        found = connection.execute(
            "SELECT DISTINCT resource FROM [guard_booking]"
            " WHERE guard = ? AND starts < ? AND ends > ?",
            (self.name, ends, starts),
        )
        return {row[0] for row in found}

    def held(self, connection: Connection, resource: str, at: int) -> Booking | None:
        """Who has a resource at an instant; a fact comes before a plan."""
        found = self._overlapping(connection, resource, at, at + 1, b"")
        return min(found, key=lambda booking: booking.plan, default=None)

    def conflicts(self, connection: Connection, stream: bytes) -> list[Booking]:
        """What overlaps this record's plan although nobody refused it."""
        own = connection.execute(
            "SELECT resource, starts, ends, plan FROM [guard_booking]"
            " WHERE guard = ? AND stream = ?",
            (self.name, stream),
        )
        found: list[Booking] = []
        for resource, starts, ends, plan in own:
            if plan:
                found += self._overlapping(connection, resource, starts, ends, stream)
        return found


_booking = sa.Table(
    "guard_booking",
    guard_metadata,
    # A trip's car and driver lie side by side: one page is written for both.
    sa.Column("stream", sa.LargeBinary, primary_key=True),
    sa.Column("guard", sa.Text, primary_key=True),
    sa.Column("resource", sa.Text, nullable=False),
    sa.Column("starts", sa.BigInteger, nullable=False),
    sa.Column("ends", sa.BigInteger, nullable=False),
    sa.Column("plan", sa.BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
# What ends after an instant is little, whichever resource it takes.
sa.Index("guard_booking_ends", _booking.c.ends, _booking.c.guard, _booking.c.resource)
