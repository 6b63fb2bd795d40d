"""后续任务: what happens by itself after an event stands in the log.

A follower reads the log behind the commit, in order, and remembers how far it is. What
it does inside the site happens exactly once however often it is tried: a command's id
follows from the event's position, and rows that a follower keeps for itself are written
in one transaction with how far it is. What it sends out carries an id that stays the
same, so that whoever receives it twice can tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from uuid import UUID

    from houqin.events.entry import RecordedEvent

#: Tries before an event is put aside; the waits between them add up to two minutes.
MOST_TRIES = 8
_LONGEST_WAIT = 300


class Undelivered(Exception):
    """Raised by a follower that can say in Chinese why; pages show just that."""


class Given(NamedTuple):
    """A command an inward follower asks for; the system gives it."""

    command: str
    input: dict[str, Any]


class Kept(NamedTuple):
    """A row a follower keeps for itself; ``values`` of none takes it away."""

    key: str
    values: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event for one follower.

    :param id: the same however often the event is delivered; another one for every
        follower, event and site.
    :param tries: how often it was tried before.
    :param setting: reads a parameter of the site as it holds today.
    :param kept: reads the row the follower keeps under a key, where it keeps any.
    """

    event: RecordedEvent
    id: UUID
    site: str
    tries: int
    setting: Callable[[str], Any]
    kept: Callable[[str], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Follower:
    """What follows events of some topics.

    :param name: ``<plugin>.<follower>``, for ever: ids of commands derive from it.
    :param topics: topics of events; none for all of them.
    :param handle: takes a :class:`Delivery`. Inwards it returns the commands to give,
        decided from the event alone, or the rows to keep, decided from the event and
        the rows that are there; outwards it sends, and returns nothing. Whatever it
        raises is tried again later, and put aside after :data:`MOST_TRIES`.
    :param outwards: whether what it does leaves the site.
    :param keeps: it keeps rows for itself, and gives no commands.
    :param on: says by the site's parameters whether it is to work; while it does not,
        events pass it by.
    """

    name: str
    title: str
    handle: Callable[[Delivery], Iterable[Given] | Iterable[Kept] | None]
    topics: tuple[str, ...] = ()
    outwards: bool = False
    keeps: bool = False
    on: Callable[[Callable[[str], Any]], bool] | None = None
    help: str = ""

    @property
    def plugin(self) -> str:
        """The plugin that declares it."""
        return self.name.partition(".")[0]


def wait_after(tries: int) -> int:
    """Seconds to wait after so many failures: 1, 2, 4 and so on."""
    return int(min(2 ** max(tries - 1, 0), _LONGEST_WAIT))
