"""Opening a site's log for the first time, and reading how it was opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID, uuid4, uuid5
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from houqin.core.model.plugins import PluginRecord, plugins_guard, stream_of
from houqin.core.projection.effective import resolve
from houqin.core.site.aggregate import FORMAT_VERSION, SiteRecord
from houqin.core.site.tables import create_site_tables
from houqin.events.clock import Clock, RunningClock, SteppingClock, SystemClock
from houqin.events.entry import Authorship, NewEvent
from houqin.events.instants import from_text
from houqin.events.log import Log

if TYPE_CHECKING:
    from collections.abc import Iterable

    from houqin.core.registry.declarations import PluginSpec
    from houqin.events.entry import RecordedEvent
    from houqin.events.store import Store
    from houqin.events.transaction import LogTransaction

_OPENED = f"{SiteRecord.topic}.Opened"
_PLUGIN = PluginRecord.topic
_CLOCK_SET = {
    f"{SiteRecord.topic}.DemonstrationLoaded",
    f"{SiteRecord.topic}.DemonstrationStepped",
}


class NotASite(LookupError):
    """The store holds a log that does not begin with a site's opening."""


class Opened(NamedTuple):
    """What position 1 and the site's later events say."""

    site: UUID
    name: str
    zone: ZoneInfo
    stepping: bool
    clock: Clock


def system_actor(site: UUID) -> UUID:
    """Who acts where no person does."""
    return uuid5(site, "system")


def zone_named(name: str) -> ZoneInfo:
    """The zone of that name.

    :raises LookupError: when there is no such zone.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        message = f"没有时区“{name}”"
        raise LookupError(message) from error


def open_log(
    store: Store,
    *,
    name: str,
    zone: str,
    clock: Clock,
    site: UUID,
    plugins: Iterable[PluginSpec] = (),
) -> None:
    """Create a site's tables, append position 1 and what it has installed."""
    zone_named(zone)
    store.create()
    payload = {
        "site": str(site),
        "name": name,
        "format": FORMAT_VERSION,
        "zone": zone,
        "clock": "stepping" if clock.stepping else "system",
    }
    command = uuid4() if not clock.stepping else uuid5(site, "opened")
    author = Authorship(system_actor(site), command, command)
    with Log(store, clock).transaction(author) as transaction:
        create_site_tables(transaction.connection)
        event = NewEvent(site, 1, _OPENED, payload, transaction.now)
        transaction.append([event])
        for plugin in plugins:
            _install(transaction, site, plugin)
        transaction.record_itself()


def _install(transaction: LogTransaction, site: UUID, plugin: PluginSpec) -> None:
    """What the command would do, in the transaction that makes the site."""
    stream, now, topic = stream_of(site, plugin.name), transaction.now, _PLUGIN
    given: list[tuple[str, dict[str, Any]]] = [
        ("Opened", {"plugin": plugin.name, "name": plugin.title}),
        ("Installed", {"version": plugin.version}),
    ]
    events = [
        NewEvent(stream, number, f"{topic}.{event}", payload, now)
        for number, (event, payload) in enumerate(given, 1)
    ]
    effective = resolve(transaction.append(events))
    assert effective is not None  # noqa: S101 - it has a first event
    rows = plugins_guard.rows(topic, effective)
    plugins_guard.insert(transaction.connection, rows)


def read_opening(store: Store) -> Opened:
    """Read position 1, and where a demonstration's clock stands."""
    log = Log(store, SystemClock())
    with store.reading() as connection:
        first = next(iter(log.read(connection, 1, limit=1)), None)
        if first is None or first.topic != _OPENED:
            raise NotASite(store.name)
        stream = log.read_stream(connection, first.stream)
        recorded = log.head(connection)[1]
    payload = first.payload
    stepping = payload["clock"] == "stepping"
    clock = _clock(stream, recorded) if stepping else SystemClock()
    zone = zone_named(payload["zone"])
    return Opened(first.stream, payload["name"], zone, stepping, clock)


def _clock(stream: list[RecordedEvent], recorded: int) -> Clock:
    """Stepping while the year is loaded, running from the last setting after."""
    settings = [e.payload for e in stream if e.topic in _CLOCK_SET]
    if not settings:
        return SteppingClock(recorded)
    last = settings[-1]
    return RunningClock(from_text(last["at"]), from_text(last["wall"]))
