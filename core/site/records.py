"""A record's page: its facts, its stages, and who is waited for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from houqin.core.model.approval import Approvable
from houqin.core.model.intervals import Bookings
from houqin.core.site.progress import Stage, progress
from houqin.core.site.signatures import Signed, signatures

if TYPE_CHECKING:
    from houqin.core.model.catalogue import AggregateSpec
    from houqin.core.model.chain import Chain
    from houqin.core.model.workflow import State, Workflow
    from houqin.core.projection.effective import Effective
    from houqin.core.projection.ledger import Ledger
    from houqin.core.projection.query import Row
    from houqin.core.site.reader import Reader

#: Rows of one state a worklist shows.
SHOWN_WAITING = 50


@dataclass(frozen=True, slots=True)
class Fact:
    """One column of the record's row, with the record it refers to."""

    label: str
    text: str
    reference: tuple[str, str] | None = None


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
    waiting_for: str | None
    waiting_since: int | None
    conflicts: tuple[str, ...]
    rule: str = ""
    signatures: tuple[Signed, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of a worklist."""

    record: UUID
    ledger: str
    kind: str
    title: str
    matter: str
    since: int


def record_view(reader: Reader, record: UUID) -> RecordView:
    """Gather a record's page within the reader's horizon."""
    effective = reader.effective(record)
    spec = reader.site.declarations.aggregate_of(effective.first.topic)
    ledger = reader.ledger_of(spec.topic) if spec else None
    row = reader.ledger(ledger.name).row(str(record)) if ledger else None
    if spec is None or ledger is None or row is None:
        return _bare(record, effective)
    reader.display.prefetch(ledger, [row])
    waiting, since = _waiting(reader, spec, ledger, row, effective)
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
        waiting,
        since,
        disowned
        + (tuple(_conflicts(reader, spec, record)) if reader.horizon.live else ()),
        way.rule,
        signed,
    )


def _bare(record: UUID, effective: Effective) -> RecordView:
    """A record whose module or ledger is not there: its history is readable."""
    topic = effective.first.topic.rpartition(".")[0]
    return RecordView(
        record, topic, "", str(record)[:8], topic, None, "", effective.voided,
        (), (), None, None, (),
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
        found.append(Fact(column.title, shown, reference))
    return tuple(found)


def _waiting(
    reader: Reader, spec: AggregateSpec, ledger: Ledger, row: Row, effective: Effective
) -> tuple[str | None, int | None]:
    workflow: Workflow | None = spec.workflow
    known = workflow.states.get(row.state or "") if workflow else None
    if known is None or not known.waiting or row.voided:
        return None, None
    shown = {c.name: reader.display.cell(ledger, row, c) or "—" for c in ledger.columns}
    return known.waiting.format_map(shown), _since(workflow, effective)


def _since(workflow: Workflow | None, effective: Effective) -> int:
    since, state = effective.first.occurred, None
    for event in effective.events:
        after = workflow.after(state, event) if workflow else None
        if after != state:
            since, state = event.occurred, after
    return since


def _conflicts(reader: Reader, spec: AggregateSpec, record: UUID) -> list[str]:
    """Plans that a recorded fact overlaps (冲突)."""
    found = []
    for guard in reader.site.declarations.guards_of(spec.topic):
        if isinstance(guard, Bookings):
            for other in guard.conflicts(reader.connection, record.bytes):
                title = reader.title_of(UUID(bytes=bytes(other.stream)))
                found.append(f"{guard.what}与{title}时间冲突")
    return found


def waiting_for(reader: Reader, person: UUID) -> list[Waiting]:
    """Records whose state waits for this person's post, longest first."""
    services = reader.site.services
    rights = services.permissions(reader.connection, person)
    known = services.find(reader.connection, "core.Person", person)
    unit = known.attributes.get("department") if known else None
    found: list[Waiting] = []
    for spec in reader.site.declarations.aggregates.values():
        ledger = reader.ledger_of(spec.topic)
        if spec.workflow is None or ledger is None:
            continue
        for state in spec.workflow.states.values():
            if state.permission and state.permission in rights:
                filters = _mine(spec, state, person, unit)
                found += _waiting_rows(reader, spec, ledger, filters)
    return sorted(found, key=lambda waiting: waiting.since)


def _mine(spec: AggregateSpec, state: State, person: UUID, unit: Any) -> dict[str, str]:
    """Whose turn it is: a unit's post sees its own unit, a driver his own trips."""
    filters = {"state": state.code, "voided": "0"}
    chain: Chain | None = spec.cls.chain if issubclass(spec.cls, Approvable) else None
    step = chain.due(state.code) if chain else None
    if step is not None and step.unit_field:
        filters[step.unit_field] = str(unit or UUID(int=0))
    if state.person_column:
        filters[state.person_column] = str(person)
    return filters


def _waiting_rows(
    reader: Reader, spec: AggregateSpec, ledger: Ledger, filters: dict[str, str]
) -> list[Waiting]:
    rows = reader.ledger(ledger.name).page(filters, ledger.sort, size=SHOWN_WAITING)
    reader.display.prefetch(ledger, rows)
    matters = [c for c in ledger.columns if c.primary and c.name != ledger.title_column]
    found = []
    for row in rows:
        effective = reader.effective(row.stream)
        matter = "，".join(
            t for c in matters if (t := reader.display.cell(ledger, row, c))
        )
        title = reader.title(spec.topic, row.key)
        since = _since(spec.workflow, effective)
        found.append(Waiting(row.stream, ledger.name, spec.title, title, matter, since))
    return found
