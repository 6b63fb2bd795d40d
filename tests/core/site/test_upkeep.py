"""Long work is done once at a time, seen by every process, and written down."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.projection.rebuild_part import ReducerFailed
from houqin.core.schema.errors import Refused
from houqin.core.site import rebuilding
from houqin.core.site import upkeep as module
from houqin.core.site.checking import AFTER_LEDGERS
from houqin.core.site.rebuilding import CHECK, begin_check, said_of, standings
from houqin.core.site.site import Site
from houqin.core.site.system_log import Choosing, wall_now
from houqin.core.site.upkeep import BROKEN, DONE, FAILED, RUNNING, SILENT, Work
from tests.core import sample
from tests.core.works import sampled
from tests.office import KEY

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.site.checking import Report
    from houqin.core.site.rebuilding import Standing
    from tests.core.works import Works

METERS = "sample.meters"


def work(site: Site, name: str = METERS) -> Work:
    with site.store.reading() as connection:
        return site.upkeep.all(connection)[name]


def rebuild(site: Site, name: str, progress: Any = None) -> int:
    return rebuilding.rebuild(site, rebuilding.begin_rebuild(site, name), progress)


def compare(site: Site, told: Any = None, person: UUID | None = None) -> Report:
    return rebuilding.compare(site, begin_check(site, person), told, person)


def standing(works: Works, name: str = METERS) -> Standing:
    with works.site.reader() as reader:
        (found,) = (s for s in standings(reader) if s.ledger.name == name)
    return found


def lines(works: Works) -> list[tuple[str, str]]:
    with works.site.store.reading() as connection:
        found = works.site.system_log.read(connection, Choosing())
    return [(line.kind, line.text) for line in found]


def pretend(works: Works, **columns: object) -> None:
    """Let the running work be somebody else's."""
    assigned = ", ".join(f"{name} = ?" for name in columns)
    with works.site.store.writing() as connection:
        connection.run(
            f"UPDATE [upkeep] SET {assigned}",  # noqa: S608 - names of this test
            tuple(columns.values()),
        )


def gone() -> int:
    """The number of a process that has ended."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def test_a_rebuild_is_seen_and_written_down(works: Works) -> None:
    works.read(works.meter(), 5)
    told: list[Any] = []
    assert rebuild(works.site, METERS, lambda *said: told.append(said)) == 2
    done = work(works.site)
    assert (done.state, done.said, done.person) == (DONE, "第2代", None)
    assert told
    title = works.site.declarations.ledgers[METERS].title
    assert lines(works) == [("rebuild", f"{title}：第2代")]
    works.assert_sound()


def test_two_rebuilds_of_one_ledger_cannot_run_at_once(works: Works) -> None:
    other = Site("office", works.site.store, sampled(), KEY)
    with works.site.upkeep.begin(METERS, "重新生成水表", works.clerk):
        for site in (works.site, other):
            with pytest.raises(Refused, match="正在进行，请等它完成"):
                rebuild(site, METERS)
        # Another ledger may.
        assert rebuild(works.site, "sample.readings") == 1
    rebuild(other, METERS)


def test_other_sites_of_one_process_see_who_is_at_it(works: Works) -> None:
    with works.site.upkeep.begin(METERS, "重新生成", works.clerk) as job:
        job.progress(3, 7, "快了")
        found = standing(works).work
        assert found is not None
        assert (found.state, found.person) == (RUNNING, works.clerk)
        assert (found.done, found.total, found.said) == (3, 7, "快了")
        # A second within the same second is not written.
        job.progress(4, 7)
        assert work(works.site).done == 3


def test_work_that_fails_says_why_and_may_begin_again(works: Works) -> None:
    works.read(works.meter(), 5)
    with sample.broken(METERS), pytest.raises(ReducerFailed):
        rebuild(works.site, METERS)
    failed = work(works.site)
    assert failed.state == FAILED
    assert (
        failed.said
        == f"登记序号{works.head()}：ZeroDivisionError: the reducer of a bad release"
    )
    assert rebuild(works.site, METERS) == 2


def test_work_of_a_process_that_died_holds_nobody_up(works: Works) -> None:
    with works.site.upkeep.begin(METERS, "重新生成"):
        pretend(works, process=gone(), claim=bytes(16))
        assert work(works.site).state == BROKEN
        rebuild(works.site, METERS)
    # The one that was thought dead says nothing about the new one.
    assert (work(works.site).state, work(works.site).said) == (DONE, "第1代")


def test_work_of_this_process_that_nobody_holds_is_broken_off(works: Works) -> None:
    with works.site.upkeep.begin(METERS, "重新生成"):
        pretend(works, claim=bytes(16))
        assert work(works.site).state == BROKEN


def test_work_of_another_process_here_is_running_while_that_lives(
    works: Works,
) -> None:
    with works.site.upkeep.begin(METERS, "重新生成"):
        pretend(works, claim=bytes(16), process=os.getppid())
        assert work(works.site).state == RUNNING
        # The first process of the machine is somebody else's.
        pretend(works, process=1)
        assert work(works.site).state == RUNNING


def test_work_on_another_machine_counts_until_it_is_silent(works: Works) -> None:
    with works.site.upkeep.begin(METERS, "重新生成"):
        pretend(works, claim=bytes(16), host="elsewhere", seen=wall_now())
        assert work(works.site).state == RUNNING
        pretend(works, seen=wall_now() - SILENT)
        assert work(works.site).state == BROKEN


def test_a_process_of_somebody_else_exists(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(_process: int, _signal: int) -> None:
        raise PermissionError

    monkeypatch.setattr(module.os, "kill", forbidden)
    assert module._exists(1)


def test_a_check_is_seen_with_its_outcome(works: Works) -> None:
    works.read(works.meter(), 5)
    told: list[str] = []
    report = compare(works.site, told.append, works.clerk)
    assert report.agrees
    found = work(works.site, CHECK)
    assert found.said == said_of(report)
    assert found.said.startswith(f"截至登记序号{report.position}：一致（共核对")
    assert (found.state, found.person) == (DONE, works.clerk)
    assert lines(works) == [("check", found.said)]
    assert len(told) == len(works.site.declarations.ledgers) + len(AFTER_LEDGERS)


def test_a_check_names_what_differs(works: Works) -> None:
    works.read(works.meter(), 5)
    with works.site.store.writing() as connection:
        connection.run("UPDATE [guard_series] SET value = value + 1")
    compare(works.site)
    assert "：不一致：sample.values" in work(works.site, CHECK).said


def test_a_ledger_stands_at_the_head_or_where_it_stopped(works: Works) -> None:
    meter = works.meter()
    head = works.head()
    good = standing(works)
    assert (good.state, good.upto, good.lag, good.generation) == ("good", head, 0, 1)
    with sample.broken(METERS):
        works.read(meter, 5)
        works.read(meter, 6)
    stopped = standing(works)
    assert (stopped.state, stopped.upto, stopped.lag) == ("stopped", head, 2)
    assert stopped.error.startswith("ZeroDivisionError")
    rebuild(works.site, METERS)
    again = standing(works)
    assert (again.state, again.lag, again.error) == ("good", 0, "")


def test_a_ledger_declared_otherwise_since_is_behind(works: Works) -> None:
    works.meter()
    with works.site.store.writing() as connection:
        connection.run("UPDATE [projection] SET definition = 'older'")
    assert standing(works).state == "behind"
    rebuild(works.site, METERS)
    assert standing(works).state == "good"
    assert standing(works, "core.calendars").generation == 0
