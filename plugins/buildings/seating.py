"""Who sits in a room, by the standard of the day; the room is told of every change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast
from uuid import UUID

from houqin.core.projection.horizon import local_day
from houqin.plugins.buildings.functions import OFFICES
from houqin.plugins.buildings.room import Room

if TYPE_CHECKING:
    from collections.abc import Sequence

    from houqin.core.model.context import Context
    from houqin.plugins.buildings.guards.standards import (
        Allowed,
        Standards,
        StandardsGuard,
    )

#: What says who has which rank in a room.
Seats = list[tuple[UUID, UUID]]


class Judgement(NamedTuple):
    """A room with so many people: what each has, and what the newcomer may have."""

    share: int
    standard: int

    @property
    def over(self) -> int:
        """By how much the share is above the standard, in 0.01 m²."""
        return max(0, self.share - self.standard)


def standards_of(context: Context) -> Standards:
    """The standards of this site."""
    guard = cast("StandardsGuard", context.catalogue.guards["buildings.standards"])
    return cast("Standards", guard.read(context.connection))


def allowed(context: Context, rank: UUID) -> Allowed | None:
    """What a rank may have on the day this happens."""
    return standards_of(context).of(rank, local_day(context.occurred, context.zone))


def seats_of(room: Any) -> Seats:
    """Who sits there now, each with a rank."""
    people = getattr(room, "people", None) or []
    return list(zip(people, getattr(room, "ranks", None) or [], strict=True))


def judged(room: Any, seats: Seats, limit: int) -> Judgement:
    """合用 splits the area by persons; what is no office is nobody's."""
    office = room.function in OFFICES
    share = room.usable_area // max(1, len(seats)) if office else 0
    return Judgement(share, limit)


def seat(context: Context, room: Any, seats: Sequence[tuple[UUID, UUID]]) -> None:
    """Tell the room who sits there."""
    found = [allowed(context, rank) for _person, rank in seats]
    limits = [each.limit for each in found if each]
    whole = sum(limits) if limits and len(limits) == len(found) else None
    people, ranks = [p for p, _ in seats], [r for _, r in seats]
    room.record(Room.Occupied, people=people, ranks=ranks, standard=whole)


def join(context: Any, occupancy: Any) -> None:
    """Somebody sits there from now on."""
    room = context.load(Room, occupancy.room)
    others = [s for s in seats_of(room) if s[0] != occupancy.person]
    seat(context, room, [*others, (occupancy.person, occupancy.rank)])


def leave(context: Any, occupancy: Any) -> None:
    """Somebody sits there no more."""
    room = context.load(Room, occupancy.room)
    if room.state == "allocated":
        seat(context, room, [s for s in seats_of(room) if s[0] != occupancy.person])
