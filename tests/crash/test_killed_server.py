"""A PostgreSQL server killed under its writers: what was acknowledged is there once."""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from houqin.core.model.command import Act
from houqin.core.site.recovery import Recovery
from houqin.core.site.site import Site
from houqin.events.errors import StoreError
from houqin.events.store import PostgresStore
from tests.core.works import Works, sampled
from tests.crash.test_killed_writers import SEED, assert_whole, events_by_command
from tests.office import KEY, open_site
from tests.serving import own_server

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.postgresql
KILLS = int(os.environ.get("HOUQIN_SERVER_KILLS", "1"))
WRITERS = 2
#: By it the server tells the writers' connections from others.
NAME = "writers"
#: Seconds the server lives at most once it takes commands again.
LIFE = 1.0


@pytest.fixture
def server() -> Iterator[str]:
    with own_server() as url:
        yield url


class Writer(threading.Thread):
    """Gives commands until told to end; each as often as it takes."""

    def __init__(self, site: Site) -> None:
        super().__init__(daemon=True)
        self.site = site
        self.over = threading.Event()
        self.acknowledged: list[UUID] = []
        self.repeated = 0

    def run(self) -> None:
        while not self.over.is_set():
            id_ = uuid4()
            given = {"place": str(id_), "since": "2022-01-01"}
            self.give(Act("sample.slip", given, self.site.system_actor, id_))

    def give(self, act: Act) -> None:
        recovery = Recovery(self.site)
        while True:
            try:
                outcome = self.site.act(act)
            except StoreError:
                # Gone, starting, or nobody knows: asked again under the same id.
                time.sleep(0.02)
                recovery.go_on()
            else:
                self.acknowledged.append(act.id)
                self.repeated += outcome.repeated
                return


def kill_backend(url: str) -> bool:
    """Kill whoever serves a writer; the server restarts itself and all others."""
    sql = "SELECT pid FROM pg_stat_activity WHERE application_name = %s LIMIT 1"
    try:
        with psycopg.connect(url) as connection:
            found = connection.execute(sql, (NAME,)).fetchall()
            for (pid,) in found:
                os.kill(pid, signal.SIGKILL)
            return bool(found)
    except psycopg.Error:
        return False


@pytest.mark.slow
def test_a_killed_server_loses_nothing_and_doubles_nothing(server: str) -> None:
    store = PostgresStore(server, "site_killed")
    works = Works(open_site(store, sampled()))
    named = make_conninfo(server, application_name=NAME)
    stores = [PostgresStore(named, "site_killed") for _ in range(WRITERS)]
    writers = [Writer(Site("killed", each, sampled(), KEY)) for each in stores]
    chance = random.Random(int(SEED))  # noqa: S311 - to be had again
    for writer in writers:
        writer.start()
    killed = 0
    while killed < KILLS:
        assert all(writer.is_alive() for writer in writers)
        time.sleep(chance.uniform(0, LIFE))
        killed += kill_backend(server)
    for writer in writers:
        writer.over.set()
    for writer in writers:
        writer.join()
    acknowledged = [id_ for writer in writers for id_ in writer.acknowledged]
    found = events_by_command(works)
    assert len(acknowledged) == len(set(acknowledged)) >= KILLS
    assert set(found) == set(acknowledged)
    for events in found.values():
        assert_whole(events)
    print(  # noqa: T201 - figures for docs/durability.md
        f"server killed {killed} times, {len(acknowledged)} commands acknowledged,"
        f" {sum(writer.repeated for writer in writers)} of them only when sent again",
        file=sys.stderr,
    )
    works.assert_sound()
    for each in (store, *stores):
        each.close()
