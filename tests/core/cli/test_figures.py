"""`houqin kpi` prints what core counts, within any horizon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.core.cli.conftest import Shell
    from tests.office import Office

TRIPS = "vehicles.trips_dispatched"
YEAR = ("--from", "2023-01-01", "--to", "2023-12-31")


@pytest.fixture
def driven(office: Office) -> Office:
    """Two trips on two days; the first is voided on a third."""
    car, driver = office.car(), office.driver()
    first = office.driven(car, driver, 1000, 1010)
    office.driven(car, driver, 1010, 1025, day="2023-04-07")
    office.at("2023-05-10 09:00")
    office.void(first)
    return office


def value(shell: Shell, office: Office, *more: str) -> Any:
    return shell.read("kpi", office.site.name, TRIPS, *YEAR, *more)["value"]


def test_json_is_the_object_of_the_contract(shell: Shell, driven: Office) -> None:
    shown = shell.read("kpi", driven.site.name, TRIPS, *YEAR)
    meaning = shown.pop("meaning")
    assert "实际出车" in meaning
    assert shown == {
        "kpi": TRIPS, "title": "调度车次", "from": "2023-01-01", "to": "2023-12-31",
        "value": 1, "scale": 0, "unit": "车次",
    }  # fmt: skip


def test_a_horizon_limits_what_is_counted(shell: Shell, driven: Office) -> None:
    assert value(shell, driven) == 1
    assert value(shell, driven, "--recorded-by", "2023-05-09") == 2
    assert value(shell, driven, "--at", str(driven.head() - 1)) == 2
    assert value(shell, driven, "--as-of", "2023-04-06") == 0
    both = ("--as-of", "2023-04-06", "--recorded-by", "2023-05-09")
    assert value(shell, driven, *both) == 1


def test_without_an_end_the_range_ends_on_the_sites_today(
    shell: Shell, driven: Office
) -> None:
    shown = shell.read("kpi", driven.site.name, TRIPS, "--from", "2023-01-01")
    assert shown["to"] == "2023-05-10"


def test_a_ratio_without_divisor_is_null(shell: Shell, driven: Office) -> None:
    empty = ("--from", "2022-01-01", "--to", "2022-12-31")
    shown = shell.read("kpi", driven.site.name, "vehicles.saving_share", *empty)
    assert shown["value"] is None
    said = shell("kpi", driven.site.name, "vehicles.saving_share", *empty).stdout
    assert "—" in said


def test_people_read_figure_groups_and_definition(shell: Shell, driven: Office) -> None:
    result = shell("kpi", driven.site.name, TRIPS, *YEAR, "--by", "vehicle")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[:2] == ["调度车次  2023-01-01 至 2023-12-31", "1 车次"]
    assert lines[3].split() == ["车号", "车次"]
    assert lines[4].split() == ["桂X·00001", "1"]
    assert lines[-1].startswith("指标口径：")


def test_groups_in_json_name_key_and_label(shell: Shell, driven: Office) -> None:
    shown = shell.read("kpi", driven.site.name, TRIPS, *YEAR, "--by", "vehicle")
    (group,) = shown["groups"]
    assert (group["label"], group["value"]) == ("桂X·00001", 1)


def test_an_unknown_figure_is_named(shell: Shell, desk: Office) -> None:
    said = shell.fails("kpi", "office", "vehicles.nothing", *YEAR)
    assert said == "没有指标“vehicles.nothing”"


def test_an_unknown_dimension_is_named(shell: Shell, desk: Office) -> None:
    said = shell.fails("kpi", "office", TRIPS, *YEAR, "--by", "weather")
    assert said == "指标“调度车次”不能按“weather”分组"


def test_a_range_that_ends_before_it_begins_is_misuse(
    shell: Shell, desk: Office
) -> None:
    backwards = ("--from", "2023-12-31", "--to", "2023-01-01")
    said = shell.fails("kpi", "office", TRIPS, *backwards, code=2)
    assert said.startswith("起始日期2023-12-31晚于截止日期2023-01-01")


@pytest.mark.parametrize(
    "typed", ["2023-02-30", "20230101", "2023-W01-1", "yesterday", "", "1066-10-14"]
)
def test_a_bad_date_is_misuse(shell: Shell, desk: Office, typed: str) -> None:
    said = shell.fails("kpi", "office", TRIPS, "--from", typed, code=2)
    assert said.startswith(f"选项--from不对：“{typed}”应为日期")


@pytest.mark.parametrize("typed", ["0", "-1", "1.5", "９", "1" * 16, "x"])
def test_a_bad_position_is_misuse(shell: Shell, desk: Office, typed: str) -> None:
    said = shell.fails("kpi", "office", TRIPS, *YEAR, "--at", typed, code=2)
    assert said.startswith(f"选项--at不对：“{typed}”应为大于0的整数")
