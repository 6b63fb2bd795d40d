"""What an address may ask for: horizons, periods, pages."""

from __future__ import annotations

from datetime import date

import pytest

from houqin.core.projection.horizon import Horizon
from houqin.core.web.addresses import Addresses, with_query
from houqin.core.web.horizons import BadAddress, read_horizon, read_number
from houqin.core.web.periods import read_period

TODAY = date(2024, 5, 15)


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("month", "2024-05-01", "2024-05-31"),
        ("quarter", "2024-04-01", "2024-06-30"),
        ("half", "2024-01-01", "2024-06-30"),
        ("year", "2024-01-01", "2024-12-31"),
        ("last_year", "2023-01-01", "2023-12-31"),
    ],
)
def test_a_button_means_these_days(code: str, first: str, last: str) -> None:
    period = read_period({"period": code}, TODAY)
    assert (str(period.first), str(period.last)) == (first, last)


def test_days_may_be_given_instead_of_a_button() -> None:
    period = read_period({"from": "2023-03-01", "to": "2023-03-31"}, TODAY)
    assert period.days == (date(2023, 3, 1), date(2023, 3, 31))
    assert period.pairs == (("from", "2023-03-01"), ("to", "2023-03-31"))


def test_without_an_end_the_days_end_today() -> None:
    assert read_period({"from": "2024-05-01"}, TODAY).last == TODAY


def test_no_period_means_all_times() -> None:
    assert read_period({}, TODAY).days is None


@pytest.mark.parametrize(
    "query",
    [
        {"period": "decade"},
        {"from": "2024-02-30"},
        {"from": "2024-05-02", "to": "2024-05-01"},
        {"to": "9999-12-31"},
        {"from": "\x00"},
    ],
)
def test_a_period_that_is_none_is_refused(query: dict[str, str]) -> None:
    with pytest.raises(BadAddress):
        read_period(query, TODAY)


def test_a_horizon_takes_three_limits_together() -> None:
    query = {"as_of": "2023-06-30", "recorded_by": "2023-07-31", "at": "120"}
    horizon, typed = read_horizon(query)
    assert horizon == Horizon(120, date(2023, 7, 31), date(2023, 6, 30))
    assert typed.text == (
        "截至日期 2023-06-30，按登记时间截止 2023-07-31，登记序号 120"
    )


def test_empty_fields_leave_the_view_live() -> None:
    horizon, typed = read_horizon({"as_of": "", "recorded_by": " ", "at": ""})
    assert horizon.live
    assert typed.text == ""


@pytest.mark.parametrize(
    "query", [{"as_of": "morgen"}, {"recorded_by": "1969-12-31"}, {"at": "-1"}]
)
def test_a_horizon_that_is_none_is_refused(query: dict[str, str]) -> None:
    with pytest.raises(BadAddress):
        read_horizon(query)


@pytest.mark.parametrize("typed", ["0", "-1", "1.5", "x", "9" * 16, "１２", "²"])
def test_a_page_number_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(BadAddress):
        read_number(typed, "页码")


def test_addresses_follow_the_tree() -> None:
    to = Addresses("/demo/")
    assert to.ledger("vehicles.trips") == "/demo/vehicles/trips"
    assert to.record("vehicles.trips", "x") == "/demo/vehicles/trips/x"
    assert to.command("vehicles.dispatch") == "/demo/vehicles/do/dispatch"
    assert to.record_command("vehicles.trips", "x", "core.void") == (
        "/demo/vehicles/trips/x/void"
    )
    assert to.kpi("vehicles.trips_dispatched") == (
        "/demo/vehicles/kpis/trips_dispatched"
    )


def test_a_query_is_quoted_and_leaves_out_what_is_empty() -> None:
    assert with_query("/a", [("b", ""), ("c", "桂&")], [("d", "1")]) == (
        "/a?c=%E6%A1%82%26&d=1"
    )
    assert with_query("/a", [("b", "")]) == "/a"
