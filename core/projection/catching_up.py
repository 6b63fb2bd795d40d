"""Bring one generation from a position to another: a rebuild's end, a ledger's resume.

What changes is folded from the log alone, outside any writing transaction; writing it
is one short transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.projection.effective import resolve
from houqin.core.projection.horizon import UNLIMITED
from houqin.core.projection.rebuild_part import ReducerFailed, first_failing
from houqin.core.projection.writing import WriteSet
from houqin.events.erasure import PAYLOAD_ERASED

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from houqin.core.projection.tables import LedgerTables
    from houqin.core.projection.writing import BaseLedger
    from houqin.events.entry import RecordedEvent
    from houqin.events.log import Log
    from houqin.events.store import Connection

#: Events taken at once.
STEP = 500
#: Events still to catch up that may be folded while the head is locked.
LEFT_UNDER_LOCK = 200


def _erases_after(position: int, event: RecordedEvent) -> bool:
    return event.topic == PAYLOAD_ERASED and event.position > position


class CatchUp:
    """One ledger's tables on their way to the head."""

    def __init__(self, log: Log, base: BaseLedger, position: int) -> None:
        self._log = log
        self._base = base
        #: The tables hold what the log says up to here.
        self.position = position

    def near(
        self,
        tables: LedgerTables,
        moved: Callable[[Connection, int], None],
        told: Callable[[int], None],
    ) -> None:
        """Step by step without the lock, until little is left or it grows no less.

        :param moved: runs in each writing transaction, with the position it reaches.
        """
        left = self._left()
        while left > LEFT_UNDER_LOCK:
            self._steps(self.position + left, tables, moved, told)
            before, left = left, self._left()
            if left >= before:
                return

    def _left(self) -> int:
        with self._log.store.reading() as connection:
            return self._log.head(connection)[0] - self.position

    def _steps(
        self,
        head: int,
        tables: LedgerTables,
        moved: Callable[[Connection, int], None],
        told: Callable[[int], None],
    ) -> None:
        while self.position < head:
            until = min(self.position + STEP, head)
            with self._log.store.reading() as connection:
                changes = self.changes(connection, until)
            with self._log.store.writing() as connection:
                moved(connection, until)
                changes.flush(connection, tables)
            count, self.position = until - self.position, until
            told(count)

    def changes(self, connection: Connection, until: int) -> WriteSet:
        """What the events after `position` change, up to ``until``.

        :raises ReducerFailed: naming the event that cannot be folded.
        """
        changes = WriteSet(self._base)
        events = self._log.read(connection, self.position + 1, stop=until)
        touched: dict[UUID, int] = {}
        for event in events:
            touched.setdefault(event.stream, event.position)
        for stream in touched:
            self._change(changes, self._log.read_stream(connection, stream), until)
        return changes

    def _change(
        self, changes: WriteSet, events: list[RecordedEvent], until: int
    ) -> None:
        if not events[0].topic.startswith(f"{self._base.ledger.per.topic}."):
            return
        known = resolve(events, UNLIMITED._replace(position=self.position))
        now = resolve(events, UNLIMITED._replace(position=until))
        try:
            changes.change(known, now)
            if any(_erases_after(self.position, event) for event in events):
                changes.rewrite(now)
        except Exception as error:
            position = first_failing(self._base, events)
            why = f"{type(error).__name__}: {error}"
            raise ReducerFailed(position, why) from error
