"""What a person typed before, to be typed again: 复制上次, and values to pick from."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from houqin.core.model.aggregate import field_types
from houqin.core.model.guards import Claims
from houqin.core.schema.errors import RecordMissing
from houqin.core.site.acted import begun

if TYPE_CHECKING:
    from uuid import UUID
    from zoneinfo import ZoneInfo

    from houqin.core.model.command import CommandSpec
    from houqin.core.registry.declarations import Declarations
    from houqin.core.schema.form import FieldSpec
    from houqin.core.site.acted import Act
    from houqin.core.site.reader import Reader
    from houqin.events.entry import RecordedEvent

#: Entries of one's own that are looked at.
MOST_COPIED, MOST_LOOKED_AT = 5, 20
#: Values a field proposes.
MOST_PROPOSED = 8
#: What is never taken over: secrets, files, and what tells one person from another.
_NEVER = frozenset({"secret", "files", "personal", "lines"})


class Recent:
    """One person's last entries by one command; none where it opens no record."""

    def __init__(self, reader: Reader, spec: CommandSpec, person: UUID) -> None:
        self._reader = reader
        self._fields: list[FieldSpec] = []
        self._acts: list[Act] = []
        if spec.menu and spec.event is not None:
            topic = str(reader.site.declarations.topics.topic_of(spec.event))
            self._fields = _copied(reader.site.declarations, spec, topic)
            self._acts = begun(reader, person, topic, MOST_LOOKED_AT)

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._acts)

    def last(self) -> tuple[dict[str, Any], int] | None:
        """What the last one says now, and when it was recorded.

        Plans keep their hour and their length; they begin today, or tomorrow where
        the hour has passed. A voided entry is passed over.
        """
        reader = self._reader
        for act in self._acts[:MOST_COPIED]:
            event = _as_it_stands(reader, act.record)
            if event is None:
                continue
            values = {
                field.name: event.payload[field.name]
                for field in self._fields
                if field.name in event.payload
            }
            _renew(values, self._fields, reader.site.now(), reader.site.zone)
            return values, event.recorded
        return None

    def records(self) -> list[UUID]:
        """The records these entries opened, the newest first."""
        return [act.record for act in self._acts]

    def proposals(self) -> dict[str, list[str]]:
        """For each short text what the person typed most often of late."""
        names = [field.name for field in self._fields if field.kind == "text"]
        typed: dict[str, Counter[str]] = {name: Counter() for name in names}
        for act in self._acts if names else ():
            for event in self._reader.site.log.read(
                self._reader.connection, act.position, stop=act.position
            ):
                for name in names:
                    if text := event.payload.get(name):
                        typed[name][text] += 1
        return {
            name: [text for text, _ in counted.most_common(MOST_PROPOSED)]
            for name, counted in typed.items()
            if counted
        }


def _copied(declared: Declarations, spec: CommandSpec, topic: str) -> list[FieldSpec]:
    """The form's fields that another record may have alike."""
    claimed = {
        guard.fold.assignments[topic]["value"].copies
        for guard in declared.guards.values()
        if isinstance(guard, Claims) and topic in guard.fold.assignments
    }
    event: Any = spec.event
    stored = field_types(event)
    return [
        field
        for field in spec.fields
        if field.kind not in _NEVER and field.name not in claimed
        if field.name in stored and stored[field.name].kind not in _NEVER
    ]


def _as_it_stands(reader: Reader, record: UUID) -> RecordedEvent | None:
    """The event that opened the record, corrected; nothing if it is voided."""
    try:
        effective = reader.effective(record)
    except RecordMissing:
        return None
    return None if effective.voided else effective.first


def _renew(
    values: dict[str, Any], fields: list[FieldSpec], now: int, zone: ZoneInfo
) -> None:
    """Put every planned instant so many days later that the first is yet to come."""
    planned = {
        f.name: datetime.fromisoformat(values[f.name]).astimezone(zone)
        for f in fields
        if f.kind == "instant" and f.name in values
    }
    if not planned:
        return
    first, today = min(planned.values()), datetime.fromtimestamp(now / 1e6, zone)
    passed = first.timetz() <= today.timetz()
    later = today.date() - first.date() + timedelta(days=int(passed))
    for name, moment in planned.items():
        values[name] = (moment + later).isoformat()
