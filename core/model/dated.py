"""What rules read of the site as a whole: parameters, the calendar.

Such rows change a few times a year and are read by many commands, so that a process
keeps them. Who changes them raises the log's epoch, which every writer holds already
and every reader sees in the head: nobody asks the database whether they still hold.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

import msgspec
import sqlalchemy as sa

from houqin.core.model.guards import Guard, GuardRow, guard_metadata

if TYPE_CHECKING:
    from collections.abc import Iterable

    from houqin.events.store import Connection

_decode = msgspec.json.decode


class Dated(Guard):
    """Named values of the whole site, each valid from a day on.

    ``rows`` gives (guard, name, since, value): ``since`` a date as text, or nothing
    where the name is a date itself; ``value`` canonical JSON.
    """

    table = "guard_dated"
    columns = ("guard", "name", "since", "value")
    shared = True

    def read(self, connection: Connection) -> Any:
        """Everything it says, as rules ask for it."""
        return self.arranged(self.stored(connection))

    @abstractmethod
    def arranged(self, rows: Iterable[GuardRow]) -> Any:
        """Rows as rules ask for them; never changed afterwards."""


def decoded(value: str) -> Any:
    """The value of a row."""
    return _decode(value)


sa.Table(
    "guard_dated",
    guard_metadata,
    sa.Column("guard", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("since", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)


class Kept:
    """What a process has read of shared guards, as long as the epoch stands still."""

    def __init__(self) -> None:
        self._state: tuple[int, dict[str, Any]] = (-1, {})

    def read(self, guard: Dated, connection: Connection, epoch: int) -> Any:
        """What ``guard`` says at the epoch of the connection's own snapshot."""
        kept, known = self._state
        if epoch < kept:
            # An older snapshot than the newest: right for its reader, not to be kept.
            return guard.read(connection)
        if epoch > kept:
            known = {}
            self._state = (epoch, known)
        if guard.name not in known:
            known[guard.name] = guard.read(connection)
        return known[guard.name]
