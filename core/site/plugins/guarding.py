"""What a module's guards say after it was away, or is of another version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.numbers import Serials
from houqin.core.projection.effective import resolve
from houqin.core.projection.streams import streams_of

if TYPE_CHECKING:
    from houqin.core.model.guards import Guard
    from houqin.core.site.site import Site
    from houqin.events.store import Connection


def refold(site: Site, plugin: str) -> None:
    """Let a module's guards hold what the log says, in one transaction.

    Rows that are right stay, so that this costs reading where nothing has changed.
    """
    declared = site.declarations.guards.values()
    guards = [guard for guard in declared if guard.name.partition(".")[0] == plugin]
    if not guards:
        return
    with site.log.transaction(site.author()) as transaction:
        for guard in guards:
            _refold(site, transaction.connection, guard)
        transaction.raise_epoch()


def _refold(site: Site, connection: Connection, guard: Guard) -> None:
    if isinstance(guard, Serials):
        # A number once drawn stays drawn; there is no row to take away.
        return
    wanted: set[Any] = set()
    for aggregate in guard.per:
        topics = site.declarations.event_topics(aggregate)
        for stream in streams_of(site.log, connection, aggregate, topics):
            if effective := resolve(stream):
                wanted |= guard.rows(aggregate, effective)
    stored = {tuple(map(_plain, row)) for row in guard.stored(connection)}
    if gone := stored - wanted:
        guard.remove(connection, gone)
    if come := wanted - stored:
        guard.insert(connection, come)


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
