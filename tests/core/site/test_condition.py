"""运行状况: facts that the page and ``doctor`` share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from houqin.core.site import condition, installed
from houqin.core.site.condition import (
    Clock,
    Disk,
    clock_of,
    database_of,
    disk_of,
    program,
    sites_of,
    size_text,
    stopped_of,
)
from houqin.core.site.directory import Directory
from houqin.events.instants import MINUTE
from tests.core import sample

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.works import Works
    from tests.office import Office


def test_a_database_says_its_kind_its_place_and_its_size(
    office: Office, database: str
) -> None:
    found = database_of(office.site)
    kind = {"sqlite": "SQLite 3.", "postgresql": "PostgreSQL 1"}[database]
    assert found.kind.startswith(kind)
    assert found.place == office.site.store.name
    assert found.size > 100_000


def test_a_clock_stands_to_the_last_entry(office: Office) -> None:
    with office.site.reader() as reader:
        clock = clock_of(office.site, reader.connection)
    assert clock.stepping
    assert clock.now == office.site.now() < clock.wall
    assert clock.recorded >= clock.now
    assert not clock.behind
    assert Clock(stepping=False, now=0, wall=0, recorded=6 * MINUTE).behind


def test_a_disk_is_scarce_below_what_a_backup_needs(tmp_path: Path) -> None:
    disk = disk_of(tmp_path / "not" / "there")
    assert 0 < disk.free <= disk.total
    assert Disk(condition.LEAST_FREE - 1, 10**12).scarce
    assert not Disk(condition.LEAST_FREE, 10**12).scarce


def test_a_stopped_ledger_is_named_with_its_position(works: Works) -> None:
    meter = works.meter()
    assert stopped_of(works.site) == []
    with sample.broken("sample.meters"):
        works.read(meter, 5)
    (found,) = stopped_of(works.site)
    assert (found["ledger"], found["position"]) == ("sample.meters", works.head())


def test_a_site_that_cannot_be_opened_says_why(tmp_path: Path, office: Office) -> None:
    directory = Directory(tmp_path / "var", office.site.declarations)
    directory.create("good", title="好县").store.close()
    directory.database_path("bad").write_bytes(b"no database at all")
    bad, good = sites_of(Directory(directory.var, directory.declarations))
    assert (good.name, good.title, good.error) == ("good", "好县", "")
    assert bad.error.startswith("ForeignStore")


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1.0 KB"),
        (1_572_864, "1.5 MB"),
        (10 * 1024**3, "10.0 GB"),
        (3 * 1024**5, "3072.0 TB"),
    ],
)
def test_sizes_are_read_by_people(size: int, text: str) -> None:
    assert size_text(size) == text


def test_the_program_names_its_versions() -> None:
    assert program()["houqin"] == installed.version_of("houqin")
    assert installed.version_of("no-such-distribution") is None


def test_a_machine_without_fontconfig_has_no_fonts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = installed.chinese_fonts.__wrapped__()
    assert all(found)
    monkeypatch.setattr(installed.shutil, "which", lambda _name: None)
    assert installed.chinese_fonts.__wrapped__() == ()
