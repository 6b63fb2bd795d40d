"""The trial of an upgrade: the site's own history under the new code, in a new process.

One new process tries as many sites as there are, one after another: starting it costs
more than replaying a small site does.

What is refused is an event that the new code cannot read, and any other count of rows
or of an indicator that the module does not declare. What only comes out otherwise row
by row is generated anew.
"""

from __future__ import annotations

import hashlib
import pickle
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from houqin.core.model.services import Services
from houqin.core.projection.digests import canonical_row, digest
from houqin.core.projection.effective import resolve
from houqin.core.projection.horizon import LIVE
from houqin.core.projection.ledger import VOIDED
from houqin.core.projection.query import LedgerReader
from houqin.core.projection.streams import streams_of
from houqin.core.projection.writing import WriteSet
from houqin.core.site.plugins.requiring import PluginRefused, part_named
from houqin.core.site.reader import Reader
from houqin.core.site.rebuilding import projections_of
from houqin.core.spawned import Spawned
from houqin.events import canonical
from houqin.events.clock import SystemClock
from houqin.events.log import Log

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection as Pipe
    from typing import Self

    from houqin.core.model.services import Keys
    from houqin.core.projection.ledger import Ledger
    from houqin.core.projection.writing import BaseLedger
    from houqin.core.registry.declarations import Declarations
    from houqin.core.site.plugins.planning import Work
    from houqin.core.site.site import Site
    from houqin.events.store import Connection, Store


@dataclass(slots=True)
class Counts:
    """What a ledger came to: rows, voided ones, each indicator in all, the digest."""

    rows: int = 0
    voided: int = 0
    figures: dict[str, int] = field(default_factory=dict)
    digest: str = ""


class TrialFailed(Exception):
    """What was to be done elsewhere raised this, in one line; nothing: it died."""


class Trials:
    """The process in which sites are tried; started for the first, and when it died."""

    def __init__(self) -> None:
        self._process: Spawned | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.end()

    def end(self) -> None:
        """Let it go; whoever tries more gets another."""
        if self._process is not None:
            self._process.end()
        self._process = None

    def replay(self, task: Callable[[], dict[str, Counts]]) -> dict[str, Counts]:
        """Do it there.

        :raises TrialFailed: with what it raised there.
        """
        if self._process is None:
            self._process = Spawned(f"{__name__}:trying", ())
        pipe = self._process.pipe
        try:
            pipe.send(task)
            done, answer = pipe.recv()
        except (EOFError, OSError) as error:
            self.end()
            raise TrialFailed from error
        if not done:
            raise TrialFailed(answer)
        return cast("dict[str, Counts]", answer)


def trying(pipe: Pipe) -> None:
    """One task after another, until whoever asks is gone."""
    while True:
        try:
            task = pipe.recv()
        except EOFError:
            return
        try:
            answer = (True, task())
        except Exception as error:  # noqa: BLE001 - whatever new code does is told
            said = f"{type(error).__name__}: {error}"
            answer = (False, said.partition("\n")[0])
        pipe.send(answer)


def tried(site: Site, work: Work, trials: Trials) -> list[str]:
    """Replay a module's history with the code that lies on the disk now.

    :returns: ledgers that are to be generated anew although they are declared as
        before.
    :raises PluginRefused: when the replay fails, or counts otherwise than declared.
    """
    whole = site.declarations.available or site.declarations
    view = whole.installed([n for n, each in site.plugins.items() if each.there])
    if view.again is None:
        return []
    with site.store.reading() as connection:
        position = site.log.head(connection)[0]
        before = _standing(site, connection, view, work.plugin)
    replay = partial(
        replayed, site.store.another(), pickle.dumps(view.again), site.zone.key,
        work.plugin, position,
    )  # fmt: skip
    after = _elsewhere(replay, work, trials)
    steps = part_named(whole, work.plugin).steps_from(work.before)
    declared = frozenset().union(*(step.changes for step in steps))
    if wrong := list(_differing(view, before, after, declared)):
        raise PluginRefused(f"{work.title}的试运行与现有数据不符：{'；'.join(wrong)}")
    return [name for name, now in after.items() if _stale(before.get(name), now)]


def _elsewhere(
    replay: Callable[[], dict[str, Counts]], work: Work, trials: Trials
) -> dict[str, Counts]:
    try:
        return trials.replay(replay)
    except TrialFailed as error:
        if not error.args:
            raise PluginRefused(f"{work.title}的试运行中断") from error
        raise PluginRefused(f"{work.title}的试运行失败：{error}") from error


def _stale(before: Counts | None, now: Counts) -> bool:
    """Whether rows differ although columns are the same."""
    return before is not None and bool(before.digest) and before.digest != now.digest


