"""A large command is decided before the lock, against a snapshot of the log.

Every answer the decision was given is kept. Under the lock the same is asked again,
as far as anything has happened since, and what was decided is appended only when every
answer is the same. Serial numbers are drawn under the lock alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from secrets import token_hex
from typing import TYPE_CHECKING, Any, NamedTuple

from houqin.events.store import Connection

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from datetime import date
    from uuid import UUID

    from houqin.core.model.calendar import Calendar
    from houqin.core.model.catalogue import Catalogue
    from houqin.core.model.numbers import Serials
    from houqin.core.model.rights import Standing
    from houqin.core.model.services import Services
    from houqin.events.entry import NewEvent
    from houqin.events.store.connection import Parameters, Row
    from houqin.events.transaction import LogTransaction

#: Around what stands for a serial number until the lock is held, with a secret token.
_OPEN, _CLOSE = "\ue000", "\ue001"
_NUMBERED = re.compile(f"{_OPEN}[0-9a-f]+:(\\d+){_CLOSE}")
#: How messages call a number that is not drawn yet.
_UNDRAWN = "（本行）"

_SINCE = "SELECT DISTINCT topic FROM [event] WHERE position > ?"


class NeedsLock(Exception):
    """What a command asks for can only be answered under the lock."""


class Answers(Connection):
    """A snapshot that keeps what it answered; nothing is written through it."""

    def __init__(self, snapshot: Connection) -> None:
        self._snapshot = snapshot
        self.dialect = snapshot.dialect  # type: ignore[misc]  # as the snapshot's class has it
        self.schema = snapshot.schema
        self.given: dict[tuple[str, tuple[Any, ...]], list[Row]] = {}

    def execute(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        """Answer once, and the same again.

        :raises NeedsLock: when it writes, or asks for the head itself.
        """
        if not sql.startswith("SELECT") or "[log_head]" in sql:
            raise NeedsLock
        asked = (sql, tuple(params))
        if asked not in self.given:
            self.given[asked] = self._snapshot.execute(sql, params)
        return self.given[asked]

    def driver(self, sql: str, params: Parameters = ()) -> list[Row]:
        """Ledgers are read for messages alone; no rule reads one."""
        return self._snapshot.driver(sql, params)

    def pipeline(self) -> AbstractContextManager[None]:
        """Several questions at once."""
        return self._snapshot.pipeline()

    def _never(self, *_given: Any) -> Any:
        """What writes."""
        raise NeedsLock

    run: Any = _never
    run_many: Any = _never
    load: Any = _never
    defer: Any = _never
    savepoint: Any = _never


class Numbered(NamedTuple):
    """A serial number that is drawn later: of which guard and year."""

    guard: Serials
    year: int


@dataclass
class Ahead:
    """One decision before the lock: where its snapshot stands, what it was told.

    It stands in for the transaction while the command is decided.
    """

    connection: Connection
    services: Services
    before: int
    epoch: int
    now: int
    answers: Answers = field(init=False)
    serials: list[Numbered] = field(default_factory=list)
    _settings: dict[tuple[str, date], Any] = field(default_factory=dict)
    _standings: dict[UUID, Standing] = field(default_factory=dict)
    _calendar: Calendar | None = None
    _token: str = field(default_factory=token_hex)

    def __post_init__(self) -> None:
        """Nothing is asked yet."""
        self.answers = Answers(self.connection)

    # What a decision asks for beside guards and streams

    def setting(self, name: str, day: date) -> Any:
        """A parameter in force on a day."""
        if (name, day) not in self._settings:
            found = self.services.setting(self.connection, self.epoch, name, day)
            self._settings[name, day] = found
        return self._settings[name, day]

    def standing(self, person: UUID) -> Standing:
        """What a person holds."""
        if person not in self._standings:
            self._standings[person] = self.services.standing(
                self.connection, person, self.now, self.epoch
            )
        return self._standings[person]

    def calendar(self) -> Calendar:
        """The calendar of working days."""
        if self._calendar is None:
            self._calendar = self.services.calendar(self.connection, self.epoch)
        return self._calendar

    def serial(self, guard: Serials, year: int) -> str:
        """What stands for the next number until it is drawn."""
        self.serials.append(Numbered(guard, year))
        return f"{_OPEN}{self._token}:{len(self.serials) - 1}{_CLOSE}"

    # Under the lock

    def holds(self, transaction: LogTransaction) -> bool:
        """Whether everything that was answered would be answered alike now."""
        if transaction.before != self.before and not self._same_answers(transaction):
            return False
        return transaction.epoch == self.epoch or self._same_site(transaction)

    def _same_answers(self, transaction: LogTransaction) -> bool:
        moved = self._moved(transaction)
        return all(
            transaction.connection.execute(sql, params) == answer
            for (sql, params), answer in self.answers.given.items()
            if moved.concern(params)
        )

    def _moved(self, transaction: LogTransaction) -> _Moved:
        found = transaction.connection.execute(_SINCE, (self.before,))
        return _Moved(self.services.catalogue, [topic for (topic,) in found])

    def _same_site(self, transaction: LogTransaction) -> bool:
        """Parameters, rights and the calendar; whatever raises the epoch."""
        connection, epoch = transaction.connection, transaction.epoch
        services = self.services
        return (
            all(
                services.setting(connection, epoch, *asked) == value
                for asked, value in self._settings.items()
            )
            and all(
                services.standing(connection, person, transaction.now, epoch).like(held)
                for person, held in self._standings.items()
            )
            and self._calendar in (None, services.calendar(connection, epoch))
        )

    def number(self, events: list[NewEvent], transaction: LogTransaction) -> None:
        """Draw the numbers, and put each where it is awaited."""
        numbers = self._drawn(transaction.connection)
        awaited = re.compile(f"{_OPEN}{self._token}:(\\d+){_CLOSE}")

        def put(value: Any) -> Any:
            if isinstance(value, str) and _OPEN in value:
                return awaited.sub(lambda found: numbers[int(found[1])], value)
            return [put(each) for each in value] if isinstance(value, list) else value

        for event in events:
            event.payload.update({n: put(v) for n, v in event.payload.items()})
            if "hints" in event.metadata:
                event.metadata["hints"] = put(event.metadata["hints"])

    def _drawn(self, connection: Connection) -> list[str]:
        """The numbers, in the order in which they were asked for."""
        asked: defaultdict[Numbered, int] = defaultdict(int)
        for each in self.serials:
            asked[each] += 1
        rows = {
            each: iter(each.guard.draw_many(connection, each.year, count))
            for each, count in asked.items()
        }
        return [next(rows[each]) for each in self.serials]


class _Moved:
    """The guards that what happened since may have changed."""

    def __init__(self, catalogue: Catalogue, topics: Sequence[str]) -> None:
        found = [catalogue.aggregate_of(topic) for topic in topics]
        # An amendment, or what no plugin declares: anything may have changed.
        self._everything = None in found
        self._changed = {
            guard.name
            for spec in found
            if spec is not None
            for guard in catalogue.guards_of(spec.topic)
        }
        self._guards = catalogue.guards

    def concern(self, params: Sequence[Any]) -> bool:
        """Whether a question may be answered otherwise now; guards name themselves."""
        named = {p for p in params if isinstance(p, str) and p in self._guards}
        return self._everything or not named or not named.isdisjoint(self._changed)


def undrawn(message: str) -> str:
    """A message in which a number may stand that is not drawn yet."""
    return _NUMBERED.sub(_UNDRAWN, message)
