"""Scheduled work: when its time has come, once, whatever other processes do."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.config import configure, declarations_of
from houqin.core.model.tick import DAILY, HOURLY, MONTHLY, Tick
from houqin.core.site.leases import Lease
from houqin.core.site.schedule import Schedule, last_done
from houqin.core.site.signing import new_signing_key
from houqin.core.site.site import Site
from houqin.core.site.system_log import Choosing, Entry, Kind
from tests.office import KEY, ZONE, open_site, quick, when

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from houqin.events.store import Store

NOON = when("2026-03-31 12:00")
MINUTE = 60 * 1_000_000


class Work:
    """Counts, waits or fails."""

    def __init__(self) -> None:
        self.done = 0
        self.failing = False
        self.meanwhile: Callable[[], Any] = lambda: None

    def __call__(self, _site: Site) -> None:
        self.done += 1
        self.meanwhile()
        if self.failing:
            message = "没有空间"
            raise OSError(message)


@pytest.fixture
def work() -> Work:
    return Work()


@pytest.fixture
def site(
    new_store: Callable[..., Store], database: str, work: Work, tmp_path: Path
) -> Site:
    config = configure({"houqin.plugins": "houqin.plugins.vehicles"}, web=False)
    config.add_tick(Tick("tests.hourly", "每小时", HOURLY, work))
    config.commit()
    site = open_site(quick(new_store, database), declarations_of(config))
    # Signing is scheduled work too.
    site._signing = tmp_path / "office.signing"
    new_signing_key(site._signing)
    return site


@pytest.mark.parametrize(
    ("every", "later", "due"),
    [
        (HOURLY, "2026-03-31 12:59", False),
        (HOURLY, "2026-03-31 13:00", True),
        (DAILY, "2026-03-31 23:59", False),
        (DAILY, "2026-04-01 00:00", True),
        (MONTHLY, "2026-03-31 23:59", False),
        (MONTHLY, "2026-04-01 00:00", True),
        (MONTHLY, "2027-03-31 12:00", True),
    ],
)
def test_what_is_due_when(every: str, later: str, *, due: bool) -> None:
    tick = Tick("tests.tick", "定时", every, lambda _site: None)
    assert tick.due(NOON, when(later), ZONE) is due


def test_it_is_done_once_an_hour(site: Site, work: Work) -> None:
    schedule = Schedule(site)
    assert "tests.hourly" in schedule.go_on(NOON)
    assert schedule.go_on(NOON + 59 * MINUTE) == []
    assert "tests.hourly" in schedule.go_on(NOON + 60 * MINUTE)
    assert work.done == 2


def test_two_processes_do_it_once(site: Site, work: Work) -> None:
    other = Schedule(Site("office", site.store, site.declarations, KEY))
    met: list[str] = []
    # The other looks while this one is at it, from a thread as from a process.
    work.meanwhile = lambda: met.extend(_beside(lambda: other.go_on(NOON)))
    Schedule(site).go_on(NOON)
    met += other.go_on(NOON)
    assert "tests.hourly" not in met
    assert work.done == 1


def _beside(call: Callable[[], list[str]]) -> list[str]:
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.extend(call()))
    thread.start()
    thread.join()
    return found


def test_what_fails_is_written_down_and_done_an_hour_later(
    site: Site, work: Work
) -> None:
    work.failing = True
    schedule = Schedule(site)
    schedule.go_on(NOON)
    with site.store.reading() as connection:
        said = last_done(connection, "tests.hourly")
    assert said == (NOON, "OSError: 没有空间")
    work.failing = False
    schedule.go_on(NOON + 59 * MINUTE)
    schedule.go_on(NOON + 61 * MINUTE)
    assert work.done == 2


def test_old_lines_of_the_system_log_go(site: Site) -> None:
    site.system_log.write([Entry(Kind.FAULT, "旧")], now=when("2020-01-01 00:00"))
    # Writing prunes as well, once a day: the line is put back in its place.
    with site.store.writing() as connection:
        connection.run("UPDATE [system_log] SET last = 1")
    site.system_log.write([Entry(Kind.FAULT, "新")], now=when("2020-01-01 00:01"))
    Schedule(site).go_on()
    with site.store.reading() as connection:
        found = site.system_log.read(connection, Choosing())
    assert [line.text for line in found] == []


def test_a_lease_ends_by_itself(site: Site) -> None:
    dead = Lease(site.store, "tests.lease", seconds=0.05)
    assert dead.held()
    other = Lease(site.store, "tests.lease", seconds=0.05)
    found = [other.held()]
    while not found[-1]:
        found.append(other.held())
    assert found[0] is False
    assert not dead.held()


def test_work_that_takes_long_keeps_its_lease(site: Site) -> None:
    mine = Lease(site.store, "tests.lease", seconds=1)
    other = Lease(site.store, "tests.lease", seconds=1)
    assert mine.held()
    with mine.kept():
        time.sleep(1.3)
        assert not other.held()
    while not other.held():
        time.sleep(0.05)
    mine.give_back()
    assert other.held(), "it was not mine to give"