def _differing(
    view: Declarations,
    before: dict[str, Counts],
    after: dict[str, Counts],
    declared: frozenset[str],
) -> list[str]:
    said = []
    for name, was in before.items():
        now, title = after.get(name), view.ledgers[name].title
        if now is None or name in declared:
            continue
        if (was.rows, was.voided) != (now.rows, now.voided):
            said.append(f"{title}由{was.rows}行变为{now.rows}行")
        for kpi in was.figures.keys() & now.figures.keys() - declared:
            if was.figures[kpi] != now.figures[kpi]:
                was_it, is_it = was.figures[kpi], now.figures[kpi]
                said.append(f"{view.kpis[kpi].title}由{was_it}变为{is_it}")
    return said


def _standing(
    site: Site, connection: Connection, view: Declarations, plugin: str
) -> dict[str, Counts]:
    """What stands in the tables, which are those of the version before."""
    pointers = site.projections.pointers(connection)
    found = {}
    for name, base in projections_of(view, site.zone).bases.items():
        pointer = pointers.get(name)
        if base.ledger.plugin != plugin or pointer is None or pointer.stopped_at:
            continue
        tables = site.projections.tables(
            base.ledger, pointer.generation, connection.schema
        )
        ((rows, voided),) = connection.execute(
            f"SELECT count(*), coalesce(sum(voided), 0) FROM [{tables.name}]"  # noqa: S608 - names of our own tables
        )
        figures = connection.execute(
            f"SELECT kpi, sum(amount) FROM [{tables.cells_name}]"  # noqa: S608 - names of our own tables
            " WHERE dimension = '' GROUP BY kpi"
        )
        kept = {kpi: int(amount) for kpi, amount in figures if kpi in view.kpis}
        counts = Counts(int(rows), int(voided), kept)
        if pointer.definition == base.definition:
            counts.digest = _digest_of_tables(site, connection, base.ledger)
        found[name] = counts
    return found


def _digest_of_tables(site: Site, connection: Connection, ledger: Ledger) -> str:
    reader = Reader(site, connection, LIVE)
    return digest(
        ledger, LedgerReader(ledger, reader.source, reader, site.zone).stored()
    )


@lru_cache(maxsize=8)
def _declared(pickled: bytes) -> Declarations:
    """What the code declares, read once for all sites that have the same modules."""
    declare: Callable[[], Declarations] = pickle.loads(pickled)  # noqa: S301 - our own
    return declare()


def replayed(
    store: Callable[[], Store],
    declared: bytes,
    zone: str,
    plugin: str,
    position: int,
) -> dict[str, Counts]:
    """Fold a module's aggregates, guards and ledgers; any exception is its fault."""
    view, opened = _declared(declared), store()
    log = Log(opened, SystemClock(), view.topics)
    projections = projections_of(view, ZoneInfo(zone))
    services = Services(log, view, projections, ZoneInfo(zone), cast("Keys", None))
    try:
        with opened.reading() as connection:
            for aggregate, spec in view.aggregates.items():
                if spec.plugin == plugin:
                    _fold(services, connection, aggregate, position)
            return {
                name: _counted(services, connection, base, position)
                for name, base in projections.bases.items()
                if base.ledger.plugin == plugin
            }
    finally:
        opened.close()


def _fold(
    services: Services, connection: Connection, aggregate: str, position: int
) -> None:
    catalogue = services.catalogue
    topics, guards = catalogue.event_topics(aggregate), catalogue.guards_of(aggregate)
    for stream in streams_of(services.log, connection, aggregate, topics, position):
        if effective := resolve(stream):
            services.fold(effective)
            for guard in guards:
                guard.rows(aggregate, effective)


def _counted(
    services: Services, connection: Connection, base: BaseLedger, position: int
) -> Counts:
    """Stream by stream, so that no ledger is ever held whole."""
    counts, figures, state = Counts(), Counter[str](), hashlib.sha256()
    aggregate = base.ledger.per.topic
    topics = services.catalogue.event_topics(aggregate)
    for stream in streams_of(services.log, connection, aggregate, topics, position):
        written = WriteSet(base)
        written.change(None, resolve(stream))
        counts.rows += len(written.put)
        for key in sorted(written.put):
            row = written.put[key]
            counts.voided += bool(row[VOIDED])
            state.update(canonical.encode(canonical_row(base.ledger, row)) + b"\n")
        for cell, amount in written.cells.items():
            if not cell.dimension:
                figures[cell.kpi] += amount
    counts.figures, counts.digest = dict(figures), state.hexdigest()
    return counts
