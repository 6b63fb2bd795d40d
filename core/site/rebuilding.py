"""重新生成台账 and 台账核对 as work that is seen, guarded and written down."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from houqin.core.projection.live import Projections
from houqin.core.projection.rebuild import Rebuild
from houqin.core.projection.resuming import Resume
from houqin.core.projection.rollup import bases_of, rollups_of
from houqin.core.schema.errors import Refused
from houqin.core.site.checking import AFTER_LEDGERS, check
from houqin.core.site.system_log import Entry, Kind
from houqin.events.clock import SystemClock
from houqin.events.log import Log

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from houqin.core.projection.ledger import Ledger
    from houqin.core.projection.live import Pointer
    from houqin.core.registry.declarations import Declarations
    from houqin.core.site.checking import Report
    from houqin.core.site.reader import Reader
    from houqin.core.site.site import Site
    from houqin.core.site.upkeep import Job, Work
    from houqin.events.store import Store

    Progress = Callable[[str, int, int], None]

#: The name of the one check of a site; a rebuild has its ledger's.
CHECK = "check"
#: More differences than a page shows.
_MOST_NAMED = 20


def begin_rebuild(site: Site, name: str, person: UUID | None = None) -> Job:
    """Take on the rebuilding of one ledger.

    :raises houqin.core.schema.errors.Refused: when somebody is at it already.
    """
    title = site.declarations.ledgers[name].title
    return site.upkeep.begin(name, f"重新生成{title}", person)


def begin_resume(site: Site, name: str, person: UUID | None = None) -> Job:
    """Take on going on with one ledger, which nobody rebuilds meanwhile.

    :raises houqin.core.schema.errors.Refused: when somebody is at it already, or of a
        roll-up, which stops with its sources alone.
    """
    ledger = site.declarations.ledgers[name]
    if name not in site.projections.bases:
        sources = "、".join(source.title for source in bases_of(ledger))
        raise Refused(f"{ledger.title}由{sources}汇总而成，请恢复这些台账")
    return site.upkeep.begin(name, f"重新生成或恢复{ledger.title}", person)


def begin_check(site: Site, person: UUID | None = None) -> Job:
    """Take on the one check of a site.

    :raises houqin.core.schema.errors.Refused: when somebody is at it already.
    """
    return site.upkeep.begin(CHECK, "台账核对", person)


def resume(
    site: Site,
    begun: Job,
    progress: Progress | None = None,
    person: UUID | None = None,
) -> int:
    """Let a ledger that stood still go on from where it stopped.

    :returns: the position it stands at.
    :raises houqin.core.schema.errors.Refused: when it did not stop, or is declared
        otherwise since.
    """
    ledger = site.declarations.ledgers[begun.name]

    def told(name: str, done: int, total: int) -> None:
        job.progress(done, total)
        if progress:
            progress(name, done, total)

    with begun as job:
        made = Resume(site.log, site.projections, ledger, site.author)
        position = made.run(told)
        job.result = f"恢复到登记序号{position}"
    said = f"{ledger.title}：{job.result}"
    site.system_log.write([Entry(Kind.REBUILD, said, person)])
    return position


def cores() -> int:
    """How many processes of a rebuild this machine has room for."""
    return len(os.sched_getaffinity(0))


def rebuild(
    site: Site,
    begun: Job,
    progress: Progress | None = None,
    person: UUID | None = None,
    jobs: int | None = None,
    *,
    helping: bool = False,
) -> int:
    """Rebuild one ledger into a new generation.

    :param jobs: processes that fold, as many as there are cores by default.
    :param helping: this process, which does nothing else, is one of them.
    :returns: the generation.
    :raises houqin.core.projection.rebuild.GivenUp: when somebody cancels it.
    """
    ledger = site.declarations.ledgers[begun.name]
    with begun as job:
        made = _rebuild_of(site, ledger, jobs or cores(), helping=helping)
        generation = _rebuilt(made, job, progress)
        job.result = f"第{generation}代"
    said = f"{ledger.title}：第{generation}代"
    site.system_log.write([Entry(Kind.REBUILD, said, person)])
    return generation


def _rebuilt(made: Rebuild, job: Job, progress: Progress | None) -> int:
    def told(name: str, done: int, total: int) -> None:
        job.progress(done, total)
        if progress:
            progress(name, done, total)

    return made.run(told)


def _rebuild_of(site: Site, ledger: Ledger, jobs: int, *, helping: bool) -> Rebuild:
    topics = site.declarations.event_topics(ledger.per.topic)
    again, zone = site.declarations.again, site.zone.key
    return Rebuild(
        site.log, site.projections, ledger, topics, site.author,
        jobs=jobs, helping=helping,
        elsewhere=again and partial(elsewhere, site.store.another(), again, zone),
    )  # fmt: skip


def elsewhere(
    store: Callable[[], Store], declared: Callable[[], Declarations], zone: str
) -> tuple[Log, Projections]:
    """A site's log and ledgers, made in a process that folds for a rebuild."""
    found = declared()
    log = Log(store(), SystemClock(), found.topics)
    return log, projections_of(found, ZoneInfo(zone))


