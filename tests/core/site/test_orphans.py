"""A module whose code is gone: the site serves, history and ledgers are read."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from houqin.core.site.checking import check
from houqin.core.site.plugins.states import State
from tests.core.site.test_plugins import (
    FIRST,
    directory,
    install,
    open_run,
    states,
    uninstall,
)
from tests.core.site.test_upgrading import run_command

if TYPE_CHECKING:
    from pathlib import Path

    from houqin.core.site.site import Site

OTHER = "tests.core.sample"


def digest_of(site: Site) -> str:
    with site.reader() as reader:
        return reader.digest("buses.runs")


@pytest.fixture(params=["still installed", "uninstalled before"])
def left(tmp_path: Path, request: pytest.FixtureRequest) -> tuple[Path, str]:
    """A site with two runs, opened by a process that does not know the module."""
    site = directory(tmp_path, FIRST).create("county", title="青山县", plugins=())
    install(site)
    for line in ("一号线", "二号线"):
        open_run(site, line)
    digest = digest_of(site)
    if request.param == "uninstalled before":
        uninstall(site)
    return tmp_path, digest


def test_history_and_ledger_are_read_without_the_code(left: tuple[Path, str]) -> None:
    path, digest = left
    site = directory(path, OTHER).open("county")
    assert states(site)["buses"] == State.ORPHANED
    assert check(site).agrees
    assert digest_of(site) == digest
    with site.reader() as reader:
        rows = list(reader.ledger("buses.runs").rows())
        steps = reader.history(rows[0].stream)
        assert reader.record(rows[0].stream).kind == "班次"
    assert len(rows) == 2
    assert [change[2] for change in steps[0].changes] == [rows[0].values["line"]]


def test_its_ledger_is_exported_by_the_command_line(left: tuple[Path, str]) -> None:
    path, _digest = left
    words = ("ledger", "county", "buses.runs", "--format", "csv")
    told = run_command(path, OTHER, *words)
    assert told.returncode == 0, told.stderr
    table = list(csv.reader(told.stdout.lstrip("\ufeff").splitlines()))
    assert table[0] == ["线路", "开行时间", "作废"]
    assert {row[0] for row in table[1:]} == {"一号线", "二号线"}


def test_with_its_code_back_the_ledger_is_equal(left: tuple[Path, str]) -> None:
    path, digest = left
    directory(path, OTHER).open("county")
    site = directory(path, FIRST).open("county")
    if states(site)["buses"] == State.AVAILABLE:
        install(site)
    assert digest_of(site) == digest
    open_run(site, "三号线")
    assert check(site).agrees
