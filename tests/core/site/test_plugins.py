"""A module is there in the sites that installed it, and in no other."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from houqin.core.config import configure, declarations_of
from houqin.core.model.command import Act
from houqin.core.model.execution import UnknownCommand
from houqin.core.schema.errors import Refused
from houqin.core.site.checking import check
from houqin.core.site.directory import Directory
from houqin.core.site.plugins import planning, running
from houqin.core.site.plugins.states import State, standings

if TYPE_CHECKING:
    from pathlib import Path

    from houqin.core.registry.declarations import Declarations
    from houqin.core.site.site import Site

FIRST = "tests.core.site.buses.first"


@cache
def declared(*modules: str) -> Declarations:
    settings = {"houqin.plugins": " ".join(modules)}
    return declarations_of(configure(settings, web=False))


def directory(path: Path, *modules: str) -> Directory:
    return Directory(path / "var", declared(*modules), durable=False)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site without modules, in a process that has one to offer."""
    return directory(tmp_path, FIRST).create("county", title="青山县", plugins=())


def install(site: Site, name: str = "buses") -> None:
    running.run(site, planning.installing(site, name))


def uninstall(site: Site, name: str = "buses") -> None:
    running.run(site, planning.uninstalling(site, name))


def open_run(site: Site, line: str) -> None:
    site.act(Act("buses.open_run", {"line": line}, site.system_actor, uuid4()))


def states(site: Site) -> dict[str, State]:
    return {each.name: each.state for each in standings(site)}


def lines_of(site: Site) -> list[str]:
    with site.reader() as reader:
        return [row.values["line"] for row in reader.ledger("buses.runs").rows()]


def test_nothing_of_a_module_is_there_before_it_is_installed(site: Site) -> None:
    assert states(site) == {"buses": State.AVAILABLE}
    found = site.declarations
    assert "buses.runs" not in found.ledgers
    assert "buses" not in found.plugins
    assert not found.menu
    assert found.topics.class_of("buses.Run.Opened") is None
    with pytest.raises(UnknownCommand):
        open_run(site, "一号线")


def test_everything_of_it_is_there_after(site: Site) -> None:
    install(site)
    open_run(site, "一号线")
    assert states(site) == {"buses": State.INSTALLED}
    assert lines_of(site) == ["一号线"]
    assert [item.title for item in site.declarations.menu] == ["班次"]


def test_another_process_follows_without_being_told(site: Site, tmp_path: Path) -> None:
    other = directory(tmp_path, FIRST).open("county")
    install(site)
    open_run(other, "一号线")
    with other.reader() as reader:
        assert reader.ledger("buses.runs").ledger.title == "班次台账"
    uninstall(other)
    with pytest.raises(UnknownCommand):
        open_run(site, "二号线")


def test_a_new_site_has_what_comes_with_the_program(tmp_path: Path) -> None:
    made = directory(tmp_path, FIRST).create("county", title="青山县")
    assert states(made) == {"buses": State.INSTALLED}
    open_run(made, "一号线")


def test_a_new_site_runs_the_steps_of_an_installation(tmp_path: Path) -> None:
    founding = "tests.core.site.buses.founding"
    made = directory(tmp_path, founding).create("county", title="青山县")
    assert lines_of(made) == ["县城环线", "行政中心"]


def test_installed_twice_or_unknown_is_refused(site: Site) -> None:
    install(site)
    with pytest.raises(Refused, match="通勤班车已经启用"):
        install(site)
    with pytest.raises(Refused, match="没有业务模块“boats”，程序中有：buses"):
        install(site, "boats")


def test_uninstalled_and_installed_again_its_ledger_is_the_same(site: Site) -> None:
    install(site)
    for line in ("一号线", "二号线"):
        open_run(site, line)
    with site.reader() as reader:
        before = reader.digest("buses.runs")
    uninstall(site)
    assert states(site) == {"buses": State.AVAILABLE}
    assert "buses.runs" not in site.declarations.ledgers
    assert check(site).agrees
    install(site)
    with site.reader() as reader:
        assert reader.digest("buses.runs") == before
    assert check(site).agrees
    with pytest.raises(Refused, match="一号线”已经登记过"):
        open_run(site, "一号线")


def test_a_plan_says_what_will_happen(site: Site) -> None:
    (first,) = planning.installing(site, "buses")
    assert (first.tables, first.rebuilt) == (("buses.runs",), ())
    install(site)
    open_run(site, "一号线")
    (going,) = planning.uninstalling(site, "buses")
    assert going.kept == ("buses.runs",)
    uninstall(site)
    (again,) = planning.installing(site, "buses")
    assert (again.tables, again.rebuilt) == ((), ("buses.runs",))
