"""What a command may ask for: rights, parameters, the calendar, guards.

Before the lock everything that is asked and answered is kept (ahead.py).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, cast

from houqin.core.projection.horizon import local_day
from houqin.core.schema.errors import Refused
from houqin.events.instants import to_datetime

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID
    from zoneinfo import ZoneInfo

    from houqin.core.model.ahead import Ahead
    from houqin.core.model.calendar import Calendar
    from houqin.core.model.catalogue import Catalogue
    from houqin.core.model.command import Act
    from houqin.core.model.guards import Claims
    from houqin.core.model.intervals import Bookings
    from houqin.core.model.numbers import Serials, Series
    from houqin.core.model.rights import Standing
    from houqin.core.model.services import Services
    from houqin.core.model.streams import Choosable
    from houqin.events.store import Connection
    from houqin.events.transaction import LogTransaction


class Asking(ABC):
    """The part of a context that answers."""

    services: Services
    catalogue: Catalogue
    zone: ZoneInfo
    transaction: LogTransaction
    connection: Connection
    act: Act
    now: int
    #: Where it is decided before the lock: what notes everything it is told.
    ahead: Ahead | None
    #: What this very command has opened, and what comes next in it may choose.
    opened: dict[str, dict[UUID, Choosable]]

    @property
    @abstractmethod
    def occurred(self) -> int:
        """When it happened, in microseconds UTC."""

    # Rights and parameters

    def standing(self, person: UUID) -> Standing:
        """What a person holds now, and this way of logging in gives."""
        if self.ahead:
            return self.ahead.standing(person).less(self.act.withheld)
        epoch = self.transaction.epoch
        found = self.services.standing(self.connection, person, self.now, epoch)
        return found.less(self.act.withheld)

    def rights(self, person: UUID) -> frozenset[str]:
        """Every right a person has somewhere."""
        return self.standing(person).rights

    def setting(self, name: str, day: date | None = None) -> Any:
        """A parameter as it held when this happened, or on another day."""
        on = day or local_day(self.occurred, self.zone)
        if self.ahead:
            return self.ahead.setting(name, on)
        epoch = self.transaction.epoch
        return self.services.setting(self.connection, epoch, name, on)

    @property
    def calendar(self) -> Calendar:
        """The calendar of working days."""
        if self.ahead:
            return self.ahead.calendar()
        return self.services.calendar(self.connection, self.transaction.epoch)

    def title(self, record: UUID) -> str:
        """A record's title, for messages."""
        return self.services.title(self.transaction.connection, str(record))

    def moment(self, at: int) -> str:
        """An instant as people write it here."""
        return to_datetime(at).astimezone(self.zone).strftime("%Y-%m-%d %H:%M")

    # Guards

    def find(self, aggregate: str, record: UUID) -> Choosable | None:
        """A record of the register of ``aggregate``, without loading it."""
        opened = self.opened.get(aggregate, {}).get(record)
        return opened or self.services.find(self.connection, aggregate, record)

    def choose(self, aggregate: str, record: UUID, field_name: str = "") -> Choosable:
        """Like :meth:`find`, but the record must be there."""
        found = self.find(aggregate, record)
        if found is None:
            title = self.catalogue.aggregates[aggregate].title
            message = f"没有这个{title}"
            raise Refused(message, field_name)
        return found

    def choosable(self, aggregate: str) -> list[Choosable]:
        """All records of a register, those of rows before this one too."""
        known = self.services.choosable(self.connection, aggregate)
        return [*known, *self.opened.get(aggregate, {}).values()]

    def bookings(self, name: str) -> Bookings:
        """A guard of bookings."""
        return cast("Bookings", self.catalogue.guards[name])

    def series(self, name: str) -> Series:
        """A guard of readings."""
        return cast("Series", self.catalogue.guards[name])

    def holder(self, name: str, value: str) -> UUID | None:
        """The record that holds a unique name of that guard, if one does."""
        guard = cast("Claims", self.catalogue.guards[name])
        return guard.holder(self.connection, value)

    def serial(self, name: str) -> str:
        """Draw the next serial number of the year in which this happened."""
        year = local_day(self.occurred, self.zone).year
        guard = cast("Serials", self.catalogue.guards[name])
        if self.ahead:
            return self.ahead.serial(guard, year)
        return guard.draw(self.connection, year)
