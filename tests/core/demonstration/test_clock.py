from __future__ import annotations

from datetime import date

import pytest

from houqin.core.demonstration import clock
from houqin.core.demonstration.clock import Workdays, at


def test_a_local_midnight_is_sixteen_hours_utc_of_the_day_before() -> None:
    assert clock.text(at(date(2023, 1, 1), 0)) == "2022-12-31T16:00:00.000000Z"


def test_an_instant_knows_its_local_day_and_minute() -> None:
    instant = at(date(2023, 12, 31), 1439, 59)
    assert clock.day_of(instant) == date(2023, 12, 31)
    assert clock.minute_of(instant) == 1439
    assert clock.to_minute(instant) == at(date(2023, 12, 31), 1439)


@pytest.mark.parametrize("micros", [0, 1, 999_999])
def test_text_keeps_microseconds(micros: int) -> None:
    instant = at(date(2023, 6, 1), 480) + micros
    assert clock.text(instant) == f"2023-06-01T00:00:00.{micros:06d}Z"


def test_days_include_both_ends() -> None:
    span = list(clock.days(date(2023, 2, 27), date(2023, 3, 1)))
    assert span == [date(2023, 2, 27), date(2023, 2, 28), date(2023, 3, 1)]


def test_a_make_up_day_is_worked_and_a_holiday_is_not() -> None:
    workdays = Workdays([date(2023, 10, 2)], [date(2023, 10, 7)])
    assert date(2023, 10, 7) in workdays
    assert date(2023, 10, 2) not in workdays
    assert date(2023, 10, 8) not in workdays
    assert workdays.next_after(date(2023, 9, 29)) == date(2023, 10, 3)
