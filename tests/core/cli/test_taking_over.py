"""A worker that is killed at work is followed by another within seconds."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from houqin.core.model.command import Act
from houqin.core.site.directory import Directory
from houqin.core.site.leases import SECONDS
from tests.office import declared
from tests.receiving import receiving

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from houqin.core.site.site import Site
    from tests.core.cli.conftest import Shell

#: What a start of the program may add to the lease, on a busy machine.
SLACK = 20.0


def wait_until(true: Callable[[], object]) -> float:
    """Seconds until something is so."""
    begun = time.monotonic()
    while not true():
        assert time.monotonic() < begun + 60
        time.sleep(0.02)
    return time.monotonic() - begun


def give(site: Site, command: str, **values: object) -> None:
    site.act(Act(command, values, site.system_actor, uuid4()))


def followed(site: Site) -> bool:
    with site.store.reading() as connection:
        return bool(connection.execute("SELECT 1 FROM [follower]"))


def kill_worker(supervisor: subprocess.Popen[str]) -> None:
    children = Path(f"/proc/{supervisor.pid}/task/{supervisor.pid}/children")
    (worker,) = map(int, children.read_text().split())
    os.kill(worker, signal.SIGKILL)


@pytest.mark.slow
@pytest.mark.postgresql
# Where several machines share a store; a lease on either is test_schedule's.
@pytest.mark.parametrize("database", ["postgresql"])
def test_what_a_killed_worker_was_at_is_done_by_the_next(
    shell: Shell, url: str | None, new_name: Callable[[], str], tmp_path: Path
) -> None:
    site = Directory(shell.var, declared()).create(
        new_name(), title="青山县", store_url=url
    )
    ini = tmp_path / "worker.ini"
    ini.write_text(f"[app:main]\nuse = egg:houqin\nvar = {shell.var}\n", "utf-8")
    with receiving() as receiver:
        values = {"webhook_url": receiver.url, "webhook_seconds": 30}
        give(site, "core.change_settings", group="core.webhook", values=values)
        supervisor = shell.start("worker", ini)
        try:
            wait_until(lambda: followed(site))
            # The first message is under way when its worker dies.
            receiver.answers = [2.0, 204]
            values = {"name": "县水利局", "short": "水利局", "kind": "county"}
            give(site, "core.register_department", **values)
            wait_until(lambda: receiver.received)
            kill_worker(supervisor)
            assert wait_until(lambda: len(receiver.ids) > 1) < SECONDS + SLACK
        finally:
            supervisor.terminate()
            supervisor.communicate()
    assert len(set(receiver.ids)) == 1
    site.store.close()
