"""`houqin ledger` as a table, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.core.cli.conftest import Shell
    from tests.office import Office

TRIPS = "vehicles.trips"


@pytest.fixture
def driven(office: Office) -> Office:
    """A closed trip and a voided one."""
    car, driver = office.car(), office.driver()
    office.close(office.driven(car, driver, 1000, 1010))
    office.void(office.driven(car, driver, 1010, 1025, day="2023-04-07"))
    return office


def rows(shell: Shell, office: Office, *more: str) -> list[str]:
    shown = shell.read("ledger", office.site.name, TRIPS, *more)["rows"]
    return [row["values"]["serial"] for row in shown]


def test_json_holds_codes_ids_and_what_people_read(
    shell: Shell, driven: Office
) -> None:
    shown = shell.read("ledger", driven.site.name, TRIPS, "--filter", "state=closed")
    assert (shown["title"], shown["count"]) == ("派车台账", 1)
    assert shown["totals"]["distance"] == 10
    (row,) = shown["rows"]
    assert (row["state"], row["voided"]) == ("closed", False)
    assert row["values"]["departed_at"] == "2023-03-06T01:00:00.000000Z"
    assert row["shown"]["departed_at"] == "2023-03-06 09:00"
    assert row["shown"]["vehicle"] == "桂X·00001"
    assert len(row["values"]["vehicle"]) == 36
    assert row["shown"]["status"] == "已办结"


def test_personal_columns_are_shown_and_not_given_as_stored(
    shell: Shell, driven: Office
) -> None:
    shown = shell.read("ledger", driven.site.name, "core.people")["rows"]
    assert "王调度" in {row["shown"]["name"] for row in shown}
    assert all("name" not in row["values"] for row in shown)
    assert ["dispatcher"] in [row["values"]["roles"] for row in shown]


def test_filter_sort_and_limit_choose_rows(shell: Shell, driven: Office) -> None:
    assert rows(shell, driven, "--sort", "serial") == ["派2023-00001", "派2023-00002"]
    assert rows(shell, driven, "--sort", "-serial", "--limit", "1") == ["派2023-00002"]
    both = (
        "--filter",
        "vehicle=00001",
        "--filter",
        "departed_at=2023-04-01..2023-04-30",
    )
    assert rows(shell, driven, *both) == ["派2023-00002"]
    assert rows(shell, driven, "--as-of", "2023-03-31") == ["派2023-00001"]


def test_the_table_aligns_and_adds_up(shell: Shell, driven: Office) -> None:
    lines = shell("ledger", driven.site.name, TRIPS).stdout.splitlines()
    assert lines[0].split()[0] == "单号"
    assert "已作废" in lines[1]
    assert lines[-1].startswith("共2条，")
    assert "公里合计10" in lines[-1]


def test_csv_opens_in_a_spreadsheet_and_none_of_it_is_a_formula(
    shell: Shell, office: Office
) -> None:
    office.car(model="=1+1", plate="桂X·0000A")
    result = shell("ledger", office.site.name, "vehicles.vehicles", "--format", "csv")
    raw = result.stdout_bytes
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == raw.count(b"\n") == 2
    (row,) = csv.DictReader(io.StringIO(raw.decode("utf-8-sig")))
    assert (row["号牌"], row["品牌型号"]) == ("桂X·0000A", "'=1+1")
    assert row["购置价（元）"] == "116,000.00"


def test_an_empty_ledger_has_its_headings(shell: Shell, desk: Office) -> None:
    lines = shell("ledger", "office", TRIPS).stdout.splitlines()
    assert lines[0].startswith("单号")
    assert lines[1].startswith("共0条")
    assert shell.read("ledger", "office", TRIPS)["rows"] == []


def test_an_unknown_ledger_is_named(shell: Shell, desk: Office) -> None:
    assert (
        shell.fails("ledger", "office", "vehicles.boats") == "没有台账“vehicles.boats”"
    )


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--filter", "colour=red"], 1, "没有“colour”这一栏"),
        (["--sort", "colour"], 1, "没有“colour”这一栏"),
        (["--filter", "colour"], 2, "“colour”应为“栏=值”"),
        (["--filter", "departed_at=soon"], 1, "出车时刻应为日期"),
        (["--limit", "0"], 2, "应为大于0的整数"),
        (["--format", "pdf"], 2, "“pdf”应为table、json、csv、xlsx之一"),
    ],
)
def test_a_choice_that_cannot_be_is_one_line(
    shell: Shell, desk: Office, options: list[str], code: int, said: str
) -> None:
    desk.trip(desk.car(), desk.driver())
    assert said in shell.fails("ledger", "office", TRIPS, *options, code=code)
