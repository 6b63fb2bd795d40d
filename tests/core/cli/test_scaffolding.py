"""A plugin that was just scaffolded installs, passes its tests and shows its pages."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest

from houqin.core.cli.failed import Failed
from houqin.core.cli.scaffolding import RESERVED, write
from houqin.core.config import configure
from houqin.core.model.command import Act
from houqin.core.site.directory import Directory
from houqin.core.site.plugins import running
from houqin.core.web.tree import _PLACES, SiteNode
from tests.core.web.conftest import Visitor
from tests.county import PASSWORD, settings_of
from tests.installing import installed, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.core.cli.conftest import Shell


@pytest.fixture(scope="module")
def distribution(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a new plugin."""
    into = tmp_path_factory.mktemp("scaffolded")
    write("shuttle", "通勤班车", into)
    return into / "houqin-shuttle"


@pytest.fixture(scope="module")
def beside(distribution: Path) -> Path:
    """Where it is installed."""
    return installed(distribution, distribution.parent / "site")


@pytest.mark.slow
def test_a_new_plugin_passes_its_tests(distribution: Path, beside: Path) -> None:
    said = run("-m", "pytest", "-q", "-p", "no:cacheprovider", beside=beside,
               cwd=distribution)  # fmt: skip
    assert "passed" in said


@pytest.fixture
def importable(beside: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The new plugin in this process, for one test."""
    monkeypatch.syspath_prepend(str(beside))
    yield
    for name in [name for name in sys.modules if name.startswith("houqin_shuttle")]:
        del sys.modules[name]


def test_a_new_plugin_shows_its_pages_at_once(importable: None, tmp_path: Path) -> None:
    settings = settings_of(tmp_path) | {"houqin.plugins": "shuttle"}
    config = configure(settings)
    site = Directory(tmp_path, config.registry.houqin).create("test", title="X县")
    running.install(site, "shuttle")

    def act(command: str, **values: Any) -> UUID:
        given = Act(command, values, site.system_actor, uuid4())
        return site.act(given).records[0]

    unit = act("core.register_department", name="X县", short="X县", kind="own")
    act(
        "core.register_person", name="张华", department=str(unit), roles=["dispatcher"],
        login="clerk", password=PASSWORD,
    )  # fmt: skip
    clerk = Visitor(config.make_wsgi_app())
    home = clerk.log_in("clerk")
    assert "通勤班车台账" in home
    form = clerk.form("shuttle/do/register")
    form["matter"], form["due"], form["people"] = "一号线", "2026-03-06", "30"
    form.submit().follow()
    assert "一号线" in clerk.get("shuttle/entries")
    assert "办结数" in clerk.get("shuttle/kpis")
    assert "登记通勤班车" in clerk.get("shuttle/do/register")


def test_the_command_says_what_it_wrote(shell: Shell, tmp_path: Path) -> None:
    words = ("plugin", "scaffold", "shuttle", "--into", tmp_path)
    written = shell.read(*words)
    assert [path for path in written if path.endswith("houqin_shuttle/ledgers.py")]
    assert "没有改动" in shell.fails(*words)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Shuttle", "不能作名字"),
        ("班车", "不能作名字"),
        ("a", "不能作名字"),
        ("../x", "不能作名字"),
        ("class", "保留"),
        ("admin", "保留"),
        ("vehicles", "已经装有"),
    ],
)
def test_a_name_that_cannot_be_is_refused(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(Failed, match=said):
        write(name, "通勤班车", tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("title", ['a"b', "", "x" * 21, "a\nb", "$x"])
def test_a_title_that_would_break_a_file_is_refused(tmp_path: Path, title: str) -> None:
    with pytest.raises(Failed, match="名称"):
        write("shuttle", title, tmp_path)


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "houqin-shuttle").mkdir()
    with pytest.raises(Failed, match="已有"):
        write("shuttle", "通勤班车", tmp_path)
    assert list((tmp_path / "houqin-shuttle").iterdir()) == []


def test_every_address_of_a_site_is_reserved(tmp_path: Path) -> None:
    config = configure(settings_of(tmp_path))
    views = config.introspector.get_category("views")
    shown = (view["introspectable"] for view in views)
    names = {view["name"] for view in shown if view["context"] is SiteNode}
    plain = {name for name in names if name.isidentifier()}
    assert plain | _PLACES.keys() <= RESERVED
