"""``check``: live against rebuilt, guards against events, the log against itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from houqin.core.model.numbers import Serials
from houqin.core.projection.digests import digest
from houqin.core.projection.effective import is_amendment, resolve
from houqin.core.projection.rollup import RollUp
from houqin.core.projection.streams import streams_of
from houqin.core.projection.writing import WriteSet
from houqin.core.site.attached import erased_of
from houqin.core.site.log_problems import said
from houqin.events.verification import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from houqin.core.model.guards import Guard
    from houqin.core.projection.effective import Effective
    from houqin.core.projection.ledger import Ledger
    from houqin.core.site.reader import Reader
    from houqin.core.site.site import Site


#: What is compared once the ledgers are.
AFTER_LEDGERS = ("业务规则数据", "附件")
#: Attachments named in a finding; the rest are as easily found from them.
MOST_NAMED = 10


@dataclass(slots=True)
class Finding:
    """One thing compared: 一致 or 不一致, and what differs."""

    kind: str
    name: str
    title: str
    agrees: bool
    detail: str = ""


@dataclass(slots=True)
class Report:
    """Everything compared at one position."""

    position: int
    findings: list[Finding] = field(default_factory=list)

    @property
    def agrees(self) -> bool:
        """Whether everything agrees."""
        return all(f.agrees for f in self.findings)


def check(site: Site, progress: Callable[[str], None] | None = None) -> Report:
    """Fold everything again from events, in one snapshot, and compare."""
    with site.reader() as reader:
        report = Report(site.log.head(reader.connection)[0])
        problems = verify(reader.connection, commanded=True).problems
        detail = "；".join(said(problem) for problem in problems[:5])
        report.findings.append(Finding("log", "log", "原始记录", not problems, detail))
        for ledger in _in_order(site):
            if progress:
                progress(ledger.title)
            report.findings += (
                [_check_rollup(reader, ledger, report)]
                if isinstance(ledger, RollUp)
                else _check_ledger(reader, ledger)
            )
        if progress:
            progress(AFTER_LEDGERS[0])
        report.findings += _check_guards(reader)
        erased = erased_of(reader)
    if progress:
        progress(AFTER_LEDGERS[1])
    report.findings.append(_check_attachments(site, erased))
    return report


def _check_attachments(site: Site, erased: frozenset[str]) -> Finding:
    """Every content a record holds is read and compared with its digest."""
    count, problems = site.attachments.examine(erased)
    detail = "；".join(problem.why for problem in problems[:MOST_NAMED])
    return Finding(
        "attachment", "attachments", "附件", not problems, detail or f"{count}个"
    )


def _in_order(site: Site) -> list[Ledger]:
    """Roll-ups after everything that they are read from."""
    ledgers = site.declarations.ledgers.values()
    return sorted(ledgers, key=lambda ledger: isinstance(ledger, RollUp))


def _check_rollup(reader: Reader, ledger: RollUp, report: Report) -> Finding:
    """A roll-up is its sources' cells: it agrees where they do."""
    sources = {source.name for source in ledger.sources}
    wrong = [f.title for f in report.findings if f.name in sources and not f.agrees]
    detail = "、".join(wrong) or reader.digest(ledger.name)
    return Finding("rollup", ledger.name, ledger.title, not wrong, detail)


def _check_ledger(reader: Reader, ledger: Ledger) -> list[Finding]:
    site = reader.site
    pointer = site.projections.pointers(reader.connection).get(ledger.name)
    if pointer and pointer.stopped_at is not None:
        why = f"停在登记序号{pointer.stopped_at}：{pointer.error}"
        return [Finding("ledger", ledger.name, ledger.title, agrees=False, detail=why)]
    folded = WriteSet(site.projections.bases[ledger.name])
    topics = site.declarations.event_topics(ledger.per.topic)
    for stream in streams_of(site.log, reader.connection, ledger.per.topic, topics):
        folded.change(None, resolve(stream))
    rebuilt = digest(ledger, (folded.put[key] for key in sorted(folded.put)))
    live = reader.digest(ledger.name)
    detail = live if live == rebuilt else f"现有{live}，重算{rebuilt}"
    rows = Finding("ledger", ledger.name, ledger.title, live == rebuilt, detail)
    return [rows, _check_cells(reader, ledger, folded)]


def _check_cells(reader: Reader, ledger: Ledger, folded: WriteSet) -> Finding:
    """Cells of a KPI that came to nothing stay as zeros; they do not differ."""
    pointer = reader.source.tables(ledger)
    stored: dict[Any, int] = {}
    if pointer is not None:
        found = reader.connection.execute(
            "SELECT kpi, dimension, value, day, amount"  # noqa: S608 - names of our own tables
            f" FROM [{pointer.cells_name}] WHERE amount <> 0"
        )
        stored = {tuple(row[:4]): row[4] for row in found}
    wanted = {tuple(cell): n for cell, n in folded.cells.items() if n}
    differing = [
        k for k in stored.keys() | wanted.keys() if stored.get(k) != wanted.get(k)
    ]
    title = f"{ledger.title}的指标"
    detail = "；".join(map(str, sorted(differing)[:5]))
    return Finding("kpi", ledger.name, title, not differing, detail)


def _all_streams(
    site: Site, reader: Reader, opaque: set[bytes]
) -> Iterator[tuple[str, Effective]]:
    """Every record with its aggregate's topic.

    :param opaque: takes the streams whose plugin is not there.
    """
    events = site.log.read_streams(reader.connection)
    for _stream, group in groupby(events, key=lambda event: event.stream):
        stream = list(group)
        spec = site.declarations.aggregate_of(stream[0].topic)
        if spec is None or is_amendment(stream[0]):
            opaque.add(stream[0].stream.bytes)
            continue
        effective = resolve(stream)
        if effective is not None:
            yield spec.topic, effective


class GuardRows(NamedTuple):
    """What a guard holds, and what it should hold by the log."""

    guard: Guard
    wanted: set[Any]
    stored: set[Any]


def guard_rows(reader: Reader) -> Iterator[GuardRows]:
    """Every guard of the site, folded from events in one pass."""
    site = reader.site
    declarations = site.declarations
    wanted: dict[str, set[Any]] = {}
    guards: dict[str, Guard] = {g.name: g for g in declarations.guards.values()}
    core = declarations
    for own in (core.references, core.tellings, core.holdings):
        guards[own.name] = own
    opaque: set[bytes] = set()
    for topic, effective in _all_streams(site, reader, opaque):
        for guard in declarations.guards_of(topic):
            wanted.setdefault(guard.name, set()).update(guard.rows(topic, effective))
    for name, guard in sorted(guards.items()):
        rows: set[Any] = wanted.get(name, set())
        if isinstance(guard, Serials):
            rows = guard.counters(rows)
        stored = {tuple(map(_plain, row)) for row in guard.stored(reader.connection)}
        # What a plugin said that is not there now waits for its return.
        stored = {row for row in stored if opaque.isdisjoint(row)}
        yield GuardRows(guard, rows, stored)


def _check_guards(reader: Reader) -> list[Finding]:
    found = []
    for guard, wanted, stored in guard_rows(reader):
        differing = wanted ^ stored
        detail = f"{len(differing)}处不同" if differing else f"{len(wanted)}条"
        name = guard.name
        found.append(Finding("guard", name, name, not differing, detail))
    return found


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
