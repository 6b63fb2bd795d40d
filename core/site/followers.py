"""Followers at work: behind the commit, each by itself, one process at a time."""

from __future__ import annotations

import logging
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from uuid import UUID, uuid5

from houqin.core.model.command import Act
from houqin.core.model.follower import MOST_TRIES, Delivery, Follower, wait_after
from houqin.core.schema.errors import Refused
from houqin.core.site import following
from houqin.core.site.leases import Lease
from houqin.core.site.system_log import wall_now
from houqin.events.errors import CommandReused, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from houqin.core.model.follower import Given, Kept
    from houqin.core.site.following import Parked, State
    from houqin.core.site.reader import Reader
    from houqin.core.site.site import Site
    from houqin.events.entry import RecordedEvent
    from houqin.events.store import Connection

log = logging.getLogger(__name__)

#: Events taken at once; between them the lease is renewed.
BATCH = 100


class Place(NamedTuple):
    """Where an event waits for a follower, and how it is left once it is done with."""

    waits: Callable[[Connection, str, int], bool]
    leave: Callable[[Connection, str, int], None]


NEXT = Place(following.still_ahead, following.move)
ASIDE = Place(following.still_aside, following.unpark)


class Course:
    """One follower on one site: takes what stands in the log, one event at a time."""

    def __init__(self, site: Site, follower: Follower) -> None:
        self.follower = follower
        self._site = site
        self._lease = Lease(site.store, f"follower:{follower.name}")

    def go_on(self) -> bool:
        """Do what there is to do now; whether anything was.

        :raises houqin.events.errors.StoreError: when the site's own store cannot be
            used; nothing counts as tried then.
        """
        with self._site.store.reading() as connection:
            head = self._site.log.head(connection)[0]
            state = following.state_of(connection, self.follower.name)
            due = following.due_of(connection, self.follower.name)
            on = self._is_on(connection)
        if state and not due and (state.position == head or not _ready(state)):
            return False
        if not self._lease.held():
            return False
        if state is None or not on:
            self._pass_by(head)
            return False
        with self._lease.kept():
            if due:
                self._retry(*due)
                return True
            return self._take(head)

    def stop(self) -> None:
        """Let another process take over at once."""
        with suppress(StoreError):
            self._lease.give_back()

    def _is_on(self, connection: Connection) -> bool:
        asked, setting = self.follower.on, self._site.setting
        return asked is None or asked(lambda name: setting(connection, name))

    def _pass_by(self, head: int) -> None:
        """A follower new to a site begins with what comes from now on."""
        with self._site.store.writing() as connection:
            following.begin(connection, self.follower.name, head)
            following.move(connection, self.follower.name, head)

    def _take(self, head: int) -> bool:
        name = self.follower.name
        with self._site.store.reading() as connection:
            state = following.state_of(connection, name)
            if state is None or not _ready(state):
                return False
            events = self._after(connection, state.position, head)
        for event in events:
            if not self._lease.held() or not self._one(event, state):
                return False
            state = state._replace(tries=0)
        if len(events) < BATCH:
            self._moved(head)
        return bool(events)

    def _after(
        self, connection: Connection, position: int, head: int
    ) -> list[RecordedEvent]:
        topics = self.follower.topics
        found = self._site.log.read(connection, position + 1, BATCH, head, topics)
        return list(found)

    def _one(self, event: RecordedEvent, state: State) -> bool:
        """Deliver one event; whether the next may come."""
        name, tries = self.follower.name, state.tries + 1
        error = self._deliver(event, state.tries, NEXT)
        if error is None:
            return True
        with self._site.store.writing() as connection:
            if tries < MOST_TRIES:
                following.fail(connection, name, tries, wait_after(tries), error)
                return False
            following.park(connection, name, event.position, tries, error)
            following.move(connection, name, event.position)
        log.error("%s: %s put aside", name, event.position, exc_info=error)
        return True

    def _retry(self, position: int, tries: int) -> None:
        """Deliver what was put aside and is to be resumed, once."""
        with self._site.store.reading() as connection:
            event = next(self._site.log.read(connection, position, 1))
        error = self._deliver(event, tries, ASIDE)
        if error is not None:
            with self._site.store.writing() as connection:
                name = self.follower.name
                following.park(connection, name, position, tries + 1, error)

    def _deliver(
        self, event: RecordedEvent, tries: int, place: Place
    ) -> Exception | None:
        """Deliver one event and note it done at its place; what went wrong, if so."""
        deliver = self._keep if self.follower.keeps else self._send
        try:
            deliver(event, tries, place)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - any fault of a follower is its own
            return error
        return None

    def _send(self, event: RecordedEvent, tries: int, place: Place) -> None:
        """Send, or give commands; then note it. Both may be done again."""
        delivery = self._delivery(event, tries, lambda _key: None)
        given = cast("Iterable[Given]", self.follower.handle(delivery) or ())
        for number, (command, values) in enumerate(given):
            self._act(command, values, delivery.id, number, event)
        with self._site.store.writing() as connection:
            place.leave(connection, self.follower.name, event.position)

    def _keep(self, event: RecordedEvent, tries: int, place: Place) -> None:
        """Write rows and the note of it together: both are there, or neither."""
        name = self.follower.name
        with self._site.store.writing() as connection:
            if not place.waits(connection, name, event.position):
                return
            row = partial(following.row_of, connection, name)
            found = self.follower.handle(self._delivery(event, tries, row)) or ()
            following.keep(connection, name, cast("Iterable[Kept]", found))
            place.leave(connection, name, event.position)

    def _delivery(self, event: RecordedEvent, tries: int, kept: Any) -> Delivery:
        site = self._site
        message = message_id(site.id, self.follower, event.position)
        return Delivery(event, message, site.name, tries, self._setting, kept)

    def _act(
        self,
        command: str,
        values: dict[str, Any],
        message: UUID,
        number: int,
        event: RecordedEvent,
    ) -> None:
        id_ = uuid5(message, str(number)) if number else message
        actor = self._site.system_actor
        act = Act(command, values, actor, id_, correlation=event.correlation)
        # Given before the process died, by another version perhaps: it stands.
        with suppress(CommandReused):
            self._site.act(act)

    def _setting(self, name: str) -> Any:
        with self._site.store.reading() as connection:
            return self._site.setting(connection, name)

    def _moved(self, position: int) -> None:
        with self._site.store.writing() as connection:
            following.move(connection, self.follower.name, position)


