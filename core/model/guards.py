"""Guards: what rules read instead of ledgers.

A guard's rows are a pure function of a stream's effective events. After every append
core folds each touched stream as it was and as it is, takes the rows that went away
out, puts the new ones in and lets the guard check them; so an ordinary event, a
correction and a voiding are one thing. A failure aborts the command.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from zope.interface import implementer

from houqin.core.interfaces import IGuard
from houqin.core.model.aggregate import field_types
from houqin.core.projection.fold import Fold
from houqin.core.projection.sources import field as payload_field
from houqin.core.schema.errors import Refused
from houqin.events import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from houqin.core.model.catalogue import Catalogue
    from houqin.core.projection.effective import Effective
    from houqin.core.projection.fold import StateMachine
    from houqin.core.projection.sources import Source
    from houqin.events.entry import RecordedEvent
    from houqin.events.store import Connection

GuardRow = tuple[Any, ...]

guard_metadata = sa.MetaData()


class Guarding:
    """What a guard's check may look at beside its own rows."""

    def __init__(
        self,
        connection: Connection,
        title: Callable[[str], str],
        moment: Callable[[int], str],
        day_bounds: Callable[[int], tuple[int, int]],
    ) -> None:
        self.connection = connection
        #: The title of a record by its id, for messages.
        self.title = title
        #: An instant as people write it.
        self.moment = moment
        #: Start and end of an instant's local day.
        self.day_bounds = day_bounds


@implementer(IGuard)
class Guard(ABC):
    """One guard: rows from events, and what new rows must fulfil.

    :param per: topics of the aggregates it is folded from.
    """

    table: ClassVar[str]
    columns: ClassVar[tuple[str, ...]]
    #: Whether processes keep its rows: then a change of them raises the epoch.
    shared: ClassVar[bool] = False

    def __init__(self, name: str, per: Iterable[Any]) -> None:
        self.name = name
        self.per: Collection[str] = tuple(aggregate.topic for aggregate in per)
        self.machines = {a.topic: a.workflow for a in per}

    @abstractmethod
    def rows(self, aggregate: str, effective: Effective) -> frozenset[GuardRow]:
        """The rows one stream contributes."""

    def check(  # noqa: B027 - most guards have nothing to refuse
        self, guarding: Guarding, added: Iterable[GuardRow]
    ) -> None:
        """Refuse what the new rows break; all of the command's rows are in."""

    def concerns(self, _aggregate: str, _event: RecordedEvent) -> bool:
        """Whether an event at a stream's end can change its rows; when in doubt yes."""
        return True

    def growth(
        self, aggregate: str, after: Effective, count: int
    ) -> tuple[frozenset[GuardRow], frozenset[GuardRow]]:
        """The rows without and with the events from ``count`` on."""
        before = after._replace(events=after.events[:count])
        return self.rows(aggregate, before), self.rows(aggregate, after)

    def leaving(self, gone: set[GuardRow], _come: set[GuardRow]) -> set[GuardRow]:
        """Of the rows that went away those that no new one replaces when written."""
        return gone

    def remove(self, connection: Connection, rows: Iterable[GuardRow]) -> None:
        """Take rows out."""
        connection.run_many(self._delete, sorted(rows, key=repr))

    def insert(self, connection: Connection, rows: Iterable[GuardRow]) -> None:
        """Put rows in."""
        connection.run_many(self._insert, sorted(rows, key=repr))

    @cached_property
    def _delete(self) -> str:
        where = " AND ".join(f"{name} = ?" for name in self.columns)
        return f"DELETE FROM [{self.table}] WHERE {where}"  # noqa: S608 - names of ours

    @cached_property
    def _insert(self) -> str:
        marks = ", ".join("?" * len(self.columns))
        listed = ", ".join(self.columns)
        return f"INSERT INTO [{self.table}] ({listed}) VALUES ({marks})"  # noqa: S608 - names of ours

    def stored(self, connection: Connection) -> set[GuardRow]:
        """All rows of this guard as the database has them."""
        found = connection.execute(
            f"SELECT {', '.join(self.columns)} FROM [{self.table}]"  # noqa: S608 - names of ours
            " WHERE guard = ?",
            (self.name,),
        )
        return set(found)


