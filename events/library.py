"""The one module that imports `eventsourcing`; all others take its names from here.

Its environment variables have no say: the one read at import is held back, the others
are read by its factories, which are not used, and by none of the names below.
"""

from __future__ import annotations

import os
from datetime import UTC
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_held_back = os.environ.pop("TZINFO_TOPIC", None)
try:
    from eventsourcing import domain
    from eventsourcing.domain import (
        Aggregate,
        AggregateCreated,
        AggregateEvent,
        CanInitAggregate,
        CanMutateAggregate,
        DomainEventProtocol,
        MetaDomainEvent,
        OriginatorIDError,
        ProgrammingError,
        event,
    )
    from eventsourcing.persistence import (
        AggregateRecorder,
        ApplicationRecorder,
        EventStore,
        IntegrityError,
        Mapper,
        Notification,
        OperationalError,
        PersistenceError,
        StoredEvent,
        Subscription,
        Transcoder,
    )
    from eventsourcing.utils import get_topic
finally:
    if _held_back is not None:
        os.environ["TZINFO_TOPIC"] = _held_back

# Whoever imported the library first may have let the variable in.
domain.TZINFO = UTC


def aggregate_of(created: type) -> type[Aggregate]:
    """Return the aggregate class on which a "created" event class is defined."""
    found = _aggregates.get(created)
    if found is None:
        found = _aggregates[created] = _search(created)
    return found


def _search(created: type) -> type[Aggregate]:
    for aggregate in _below(Aggregate):
        if any(held is created for held in vars(aggregate).values()):
            return aggregate
    msg = f"{created.__qualname__} is an event of no aggregate"
    raise TypeError(msg)


def _below(cls: type[Aggregate]) -> Iterator[type[Aggregate]]:
    for child in cls.__subclasses__():
        yield child
        yield from _below(child)


_aggregates: dict[type, type[Aggregate]] = {}


__all__ = [
    "Aggregate",
    "AggregateCreated",
    "AggregateEvent",
    "AggregateRecorder",
    "ApplicationRecorder",
    "CanInitAggregate",
    "CanMutateAggregate",
    "DomainEventProtocol",
    "EventStore",
    "IntegrityError",
    "Mapper",
    "MetaDomainEvent",
    "Notification",
    "OperationalError",
    "OriginatorIDError",
    "PersistenceError",
    "ProgrammingError",
    "StoredEvent",
    "Subscription",
    "Transcoder",
    "aggregate_of",
    "event",
    "get_topic",
]
