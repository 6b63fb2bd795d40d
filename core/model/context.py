"""The unit of work a command's handler sees: load, create, record, ask guards."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID, uuid5

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.ahead import Ahead
from houqin.core.model.asking import Asking
from houqin.core.model.ending import require_going_on, require_not_erased
from houqin.core.model.filling import as_id, filled
from houqin.core.model.judging import Judging, Rigour
from houqin.core.model.services import attributes_of
from houqin.core.model.streams import Choosable, Stamp, Stream, as_recorded
from houqin.core.projection.effective import Effective, resolve
from houqin.core.projection.horizon import day_start, local_day
from houqin.core.projection.sources import DAY_PRECISION
from houqin.core.schema.errors import RecordMissing, Refused
from houqin.events.entry import NIL, NewEvent, RecordedEvent
from houqin.events.instants import MINUTE, to_datetime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.model.command import Act
    from houqin.core.model.composing import Composition
    from houqin.core.model.services import Services
    from houqin.events.transaction import LogTransaction

AggregateT = TypeVar("AggregateT", bound=Aggregate)

#: PC clocks of an office differ by that much; a little ahead is set to now.
CLOCK_TOLERANCE = 2 * MINUTE


class Context(Asking, Judging):
    """What one command has loaded and decided so far."""

    def __init__(
        self, services: Services, transaction: LogTransaction | Ahead, act: Act
    ) -> None:
        self.services = services
        self.catalogue = services.catalogue
        self.zone = services.zone
        self.ahead = transaction if isinstance(transaction, Ahead) else None
        self.transaction = cast("LogTransaction", transaction)
        self.connection = (
            self.ahead.answers if self.ahead else self.transaction.connection
        )
        self.act = act
        self.now = transaction.now
        self.pending: list[NewEvent] = []
        self.streams: dict[UUID, Stream] = {}
        self.opened: dict[str, dict[UUID, Choosable]] = {}
        self.stamp = self._opening_stamp()
        #: Records that refer to what is voided only until this command is done.
        self.released: set[UUID] = set()
        #: Records this command voids.
        self.voided: set[UUID] = set()
        #: Where every part of a composed command came from, beside its channel.
        self.source: dict[str, Any] = {}
        #: What several commands in one are made of; see composing.py.
        self.composition: Composition | None = None
        self.rigour = Rigour.PLANNED
        self.breaches: list[tuple[str, str]] = []
        #: The row of a file or a grid that is being decided; its ids follow from it.
        self.row = 0
        self._created = 0
        self._settled = 0

    # Who and when

    @property
    def actor(self) -> UUID:
        """Who typed (登记人)."""
        return self.act.actor

    @property
    def acting(self) -> UUID:
        """Who acted (当事人)."""
        behalf = self.stamp.on_behalf_of
        return self.actor if behalf == NIL else behalf

    @property
    def occurred(self) -> int:
        """When it happened, in microseconds UTC."""
        return self.stamp.occurred

    def _opening_stamp(self) -> Stamp:
        act = self.act
        behalf = act.on_behalf_of
        occurred = self.checked_moment(act.occurred_at)
        if act.precision == DAY_PRECISION:
            # An entry that knows only its day is 00:00 local of that day.
            occurred = day_start(local_day(occurred, self.zone), self.zone)
        return Stamp(
            occurred,
            NIL if behalf is None or behalf == act.actor else behalf,
            act.channel,
            act.precision,
        )

    def checked_moment(self, at: int | None) -> int:
        """An occurred_at as it may be recorded now.

        :raises Refused: when it lies more than two minutes ahead.
        """
        if at is None:
            return self.now
        if at > self.now + CLOCK_TOLERANCE:
            message = f"发生时间{self.moment(at)}晚于现在{self.moment(self.now)}"
            raise Refused(message, "occurred_at")
        return min(at, self.now)

    def precedes(self, at: int) -> bool:
        """Whether this happens before ``at``; an entry of a day compares days."""
        if self.stamp.precision == "day":
            return local_day(self.occurred, self.zone) < local_day(at, self.zone)
        return self.occurred < at

    @contextmanager
    def told(
        self,
        *,
        occurred: int | None = None,
        on_behalf_of: UUID | None = None,
        channel: str | None = None,
        precision: str | None = None,
    ) -> Iterator[None]:
        """Stamp the events triggered inside otherwise: one slip, several acts."""
        outer = self.stamp
        behalf = outer.on_behalf_of if on_behalf_of is None else on_behalf_of
        at = outer.occurred if occurred is None else self.checked_moment(occurred)
        if precision == DAY_PRECISION:
            at = day_start(local_day(at, self.zone), self.zone)
        self.stamp = Stamp(
            at,
            NIL if behalf == self.actor else behalf,
            channel or outer.channel,
            precision or outer.precision,
        )
        try:
            yield
        finally:
            self.stamp = outer

    def as_it_was(
        self, aggregate: str, record: UUID, field_name: str = ""
    ) -> Choosable:
        """Like :meth:`choose`; of a fact the record is as it was when it happened.

        What happened before the record was registered finds it as it was registered.
        """
        found = self.choose(aggregate, record, field_name)
        register = self.catalogue.register_of(aggregate)
        if self.rigour is Rigour.PLANNED or register is None:
            return found
        known = self.effective(record)
        then = tuple(e for e in known.events if e.occurred <= self.occurred)
        before = known._replace(events=then or known.events[:1])
        ((_guard, _stream, state, kept),) = register.rows(aggregate, before)
        return Choosable(record, state, attributes_of(kept))

    # Loading and creating

    def stream(self, record: UUID) -> Stream:
        """The stream of a record, read once.

        :raises RecordMissing: when nothing has that id.
        """
        if record not in self.streams:
            events = self.services.log.read_stream(self.connection, record)
            spec = self.catalogue.aggregate_of(events[0].topic) if events else None
            if spec is None:
                raise RecordMissing(record)
            self.streams[record] = Stream(
                spec.topic, events, version=events[-1].version
            )
        return self.streams[record]

    def load(self, cls: type[AggregateT], record: UUID | str) -> AggregateT:
        """The live aggregate of a record.

        :raises RecordMissing: when no record of that kind has this id.
        :raises Refused: when the record has been voided.
        """
        found = self.load_any(as_id(record))
        if not isinstance(found, cls):
            raise RecordMissing(record)
        return found

    def load_any(self, record: UUID) -> Aggregate:
        """The live aggregate of a record, of whatever kind."""
        stream = self.stream(record)
        if stream.object is None:
            effective = resolve(stream.loaded)
            if effective is None or effective.voided:
                title = self.catalogue.aggregates[stream.aggregate].title
                message = f"这份{title}已作废"
                raise Refused(message)
            stream.object = self.services.fold(effective)
            stream.object.version = stream.version
            stream.object.__dict__["context"] = self
        return stream.object

    def effective(self, record: UUID) -> Effective:
        """What the live horizon leaves of a record's events."""
        found = resolve(self.stream(record).known)
        assert found is not None  # noqa: S101 - the live horizon leaves every event
        return found

    def take_over(self, transaction: LogTransaction) -> None:
        """Go on under the lock with what was decided before it.

        What happened when it was decided, happens now.
        """
        assert self.ahead is not None  # noqa: S101 - only then there is anything to take over
        was, self.now = self.now, transaction.now
        self.pending = [
            event._replace(occurred=self.now) if event.occurred == was else event
            for event in self.pending
        ]
        self.ahead.number(self.pending, transaction)
        self.ahead, self.transaction = None, transaction
        self.connection = transaction.connection

    def settle(self) -> list[NewEvent]:
        """Let what comes next in this command read what it has recorded so far."""
        new = self.pending[self._settled :]
        for event in new:
            known = as_recorded(event, self.now, self.act)
            self.streams[event.stream].settled.append(known)
        self._settled = len(self.pending)
        for event in new:
            if event.version == 1:
                self._register(event.stream)
        return new

    def _register(self, record: UUID) -> None:
        """Let what was opened be chosen by what comes next."""
        aggregate = self.streams[record].aggregate
        register = self.catalogue.register_of(aggregate)
        rows = register.rows(aggregate, self.effective(record)) if register else ()
        for _guard, _stream, state, kept in rows:
            found = Choosable(record, state, attributes_of(kept))
            self.opened.setdefault(aggregate, {})[record] = found

    def drop(self, first: int) -> set[UUID]:
        """Forget what was recorded from ``first`` on, and the streams it touched."""
        touched = {event.stream for event in self.pending[first:]}
        del self.pending[first:]
        for stream in touched:
            self.streams.pop(stream, None)
            for opened in self.opened.values():
                opened.pop(stream, None)
        self._settled = min(self._settled, first)
        return touched

    def new_id(self) -> UUID:
        """An id that the same command gives again, and nothing editable is in."""
        self._created += 1
        if not self.row:
            return uuid5(self.act.id, str(self._created))
        again = "" if self._created == 1 else f".{self._created}"
        return uuid5(self.act.id, f"{self.row}{again}")

    def begin_row(self, number: int) -> None:
        """What is created from here on is row ``number``'s, counted from 1."""
        self.row, self._created = number, 0

    def create(
        self,
        cls: type[AggregateT],
        event_class: type[Any],
        *,
        id: UUID | None = None,  # noqa: A002 - as the library's
        **values: Any,
    ) -> AggregateT:
        """Open a record with its first event."""
        record = id or self.new_id()
        values = cls.completed(self, None, event_class, values)
        values = filled(self, event_class, record, values)
        made = cls._create(
            event_class,
            id=record,
            timestamp=to_datetime(self.occurred),
            **values,
        )
        made.pending_events[0].check()  # type: ignore[attr-defined]  # ours
        self.streams[record] = Stream(cls.topic, [], made, 1)
        made.__dict__["context"] = self
        self._keep(made.pending_events.pop())
        return made

    def trigger(
        self, aggregate: Aggregate, event_class: type[Any], values: dict[str, Any]
    ) -> None:
        """Create an event, apply it and keep it; aggregates call this."""
        stream = self.streams[aggregate.id]
        if aggregate.ends:
            require_going_on(self, aggregate.id)
        with self.told(occurred=self._above_floor(stream)):
            values = aggregate.completed(self, aggregate, event_class, values)
            stream.version += 1
            made = event_class(
                originator_id=aggregate.id,
                originator_version=stream.version,
                timestamp=to_datetime(self.occurred),
                **filled(self, event_class, aggregate.id, values),
            )
            made.check()
            made.mutate(aggregate)
            self._keep(made)

    def _keep(self, made: object) -> None:
        topic, class_version, payload = self.catalogue.mapper.payload_of(made)
        self.append(
            cast("Any", made).originator_id,
            cast("Any", made).originator_version,
            topic,
            payload,
            class_version,
        )

    def append(
        self,
        stream: UUID,
        version: int,
        topic: str,
        payload: dict[str, Any],
        class_version: int = 1,
    ) -> None:
        """Keep an event for the append, stamped as the context now says."""
        metadata: dict[str, Any] = {"channel": self.stamp.channel, **self.source}
        if self.stamp.precision:
            metadata["precision"] = self.stamp.precision
        if self.act.address:
            metadata["address"] = self.act.address
        self.pending.append(
            NewEvent(
                stream,
                version,
                topic,
                payload,
                self.occurred,
                self.stamp.on_behalf_of,
                metadata,
                class_version,
            )
        )

    def _above_floor(self, stream: Stream) -> int:
        """Nothing happens to a record before its first event has happened.

        Forms take minutes: what is typed as the minute in which the record began
        happened when it began.
        """
        if not stream.known:
            return self.occurred
        effective = resolve(stream.known)
        floor = effective.first.occurred if effective else 0
        if self.stamp.precision or (effective and _by_day(effective.first)):
            floor = day_start(local_day(floor, self.zone), self.zone)
        if self.occurred // MINUTE == floor // MINUTE:
            return max(self.occurred, floor)
        if self.occurred < floor:
            message = (
                f"发生时间{self.moment(self.occurred)}"
                f"早于单据开始的{self.moment(floor)}"
            )
            raise Refused(message, "occurred_at")
        return self.occurred

    def seal(
        self, subject: UUID, name: str, text: str, record: UUID | None = None
    ) -> dict[str, Any]:
        """Seal a personal value under the subject's own key.

        :param record: whose field it is, where that is not the subject.
        """
        require_not_erased(self, subject, name)
        keys = self.services.keys
        return keys.seal(self.connection, subject, name, text, record)


def _by_day(event: RecordedEvent) -> bool:
    return event.metadata.get("precision") == "day"