class FoldedGuard(Guard):
    """A guard whose rows come from folding events as data, like a ledger's."""

    #: Names :meth:`on` may assign.
    assigns: ClassVar[frozenset[str]]
    #: Whether the rows depend on the record's state.
    stateful: bool = True
    #: Whether the row says what the record is now; then business time decides,
    #: where it decides the record's state.
    current: ClassVar[bool] = False

    def __init__(self, name: str, per: Iterable[Any]) -> None:
        super().__init__(name, tuple(per))
        latest = self.current and all(a.workflow and a.workflow.latest for a in per)
        self.fold = Fold(self._assignable() if latest else frozenset())
        self._names = {}
        for aggregate in per:
            self._names[aggregate] = aggregate.topic

    def on(self, event: type, **sources: Source) -> Any:
        """Set values when ``event`` happens."""
        unknown = sorted(set(sources) - self._assignable())
        if unknown:
            message = f"guard {self.name} has no {', '.join(unknown)}"
            raise ValueError(message)
        self.fold.assign(self._topic(event), sources)
        return self

    def concerns(self, aggregate: str, event: RecordedEvent) -> bool:
        """Whether the event sets a value, or moves a state that matters."""
        return self.fold.reads(event, self.machine(aggregate))

    def machine(self, aggregate: str) -> StateMachine | None:
        """What says the state, where that matters."""
        found: StateMachine | None = self.machines[aggregate]
        return found if self.stateful else None

    def _assignable(self) -> frozenset[str]:
        return self.assigns

    def _topic(self, event: type) -> str:
        for aggregate, topic in self._names.items():
            if getattr(aggregate, event.__name__, None) is event:
                return f"{topic}.{event.__name__}"
        message = f"{event.__qualname__} is no event of {', '.join(self.per)}"
        raise ValueError(message)

    def last(self, aggregate: str, effective: Effective) -> dict[str, Any] | None:
        """The row after the last event, the state in it; nothing when voided."""
        if effective.voided:
            return None
        folded = None
        for folded in self.fold(effective, self.machine(aggregate)):  # noqa: B007 - the last
            pass
        return None if folded is None else {**folded.row, "state": folded.state}


class References(Guard):
    """Who refers to whom, from the declared types of every event's fields.

    A record is not voided while unvoided records refer to it.
    """

    table = "guard_reference"
    columns = ("guard", "target", "source")

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__("core.references", ())
        self._catalogue = catalogue

    def rows(self, _aggregate: str, effective: Effective) -> frozenset[GuardRow]:
        """Pairs of a target and this stream."""
        if effective.voided:
            return frozenset()
        stream = effective.first.stream
        targets: set[str] = set()
        for event in effective.events:
            targets |= self._targets(event)
        return frozenset(
            (self.name, target, stream.bytes) for target in targets - {str(stream)}
        )

    def concerns(self, _aggregate: str, event: RecordedEvent) -> bool:
        """Whether the event's class has a reference."""
        return bool(self._catalogue.reference_fields(event.topic))

    def _targets(self, event: RecordedEvent) -> set[str]:
        found: set[str] = set()
        for name, many in self._catalogue.reference_fields(event.topic):
            value = event.payload.get(name)
            if value is not None:
                found |= set(value) if many else {value}
        return found


def reference_fields(event_class: type) -> tuple[tuple[str, bool], ...]:
    """Fields that hold one id (False) or several (True)."""
    return tuple(
        (name, kind.kind == "references")
        for name, kind in field_types(event_class).items()
        if kind.kind in {"reference", "references"}
    )


