"""What commands need of their site, in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

import msgspec

from houqin.core.model.calendar import calendar_guard
from houqin.core.model.dated import Kept
from houqin.core.model.plugins import PluginsChanged, plugins_guard
from houqin.core.model.settings import settings_guard, value_on
from houqin.core.model.streams import Choosable
from houqin.core.model.working_time import WorkingTime

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import date
    from zoneinfo import ZoneInfo

    from houqin.core.model.aggregate import Aggregate
    from houqin.core.model.calendar import Calendar
    from houqin.core.model.catalogue import Catalogue
    from houqin.core.model.plugins import Installed
    from houqin.core.model.rights import Standing
    from houqin.core.projection.effective import Effective
    from houqin.core.projection.live import Projections
    from houqin.events.log import Log
    from houqin.events.store import Connection

attributes_of = msgspec.json.Decoder(dict[str, Any]).decode


class Keys(Protocol):
    """Seals and opens personal values."""

    def digest(self, purpose: str, text: str) -> bytes:
        """A digest nobody can make, or try, without the site's key."""
        ...

    def seal(
        self,
        connection: Connection,
        subject: UUID,
        name: str,
        text: str,
        stream: UUID | None = None,
    ) -> dict[str, Any]:
        """Encrypt under the subject's key, made on first use, for one stream."""
        ...

    def open(
        self,
        connection: Connection,
        stream: UUID,
        name: str,
        sealed: dict[str, Any],
        epoch: int = 0,
    ) -> str:
        """Decrypt; what says that it is erased when the key is gone."""
        ...


class Contents(Protocol):
    """Lets go of what an erasure removes."""

    def forget(self, connection: Connection, digest: str) -> None:
        """Take away what the database knows of it."""
        ...

    def remove(self, digest: str) -> None:
        """Delete the content everywhere, after the commit."""
        ...


class Standings(Protocol):
    """Knows what people hold."""

    def standing(
        self, connection: Connection, person: UUID, now: int, epoch: int
    ) -> Standing:
        """What a person holds at an instant, as the log of that epoch says."""
        ...


class Services:
    """The log, the declarations, the zone and the keys of one site."""

    def __init__(
        self,
        log: Log,
        catalogue: Catalogue,
        projections: Projections,
        zone: ZoneInfo,
        keys: Keys,
    ) -> None:
        self.log = log
        self.catalogue = catalogue
        self.projections = projections
        self.zone = zone
        self.keys = keys
        #: The actor of what nobody typed; set when the site is known.
        self.system_actor = UUID(int=0)
        #: What follows from the log and is kept between commands, by who keeps it.
        self.kept: dict[str, Any] = {}
        #: The site's own id.
        self.site = UUID(int=0)
        #: What shared guards say, as long as the epoch stands still.
        self.shared = Kept()
        #: The contents of attachments; set by the site.
        self.attachments: Contents | None = None
        #: Who holds what; set by the site.
        self.roster: Standings
        #: How every module stands, as this was put together for; set by the site.
        self.plugins: Mapping[str, Installed] = {}
        #: Modules nothing may be recorded for, and why; set by the site.
        self.frozen: Mapping[str, str] = {}
        #: A record's title by its id, for messages; set by the site.
        self.title: Callable[[Connection, str], str] = lambda _connection, record: (
            record
        )

    def require_current(self, connection: Connection, epoch: int) -> None:
        """See whether this was put together for what the site has installed now.

        :raises PluginsChanged: when it was not.
        """
        if self.shared.read(plugins_guard, connection, epoch) != self.plugins:
            raise PluginsChanged

    def working_time(self, connection: Connection) -> WorkingTime:
        """The office hours of the site's working days."""
        epoch = self.log.head(connection)[2]

        def hours(day: date) -> str:
            return str(self.setting(connection, epoch, "core.office_hours", day))

        return WorkingTime(self.calendar(connection, epoch), self.zone, hours)

    def fold(self, effective: Effective) -> Aggregate:
        """The aggregate that a stream's effective events make."""
        mapper, made = self.catalogue.mapper, None
        for event in effective.events:
            domain_event = mapper.domain_event(
                event.topic,
                event.class_version,
                event.stream,
                event.version,
                event.occurred,
                event.payload,
            )
            made = domain_event.mutate(made)
        assert made is not None  # noqa: S101 - an effective stream has a first event
        return made  # type: ignore[no-any-return]  # as mutate

    def find(
        self, connection: Connection, aggregate: str, record: UUID
    ) -> Choosable | None:
        """One record of a register."""
        register = self.catalogue.register_of(aggregate)
        if register is None:
            return None
        found = connection.execute(
            "SELECT state, attributes FROM [guard_register]"
            " WHERE guard = ? AND stream = ?",
            (register.name, record.bytes),
        )
        if not found:
            return None
        return Choosable(record, found[0][0], attributes_of(found[0][1]))

    def choosable(
        self, connection: Connection, aggregate: str, but: Collection[str] = ()
    ) -> list[Choosable]:
        """Every record of a register, in the order of their ids.

        :param but: states of records nobody wants.
        """
        register = self.catalogue.register_of(aggregate)
        if register is None:
            return []
        unwanted = f" AND state NOT IN ({', '.join('?' * len(but))})" if but else ""
        found = connection.execute(
            "SELECT stream, state, attributes FROM [guard_register]"  # noqa: S608 - marks
            f" WHERE guard = ?{unwanted} ORDER BY stream",
            (register.name, *sorted(but)),
        )
        return [
            Choosable(UUID(bytes=bytes(stream)), state, attributes_of(attributes))
            for stream, state, attributes in found
        ]

    def calendar(self, connection: Connection, epoch: int | None = None) -> Calendar:
        """The calendar of working days, by the connection's own epoch."""
        at = self.log.head(connection)[2] if epoch is None else epoch
        found: Calendar = self.shared.read(calendar_guard, connection, at)
        return found

    def setting(self, connection: Connection, epoch: int, name: str, day: date) -> Any:
        """The parameter in force on a day, by the connection's own epoch."""
        valid = self.shared.read(settings_guard, connection, epoch)
        return self.catalogue.setting(name, value_on(valid, name, day))

    def standing(
        self,
        connection: Connection,
        person: UUID,
        now: int | None = None,
        epoch: int | None = None,
    ) -> Standing:
        """What a person holds now."""
        if epoch is None:
            epoch = self.log.head(connection)[2]
        if now is None:
            now = self.log.clock.now()
        return self.roster.standing(connection, person, now, epoch)

    def permissions(self, connection: Connection, person: UUID) -> frozenset[str]:
        """Every right a person has somewhere."""
        return self.standing(connection, person).rights
