"""提醒 as they are within a reader's horizon: which, how urgent, whose, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING, Any

from houqin.core.model.alerts import LEVELS, RED
from houqin.core.projection.horizon import day_start, local_day
from houqin.core.projection.watching import Moment
from houqin.core.schema import types

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from uuid import UUID
    from zoneinfo import ZoneInfo

    from houqin.core.model.alerts import Alert
    from houqin.core.model.rights import Standing
    from houqin.core.projection.ledger import Ledger
    from houqin.core.projection.row import Row
    from houqin.core.site.reader import Reader

#: Rows of one kind that are shown; an office with more has another problem.
MOST = 500
_MINUTE = 60_000_000


@dataclass(frozen=True, slots=True)
class Raised:
    """One alert that is there.

    :param due: the raw value of its date or instant, as text for sorting.
    """

    alert: Alert
    level: str
    row: Row | None = None
    said: str = ""
    due: Any = None
    ledger: str = ""
    record: UUID | None = None
    units: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    person: str = ""

    def reached_by(self, standing: Standing, permission: str) -> bool:
        """Whether a right reaches what it is about."""
        extent = standing.extent(permission)
        if not self.units and not self.people:
            return bool(extent)
        own = str(standing.person) in self.people
        return extent.covers(self.units, own=own)

    def falls_to(self, standing: Standing) -> bool:
        """Whether it is that person's to act."""
        # Where nobody is named yet it falls to the post.
        if self.person:
            return self.person == str(standing.person)
        return self.reached_by(standing, self.alert.falls_to)

    def seen_by(self, standing: Standing) -> bool:
        """Whether that person may know of it."""
        seen = self.alert.over.seen_by if self.alert.over else self.alert.falls_to
        return self.falls_to(standing) or self.reached_by(standing, seen)


def moment_of(reader: Reader) -> Moment:
    """Where a reader's view ends: now, or the end of its last day."""
    site, day = reader.site, reader.last_day()
    after = day_start(day + timedelta(days=1), site.zone)
    return Moment(day, min(site.now(), after), lambda name: reader.setting(name, day))


