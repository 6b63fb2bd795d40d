"""Due times, declared with the states of a workflow as data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from houqin.core.model.working_time import HOUR
from houqin.events.instants import from_datetime

if TYPE_CHECKING:
    from collections.abc import Iterable

    from houqin.core.model.working_time import WorkingTime

_NO_TIME = timedelta()


@dataclass(frozen=True, slots=True)
class After:
    """So long after the record began to wait.

    :param days: working days, each of the office's hours.
    :param working: counted in working time, not by the clock on the wall.
    """

    hours: int = 0
    days: int = 0
    working: bool = True

    def at(self, _record: Any, since: int, working: WorkingTime) -> int | None:
        """The instant it is due."""
        if not self.working:
            return since + (self.hours + 24 * self.days) * HOUR
        return working.after(since, self.hours, self.days)


@dataclass(frozen=True, slots=True)
class AtField:
    """At the time one of the record's own fields says, or so much before or after."""

    name: str
    minus: timedelta = _NO_TIME
    plus: timedelta = _NO_TIME

    def at(self, record: Any, _since: int, _working: WorkingTime) -> int | None:
        """The instant it is due, if the field is filled."""
        value = getattr(record, self.name, None)
        if not isinstance(value, datetime):
            return None
        return from_datetime(value - self.minus + self.plus)


Deadline = After | AtField


def earliest(
    deadlines: Iterable[Deadline], record: Any, since: int, working: WorkingTime
) -> int | None:
    """When what the record waits for is due, or nothing."""
    found = (deadline.at(record, since, working) for deadline in deadlines)
    return min((at for at in found if at is not None), default=None)