def message_id(site: UUID, follower: Follower, position: int) -> UUID:
    """What a follower's command or message for one event is called, for ever."""
    return uuid5(uuid5(site, f"follower:{follower.name}"), str(position))


def _ready(state: State) -> bool:
    return state.next_try <= wall_now()


class Standing(NamedTuple):
    """How one follower stands: its state, what it put aside, how far behind it is."""

    follower: Follower
    state: State | None
    on: bool
    lag: int
    parked: list[Parked]


def standings(reader: Reader) -> list[Standing]:
    """Every follower of a site, in the order of their names."""
    site, connection = reader.site, reader.connection
    parked = following.parked_in(connection)
    return [
        _standing(reader, follower, [p for p in parked if p.follower == name])
        for name, follower in sorted(site.declarations.followers.items())
    ]


def _standing(reader: Reader, follower: Follower, parked: list[Parked]) -> Standing:
    state = following.state_of(reader.connection, follower.name)
    on = follower.on is None or follower.on(reader.setting)
    lag = reader.position - state.position if state and on else 0
    return Standing(follower, state, on, lag, parked)


def resume(site: Site, name: str) -> int:
    """Have what a follower put aside tried again; how many events that are.

    :raises Refused: when no plugin declares a follower of that name.
    """
    if name not in site.declarations.followers:
        raise Refused(f"没有后续任务“{name}”")
    with site.store.writing() as connection:
        following.resume(connection, name)
        found = following.parked_in(connection)
    return sum(each.follower == name for each in found)
