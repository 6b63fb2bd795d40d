"""What follows from a trip's ways out and back: 过夜, 节假日天数, 换表少计."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from houqin.core.projection.horizon import local_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from houqin.core.model.context import Context
    from houqin.core.model.numbers import Restarts
    from houqin.events.entry import RecordedEvent

#: Events of a trip that say which car goes, when and from which reading.
SAYING = frozenset({"Dispatched", "Reassigned", "Departed", "Returned"})


def _last(events: Sequence[RecordedEvent], *names: str) -> RecordedEvent | None:
    found = (e for e in reversed(events) if e.topic.rpartition(".")[2] in names)
    return next(found, None)


def departure(events: Sequence[RecordedEvent]) -> RecordedEvent | None:
    """The departure among a trip's events, if it has gone."""
    return _last(events, "Departed")


def dropped(context: Context, events: Sequence[RecordedEvent], back: int) -> int:
    """Kilometres that changes of its odometer took off the car's reading on the way."""
    gone, sent = departure(events), _last(events, "Dispatched", "Reassigned")
    if gone is None or sent is None:
        return 0
    changes = cast("Restarts", context.catalogue.guards["vehicles.odometer_changes"])
    car = sent.payload["vehicle"]
    return changes.dropped(context.connection, car, gone.occurred, back)


def reckoned(
    context: Context, before: Sequence[RecordedEvent], back: int
) -> dict[str, Any]:
    """What a return says beside what was typed: the base of allowances."""
    gone = departure(before)
    if gone is None or back < gone.occurred:
        return {"dropped": None, "nights": None, "days_off": None}
    first, last = (local_day(at, context.zone) for at in (gone.occurred, back))
    days = (last - first).days
    worked = context.calendar.working_days(first, last)
    return {
        "dropped": dropped(context, before, back) or None,
        "nights": days or None,
        "days_off": days + 1 - worked or None,
    }
