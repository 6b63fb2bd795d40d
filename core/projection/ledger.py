"""A ledger (台账) as it is declared: kind, columns, reducers.

A row is a flat tuple in the order of its table's columns, so that what was folded is
what is compared, stored and counted.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from zope.interface import implementer

from houqin.core.interfaces import ILedger
from houqin.core.projection.ending import Ending
from houqin.core.projection.fold import Fold, Streamed
from houqin.core.projection.sources import field as payload_field
from houqin.core.projection.sources import instant_of
from houqin.events import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from houqin.core.projection.effective import Effective
    from houqin.core.projection.fold import Folded
    from houqin.core.projection.sources import Source
    from houqin.core.schema.types import FieldType
    from houqin.events.entry import RecordedEvent

LedgerRow = tuple[Any, ...]

#: Columns every ledger has, in front of its own.
KEY, STREAM, VOIDED, STATE, EXTRA = range(5)
FIXED = ("key", "stream", "voided", "state", "extra")


@dataclass(frozen=True, slots=True)
class LookedUp:
    """A column read from another ledger of the same horizon, never stored.

    :param measure: ``newest`` takes ``column`` of the row with the greatest
        ``order``, ``sum`` adds ``column`` up, ``count`` says how many rows there are,
        or how many of them have a ``column``.
    :param by: the other ledger's reference to this row.
    :param of: this row's reference to the row that ``by`` names, where it is not this
        one: what a notice says, beside each of its items.
    :param state: the one state in which a row of the other ledger counts.
    """

    ledger: str
    by: str
    column: str
    measure: Literal["newest", "sum", "count"]
    order: str = ""
    otherwise: str = ""
    mapping: tuple[tuple[str, str], ...] = ()
    state: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its stable name, its title on pages and its type.

    :param total: shown in the totals row.
    :param filter: offered as a filter.
    :param latest: takes the event with the greatest (occurred, version).
    :param primary: kept in sight where the page is narrow.
    :param derived: computed when shown, from the row and the view's last day.
    :param hidden: for filters and lookups only, on no page.
    :param paper: on paper too, which has no room for everything a screen has.
    """

    name: str
    title: str
    type: FieldType
    total: bool = False
    filter: bool = False
    latest: bool = False
    primary: bool = False
    hidden: bool = False
    paper: bool = True
    looked_up: LookedUp | None = None
    derived: Callable[[dict[str, Any], date], Any] | None = None

    @property
    def stored(self) -> bool:
        """Whether the table has it: the state has a column of its own."""
        read = self.looked_up is not None or self.derived is not None
        return not read and self.type.kind != "state"

    @property
    def personal(self) -> bool:
        """Personal columns are not in the digest and cannot be sorted by."""
        return self.type.kind == "personal"

    @property
    def digested(self) -> bool:
        """Whether the digest holds it: not what goes when a person is erased."""
        return not self.personal and not self.type.identifying

    @property
    def sortable(self) -> bool:
        """Whether the page offers to sort by this column."""
        return not self.personal and self.derived is None


