"""Scheduled work: what a site does by itself when its time has come.

When each was last done stands in the site's store, so no two processes do it twice, and
a process that was off makes up for it. Times are the machine's: a demonstration's clock
runs elsewhere.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import sqlalchemy as sa

from houqin.core.model.tick import DAILY, Tick
from houqin.core.site.leases import Lease
from houqin.core.site.system_log import wall_now
from houqin.events.errors import StoreError

if TYPE_CHECKING:
    from houqin.core.site.site import Site
    from houqin.events.store import Connection

log = logging.getLogger(__name__)

#: Microseconds after which what went wrong is tried again.
_HOUR = 3_600_000_000

schedule_metadata = sa.MetaData()
sa.Table(
    "schedule",
    schedule_metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("done", sa.BigInteger, nullable=False),
    sa.Column("error", sa.Text, nullable=False),
)

_DONE = "SELECT done, error FROM [schedule] WHERE name = ?"
_WRITE = (
    "INSERT INTO [schedule] (name, done, error) VALUES (?, ?, ?) ON CONFLICT (name)"
    " DO UPDATE SET done = excluded.done, error = excluded.error"
)


class Schedule:
    """The scheduled work of one site, as one process does it."""

    def __init__(self, site: Site) -> None:
        self._site = site
        ticks = site.declarations.ticks.values()
        self._leases = {t.name: Lease(site.store, f"tick:{t.name}") for t in ticks}

    def go_on(self, now: int | None = None) -> list[str]:
        """Do everything whose time has come; the names of what was done."""
        at = wall_now() if now is None else now
        done = []
        for tick in self._site.declarations.ticks.values():
            if self._is_due(tick, at) and self._leases[tick.name].held():
                try:
                    # Another process may have done it before it gave back its lease.
                    if self._is_due(tick, at):
                        with self._leases[tick.name].kept():
                            self._do(tick, at)
                        done.append(tick.name)
                finally:
                    self._leases[tick.name].give_back()
        return done

    def _is_due(self, tick: Tick, now: int) -> bool:
        with self._site.store.reading() as connection:
            last, error = last_done(connection, tick.name)
        if error:
            return now - last >= _HOUR
        return tick.due(last, now, self._site.zone)

    def _do(self, tick: Tick, now: int) -> None:
        error = ""
        try:
            tick.do(self._site)
        except StoreError:
            raise
        except Exception as fault:
            log.exception("%s of %s", tick.name, self._site.name)
            error = f"{type(fault).__name__}: {fault}"[:500]
        with self._site.store.writing() as connection:
            note_done(connection, tick.name, now, error)


def last_done(connection: Connection, name: str) -> tuple[int, str]:
    """When it was last done, in microseconds, and what went wrong then."""
    rows = connection.execute(_DONE, (name,))
    return (rows[0][0], rows[0][1]) if rows else (0, "")


def note_done(connection: Connection, name: str, at: int, error: str = "") -> None:
    """Write down when something was done."""
    connection.run(_WRITE, (name, at, error))


def prune_system_log(site: Site) -> None:
    """Let go of lines of the system log that are older than the parameter says."""
    with site.store.writing() as connection:
        site.system_log.prune(connection, wall_now())


PRUNING = Tick("core.system_log", "清理到期的系统日志", DAILY, prune_system_log)