def projections_of(declared: Declarations, zone: ZoneInfo) -> Projections:
    """The ledgers of a site, with their indicators."""
    ledgers, kpis = declared.ledgers.values(), declared.kpis.values()
    return Projections(list(ledgers), list(kpis), zone)


def compare(
    site: Site,
    begun: Job,
    progress: Callable[[str], None] | None = None,
    person: UUID | None = None,
) -> Report:
    """Compare ledgers and guards with the log, and write down what came of it."""
    count = len(site.declarations.ledgers) + len(AFTER_LEDGERS)
    done = 0

    def told(title: str) -> None:
        nonlocal done
        job.progress(done, count, title)
        done += 1
        if progress:
            progress(title)

    with begun as job:
        report = check(site, told)
        job.result = said_of(report)
    site.system_log.write([Entry(Kind.CHECK, job.result, person)])
    return report


def said_of(report: Report) -> str:
    """The outcome in one line: 一致, or what is not."""
    differing = [f.title for f in report.findings if not f.agrees]
    upto = f"截至登记序号{report.position}"
    if not differing:
        return f"{upto}：一致（共核对{len(report.findings)}项）"
    more = f"等{len(differing)}项" if len(differing) > _MOST_NAMED else ""
    return f"{upto}：不一致：{'、'.join(differing[:_MOST_NAMED])}{more}"


@dataclass(frozen=True, slots=True)
class Standing:
    """How one ledger with its indicators stands.

    :param state: ``good``, ``behind`` (declared otherwise since it was generated) or
        ``stopped``.
    :param upto: the last 登记序号 it has taken.
    :param record: what the event is about that it stopped at.
    """

    ledger: Ledger
    kpis: tuple[str, ...]
    state: str
    generation: int
    upto: int
    lag: int
    error: str
    record: UUID | None
    work: Work | None


def standings(reader: Reader) -> list[Standing]:
    """Every ledger, in the order of its modules."""
    site = reader.site
    pointers = site.projections.pointers(reader.connection)
    works = site.upkeep.all(reader.connection)
    ledgers = [site.declarations.ledgers[name] for name in site.projections.bases]
    ledgers.sort(key=lambda ledger: ledger.plugin)
    return [
        _standing(reader, ledger, pointers.get(ledger.name), works.get(ledger.name))
        for ledger in ledgers
    ]


def _standing(
    reader: Reader, ledger: Ledger, pointer: Pointer | None, work: Work | None
) -> Standing:
    head = reader.position
    kpis = reader.site.declarations.kpis.values()
    name = ledger.name
    titles = tuple(kpi.title for kpi in kpis if kpi.over and kpi.over.name == name)
    rolled = rollups_of(list(reader.site.declarations.ledgers.values()))
    titles += tuple(
        each.title for each in rolled if name in {s.name for s in each.sources}
    )
    stopped = pointer.stopped_at if pointer else None
    upto = head if stopped is None else stopped - 1
    definition = reader.site.projections.bases[ledger.name].definition
    behind = pointer is not None and pointer.definition != definition
    state = "stopped" if stopped is not None else "behind" if behind else "good"
    return Standing(
        ledger, titles, state, pointer.generation if pointer else 0, upto,
        head - upto, (pointer.error or "") if pointer else "",
        None if stopped is None else _record_at(reader, stopped), work,
    )  # fmt: skip


def _record_at(reader: Reader, position: int) -> UUID | None:
    log = reader.site.log
    found = next(log.read(reader.connection, position, limit=1), None)
    return found and found.stream
