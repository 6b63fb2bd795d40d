"""A site is brought to another version of a module, step by step, or not at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from houqin.core.model.command import Act
from houqin.core.model.plugins import stream_of
from houqin.core.schema.errors import Refused
from houqin.core.site.checking import check
from houqin.core.site.plugins import planning, running
from houqin.core.site.plugins.states import State
from tests.core.site.test_plugins import (
    FIRST,
    directory,
    install,
    lines_of,
    open_run,
    states,
)

if TYPE_CHECKING:
    from pathlib import Path

    from houqin.core.site.site import Site

SECOND = "tests.core.site.buses.second"
STEPS = ["场内调车", "时刻表试运行"]


def upgrade(site: Site, name: str = "buses") -> None:
    running.run(site, planning.upgrading(site, name))


def events_of(site: Site) -> list[str]:
    """What happened to the module, steps with their ids."""
    with site.reader() as reader:
        events = site.log.read_stream(reader.connection, stream_of(site.id, "buses"))
    return [
        event.topic.rpartition(".")[2] + event.payload.get("step", "")
        for event in events
    ]


def figure(site: Site, name: str) -> int | None:
    with site.reader() as reader:
        return reader.kpi(name, date(2020, 1, 1), date(2040, 1, 1)).value


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A site with two runs of the first version."""
    site = directory(tmp_path, FIRST).create("county", title="青山县", plugins=())
    install(site)
    for line in ("一号线", "二号线"):
        open_run(site, line)
    return tmp_path


def opened(path: Path, module: str) -> Site:
    return directory(path, module).open("county")


def test_newer_code_reads_and_does_not_write_before_the_upgrade(old: Path) -> None:
    site = opened(old, SECOND)
    assert states(site) == {"buses": State.UPGRADABLE}
    assert lines_of(site) == ["一号线", "二号线"]
    assert figure(site, "buses.counted") == 2
    said = "在本站点是0.1.0版，程序中是0.2.0版，升级以前只能查看"
    with pytest.raises(Refused, match=said):
        open_run(site, "三号线")
    given = {"name": "县水利局", "short": "水利局", "kind": "county"}
    site.act(Act("core.register_department", given, site.system_actor, uuid4()))


def test_an_upgrade_runs_its_steps_and_generates_what_has_changed(old: Path) -> None:
    site = opened(old, SECOND)
    (work,) = planning.upgrading(site, "buses")
    assert (work.before, work.version) == ("0.1.0", "0.2.0")
    assert (work.steps, work.rebuilt) == (("depot", "timetable"), ("buses.runs",))
    upgrade(site)
    assert events_of(site) == [
        "Opened", "Installed", "Begun", "StepDonedepot", "StepDonetimetable",
        "Upgraded",
    ]  # fmt: skip
    assert states(site) == {"buses": State.INSTALLED}
    assert sorted(lines_of(site)) == sorted(["一号线", "二号线", *STEPS])
    assert figure(site, "buses.carried") == 1
    open_run(site, "三号线")
    assert check(site).agrees


def test_code_of_before_becomes_read_only(old: Path) -> None:
    before = opened(old, FIRST)
    open_run(before, "三号线")
    upgrade(opened(old, SECOND))
    with pytest.raises(Refused, match=r"在本站点是0\.2\.0版，程序中是0\.1\.0版"):
        open_run(before, "四号线")


def run_command(
    path: Path, modules: str, *words: str, **more: str
) -> subprocess.CompletedProcess[str]:
    """The command line, in a process that may be killed."""
    return subprocess.run(
        [sys.executable, "-m", "houqin.core.cli.main", *words, "--var", path / "var"],
        env={**os.environ, "HOUQIN_PLUGINS": modules, "PYTHONPATH": "."} | more,
        capture_output=True,
        text=True,
        check=False,
    )


def run_upgrade(path: Path, **more: str) -> subprocess.CompletedProcess[str]:
    words = ("plugin", "upgrade", "buses", "county", "--json")
    return run_command(path, SECOND, *words, **more)


def test_killed_in_a_step_it_goes_on_there(old: Path) -> None:
    assert run_upgrade(old, DIES="yes").returncode == -9
    site = opened(old, SECOND)
    assert states(site) == {"buses": State.UPGRADABLE}
    assert events_of(site)[2:] == ["Begun", "StepDonedepot"]
    with pytest.raises(
        Refused, match=r"正在升级到0\.2\.0，已完成1步，完成以前只能查看"
    ):
        open_run(site, "三号线")
    again = run_upgrade(old)
    assert again.returncode == 0, again.stderr
    (done,) = json.loads(again.stdout)
    assert done["works"][0]["steps"] == ["timetable"]
    with site.reader():
        assert events_of(site)[3:] == ["StepDonedepot", "StepDonetimetable", "Upgraded"]
    assert sorted(lines_of(site)) == sorted(["一号线", "二号线", *STEPS])


def test_other_counts_than_declared_are_refused(old: Path) -> None:
    upgrade(opened(old, SECOND))
    site = opened(old, "tests.core.site.buses.losing")
    with pytest.raises(Refused, match="试运行与现有数据不符：班次数由4变为1"):
        upgrade(site)
    assert states(site) == {"buses": State.UPGRADABLE}
    assert events_of(site)[-1] == "Upgraded"
    honest = opened(old, "tests.core.site.buses.honest")
    upgrade(honest)
    assert figure(honest, "buses.counted") == 1
    assert check(honest).agrees


def test_code_that_cannot_read_the_history_is_refused(old: Path) -> None:
    site = opened(old, "tests.core.site.buses.failing")
    with pytest.raises(Refused, match="通勤班车的试运行失败：KeyError: 'route'"):
        upgrade(site)
    assert events_of(site) == ["Opened", "Installed"]


def test_what_is_new_enough_is_not_upgraded(old: Path) -> None:
    with pytest.raises(Refused, match=r"通勤班车已是0\.1\.0"):
        upgrade(opened(old, FIRST))
