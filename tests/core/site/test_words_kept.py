"""What events and fields were called is read when the module's code is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from houqin.core.model.wording import Wordings, kept_wording
from houqin.core.site.directory import Directory
from houqin.core.site.history import history
from houqin.core.site.plugins import planning, running
from houqin.core.site.transfer.sending import export_site
from houqin.core.site.transfer.taking import import_site
from houqin.events.entry import Authorship
from tests.core.site.test_plugins import FIRST, declared, directory, install, open_run
from tests.founding import county, founded, var

if TYPE_CHECKING:
    from pathlib import Path

    from houqin.core.site.history import Step
    from houqin.core.site.site import Site
    from tests.county import County

__all__ = ["county", "founded", "var"]

SECOND = "tests.core.site.buses.second"
RUN = "buses.Run"


def told(site: Site, records: list[UUID]) -> list[Step]:
    with site.reader() as reader:
        return [step for record in records for step in history(reader, record)]


def labels(step: Step) -> list[str]:
    return [label for label, _old, _new in step.changes]


def fields_of(site: Site) -> dict[str, str]:
    with site.reader() as reader:
        opened = kept_wording(reader.connection, RUN).events["Opened"]
    return {name: field.title for name, field in opened.fields.items()}


@pytest.fixture
def records(county: County) -> list[UUID]:
    """A request with what was done on it, its trip, a car and a driver."""
    request = county.approved()
    trip = county.trip(purpose="防汛检查")
    fixed = {"target": 1, "payload": {"purpose": "下乡核查"}, "reason": "打错了"}
    county.act("core.correct", "", record=str(request), **fixed)
    return [request, trip, county.ids["桂X·00001"], county.ids["steering"]]


def test_a_history_reads_without_the_code_as_with_it(
    county: County, records: list[UUID], var: Path
) -> None:
    there = told(county.site, records)
    gone = told(Directory(var, declared(FIRST)).open("test"), records)
    assert [step.title for step in gone] == [step.title for step in there]
    assert [step.reason for step in gone] == [step.reason for step in there]
    assert [labels(step) for step in gone] == [labels(step) for step in there]
    shown = [[new for *_, new in step.changes] for step in gone]
    known = [[new for *_, new in step.changes] for step in there]
    pairs = [
        pair
        for old, new in zip(known, shown, strict=True)
        for pair in zip(old, new, strict=True)
    ]
    differ = [new for old, new in pairs if old != new]
    # A record of the module has its id for a name, and nothing else reads otherwise.
    assert [str(UUID(name)) for name in differ] == differ
    assert len(pairs) > 3 * len(differ) > 0


def test_words_of_an_earlier_version_are_not_forgotten(tmp_path: Path) -> None:
    site = directory(tmp_path).create("county", title="青山县", plugins=())
    newer, older = declared(SECOND), declared(FIRST)
    for declarations in (newer, older):
        with site.log.transaction(Authorship(uuid4(), uuid4(), uuid4())) as transaction:
            Wordings(declarations).keep(transaction, [RUN])
    assert fields_of(site) == {"line": "线路", "people": "人数"}


def test_an_upgrade_brings_its_words_with_the_next_record(tmp_path: Path) -> None:
    old = directory(tmp_path, FIRST).create("county", title="青山县", plugins=())
    install(old)
    open_run(old, "一号线")
    assert fields_of(old) == {"line": "线路"}
    old.store.close()
    new = directory(tmp_path, SECOND).open("county")
    running.run(new, planning.upgrading(new, "buses"))
    open_run(new, "二号线")
    assert fields_of(new) == {"line": "线路", "people": "人数"}


def test_what_is_rolled_back_is_described_the_next_time(tmp_path: Path) -> None:
    site = directory(tmp_path, FIRST).create("county", title="青山县", plugins=())
    wordings, author = Wordings(declared(FIRST)), Authorship(uuid4(), uuid4(), uuid4())
    with pytest.raises(ZeroDivisionError), site.log.transaction(author) as transaction:
        wordings.keep(transaction, [RUN])
        raise ZeroDivisionError
    with site.log.transaction(author) as transaction:
        wordings.keep(transaction, [RUN])
    assert fields_of(site) == {"line": "线路"}


def test_a_site_takes_them_along_in_its_file(tmp_path: Path) -> None:
    site = directory(tmp_path, FIRST).create("county", title="青山县", plugins=())
    install(site)
    open_run(site, "一号线")
    (tmp_path / "elsewhere").mkdir()
    export_site(directory(tmp_path, FIRST), site, tmp_path / "file")
    elsewhere = directory(tmp_path / "elsewhere")
    arrived = import_site(elsewhere, tmp_path / "file", "county")
    assert fields_of(arrived) == {"line": "线路"}
