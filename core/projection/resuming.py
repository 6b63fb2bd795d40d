"""Go on with a ledger that stood still, from where it stopped, once that is mended.

The ledger stays stopped for commands until everything they recorded meanwhile is in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.projection.catching_up import CatchUp
from houqin.core.projection.live import ROW_ERRORS, Pointer
from houqin.core.projection.rebuild_part import ReducerFailed
from houqin.core.schema.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from houqin.core.projection.ledger import Ledger
    from houqin.core.projection.live import Projections
    from houqin.events.entry import Authorship
    from houqin.events.log import Log
    from houqin.events.store import Connection

_MOVE = "UPDATE [projection] SET stopped_at = ? WHERE ledger = ? AND generation = ?"
_SAY = "UPDATE [projection] SET error = ? WHERE ledger = ? AND generation = ?"
_MOST = 500


class Resume:
    """One stopped ledger's way to the head."""

    def __init__(
        self,
        log: Log,
        projections: Projections,
        ledger: Ledger,
        author: Callable[[], Authorship],
    ) -> None:
        self._log = log
        self._projections = projections
        self._ledger = ledger
        self._author = author

    def run(self, progress: Callable[[str, int, int], None]) -> int:
        """Take in what was recorded since, and follow commands again.

        :returns: the position it stands at.
        :raises ReducerFailed: when an event still cannot be folded; the ledger then
            stands just before it.
        """
        pointer, head = self._stopped()
        start = (pointer.stopped_at or 0) - 1
        base = self._projections.bases[self._ledger.name]
        catch_up = CatchUp(self._log, base, start)

        def told(_count: int) -> None:
            done = min(catch_up.position, head) - start
            progress(self._ledger.name, done, head - start)

        try:
            self._go_on(pointer, catch_up, told)
        except ReducerFailed as failed:
            self._up_to(pointer, catch_up, failed.position - 1)
            self._say(pointer, failed)
            raise
        except ROW_ERRORS as error:
            self._say(pointer, error)
            raise
        return catch_up.position

    def _stopped(self) -> tuple[Pointer, int]:
        with self._log.store.reading() as connection:
            pointer = self._projections.pointers(connection).get(self._ledger.name)
            head = self._log.head(connection)[0]
        title = self._ledger.title
        if pointer is None or pointer.stopped_at is None:
            raise Refused(f"{title}没有停止，不必恢复")
        if pointer.definition != self._projections.bases[self._ledger.name].definition:
            raise Refused(f"{title}的定义已更新，请重新生成台账")
        return pointer, head

    def _go_on(
        self, pointer: Pointer, catch_up: CatchUp, told: Callable[[int], None]
    ) -> None:
        with self._log.store.reading() as connection:
            tables = self._projections.tables(
                self._ledger, pointer.generation, connection.schema
            )

        def moved(connection: Connection, position: int) -> None:
            self._move(connection, pointer, position)

        catch_up.near(tables, moved, told)
        with self._log.transaction(self._author()) as transaction:
            connection = transaction.connection
            changes = catch_up.changes(connection, transaction.position)
            changes.flush(connection, tables)
            catch_up.position = transaction.position
            going = pointer._replace(stopped_at=None, error=None)
            self._projections.point(transaction, self._ledger.name, going)

    def _move(self, connection: Connection, pointer: Pointer, position: int) -> None:
        values = (position + 1, self._ledger.name, pointer.generation)
        connection.run(_MOVE, values)

    def _up_to(self, pointer: Pointer, catch_up: CatchUp, position: int) -> None:
        """Take in what lies before the event that fails.

        Under the head's lock: a text that was erased between reading and writing would
        stay, for nobody comes by here again.
        """
        if position <= catch_up.position:
            return
        with self._log.transaction(self._author()) as transaction:
            connection = transaction.connection
            changes = catch_up.changes(connection, position)
            tables = self._projections.tables(
                self._ledger, pointer.generation, connection.schema
            )
            changes.flush(connection, tables)
            self._move(connection, pointer, position)

    def _say(self, pointer: Pointer, error: Exception) -> None:
        why = error.why if isinstance(error, ReducerFailed) else None
        said = why or f"{type(error).__name__}: {error}"
        with self._log.store.writing() as connection:
            values = (said[:_MOST], self._ledger.name, pointer.generation)
            connection.run(_SAY, values)
