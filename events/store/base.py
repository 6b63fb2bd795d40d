"""What a store promises, on either database."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

from houqin.events.errors import LogClosedAfterFault, StoreCorrupt

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from houqin.events.store.connection import Connection

FORMAT = 2
"""The format of the log's tables that this program reads and writes."""

BUSY_TIMEOUT = 10.0
"""Seconds to wait for another writer."""

_HEAD_AGAINST_EVENTS = """
SELECT position, (SELECT max(position) FROM [event]), (SELECT count(*) FROM [event])
FROM [log_head]
"""


class Store(ABC):
    """One site's log and tables: a SQLite file or a PostgreSQL schema.

    After an I/O error (StoreFaulty) nothing is written until `reopen_verified`:
    what was in flight may or may not be there.
    """

    dialect: ClassVar[str]
    schema: str | None
    name: str
    _fault: str | None = None

    @abstractmethod
    def create(self) -> None:
        """Make an empty log, whole or not at all; StoreExists if one is there."""

    @abstractmethod
    def exists(self) -> bool:
        """Say whether anything is at the store's place."""

    @abstractmethod
    def verify_identity(self) -> None:
        """Raise StoreMissing or ForeignStore unless this is a log we can read."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[Connection]:
        """Open one consistent snapshot, for reading only."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[Connection]:
        """Open a write transaction: commit on leaving, roll back on an exception."""

    def deriving(self) -> AbstractContextManager[Connection]:
        """Open a write transaction of what can be made again from the log.

        The machine may lose it, but never where it keeps a commit that came later.
        """
        return self.writing()

    def give_way(self) -> None:  # noqa: B027 - a server has many writers
        """Let others write who wait, between two steps of long work."""

    @abstractmethod
    def another(self) -> Callable[[], Store]:
        """Return what opens the same store in another process; it can be pickled."""

    @abstractmethod
    def size(self) -> int:
        """Return the bytes it takes, its journal too."""

    @abstractmethod
    def close(self) -> None:
        """Let go of idle connections; the next use opens new ones."""

    def tidy(self) -> None:  # noqa: B027 - a server cleans up by itself
        """After an erasure: let go of old pages, as far as nobody reads them."""

    @abstractmethod
    def _verify_medium(self) -> None:
        """Raise StoreCorrupt if the database finds itself damaged."""

    def reopen_verified(self) -> None:
        """Open anew, check medium and head, and take writes again."""
        self.close()
        self.verify_identity()
        self._verify_medium()
        with self.reading() as connection:
            position, last, count = connection.execute(_HEAD_AGAINST_EVENTS)[0]
        if not position == (last or 0) == count:
            why = f"head at {position}, last event {last}, {count} events"
            raise StoreCorrupt(self.name, why)
        self._fault = None

    @property
    def fault(self) -> str | None:
        """Why nothing is written until `reopen_verified`, if so."""
        return self._fault

    def refuse_after_fault(self) -> None:
        """Raise LogClosedAfterFault if an I/O error happened."""
        if self._fault is not None:
            raise LogClosedAfterFault(self.name, self._fault)
