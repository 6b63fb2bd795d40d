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


@pytest.mark.parametrize(
    "ledger", ["vehicles", "drivers", "fuel_cards", "quotas", "points", "trips"]
)
def test_every_import_has_a_template_and_a_trial(
    shell: Shell, desk: Office, tmp_path: Path, ledger: str
) -> None:
    path = tmp_path / f"{ledger}.xlsx"
    given = ("import", "office", f"vehicles.{ledger}", path)
    assert shell(*given, "--template").exit_code == 0
    row = FIRST_ROWS[ledger]
    path.write_bytes(filled(path.read_bytes(), row(desk) if callable(row) else row))
    tried = shell(*given, "--dry-run")
    assert "试导入通过（不入账）：1条" in tried.stdout


def _driver(desk: Office) -> dict[str, object]:
    desk.person("陈师傅", "driver")
    return {"人员": "陈师傅", "准驾车型": "C1"}


def _trip(desk: Office) -> dict[str, object]:
    desk.car()
    desk.driver()
    days = dict.fromkeys(("申请日期", "审批日期1", "审批日期2"), "2022-03-03")
    hours = {
        "计划出发": 8,
        "计划返回": 12,
        "派车时间": 8,
        "出车时刻": 9,
        "回场时刻": 11,
    }
    moments = {name: f"2022-03-03 {hour:02}:00" for name, hour in hours.items()}
    return {
        **days, **moments, "申请人": "周经办", "用车单位": "财政局", "用车人": "周经办",
        "事由": "调研", "人数（人）": 3, "出发地": "行政中心", "目的地及途经": "青竹镇",
        "审批人1": "吴审核", "审批人2": "郑主任", "车号": "桂X·00001",
        "驾驶员": "陈师傅", "出车里程（公里）": 900, "回场里程（公里）": 950,
    }  # fmt: skip


FIRST_ROWS = {
    "vehicles": {**CAR, "品牌型号": "轿车"},
    "drivers": _driver,
    "fuel_cards": {"卡号": "9030001", "类别": "主卡", "发卡单位": "中石化"},
    "quotas": {
        "使用单位": "财政局", "编制类别": "应急保障", "编制数（辆）": 2,
        "核定文号": "青机编〔2023〕1号",
    },
    "points": {"名称": "青山修理厂", "用途": "维修保养"},
    "trips": _trip,
}  # fmt: skip


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
