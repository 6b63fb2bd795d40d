"""Each write and flush of a commit fails once in a PostgreSQL server: nothing is lost.

strace makes the kernel's answer to the server's process. After a failed write of its
journal the server stops all its processes and recovers.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from houqin.core.model.command import Act
from houqin.core.site.recovery import Recovery
from houqin.core.site.site import Site
from houqin.events.errors import LogClosedAfterFault, StoreError, StoreFaulty
from houqin.events.store import PostgresStore
from tests.core.works import Works, sampled
from tests.office import KEY, open_site
from tests.serving import own_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from houqin.core.model.command import Outcome

pytestmark = pytest.mark.postgresql
#: By these the server's process brings a commit to its disk.
CALLS = ("pwrite64", "fdatasync")
#: By it the server tells the connections that are to fail from others.
NAME = "failing"
PATIENCE = 120.0


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    if shutil.which("strace") is None:
        pytest.fail("strace is missing: apt-get install strace")
    with own_server() as url:
        yield url


def backends(url: str) -> list[int]:
    sql = "SELECT pid FROM pg_stat_activity WHERE application_name = %s"
    with psycopg.connect(url) as connection:
        return [pid for (pid,) in connection.execute(sql, (NAME,))]


@contextmanager
def failing(pids: list[int], call: str, number: int, out: Path) -> Iterator[None]:
    """The kernel answers one such call of each process with an error."""
    inject = f"inject={call}:error=EIO:when={number}"
    words = ["strace", "-o", str(out), "-e", f"trace={call}", "-e", inject]
    for pid in pids:
        words += ["-p", str(pid)]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for _ in pids:
            said = process.stderr.readline()
            if "not permitted" in said:
                pytest.skip(f"ptrace is not permitted here: {said.strip()}")
            assert "attached" in said, said
        yield
        process.terminate()
        process.communicate()


def install(site: Site) -> Act:
    id_ = uuid4()
    given = {"place": str(id_), "since": "2022-01-01"}
    return Act("sample.install", given, site.system_actor, id_)


def again(site: Site, act: Act) -> Outcome:
    """The same command until it is acknowledged, as a form submitted again."""
    recovery, begun = Recovery(site), time.monotonic()
    while True:
        assert time.monotonic() < begun + PATIENCE
        try:
            if recovery.go_on():
                return site.act(act)
        except StoreError:
            pass
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.parametrize("call", CALLS)
def test_what_the_server_could_not_write_is_resolved_by_the_commands_id(
    server: str, call: str, tmp_path: Path
) -> None:
    schema, out = f"site_{call}", tmp_path / "calls"
    works = Works(open_site(PostgresStore(server, schema), sampled()))
    named = make_conninfo(server, application_name=NAME)
    site = Site("failing", PostgresStore(named, schema), sampled(), KEY)
    acts = [install(site)]
    site.act(acts[0])
    ended: Counter[str] = Counter()
    for number in count(1):
        acts.append(install(site))
        with failing(backends(server), call, number, out):
            try:
                site.act(acts[-1])
            except StoreFaulty as fault:
                ended[type(fault).__name__] += 1
                with pytest.raises(LogClosedAfterFault):
                    site.act(install(site))
            except StoreError as refusal:
                # Gone before the commit: nothing can be there.
                ended[type(refusal).__name__] += 1
            else:
                ended["acknowledged"] += 1
        if "INJECTED" not in out.read_text():
            break
        ended["there"] += again(site, acts[-1]).repeated
    print(  # noqa: T201 - figures for docs/durability.md
        f"{call} in the server: {number - 1} calls failed once each, {dict(ended)}",
        file=sys.stderr,
    )
    assert number > 1
    given = sorted(str(act.id) for act in acts)
    assert works.column("meters", "place", sort="place") == given
    works.assert_sound()
    for each in (site, works.site):
        each.store.close()
