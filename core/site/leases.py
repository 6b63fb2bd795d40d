"""Who does what only one process may do at a time, for a while that is renewed.

A process that dies leaves its lease to run out; one that ends gives it back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import sqlalchemy as sa

from houqin.core.site.system_log import wall_now

if TYPE_CHECKING:
    from houqin.events.store import Store

#: How long a lease holds, in seconds; a dead process holds others up no longer.
SECONDS = 30
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


class Lease:
    """One holder's claim to one piece of work."""

    def __init__(self, store: Store, name: str, seconds: float = SECONDS) -> None:
        self._store = store
        self._name = name
        self._length = int(seconds * _MICROSECONDS)
        self._holder = uuid4().bytes
        self._until = 0

    def held(self) -> bool:
        """Take it or keep it; renewed when half of its time is over."""
        now = wall_now()
        if now < self._until - self._length // 2:
            return True
        until = now + self._length
        with self._store.writing() as connection:
            connection.run(_TAKE, (self._name, self._holder, until, now))
            ((holder,),) = connection.execute(_HOLDER, (self._name,))
        self._until = until if bytes(holder) == self._holder else 0
        return bool(self._until)

    def give_back(self) -> None:
        """Let another have it at once."""
        if self._until:
            self._until = 0
            with self._store.writing() as connection:
                connection.run(_GIVE_BACK, (self._name, self._holder))
