"""Who does what only one process may do at a time, for a while that is renewed.

While it is at work a process renews its lease by a thread of its own, so the while is
short: one that dies, or its machine with it, holds others up no longer than that.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

import sqlalchemy as sa

from houqin.core.site.system_log import wall_now
from houqin.events.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.events.store import Connection, Store

#: How long a lease holds, in seconds; a dead process holds others up no longer.
SECONDS = 5.0
#: It is renewed when so much of its time is over.
_BEAT = 1 / 3
_MICROSECONDS = 1_000_000

lease_metadata = sa.MetaData()
sa.Table(
    "lease",
    lease_metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("holder", sa.LargeBinary, nullable=False),
    sa.Column("until", sa.BigInteger, nullable=False),
)

_TAKE = (
    "INSERT INTO [lease] (name, holder, until) VALUES (?, ?, ?)"
    " ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until"
    " WHERE lease.holder = excluded.holder OR lease.until < ?"
)
_HOLDER = "SELECT holder FROM [lease] WHERE name = ?"
_GIVE_BACK = "DELETE FROM [lease] WHERE name = ? AND holder = ?"
#: Workers on several machines go by the clock of the server they share.
_SERVER_NOW = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"


class Lease:
    """One holder's claim to one piece of work."""

    def __init__(self, store: Store, name: str, seconds: float = SECONDS) -> None:
        self._store = store
        self._name = name
        self._length = int(seconds * _MICROSECONDS)
        self._holder = uuid4().bytes
        self._until = 0

    def held(self) -> bool:
        """Take it or keep it; renewed when a third of its time is over."""
        begun = wall_now()
        if begun < self._until - self._length * (1 - _BEAT):
            return True
        with self._store.writing() as connection:
            now = _now(connection)
            row = (self._name, self._holder, now + self._length, now)
            connection.run(_TAKE, row)
            ((holder,),) = connection.execute(_HOLDER, (self._name,))
        mine = bytes(holder) == self._holder
        self._until = begun + self._length if mine else 0
        return mine

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Keep it renewed while what is inside goes on, however long that takes."""
        over = threading.Event()
        beating = threading.Thread(
            target=self._beat, args=(over,), name=self._name, daemon=True
        )
        beating.start()
        try:
            yield
        finally:
            over.set()
            beating.join()

    def _beat(self, over: threading.Event) -> None:
        while not over.wait(self._length * _BEAT / _MICROSECONDS):
            try:
                if not self.held():
                    return
            except StoreError:
                # Whoever is at work meets the same, and says so.
                return

    def give_back(self) -> None:
        """Let another have it at once."""
        if self._until:
            self._until = 0
            with self._store.writing() as connection:
                connection.run(_GIVE_BACK, (self._name, self._holder))


def _now(connection: Connection) -> int:
    if connection.dialect == "postgresql":
        return int(connection.execute(_SERVER_NOW)[0][0])
    return wall_now()
