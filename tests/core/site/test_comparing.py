"""同比 in words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from houqin.core.projection.kpi import change, count, ratio
from houqin.core.site.comparing import change_text
from houqin.core.site.figures import Figure, year_before
from houqin.plugins.vehicles.ledgers.trips import trips

WORDS = {"unit": "", "meaning": "口径"}
COUNT = count("x.n", "次数", over=trips, at="departed_at", **WORDS)
SHARE = ratio("x.s", "占比", of=("x.n", "x.n"), percent=True, scale=1, **WORDS)
CHANGE = change("x.c", "同比", of="x.n", meaning="口径")
DAY = date(2023, 12, 31)


def said(kpi: Any, now: int | None, before: int | None) -> str:
    return change_text(Figure(kpi, DAY, DAY, now), Figure(kpi, DAY, DAY, before))


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        (105, 100, "同比增长5%"),
        (95, 100, "同比下降5%"),
        (100, 100, "同比持平"),
        (0, 100, "同比下降100%"),
        (1000, 999, "同比增长0.1%"),
        (5, 0, "上年同期无数据"),
        (5, None, "上年同期无数据"),
    ],
)
def test_a_count_is_compared_in_percent(
    now: int, before: int | None, text: str
) -> None:
    assert said(COUNT, now, before) == text


def test_a_share_is_compared_in_points() -> None:
    assert said(SHARE, 273, 250) == "同比上升2.3个百分点"
    assert said(SHARE, 200, 250) == "同比下降5.0个百分点"
    assert said(SHARE, 250, 250) == "与上年同期持平"
    assert said(SHARE, 200, 0) == "同比上升20.0个百分点"
    assert said(SHARE, None, 250) == "上年同期无数据"


def test_a_change_is_not_compared_again() -> None:
    assert said(CHANGE, 50, 20) == ""


def test_the_same_day_of_the_year_before() -> None:
    assert year_before(date(2024, 2, 29)) == date(2023, 2, 28)
    assert year_before(date(2023, 3, 1)) == date(2022, 3, 1)
