"""A record's page: its facts, its stages, and who is waited for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from houqin.core.model.intervals import Bookings
from houqin.core.model.wording import kept_wording
from houqin.core.site.dealing import NO_DEALING, Dealing, dealing
from houqin.core.site.looking import Masked, masked_in
from houqin.core.site.progress import Stage, progress
from houqin.core.site.signatures import Signed, signatures

if TYPE_CHECKING:
    from houqin.core.model.catalogue import AggregateSpec
    from houqin.core.projection.effective import Effective
    from houqin.core.projection.ledger import Ledger
    from houqin.core.projection.row import Row
    from houqin.core.site.reader import Reader


@dataclass(frozen=True, slots=True)
class Fact:
    """One column of the record's row, with the record it refers to."""

    label: str
    text: str
    reference: tuple[str, str] | None = None
    #: What of it is not shown.
    masked: Masked | None = None


@dataclass(frozen=True, slots=True)
class RecordView:
    """What a record's page shows above its history."""

    id: UUID
    aggregate: str
    ledger: str
    title: str
    kind: str
    state: str | None
    state_title: str
    voided: bool
    facts: tuple[Fact, ...]
    progress: tuple[Stage, ...]
    conflicts: tuple[str, ...] = ()
    rule: str = ""
    signatures: tuple[Signed, ...] = ()
    dealing: Dealing = NO_DEALING
    #: Nothing is recorded of it any more, nor amended.
    ended: bool = False

    @property
    def waiting_for(self) -> str | None:
        """现在等谁."""
        return self.dealing.waiting_for

    @property
    def waiting_since(self) -> int | None:
        """Since when it has been waiting so."""
        return self.dealing.since


def record_view(reader: Reader, record: UUID) -> RecordView:
    """Gather a record's page within the reader's horizon."""
    effective = reader.effective(record)
    spec = reader.site.declarations.aggregate_of(effective.first.topic)
    ledger = reader.ledger_of(spec.topic) if spec else None
    row = reader.ledger(ledger.name).row(str(record)) if ledger else None
    if spec is None or ledger is None or row is None:
        return _bare(reader, record, effective)
    reader.display.prefetch(ledger, [row])
    way = progress(reader, spec, effective)
    signed = signatures(reader, spec, effective)
    disowned = tuple(s.conflict for s in signed if s.conflicting)
    return RecordView(
        record,
        spec.topic,
        ledger.name,
        reader.title(spec.topic, record),
        spec.title,
        row.state,
        way.state_title,
        row.voided,
        _facts(reader, ledger, row),
        way.stages,
        disowned
        + (tuple(_conflicts(reader, spec, record)) if reader.horizon.live else ()),
        way.rule,
        signed,
        dealing(reader, spec.workflow, ledger, row, effective),
        any(e.topic.rpartition(".")[2] in spec.cls.ends for e in effective.events),
    )


def _bare(reader: Reader, record: UUID, effective: Effective) -> RecordView:
    """A record whose module or ledger is not there: its history is readable."""
    topic = effective.first.topic.rpartition(".")[0]
    spec = reader.site.declarations.aggregates.get(topic)
    title = spec.title if spec else kept_wording(reader.connection, topic).title
    return RecordView(
        record, topic, "", str(record)[:8], title or topic, None, "", effective.voided,
        (), (),
    )  # fmt: skip


def _facts(reader: Reader, ledger: Ledger, row: Row) -> tuple[Fact, ...]:
    found = []
    for column in ledger.columns:
        text = reader.display.cell(ledger, row, column)
        if not text or column.hidden:
            continue
        value = row.values.get(column.name)
        reference = (
            (column.type.reference, str(value))
            if column.type.kind == "reference"
            else None
        )
        unit = column.type.unit
        shown = f"{text} {unit}" if unit and column.type.numeric else text
        masked = masked_in(column, value, text) if column.personal else None
        found.append(Fact(column.title, shown, reference, masked))
    return tuple(found)


def _conflicts(reader: Reader, spec: AggregateSpec, record: UUID) -> list[str]:
    """Plans that a recorded fact overlaps (冲突)."""
    found = []
    for guard in reader.site.declarations.guards_of(spec.topic):
        if isinstance(guard, Bookings):
            for other in guard.conflicts(reader.connection, record.bytes):
                title = reader.title_of(UUID(bytes=bytes(other.stream)))
                found.append(f"{guard.what}与{title}时间冲突")
    return found