class Alerts:
    """What is raised within one reader's horizon, for whoever reads."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._declared = reader.site.declarations.alerts

    def all(self) -> list[Raised]:
        """Everything whoever reads may know of, the most urgent first."""
        standing = self._reader.standing
        found = self._everything()
        return [r for r in found if standing is None or r.seen_by(standing)]

    def mine(self) -> list[Raised]:
        """What falls to whoever reads; to the site itself everything does."""
        standing = self._reader.standing
        return [r for r in self._everything() if not standing or r.falls_to(standing)]

    def of_rows(self, ledger: Ledger, rows: Sequence[Row]) -> dict[str, Raised]:
        """The most urgent alert of each row of a page, by key."""
        name = ledger.name
        over = any(a.over and a.over.name == name for a in self._declared.values())
        if not over or not rows:
            return {}
        keys = {row.key for row in rows}
        marked: dict[str, Raised] = {}
        for raised in self.all():
            about = raised.alert.over is not None and raised.alert.over.name == name
            if about and raised.row and raised.row.key in keys:
                marked.setdefault(raised.row.key, raised)
        return marked

    def text(self, raised: Raised) -> str:
        """What it says, names resolved in the same horizon."""
        row, alert = raised.row, raised.alert
        if row is None or alert.over is None:
            return raised.said
        reader = self._reader
        shown = {c.name: reader.shown(alert.over, row, c) for c in alert.over.columns}
        return alert.text.format_map({**shown, "due": self.due(raised)})

    def due(self, raised: Raised) -> str:
        """Until when, as people read it."""
        alert = raised.alert
        if alert.over is None or not alert.due:
            return str(raised.due or "")
        column = alert.over.column(alert.due)
        kind = column.type if column else types.text()
        return self._reader.display.value(kind, raised.due)

    def as_json(self, raised: Raised) -> dict[str, Any]:
        """One alert as programs read it."""
        return {
            "alert": raised.alert.name,
            "title": raised.alert.title,
            "level": raised.level,
            "text": self.text(raised),
            "due": self.due(raised) or None,
            "ledger": raised.ledger or None,
            "record": str(raised.record) if raised.record else None,
            "person": raised.person or None,
        }

    def _everything(self) -> list[Raised]:
        reader = self._reader
        if reader.horizon.live:
            return reader.site.alert_board.at(reader)
        return everything(reader)


def everything(reader: Reader) -> list[Raised]:
    """All that is raised within a horizon, whoever asks; red first, then by due."""
    # Whose an alert is follows from its row: everything is read once for all people.
    whole = reader.unlimited()
    moment = moment_of(whole)
    found = [
        raised
        for alert in whole.site.declarations.alerts.values()
        for raised in _raised(whole, alert, moment)
    ]
    return sorted(found, key=_urgency(whole.site.zone))


def _urgency(zone: ZoneInfo) -> Callable[[Raised], tuple[bool, str, int, str]]:
    """Red before yellow, then by the day they are due; what has none comes last."""

    def place(raised: Raised) -> tuple[bool, str, int, str]:
        due = raised.due
        day = local_day(due, zone).isoformat() if isinstance(due, int) else due
        key = raised.row.key if raised.row else raised.said
        return raised.level != RED, day or "9999", raised.alert.order, key

    return place


def _raised(reader: Reader, alert: Alert, moment: Moment) -> Iterator[Raised]:
    if alert.find is not None:
        for found in alert.find(reader, moment):
            yield Raised(
                alert, found.level, None, found.text, found.due or None, found.ledger,
                found.record, found.units, frozenset(), found.person,
            )  # fmt: skip
        return
    assert alert.over is not None  # noqa: S101 - it has one or the other
    reading = reader.ledger(alert.over.name)
    rows = reading.watched(alert.when, moment, MOST)
    red: set[str] = set()
    if rows and alert.red_when:
        both = (*alert.when, *alert.red_when)
        red = set(reading.watched_keys(both, moment, MOST))
    for row in rows:
        level = RED if row.key in red else alert.level
        yield _of_row(reader, alert, row, level)


def _of_row(reader: Reader, alert: Alert, row: Row, level: str) -> Raised:
    assert alert.over is not None  # noqa: S101 - the caller has seen it
    per, values = alert.over.per, row.values
    ledger = reader.site.declarations.ledger_of(per.topic) or alert.over
    return Raised(
        alert,
        level,
        row,
        due=values.get(alert.due),
        ledger=ledger.name,
        record=row.stream,
        units=_named(values, getattr(per, "of_units", ())),
        people=_named({**values, "id": row.key}, getattr(per, "of_people", ())),
        person=str(values.get(alert.person) or ""),
    )


def _named(values: dict[str, Any], names: Iterable[str]) -> frozenset[str]:
    return frozenset(str(values[name]) for name in names if values.get(name))


class AlertBoard:
    """What is raised now, kept until something is recorded or a minute has passed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: tuple[tuple[int, int], list[Raised]] | None = None

    def at(self, reader: Reader) -> list[Raised]:
        """Everything that is raised at a live reader's position."""
        key = reader.position, reader.site.now() // _MINUTE
        with self._lock:
            kept = self._kept
        if kept is not None and kept[0] == key:
            return kept[1]
        found = everything(reader)
        with self._lock:
            self._kept = key, found
        return found


@dataclass(frozen=True, slots=True)
class AlertCounts:
    """How many fall to a person."""

    red: int = 0
    yellow: int = 0

    @property
    def total(self) -> int:
        """Both."""
        return self.red + self.yellow


def counted(raised: Iterable[Raised]) -> AlertCounts:
    """How many of each level."""
    found = dict.fromkeys(LEVELS, 0)
    for each in raised:
        found[each.level] += 1
    return AlertCounts(**found)
