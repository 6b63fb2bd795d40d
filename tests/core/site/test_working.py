"""What a process does for its sites: recovery after a fault, schedule, followers."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from houqin.core.model.command import Act
from houqin.core.site.directory import Directory
from houqin.core.site.recovery import Recovery
from houqin.core.site.schedule import last_done
from houqin.core.site.system_log import Choosing
from houqin.core.site.working import Working
from houqin.events.errors import LogClosedAfterFault, StoreFaulty
from houqin.events.store import SQLiteStore
from tests.office import declared
from tests.receiving import receiving

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from houqin.core.site.site import Site


@pytest.fixture
def directory(tmp_path: Path) -> Directory:
    return Directory(tmp_path / "var", declared(), durable=False)


@pytest.fixture
def site(directory: Directory) -> Site:
    return directory.create("office", title="青山县")


def until(true: Callable[[], Any]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def register(site: Site, name: str) -> None:
    values = {"name": name, "short": name, "kind": "county"}
    site.act(Act("core.register_department", values, site.system_actor, uuid4()))


def break_medium(site: Site) -> None:
    """The file may not grow any more while this is written, as on a full disk."""
    with pytest.raises(StoreFaulty), site.store.writing() as connection:
        ((pages,),) = connection.execute("PRAGMA page_count")
        connection.execute(f"PRAGMA max_page_count = {pages}")
        connection.run("CREATE TABLE filling AS SELECT zeroblob(9999999) AS much")


def test_a_store_that_closed_itself_is_reopened(
    directory: Directory, site: Site
) -> None:
    break_medium(site)
    with pytest.raises(LogClosedAfterFault):
        register(site, "县水利局")
    with Working(directory, duties=False):
        until(lambda: site.store.fault is None)
        register(site, "县水利局")
    with site.store.reading() as connection:
        lines = site.system_log.read(connection, Choosing())
    assert any("重新打开并核验" in line.text for line in lines)


def test_a_damaged_store_stays_closed(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    break_medium(site)
    with SQLiteStore(site.store.name).writing() as connection:
        connection.run("UPDATE [log_head] SET position = position + 1")
    recovery = Recovery(site)
    with caplog.at_level(logging.ERROR):
        assert not recovery.go_on()
        assert not recovery.go_on(), "it waits before it tries again"
    assert caplog.text.count("stays closed") == 1
    with pytest.raises(LogClosedAfterFault):
        register(site, "县水利局")


def test_scheduled_work_and_followers_run_by_themselves(
    directory: Directory, site: Site
) -> None:
    with receiving() as receiver:
        values = {"webhook_url": receiver.url}
        given = {"group": "core.webhook", "values": values}
        site.act(Act("core.change_settings", given, site.system_actor, uuid4()))
        with Working(directory, duties=True):
            until(lambda: _began(site))
            register(site, "县水利局")
            until(lambda: receiver.received)
    with site.store.reading() as connection:
        assert last_done(connection, "core.system_log")[0] > 0


def _began(site: Site) -> bool:
    with site.store.reading() as connection:
        return bool(connection.execute("SELECT 1 FROM [follower]"))


def test_a_process_without_duties_leaves_them(directory: Directory, site: Site) -> None:
    with Working(directory, duties=False):
        time.sleep(0.1)
    assert not _began(site)


def test_a_site_that_cannot_be_opened_holds_up_no_other(
    directory: Directory, site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    (directory.sites / "alien.db").write_text("no database", encoding="utf-8")
    with caplog.at_level(logging.ERROR), Working(directory, duties=True):
        until(lambda: _began(site))
    assert "work for alien" in caplog.text