@implementer(ILedger)
class Ledger:
    """A table rebuilt from the events of one aggregate.

    :param kind: ``record`` keeps one row a stream, ``event`` one row for each event
        named in :meth:`on`, and one for each of its ``items`` where it lists several.
        ``rollup`` is read from other ledgers; see rollup.py.
    :param items: the payload's field that lists them; of ids, several such fields.
    :param item: the column that takes an id so listed.
    :param listed: the column that takes the name of the field it stands in.
    :param period: the column that 本月/本季/… filter.
    :param title_column: what a reference to a row is shown as.
    :param newest: by reference the column that others look up the newest row by.
    :param extensible: other modules may add columns to its page, looked up in ledgers
        of their own; what is stored of it and its digest stay as they are.
    :param numbered: rows are shown with a running number (序号) in front.
    :param told: indicators that a paper says below the rows, as of its last day.
    :param watched: columns that alerts ask for in one state: rows in it are indexed.
    """

    def __init__(  # noqa: PLR0913 - a declaration names all it declares
        self,
        name: str,
        title: str,
        *,
        per: Streamed | Any,
        columns: Sequence[Column],
        kind: Literal["record", "event", "rollup"] = "record",
        period: str = "",
        title_column: str = "",
        items: str | tuple[str, ...] = (),
        item: str = "",
        listed: str = "",
        sort: str = "",
        numbered: bool = False,
        watched: Sequence[tuple[str, str]] = (),
        newest: Mapping[str, str] | None = None,
        extensible: bool = False,
        told: Sequence[str] = (),
    ) -> None:
        self.name = name
        self.title = title
        self.per = per
        self.kind = kind
        self.columns = tuple(columns)
        self.extensible = extensible
        #: The last of the columns, which other modules have added.
        self.added: tuple[Column, ...] = ()
        self.period_column = period
        self.title_column = title_column or self.columns[0].name
        self.items = (items,) if isinstance(items, str) else items
        self.item = item
        self.listed = listed
        self.numbered = numbered
        self.told = tuple(told)
        self.watched = tuple(watched)
        self.newest = dict(newest or {})
        self.sort = sort or (f"-{period}" if period else self.title_column)
        self.stored = tuple(c for c in self.columns if c.stored)
        self.order = FIXED + tuple(c.name for c in self.stored)
        self.fold = Fold(frozenset(c.name for c in self.columns if c.latest))
        self.emits: set[str] = set()
        self._names = ("extra", *(c.name for c in self.stored))
        self._converters = [
            (number, convert)
            for number, column in enumerate(self.stored, EXTRA + 1)
            if (convert := _converter(column.type))
        ]
        self._instants = [
            number
            for number, column in enumerate(self.stored, EXTRA + 1)
            if column.type.kind == "instant"
        ]

    def __repr__(self) -> str:
        """Name it in messages."""
        return f"<Ledger {self.name} {self.title}>"

    @cached_property
    def _ending(self) -> Ending:
        """Made when the first stream is folded: all reducers are declared by then."""
        return Ending(self.fold, self.per.workflow)

    def extended(self, added: Sequence[Column]) -> Ledger:
        """The same ledger with these columns of other modules, and no others."""
        if tuple(added) == self.added:
            return self
        other = copy(self)
        own = self.columns[: len(self.columns) - len(self.added)]
        other.added = tuple(added)
        other.columns = own + other.added
        return other

    @property
    def seen_by(self) -> str:
        """The right that its rows need, which is that of its records."""
        return str(getattr(self.per, "seen_by", ""))

    @property
    def plugin(self) -> str:
        """The plugin that declares it."""
        return self.name.partition(".")[0]

    def column(self, name: str) -> Column | None:
        """The column of that name, if there is one."""
        return next((c for c in self.columns if c.name == name), None)

    def index(self, name: str) -> int:
        """Where the column stands in a row."""
        return self.order.index(name)

    def on(self, event: type, *copied: str, **assignments: Source) -> Ledger:
        """Set columns when ``event`` happens.

        :param copied: columns that take the payload's field of the same name.
        """
        self.emits.add(self.topic(event))
        return self.carry(event, *copied, **assignments)

    def carry(self, event: type, *copied: str, **assignments: Source) -> Ledger:
        """Like :meth:`on`, but a per-event ledger gets no row of this event."""
        known = {c.name for c in self.stored}
        sources = {name: payload_field(name) for name in copied} | assignments
        unknown = sorted(set(sources) - known)
        if unknown:
            message = f"ledger {self.name} has no column {', '.join(unknown)}"
            raise ValueError(message)
        self.fold.assign(self.topic(event), sources)
        return self

    def reduce(
        self, event: type
    ) -> Callable[[Callable[[Any, Any], Any]], Callable[[Any, Any], Any]]:
        """Decorate a pure function (row, event) -> row for ``event``."""

        def decorate(function: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
            self.fold.reduce(self.topic(event), function)
            return function

        return decorate

    def topic(self, event: type) -> str:
        """The topic of an event class of this ledger's aggregate."""
        return f"{self.per.topic}.{event.__name__}"

    def concerns(self, event: RecordedEvent) -> bool:
        """Whether an event at a stream's end changes any row."""
        if self.kind == "event":
            return event.topic in self.emits
        return self.fold.reads(event, self.per.workflow)

    def rows(self, effective: Effective | None) -> dict[str, LedgerRow]:
        """The rows of one stream, by key."""
        if effective is None:
            return {}
        if self.kind == "record":
            return self._record_row(effective)
        return self._event_rows(effective)

    @property
    def plain(self) -> Ending | None:
        """How a stream that nobody amended comes to its one row, event by event.

        Nothing where the ledger has a row an event, or goes by business time.
        """
        if self.kind == "record" and self._ending.possible:
            return self._ending
        return None

    def growth(
        self, after: Effective, count: int
    ) -> tuple[dict[str, LedgerRow], dict[str, LedgerRow]]:
        """The rows that the events from ``count`` on change: as they were, as they are.

        One fold gives both sides, for events are added at a stream's end.
        """
        old: dict[str, LedgerRow] = {}
        new: dict[str, LedgerRow] = {}
        key = str(after.first.stream)
        for number, folded in enumerate(self.fold(after, self.per.workflow), 1):
            if self.kind == "event":
                if number > count:
                    new |= self._rows_of(folded, voided=after.voided)
            elif folded.row and number in {count, len(after.events)}:
                side = old if number == count else new
                side[key] = self._row(key, folded, voided=after.voided)
        return old, new

    def _record_row(self, effective: Effective) -> dict[str, LedgerRow]:
        last = self._last(effective)
        if last is None or not last.row:
            return {}
        key = str(effective.first.stream)
        return {key: self._row(key, last, voided=effective.voided)}

    def _last(self, effective: Effective) -> Folded | None:
        if self._ending.possible and effective.events:
            return self._ending(effective.events)
        last = None
        for last in self.fold(effective, self.per.workflow):  # noqa: B007 - the last
            pass
        return last

    def _event_rows(self, effective: Effective) -> dict[str, LedgerRow]:
        rows: dict[str, LedgerRow] = {}
        for folded in self.fold(effective, self.per.workflow):
            rows.update(self._rows_of(folded, voided=effective.voided))
        for event in effective.struck:
            before = [e for e in effective.events if e.version < event.version]
            alone = effective._replace(events=(*before, event), struck=())
            *_, folded = self.fold(alone, self.per.workflow)
            rows.update(self._rows_of(folded, voided=True))
        return rows

    def _rows_of(self, folded: Folded, *, voided: bool) -> dict[str, LedgerRow]:
        event = folded.event
        if event.topic not in self.emits:
            return {}
        key = f"{event.stream}:{event.version:06d}"
        return {
            key + suffix: self._row(
                key + suffix, folded._replace(row=row), voided=voided
            )
            for suffix, row in self._items(folded)
        }

    def _items(self, folded: Folded) -> list[tuple[str, dict[str, Any]]]:
        payload = folded.event.payload
        lists = [name for name in self.items if payload.get(name) is not None]
        if not lists:
            return [("", folded.row)]
        listed = [(name, item) for name in lists for item in payload[name]]
        return [
            (f":{n:04d}", {**folded.row, **self._listed(name, item)})
            for n, (name, item) in enumerate(listed, 1)
        ]

    def _listed(self, name: str, item: Any) -> dict[str, Any]:
        """What one listed item sets: its own fields, or the column of an id."""
        found = dict(item) if isinstance(item, dict) else {self.item: item}
        return found | {self.listed: name} if self.listed else found

    def _row(self, key: str, folded: Folded, *, voided: bool) -> LedgerRow:
        record = key if self.kind == "record" else str(folded.event.stream)
        return self.row(key, record, folded.row, folded.state, voided=voided)

    def row(
        self,
        key: str,
        record: str,
        values: Mapping[str, Any],
        state: str | None,
        *,
        voided: bool = False,
    ) -> LedgerRow:
        """What was folded, as it is stored: instants as numbers, lists as texts."""
        # One pass in C; only the few columns that need it are converted after.
        row = [key, record, int(voided), state, *map(values.get, self._names)]
        for number in self._instants:
            # Most were taken from an event's own time.
            if row[number].__class__ is str:
                row[number] = instant_of(row[number])
        for number, convert in self._converters:
            if row[number] is not None:
                row[number] = convert(row[number])
        return tuple(row)


def _converter(kind: FieldType) -> Callable[[Any], Any] | None:
    """How a payload's value becomes a stored one; nothing where it is the same."""
    if kind.kind == "boolean":
        return int
    if kind.kind in {"personal", "references", "roles"}:
        return _json
    return None


def _json(value: Any) -> str:
    return canonical.encode(value).decode()
