"""What pages say of time, months and files."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from houqin.core.schema.spreadsheet import harmless
from houqin.core.web import durations
from houqin.core.web.charts import month_bars
from houqin.core.web.csv_text import csv_name

SHANGHAI = ZoneInfo("Asia/Shanghai")
MICRO = 1_000_000
NOON = 1_704_168_000 * MICRO  # 2024-01-02 12:00 in Shanghai


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "不到 1 分钟"),
        (-5, "不到 1 分钟"),
        (150, "2 分钟"),
        (8100, "2 小时 15 分"),
        (3 * 86400 + 5, "3 天"),
    ],
)
def test_waiting_is_said_in_the_largest_unit_that_fits(seconds: int, said: str) -> None:
    assert durations.waited_text(NOON - seconds * MICRO, NOON) == said


def test_nobody_waits_where_nothing_began() -> None:
    assert durations.waited_text(None, NOON) == ""
    assert not durations.waited_long(None, NOON)


def test_more_than_two_days_is_long() -> None:
    assert durations.waited_long(NOON - 3 * 86400 * MICRO, NOON)
    assert not durations.waited_long(NOON - 86400 * MICRO, NOON)


def test_times_are_local() -> None:
    assert durations.minute_text(NOON, SHANGHAI) == "2024-01-02 12:00"
    assert durations.greeting(NOON, SHANGHAI) == "中午好"
    assert durations.day_text(date(2024, 1, 2)) == "2024年1月2日 星期二"


def test_the_highest_bar_fills_the_chart_and_none_hangs_below() -> None:
    months = [("1月", 50, "50"), ("2月", 100, "100"), ("3月", None, "")]
    chart = month_bars("2023 年各月", months, now=1)
    heights = [bar.height for bar in chart.bars]
    assert heights[1] == 2 * heights[0]
    assert heights[2] == 0
    assert all(bar.y + bar.height == chart.floor for bar in chart.bars)
    assert [bar.css for bar in chart.bars] == [None, "now", None]
    assert "2月100" in chart.label


def test_a_year_without_anything_still_draws() -> None:
    chart = month_bars("2023 年各月", [("1月", 0, "")] * 12)
    assert {bar.height for bar in chart.bars} == {0}


@pytest.mark.parametrize("text", ["=1+1", "+86", "@SUM(A1)", "-cmd", "\tx"])
def test_no_cell_of_a_csv_is_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-12.50", "桂X·00001", "", "3,728"])
def test_numbers_and_words_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


def test_a_file_is_named_after_what_it_holds() -> None:
    name = csv_name("派车台账", "截至日期 2023-06-30")
    assert "filename*=UTF-8''%E6%B4%BE%E8%BD%A6" in name
    assert "\n" not in name
