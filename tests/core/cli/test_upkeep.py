"""`houqin rebuild`, `check` and `doctor` tell what is and what is wrong."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from houqin.core.projection.live import Projections
from houqin.events.store import SQLiteStore
from tests.core.cli.conftest import ROOT

if TYPE_CHECKING:
    from tests.core.cli.conftest import Shell
    from tests.office import Office

TRIPS = "vehicles.trips"


@pytest.fixture
def driven(office: Office) -> Office:
    office.driven(office.car(), office.driver(), 1000, 1010)
    return office


def spoil(office: Office) -> None:
    """Change a row behind the log's back."""
    with office.site.store.writing() as connection:
        found = Projections.pointers(connection)[TRIPS]
        assert found.generation == 1
        connection.run("UPDATE [vehicles_trips__g1] SET odometer_in = 9999")


def test_a_sound_site_is_checked_with_exit_0(shell: Shell, driven: Office) -> None:
    report = shell.read("check", driven.site.name)
    assert report["agrees"] is True
    assert report["position"] == driven.head()
    kinds = {finding["kind"] for finding in report["findings"]}
    assert kinds == {"log", "ledger", "rollup", "kpi", "guard", "attachment"}
    said = shell("check", driven.site.name)
    assert said.exit_code == 0
    assert said.stdout.splitlines()[-1].endswith("：一致")


def test_a_row_that_differs_is_exit_1_and_a_rebuild_mends_it(
    shell: Shell, driven: Office
) -> None:
    spoil(driven)
    report = shell.read("check", driven.site.name, code=1)
    differing = [f["name"] for f in report["findings"] if not f["agrees"]]
    assert differing[0] == TRIPS
    said = shell("check", driven.site.name)
    assert said.exit_code == 1
    assert said.stderr == ""
    assert said.stdout.splitlines()[-1].endswith("：不一致")
    done = shell.read("rebuild", driven.site.name, TRIPS)
    assert done == {"site": driven.site.name, "generations": {TRIPS: 2}}
    assert shell.read("check", driven.site.name)["agrees"] is True


def test_without_names_every_ledger_is_rebuilt(shell: Shell, desk: Office) -> None:
    said = shell("rebuild", "office").stdout.splitlines()
    assert len(said) == 1 + len(desk.site.projections.bases)
    assert any("派车台账" in line and TRIPS in line for line in said)


def test_an_unknown_ledger_is_named_before_any_is_rebuilt(
    shell: Shell, desk: Office
) -> None:
    desk.car()
    said = shell.fails("rebuild", "office", "vehicles.vehicles", "vehicles.boats")
    assert said == "没有台账“vehicles.boats”"
    with desk.site.store.reading() as connection:
        assert Projections.pointers(connection)["vehicles.vehicles"].generation == 1


def test_an_unknown_site_is_named(shell: Shell, desk: Office) -> None:
    for command in ("check", "rebuild"):
        assert shell.fails(command, "nowhere").startswith("没有站点“nowhere”")


def test_the_doctor_lists_versions_modules_functions_and_themes(
    shell: Shell, desk: Office
) -> None:
    result = shell("doctor", "--json")
    found = __import__("json").loads(result.stdout)
    assert found["libraries"]["eventsourcing"].startswith("9.")
    assert found["modules"]["vehicles"] == "0.1.0"
    assert "vehicles.trips vehicles.Trip.Returned" in found["functions"]
    assert set(found["themes"]) == {"dangjian", "zhengwu"}
    (site,) = found["sites"]
    assert (site["site"], site["stopped"]) == ("office", [])
    # Styles and scripts are npm's, which a test of Python need not have run.
    problems = [p for p in found["problems"] if "make assets" not in p]
    assert problems == []
    assert result.exit_code == (1 if found["problems"] else 0)


def test_the_doctor_names_a_stopped_ledger_and_a_broken_site(
    shell: Shell, desk: Office
) -> None:
    desk.car()
    with desk.site.store.writing() as connection:
        connection.run(
            "UPDATE [projection] SET stopped_at = 7, error = 'KeyError: x'"
            " WHERE ledger = 'vehicles.vehicles'"
        )
    SQLiteStore(shell.var / "sites" / "empty.db").create()
    said = shell("doctor")
    assert said.exit_code == 1
    problems = [x for x in said.stdout.splitlines() if x.startswith("问题：")]
    assert any(
        "vehicles.vehicles停在登记序号7：KeyError: x" in problem
        and "houqin rebuild office vehicles.vehicles" in problem
        for problem in problems
    )
    assert any("站点empty不能使用" in problem for problem in problems)
    report = shell.read("check", "office", code=1)
    stopped = [f for f in report["findings"] if not f["agrees"]]
    assert "停在登记序号7" in stopped[0]["detail"]


def test_a_stopped_ledger_is_resumed(shell: Shell, driven: Office) -> None:
    with driven.site.store.writing() as connection:
        connection.run("CREATE UNIQUE INDEX only_one ON [vehicles_trips__g1] (unit)")
    driven.driven(driven.car(), driven.driver(), 2000, 2010, "2023-03-07")
    assert "停在登记序号" in shell("check", driven.site.name).stdout
    with driven.site.store.writing() as connection:
        connection.run("DROP INDEX [only_one]")
    done = shell.read("resume", driven.site.name, TRIPS)
    assert done == {
        "site": driven.site.name,
        "ledger": TRIPS,
        "position": driven.head(),
    }
    assert shell.read("check", driven.site.name)["agrees"] is True
    said = shell.fails("resume", driven.site.name, TRIPS)
    assert said == "派车台账没有停止，不必恢复"


def test_an_unknown_ledger_is_not_resumed(shell: Shell, desk: Office) -> None:
    assert "vehicles.nothing" in shell.fails(
        "resume", desk.site.name, "vehicles.nothing"
    )


def test_a_rebuild_takes_so_many_processes(shell: Shell, driven: Office) -> None:
    done = shell.read("rebuild", driven.site.name, TRIPS, "--jobs", 2)
    assert done["generations"] == {TRIPS: 2}
    assert shell.read("check", driven.site.name)["agrees"] is True
    for wrong in (0, 65, "viele"):
        said = shell.fails("rebuild", driven.site.name, "--jobs", wrong, code=2)
        assert said.startswith("选项--jobs不对")


def test_whoever_watches_a_rebuild_sees_how_far_it_is(
    shell: Shell, driven: Office
) -> None:
    here, there = os.openpty()
    command = shell.command("rebuild", driven.site.name, TRIPS)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=there
    ) as process:
        os.close(there)
        seen = b""
        # The terminal is gone with whoever wrote to it.
        with suppress(OSError):
            while some := os.read(here, 4096):
                seen += some
    os.close(here)
    assert process.returncode == 0, seen.decode()
    assert "派车台账" in seen.decode()
    assert "100%" in seen.decode()
