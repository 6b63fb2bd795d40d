"""The library's recorder interface over a store of ours."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from houqin.events import library
from houqin.events.clock import Clock, SystemClock
from houqin.events.entry import NIL, Authorship, NewEvent
from houqin.events.errors import LogError, PositionConflict
from houqin.events.log import Log
from houqin.events.mapper import HeaderedEvent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager

    from houqin.events.store import Connection, Store
    from houqin.events.store.connection import Row

NOBODY = Authorship(NIL, NIL, NIL)
EMPTY = b"{}"
POLL = 0.05
"""Seconds between two looks of a subscription that has read everything."""

_EVENTS = (
    "SELECT e.originator_id, e.originator_version, e.topic, b.payload,"
    " e.class_version, e.occurred, e.position"
    " FROM [event] AS e LEFT JOIN [body] AS b ON b.position = e.position"
)
_MAX = "SELECT max(position) FROM [event]"


@dataclass(frozen=True)
class HeaderedNotification(library.Notification):
    """A notification with the header fields the library has no place for."""

    class_version: int = 1
    occurred: int = 0


class SiteRecorder(library.ApplicationRecorder):
    """Records any stored event, whatever its bytes, at the next free positions.

    Errors are the library's: IntegrityError for a version that is taken,
    OperationalError for everything the store cannot do.
    """

    def __init__(self, store: Store, clock: Clock | None = None) -> None:
        self.log = Log(store, clock or SystemClock())

    def insert_events(
        self, stored_events: Sequence[library.StoredEvent], **kwargs: Any
    ) -> Sequence[int]:
        """Append events; the keyword `author` says whose they are."""
        if not stored_events:
            return []
        author: Authorship = kwargs.get("author", NOBODY)
        try:
            with self.log.transaction(author) as transaction:
                recorded = transaction.append_encoded(
                    [_new_event(stored, transaction.now) for stored in stored_events],
                    [(stored.state, EMPTY) for stored in stored_events],
                )
        except PositionConflict as conflict:
            raise library.IntegrityError(str(conflict)) from conflict
        except LogError as error:
            raise library.OperationalError(str(error)) from error
        return [event.position for event in recorded]

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[library.StoredEvent]:
        """Return a stream's events by version."""
        conditions = ["e.originator_id = ?"]
        params: list[Any] = [cast("UUID", originator_id).bytes]
        for bound, condition in ((gt, ">"), (lte, "<=")):
            if bound is not None:
                conditions.append(f"e.originator_version {condition} ?")
                params.append(bound)
        order = f" ORDER BY e.originator_version{' DESC' if desc else ''}"
        rows = self._select(conditions, params, order, limit)
        return [HeaderedEvent(*header) for *header, _ in rows]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[library.Notification]:
        """Return events by position."""
        conditions = [f"e.position {'>=' if inclusive_of_start else '>'} ?"]
        params: list[Any] = [start or 0]
        if stop is not None:
            conditions.append("e.position <= ?")
            params.append(stop)
        if topics:
            conditions.append(f"e.topic IN ({', '.join('?' * len(topics))})")
            params.extend(topics)
        rows = self._select(conditions, params, " ORDER BY e.position", limit)
        return [
            HeaderedNotification(
                stream, version, topic, state, position, class_version, occurred
            )
            for stream, version, topic, state, class_version, occurred, position in rows
        ]

    def max_notification_id(self) -> int | None:
        """Return the last position, None if there is no event."""
        with self._reading() as connection:
            last: int | None = connection.execute(_MAX)[0][0]
            return last

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> SiteSubscription:
        """Follow the log from after a position on."""
        return SiteSubscription(self, gt, topics)

    def _select(
        self, conditions: list[str], params: list[Any], order: str, limit: int | None
    ) -> Iterator[Row]:
        sql = f"{_EVENTS} WHERE {' AND '.join(conditions)}{order}"
        if limit is not None:
            sql += " LIMIT ?"
            params.append(limit)
        with self._reading() as connection:
            for stream, version, topic, state, *header in connection.execute(
                sql, params
            ):
                # An erased body reads as empty: its class says what is missing.
                yield UUID(bytes=stream), version, topic, state or EMPTY, *header

    def _reading(self) -> AbstractContextManager[Connection]:
        return self.log.store.reading()


class SiteSubscription(library.Subscription[SiteRecorder]):
    """Reads on as events come, in this process or another, on either database."""

    BATCH = 500

    def __init__(
        self, recorder: SiteRecorder, gt: int | None, topics: Sequence[str]
    ) -> None:
        super().__init__(recorder=recorder, gt=gt, topics=topics)
        self._stopped = threading.Event()
        self._batch: Iterator[library.Notification] = iter(())

    def stop(self) -> None:
        super().stop()
        self._stopped.set()

    def __next__(self) -> library.Notification:
        while not self._stopped.is_set():
            for notification in self._batch:
                self._last_notification_id = notification.id
                return notification
            self._pull()
        raise StopIteration

    def _pull(self) -> None:
        notifications = self._recorder.select_notifications(
            self._last_notification_id or 0,
            self.BATCH,
            topics=self._topics,
            inclusive_of_start=False,
        )
        if not notifications:
            self._stopped.wait(POLL)
        self._batch = iter(notifications)


def _new_event(stored: library.StoredEvent, now: int) -> NewEvent:
    return NewEvent(
        stream=cast("UUID", stored.originator_id),
        version=stored.originator_version,
        topic=stored.topic,
        payload={},  # its bytes are written as they are
        occurred=getattr(stored, "occurred", now),
        class_version=getattr(stored, "class_version", 1),
    )
