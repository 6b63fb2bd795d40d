"""How `houqin` meets people: help, misuse, a terminal, a pipe, a bug."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from houqin.core.cli import main
from houqin.core.cli.output import width
from houqin.core.schema.spreadsheet import harmless
from tests.core.cli.conftest import ROOT

if TYPE_CHECKING:
    from tests.core.cli.conftest import Shell
    from tests.office import Office

YEAR = ("--from", "2023-01-01", "--to", "2023-12-31")


@pytest.mark.parametrize("command", main.COMMANDS)
def test_every_command_has_help(shell: Shell, command: str) -> None:
    result = shell(command, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: houqin {command}")


def test_without_a_command_there_is_help(shell: Shell) -> None:
    listed = shell().stdout
    assert all(f"  {command} " in listed for command in main.COMMANDS)
    assert "confirm-clock" in shell("site").stdout
    assert shell("--version").stdout.startswith("houqin 0.")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["fly"], "没有命令“fly”（用法见 houqin --help）"),
        (["site", "fly"], "没有命令“fly”（用法见 houqin site --help）"),
        (["kpi"], "缺少参数SITE（用法见 houqin kpi --help）"),
        (["kpi", "a", "b"], "缺少选项--from（用法见 houqin kpi --help）"),
        (["check", "a", "b"], "多出了参数b（用法见 houqin check --help）"),
        (["check", "--loud", "a"], "没有选项--loud（用法见 houqin check --help）"),
        (["ledger", "a", "b", "--sort"], "选项--sort缺少取值"),
        (["check", "a", "--json=1"], "选项--json缺少取值或者不该有取值"),
    ],
)
def test_misuse_is_one_line_and_exit_2(
    shell: Shell, words: list[str], said: str
) -> None:
    assert shell.fails(*words, code=2).startswith(said)


def test_an_unknown_module_is_named_and_stops_nothing(
    shell: Shell, desk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOUQIN_PLUGINS", "houqin.plugins.vehicles boats")
    (boats,) = [e for e in shell.read("plugin", "list") if e["name"] == "boats"]
    assert boats["error"] == "ModuleNotFoundError: No module named 'boats'"
    assert shell.read("site", "show", "office")["site"] == "office"


def test_a_bug_is_one_line_unless_somebody_looks_for_it(
    shell: Shell, desk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desk.site.store.writing() as connection:
        connection.run("ALTER TABLE [guard_claim] RENAME COLUMN value TO gone")
    one = ("act", "office", "core.leave", "-", "--as", "sun")
    result = shell(*one, given="{}")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert "数据库没有正常应答" in result.stderr


def test_an_unforeseen_error_shows_its_traceback_on_demand_only(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = {"HOUQIN_PLUGINS": "tests.core.cli.county", "FAILS": "yes"}
    code, _, errors = shell.run("demo", **broken)
    assert (code, len(errors.splitlines())) == (1, 1)
    assert "程序内部出错（RuntimeError: the year cannot be told）" in errors
    code, _, errors = shell.run("demo", **broken, HOUQIN_TRACEBACK="1")
    assert code == 1
    assert "Traceback" in errors


def test_neither_web_nor_progress_is_loaded_for_a_figure(
    shell: Shell, desk: Office
) -> None:
    program = (
        "import sys\n"
        "from houqin.core.cli.main import houqin\n"
        "try:\n"
        "    houqin(['kpi', 'office', 'vehicles.distance', '--from', '2023-01-01'])\n"
        "except SystemExit as end:\n"
        "    assert not end.code, end.code\n"
        "loaded = {'rich', 'chameleon', 'waitress', 'houqin.core.web'}\n"
        "print(loaded & set(sys.modules), file=sys.stderr)\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert found.stderr == "set()\n"


def test_a_reader_that_stops_reading_is_no_error(shell: Shell, desk: Office) -> None:
    for number in range(300):
        desk.department(f"第{number}单位", f"单位{number}")
    process = shell.start("ledger", "office", "core.departments", "--format", "csv")
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.stderr.close()
    process.wait()


def on_terminal(columns: int, *words: str, **environment: str) -> str:
    """What a terminal of so many columns shows."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "houqin.core.cli.main", *words],
        stdin=theirs, stdout=theirs, stderr=theirs,
        env={**os.environ, "COLUMNS": str(columns), "PYTHONPATH": str(ROOT),
             "TERM": "xterm", **environment},
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 4096):
            shown += piece
    except OSError:
        # Linux says so when the other end is closed.
        pass
    os.close(ours)
    assert process.wait() == 0, shown.decode()
    return shown.decode()


def test_a_narrow_terminal_gets_the_columns_that_fit(
    shell: Shell, desk: Office
) -> None:
    desk.trip(desk.car(), desk.driver())
    shown = on_terminal(40, "ledger", "office", "vehicles.trips").splitlines()
    assert shown[0].split()[0] == "单号"
    assert all(width(line) <= 40 for line in shown[:2])
    assert "没有显示：" in "".join(shown)


def test_a_terminal_sees_progress(shell: Shell, desk: Office) -> None:
    small = {"HOUQIN_PLUGINS": "tests.core.cli.county"}
    assert "载入" in on_terminal(80, "demo", **small)
    assert "台账核对" not in on_terminal(80, "check", "office")


@pytest.mark.parametrize(("text", "columns"), [("km", 2), ("公里", 4), ("（1）", 5)])
def test_a_chinese_character_takes_two_columns(text: str, columns: int) -> None:
    assert width(text) == columns


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("@x", "'@x"),
        ("-x", "'-x"),
        ("\tx", "'\tx"),
        ("-1,234.50", "-1,234.50"),
        ("-", "'-"),
        ("--1", "'--1"),
        ("桂X·00001", "桂X·00001"),
        ("", ""),
    ],
)
def test_no_cell_of_a_spreadsheet_is_a_formula(text: str, written: str) -> None:
    assert harmless(text) == written
