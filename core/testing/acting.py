"""Giving commands to a site whose clock stands still until it is stepped."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from houqin.core.model.command import Act, Outcome
from houqin.events.clock import SteppingClock
from houqin.events.instants import from_datetime

if TYPE_CHECKING:
    from houqin.core.site.site import Site

ZONE = ZoneInfo("Asia/Shanghai")
_LENGTH_OF_HOUR = len("09:00")


def when(text: str) -> int:
    """Microseconds of a local minute: ``2023-03-06 09:00``."""
    return from_datetime(datetime.fromisoformat(text).replace(tzinfo=ZONE))


def plain(value: Any) -> Any:
    """An input as JSON has it: ids are text."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


class Acting:
    """One site, and short verbs that give it commands."""

    site: Site
    #: The day of an hour given without one.
    today = "2023-03-06"

    def do(
        self,
        command: str,
        by: UUID | None = None,
        *,
        at: str | None = None,
        behalf: UUID | None = None,
        precision: str | None = None,
        channel: str = "system",
        id: UUID | None = None,  # noqa: A002 - as Act calls it
        **given: Any,
    ) -> Outcome:
        """Give one command; what nobody types the system does."""
        act = Act(
            command,
            {name: plain(value) for name, value in given.items()},
            by or self.site.system_actor,
            id or uuid4(),
            on_behalf_of=behalf,
            channel=channel,
            occurred_at=when(at) if at else None,
            precision=precision,
        )
        return self.site.act(act)

    def made(self, command: str, by: UUID | None = None, **given: Any) -> UUID:
        """The first record a command touched."""
        return self.do(command, by, **given).records[0]

    def at(self, text: str) -> None:
        """Step the clock forward to a local minute."""
        clock = self.site.log.clock
        if not isinstance(clock, SteppingClock):
            message = "the site's clock runs by itself"
            raise TypeError(message)
        clock.step(
            when(text if len(text) > _LENGTH_OF_HOUR else f"{self.today} {text}")
        )
