"""Whose trip a car was on at a moment: who is fined, who was in the accident."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from houqin.core.projection.sources import instant_of
from houqin.events.instants import from_datetime

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from houqin.core.model.context import Context
    from houqin.events.entry import RecordedEvent

NOBODY: dict[str, UUID | None] = {"trip": None, "driver": None}


class FoundOut:
    """An event that happened to a car at a moment: its trip and driver follow."""

    @classmethod
    def reckoned(
        cls,
        context: Context,
        before: Sequence[RecordedEvent],
        occurred: int,  # noqa: ARG003 - the police's moment counts, not the typing's
        values: Mapping[str, Any],
    ) -> dict[str, Any]:
        """The trip under way then, and its driver."""
        return driven(context, before[0].stream, values["happened_at"])


def driven(
    context: Context, vehicle: UUID, moment: datetime | str
) -> dict[str, UUID | None]:
    """The trip under way with a car at a moment, and its driver; or nothing."""
    at = instant_of(moment) if isinstance(moment, str) else from_datetime(moment)
    found = context.bookings("vehicles.cars").held(context.connection, str(vehicle), at)
    if found is None:
        return dict(NOBODY)
    trip: Any = context.load_any(UUID(bytes=bytes(found.stream)))
    return {"trip": trip.id, "driver": trip.driver}