sa.Table(
    "guard_reference",
    guard_metadata,
    sa.Column("target", sa.Text, primary_key=True),
    sa.Column("source", sa.LargeBinary, primary_key=True),
    # Behind the key: SQLite 3.40 finds a table without rowid damaged otherwise.
    sa.Column("guard", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)


_HOLDER = "SELECT stream FROM [guard_claim] WHERE guard = ? AND value = ?"

_AT_ONCE = 100
_HOLDERS = (
    "SELECT value FROM [guard_claim] WHERE guard = ? AND value IN"  # noqa: S608 - marks
    f" ({', '.join('?' * _AT_ONCE)})"
)


class Claims(FoldedGuard):
    """Names that only one record may hold: plates, logins.

    :param what: how the message calls the name, for example 号牌.
    :param released: states in which the name is free again.
    :param field: the form's field that holds it, where the event's own does not say.
    """

    table = "guard_claim"
    columns = ("guard", "value", "stream")
    assigns = frozenset({"value"})
    current = True

    def __init__(
        self,
        name: str,
        per: Iterable[Any],
        what: str,
        released: Iterable[str] = (),
        field: str = "value",
    ) -> None:
        super().__init__(name, per)
        self.what = what
        self.released = frozenset(released)
        self.stateful = bool(self.released)
        self.field = field

    def holder(self, connection: Connection, value: str) -> UUID | None:
        """The record that holds a name."""
        found = connection.execute(_HOLDER, (self.name, value))
        return UUID(bytes=bytes(found[0][0])) if found else None

    def rows(self, aggregate: str, effective: Effective) -> frozenset[GuardRow]:
        """The name this record holds."""
        row = self.last(aggregate, effective)
        if not row or not row.get("value") or row["state"] in self.released:
            return frozenset()
        stream = effective.first.stream.bytes
        return frozenset({(self.name, row["value"], stream)})

    def insert(self, connection: Connection, rows: Iterable[GuardRow]) -> None:
        """Refuse a name that another record holds, before anything is written."""
        added = list(rows)
        held = self._held(connection, [row[1] for row in added])
        for _guard, value, _stream in added:
            if value in held:
                raise Refused(self.refusal(value), self.field)
            held.add(value)
        super().insert(connection, added)

    def _held(self, connection: Connection, values: list[str]) -> set[str]:
        """Those of the names that are taken; of a file's thousands many at once."""
        if len(values) == 1:
            return {values[0]} if self.holder(connection, values[0]) else set()
        found: set[str] = set()
        for start in range(0, len(values), _AT_ONCE):
            some = values[start : start + _AT_ONCE]
            # Always as many: one statement, whatever is left over.
            some += some[-1:] * (_AT_ONCE - len(some))
            rows = connection.execute(_HOLDERS, (self.name, *some))
            found.update(value for (value,) in rows)
        return found

    def refusal(self, value: str) -> str:
        """What is said of a name that another record holds."""
        return f"{self.called(value)}“{value}”已经登记过，不能重复"

    def called(self, value: str) -> str:  # noqa: ARG002 - overridden
        """What the message calls such a name."""
        return self.what


sa.Table(
    "guard_claim",
    guard_metadata,
    sa.Column("guard", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, primary_key=True),
    sa.Column("stream", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)


class Register(FoldedGuard):
    """What can be chosen: id, state and coded attributes, without loading anything.

    :param attributes: names :meth:`on` may set, kept as one JSON object.
    """

    table = "guard_register"
    columns = ("guard", "stream", "state", "attributes")
    current = True

    def __init__(self, name: str, per: Any, attributes: Iterable[str]) -> None:
        self.attributes = frozenset(attributes)
        super().__init__(name, (per,))

    def _assignable(self) -> frozenset[str]:
        return self.attributes

    def keep(self, event: type, *names: str) -> Register:
        """Take the payload's fields of these names."""
        self.on(event, **{name: payload_field(name) for name in names})
        return self

    def rows(self, aggregate: str, effective: Effective) -> frozenset[GuardRow]:
        """One row a record."""
        row = self.last(aggregate, effective)
        if row is None:
            return frozenset()
        state = row.pop("state") or ""
        kept = canonical.encode({k: v for k, v in row.items() if v is not None})
        stream = effective.first.stream.bytes
        return frozenset({(self.name, stream, state, kept.decode())})


sa.Table(
    "guard_register",
    guard_metadata,
    sa.Column("guard", sa.Text, primary_key=True),
    sa.Column("stream", sa.LargeBinary, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("attributes", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)
