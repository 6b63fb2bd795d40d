"""What the places of a printed form are filled with, as whoever prints may see it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from houqin.core.projection.sources import acting, is_day_only
from houqin.core.registry.printing import source_of
from houqin.core.schema.errors import NotPermitted, RecordMissing
from houqin.core.site.history import CHANNELS, Teller
from houqin.core.site.seeing import covered

if TYPE_CHECKING:
    from houqin.core.projection.ledger import Ledger
    from houqin.core.projection.row import Row
    from houqin.core.registry.printing import Place, Source
    from houqin.core.site.reader import Reader
    from houqin.events.entry import RecordedEvent

_DAY = 10
BETWEEN = "　"


class Filling:
    """The texts of one record and of those its row refers to.

    :param known: what was read of other records; many slips name few cars.
    """

    def __init__(
        self, reader: Reader, record: UUID, known: dict[UUID, Filling] | None = None
    ) -> None:
        self._reader = reader
        self.record = record
        self._known = {} if known is None else known

    @cached_property
    def found(self) -> tuple[Ledger, Row] | None:
        """The record's ledger and row, if whoever prints may see it."""
        try:
            first = self._reader.events(self.record)[0]
        except (NotPermitted, RecordMissing):
            return None
        spec = self._reader.site.declarations.aggregate_of(first.topic)
        ledger = self._reader.ledger_of(spec.topic) if spec else None
        row = self._reader.ledger(ledger.name).row(str(self.record)) if ledger else None
        return (ledger, row) if ledger and row else None

    @cached_property
    def _events(self) -> tuple[RecordedEvent, ...]:
        return self._reader.effective(self.record).events if self.found else ()

    @cached_property
    def _covered(self) -> frozenset[str]:
        return covered(self._reader, self.record)

    @cached_property
    def _teller(self) -> Teller:
        return Teller(self._reader, list(self._events))

    def text(self, place: Place) -> str:
        """The texts of all its sources that find something."""
        found = (self._text(source_of(source)) for source in place.sources)
        return BETWEEN.join(dict.fromkeys(filter(None, found)))

    def _text(self, source: Source) -> str:
        filling: Filling | None = self
        for name in source.path:
            filling = filling.referred(name) if filling else None
        if filling is None or filling.found is None:
            return ""
        return filling.of_event(source) if source.event else filling.sum(source.adds)

    def referred(self, name: str) -> Filling | None:
        """The record that a column of the row names."""
        _ledger, row = self.found or (None, None)
        return self.other(row.values.get(name) if row else None)

    def other(self, value: Any) -> Filling | None:
        """Another record by its id."""
        if not value:
            return None
        record = UUID(str(value))
        if record not in self._known:
            self._known[record] = Filling(self._reader, record, self._known)
        return self._known[record]

    def sum(self, names: tuple[str, ...]) -> str:
        """A column, or several added up."""
        if self.found is None:
            return ""
        (ledger, row), display = self.found, self._reader.display
        columns = [column for name in names if (column := ledger.column(name))]
        if len(names) == 1:
            return self._with_unit(ledger, row, columns[0]) if columns else ""
        amounts = [row.values.get(column.name) for column in columns]
        known = [amount for amount in amounts if amount is not None]
        return display.with_unit(columns[0].type, sum(known)) if known else ""

    def _with_unit(self, ledger: Ledger, row: Row, column: Any) -> str:
        text, unit = self._reader.display.cell(ledger, row, column), column.type.unit
        return f"{text} {unit}" if text and unit and column.type.numeric else text

    def truth(self, text: str) -> bool | None:
        """Whether a yes-or-no field of the last such event says yes; nothing unsaid."""
        source = source_of(text)
        event = self._last(source)
        if event is None or source.part in self._covered:
            return None
        said = event.payload.get(source.part)
        return None if said is None else bool(said)

    def _last(self, source: Source) -> RecordedEvent | None:
        return next(filter(source_matches(source), reversed(self._events)), None)

    def of_event(self, source: Source) -> str:
        """A field of the last such event, or who, when and how."""
        event = self._last(source)
        if event is None or source.part in self._covered:
            return ""
        if source.part == "who":
            return self._reader.person_name(UUID(acting.read(event)))
        if source.part == "when":
            moment = self._reader.display.moment(event.occurred)
            return moment[:_DAY] if is_day_only(event) else moment
        if source.part == "channel":
            return CHANNELS.get(event.metadata.get("channel", "system"), "")
        value = event.payload.get(source.part)
        return self._teller.show(event, source.part, value)


def source_matches(source: Source) -> Any:
    """Whether an event is one that a source asks for."""

    def matches(event: RecordedEvent) -> bool:
        if event.topic.rpartition(".")[2] != source.event:
            return False
        return not source.field or event.payload.get(source.field) == source.value

    return matches
