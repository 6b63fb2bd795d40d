"""``houqin import`` of a plugin's ledger: template, trial, all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.sheets import filled

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.cli.conftest import Shell
    from tests.office import Office

IMPORT = ("import", "office", "vehicles.vehicles")
CAR = {
    "号牌": "桂X·00021", "编制类别": "应急保障", "品牌型号": "=1+1", "能源": "汽油",
    "座位数（座）": 5, "登记日期": "2020-01-05", "购置价（元）": 1, "里程（公里）": 10,
}  # fmt: skip


@pytest.fixture
def blank(shell: Shell, desk: Office, tmp_path: Path) -> Path:
    """The template as the command line writes it."""
    path = tmp_path / "vehicles.xlsx"
    assert shell(*IMPORT, path, "--template").exit_code == 0
    return path


def test_a_file_is_tried_recorded_and_refused_again(
    shell: Shell, desk: Office, blank: Path
) -> None:
    blank.write_bytes(filled(blank.read_bytes(), {**CAR, "品牌型号": "轿车"}))
    before = desk.head()
    tried = shell(*IMPORT, blank, "--dry-run")
    assert (tried.exit_code, tried.stdout) == (0, "试导入通过（不入账）：1条车辆\n")
    assert desk.head() == before
    assert shell(*IMPORT, blank).stdout == "已导入1条车辆\n"
    again = shell(*IMPORT, blank)
    assert again.exit_code == 1
    assert "不能重复导入" in again.stdout
    desk.assert_sound()


def test_errors_are_read_by_programs(shell: Shell, blank: Path) -> None:
    wrong = {**CAR, "号牌": "粤", "品牌型号": "轿车"}
    blank.write_bytes(filled(blank.read_bytes(), wrong))
    found = shell.read(*IMPORT, blank, code=1)
    (problem,) = found["problems"]
    assert (problem["row"], problem["column"]) == (3, "号牌")
    assert not found["recorded"]


def test_a_formula_is_refused_by_its_cell(shell: Shell, blank: Path) -> None:
    blank.write_bytes(filled(blank.read_bytes(), CAR))
    assert "C3是公式" in shell.fails(*IMPORT, blank)


def test_a_ledger_that_takes_no_file_is_named(shell: Shell, blank: Path) -> None:
    said = shell.fails("import", "office", "vehicles.requests", blank)
    assert "vehicles.requests不能导入" in said
    assert "vehicles.trips" in said
