"""Sites of an installation: made whole or not at all, opened once."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest

from houqin.core.site.directory import (
    Directory,
    SiteExists,
    SiteKeyLeft,
    SiteKeyMissing,
    SiteMissing,
    SiteNameInvalid,
)
from houqin.core.site.opening import NotASite, read_opening
from houqin.core.site.site import Site
from houqin.events.clock import RunningClock, SteppingClock, SystemClock
from houqin.events.entry import Authorship, NewEvent
from houqin.events.errors import ClockJumped, ForeignStore, StoreExists, StoreMissing
from houqin.events.instants import to_text
from houqin.events.log import Log
from houqin.events.store import SQLiteStore
from tests.office import KEY, Office, declared, open_site, quick, when

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from houqin.events.store import Store


@pytest.fixture
def directory(tmp_path: Path) -> Directory:
    return Directory(tmp_path / "var", declared())


@pytest.fixture
def server(postgres_url: str) -> Iterator[str]:
    """A server that has no site ``county`` before and after."""
    yield postgres_url
    with psycopg.connect(postgres_url) as connection:
        connection.execute("DROP SCHEMA IF EXISTS houqin_county CASCADE")


def test_a_site_in_a_file(directory: Directory) -> None:
    assert directory.names() == []
    site = directory.create("county", title="青山县")
    assert (site.title, site.zone.key, site.demonstration) == (
        "青山县", "Asia/Shanghai", False,
    )  # fmt: skip
    assert directory.names() == ["county"]
    assert directory.open("county") is site
    again = Directory(directory.var, declared()).open("county")
    assert again.id == site.id
    key = directory.key_path("county")
    assert (key.stat().st_mode & 0o777, len(key.read_bytes())) == (0o600, 32)
    # Nothing beside it is left of making it.
    assert not [p for p in directory.sites.iterdir() if ".new" in p.name]


@pytest.mark.postgresql
def test_a_site_on_a_server(directory: Directory, server: str) -> None:
    site = directory.create("county", title="青山县", store_url=server)
    assert site.store.schema == "houqin_county"
    assert directory.names() == ["county"]
    address = directory.url_path("county")
    assert address.stat().st_mode & 0o777 == 0o600
    again = Directory(directory.var, declared()).open("county")
    assert again.id == site.id
    again.store.close()
    site.store.close()


def test_a_key_that_lies_there_alone_is_never_overwritten(
    directory: Directory,
) -> None:
    directory.create("county", title="青山县").store.close()
    key = directory.read_key("county")
    directory.database_path("county").unlink()
    with pytest.raises(SiteKeyLeft, match="站点密钥文件还在"):
        directory.create("county", title="青山县")
    assert directory.read_key("county") == key


def test_a_name_is_taken_once(directory: Directory) -> None:
    directory.create("county", title="青山县")
    key = directory.read_key("county")
    with pytest.raises(SiteExists, match="站点“county”已经存在"):
        directory.create("county", title="另一个县")
    assert directory.read_key("county") == key


@pytest.mark.parametrize(
    "name", ["", "County", "1county", "a" * 33, "../x", "a-b", "县"]
)
def test_names_are_those_of_files_and_schemas(directory: Directory, name: str) -> None:
    with pytest.raises(SiteNameInvalid, match="不合规定"):
        directory.create(name, title="x")
    with pytest.raises(SiteMissing):
        directory.open(name)


def test_a_missing_site_is_named(directory: Directory) -> None:
    with pytest.raises(SiteMissing, match="没有站点“county”"):
        directory.open("county")


@pytest.mark.parametrize("key", [None, b"short"])
def test_a_site_without_its_key_is_not_opened(
    directory: Directory, key: bytes | None
) -> None:
    directory.create("county", title="青山县")
    path = directory.key_path("county")
    path.unlink()
    if key is not None:
        path.write_bytes(key)
    with pytest.raises(SiteKeyMissing, match="站点密钥文件缺失或损坏"):
        Directory(directory.var, declared()).open("county")


def test_a_foreign_file_is_not_opened_and_not_changed(directory: Directory) -> None:
    directory.sites.mkdir(parents=True)
    path = directory.database_path("county")
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE theirs (a)")
    other.commit()
    other.close()
    before = path.read_bytes()
    with pytest.raises(ForeignStore):
        directory.open("county")
    path.write_text("no database at all", encoding="utf-8")
    with pytest.raises(ForeignStore):
        directory.open("county")
    path.write_bytes(before)
    assert path.read_bytes() == before


def test_a_key_whose_site_is_not_there_is_never_replaced(directory: Directory) -> None:
    site = directory.create("county", title="青山县")
    site.store.close()
    key = directory.read_key("county")
    directory.database_path("county").unlink()
    with pytest.raises(SiteKeyLeft, match="站点密钥文件还在"):
        Directory(directory.var, declared()).create("county", title="新的县")
    assert directory.read_key("county") == key


@pytest.mark.postgresql
def test_a_schema_that_exists_is_not_taken(directory: Directory, server: str) -> None:
    with psycopg.connect(server) as connection:
        connection.execute("CREATE SCHEMA houqin_county")
    with pytest.raises(StoreExists):
        directory.create("county", title="青山县", store_url=server)
    assert directory.names() == []
    assert not directory.key_path("county").exists()


def test_other_files_are_no_sites(directory: Directory) -> None:
    directory.sites.mkdir(parents=True)
    for name in ("notes.txt", "County.db", "x.db.new"):
        (directory.sites / name).touch()
    assert directory.names() == []


def test_a_half_made_file_of_before_does_not_disturb(directory: Directory) -> None:
    directory.sites.mkdir(parents=True)
    (directory.sites / "county.db.new").write_bytes(b"half")
    assert directory.create("county", title="青山县").title == "青山县"


def test_an_unknown_zone_makes_no_site(directory: Directory) -> None:
    with pytest.raises(LookupError, match="没有时区“Asia/Nowhere”"):
        directory.create("county", title="青山县", zone="Asia/Nowhere")
    assert directory.names() == []


def test_a_deleted_file_is_a_missing_store(directory: Directory) -> None:
    site = directory.create("county", title="青山县")
    site.store.close()
    directory.database_path("county").unlink()
    with pytest.raises(StoreMissing), site.reader():
        pass


def test_position_one_is_the_sites_opening(
    new_store: Callable[..., Store], database: str
) -> None:
    site = open_site(quick(new_store, database), declared())
    with site.store.reading() as connection:
        first = next(iter(site.log.read(connection, 1, limit=1)))
    assert (first.position, first.topic, first.stream) == (
        1,
        "core.Site.Opened",
        site.id,
    )
    assert first.payload == {
        "site": str(site.id),
        "name": "青山县",
        "format": 1,
        "zone": "Asia/Shanghai",
        "clock": "stepping",
    }


def test_a_log_that_begins_otherwise_is_no_site(store: Store) -> None:
    with pytest.raises(NotASite):
        read_opening(store)
    with Log(store, SystemClock()).transaction(
        Authorship(uuid4(), uuid4(), uuid4())
    ) as transaction:
        transaction.append([NewEvent(uuid4(), 1, "tests.Thing.Done", {}, 0)])
    with pytest.raises(NotASite):
        Site("x", store, declared(), KEY)


def test_a_demonstrations_clock_steps_and_then_runs(
    new_store: Callable[..., Store], database: str
) -> None:
    site = open_site(quick(new_store, database), declared())
    assert site.demonstration
    with pytest.raises(ValueError, match="演示时间只能向前"):
        site.step_demonstration(when("2022-01-01 08:00"), 0)
    loaded, wall = when("2024-01-02 08:00"), SystemClock().now()
    site.step_demonstration(loaded, wall, loaded=True)
    assert isinstance(site.log.clock, RunningClock)
    assert loaded <= site.now() < loaded + 60_000_000
    # Kept in the log, so the next process goes on from there.
    again = Site("again", site.store, declared(), KEY)
    assert loaded <= again.now() < loaded + 60_000_000
    later = when("2024-01-10 08:00")
    again.step_demonstration(later, SystemClock().now())
    assert again.now() >= later
    with site.store.reading() as connection:
        topics = [e.topic for e in site.log.read_stream(connection, site.id)]
    assert topics == [
        "core.Site.Opened",
        "core.Site.DemonstrationLoaded",
        "core.Site.DemonstrationStepped",
    ]
    # This one's clock follows when it reads or acts.
    with site.reader() as reader:
        assert reader.site.now() >= later - 60_000_000


def test_a_command_follows_a_clock_set_forward_elsewhere(
    new_store: Callable[..., Store], database: str
) -> None:
    site = open_site(quick(new_store, database), declared())
    office = Office(site)
    again = Site("again", site.store, declared(), KEY)
    later = when("2024-01-10 08:00")
    again.step_demonstration(later, SystemClock().now())
    office.site = again
    office.department("县林业局", "林业局")
    office.site = site
    department = office.department("县水利局", "水利局")
    assert office.events(department)[0].recorded > later


def test_an_ordinary_site_has_no_time_of_its_own(directory: Directory) -> None:
    site = directory.create("county", title="青山县")
    with pytest.raises(ValueError, match="只有演示站点可以设定时间"):
        site.step_demonstration(0, 0)


def test_a_clock_that_jumped_is_confirmed_by_somebody(directory: Directory) -> None:
    site = directory.create("county", title="青山县")

    class Ahead(SteppingClock):
        stepping = False

    site._use(Ahead(site.now() + 3 * 86_400_000_000))
    office = Office.__new__(Office)
    office.site = site
    with pytest.raises(ClockJumped):
        office.department("县财政局", "财政局")
    site.confirm_clock(site.system_actor)
    office.department("县财政局", "财政局")
    with site.store.reading() as connection:
        confirmed = site.log.read_stream(connection, site.id)[-1]
    assert confirmed.topic == "core.Site.ClockConfirmed"
    assert confirmed.payload["now"] > confirmed.payload["last"]
    assert confirmed.payload["now"] <= to_text(confirmed.recorded)


def test_a_loading_site_need_not_be_durable(tmp_path: Path) -> None:
    store = SQLiteStore(tmp_path / "x.db", durable=False)
    site = open_site(store, declared())
    assert site.title == "青山县"
    store.close()
