"""Where a reducer takes a value from: data first, a function only where that fails."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from houqin.events.entry import NIL
from houqin.events.instants import from_text

#: Every guard and ledger of a stream reads the same few instants again.
instant_of = lru_cache(maxsize=4096)(from_text)

if TYPE_CHECKING:
    from collections.abc import Callable

    from houqin.events.entry import RecordedEvent

#: Metadata code of an entry that knows only its day.
DAY_PRECISION = "day"


@dataclass(frozen=True, slots=True)
class Source:
    """A named, pure way to read one value out of an event.

    :param name: what ``doctor`` and ``plugin show`` print.
    :param adds: add to what the row holds instead of replacing it.
    """

    name: str
    read: Callable[[RecordedEvent], Any]
    adds: bool = False
    #: The payload's field that is all it reads; folding takes it without a call.
    copies: str = ""
    #: All it reads is when the event happened; the same.
    timed: bool = False
    #: It adds a field of the payload where another has a code: the other, the code,
    #: the field. Folding looks at the sources of one code only.
    sums: tuple[str, ...] = ()


def field(name: str) -> Source:
    """The payload's field of that name, or nothing."""
    return Source(f"field({name})", lambda event: event.payload.get(name), copies=name)


def constant(value: object) -> Source:
    """Always the same value."""
    return Source(f"constant({value!r})", lambda _event: value)


def _acting(event: RecordedEvent) -> str:
    behalf = event.on_behalf_of
    return str(event.actor if behalf == NIL else behalf)


def is_day_only(event: RecordedEvent) -> bool:
    """Whether only the day of the event is known."""
    return event.metadata.get("precision") == DAY_PRECISION


def _timed(event: RecordedEvent) -> int | None:
    return None if is_day_only(event) else event.occurred


def _minutes_since(name: str) -> Callable[[RecordedEvent], int | None]:
    def read(event: RecordedEvent) -> int | None:
        since = event.payload.get(name)
        if since is None:
            return None
        return (event.occurred - instant_of(since)) // 60_000_000

    return read


occurred_at = Source("occurred_at", lambda event: event.occurred, timed=True)
#: The instant, or nothing when only the day is known (it then makes no booking).
timed = Source("timed", _timed)
recorded_at = Source("recorded_at", lambda event: event.recorded)
#: 当事人: on whose behalf the event was typed, else who typed it.
acting = Source("acting", _acting)
actor = Source("actor", lambda event: str(event.actor))
stream = Source("stream", lambda event: str(event.stream))


def minutes_since(name: str) -> Source:
    """Whole minutes from the payload's instant ``name`` to the event."""
    return Source(f"minutes_since({name})", _minutes_since(name))


def add(source: Source, **where: str) -> Source:
    """Add the value up, over events whose payload has the codes of ``where``."""
    conditions = tuple(where.items())

    def read(event: RecordedEvent) -> Any:
        payload = event.payload
        for name, code in conditions:
            if payload.get(name) != code:
                return None
        return source.read(event)

    sums = (*conditions[0], source.copies) if source.copies and len(where) == 1 else ()
    return Source(f"add({source.name}, {where})", read, adds=True, sums=sums)
