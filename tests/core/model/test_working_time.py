"""Working time, and the due times counted in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from houqin.core.model.deadline import After, AtField, earliest
from houqin.core.model.working_time import HOUR, Weekdays, WorkingTime, spans_of
from houqin.events.instants import to_datetime
from tests.office import ZONE, when


class Festival(Weekdays):
    """A Tuesday off, and the Saturday before made up for it."""

    def is_working(self, day: date) -> bool:
        if day == date(2023, 3, 11):
            return True
        return day != date(2023, 3, 14) and super().is_working(day)


WORKING = WorkingTime(Weekdays(), ZONE)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2023-03-06 08:30", 3, "2023-03-06 11:30"),
        ("2023-03-06 10:00", 2, "2023-03-06 12:00"),
        ("2023-03-06 10:00", 4, "2023-03-06 17:00"),
        ("2023-03-06 13:00", 1, "2023-03-06 16:00"),
        ("2023-03-06 17:00", 4, "2023-03-07 11:00"),
        ("2023-03-06 06:00", 1, "2023-03-06 09:00"),
        ("2023-03-10 17:30", 1, "2023-03-13 08:30"),
        ("2023-03-11 10:00", 1, "2023-03-13 09:00"),
        ("2023-03-06 10:00", 0, "2023-03-06 10:00"),
    ],
)
def test_hours_go_by_in_office_hours_only(start: str, hours: int, end: str) -> None:
    assert WORKING.after(when(start), hours) == when(end)


def test_holidays_and_days_made_up_are_the_calendars() -> None:
    working = WorkingTime(Festival(), ZONE)
    assert working.after(when("2023-03-10 17:00"), 2) == when("2023-03-11 09:00")
    assert working.after(when("2023-03-13 17:00"), 2) == when("2023-03-15 09:00")


def test_what_lies_between_is_counted_the_same_way() -> None:
    assert WORKING.between(when("2023-03-06 11:00"), when("2023-03-06 16:00")) == (
        2 * HOUR
    )
    assert WORKING.between(when("2023-03-10 17:00"), when("2023-03-13 09:00")) == (
        2 * HOUR
    )
    assert WORKING.between(when("2023-03-11 09:00"), when("2023-03-12 17:00")) == 0
    assert WORKING.between(when("2023-03-06 16:00"), when("2023-03-06 11:00")) == 0


def test_hours_change_with_the_season_from_a_day_on() -> None:
    def hours(day: date) -> str:
        summer = day >= date(2023, 5, 1)
        return "08:00-12:00、15:00-18:00" if summer else "08:30-12:00、14:30-17:30"

    working = WorkingTime(Weekdays(), ZONE, hours)
    assert working.after(when("2023-04-28 17:00"), 1) == when("2023-05-01 08:30")
    assert working.after(when("2023-04-27 08:30"), 0, 1) == when("2023-04-27 17:30")


@pytest.mark.parametrize("typed", ["08:00-08:00", "09:00-12:00、11:00-18:00"])
def test_hours_that_do_not_follow_one_another_are_none(typed: str) -> None:
    with pytest.raises(ValueError, match="先后不对"):
        spans_of(typed)


def test_an_office_that_never_works_has_no_end_of_time() -> None:
    class Never:
        def is_working(self, day: date) -> bool:  # noqa: ARG002 - as a calendar
            return False

    working = WorkingTime(Never(), ZONE)
    assert working.after(when("2023-03-06 08:00"), 4) == when("2023-03-06 12:00")
    assert working.between(when("2023-03-06 08:00"), when("2024-03-06 08:00")) == 0


@dataclass
class Planned:
    """A record with a time of its own, or without."""

    planned_start: object = None


def test_a_due_time_is_the_earliest_of_those_declared() -> None:
    at = when("2023-03-06 10:00")
    start = to_datetime(when("2023-03-06 11:30"))
    soon = (After(hours=4), AtField("planned_start"))
    assert earliest(soon, Planned(start), at, WORKING) == when("2023-03-06 11:30")
    assert earliest(soon, Planned(), at, WORKING) == when("2023-03-06 17:00")
    assert earliest((), Planned(start), at, WORKING) is None
    assert earliest((AtField("planned_start"),), Planned(), at, WORKING) is None


def test_a_due_time_lies_before_or_after_a_field() -> None:
    record = Planned(to_datetime(when("2023-03-06 11:30")))
    before = AtField("planned_start", minus=timedelta(minutes=30))
    after = AtField("planned_start", plus=timedelta(hours=2))
    assert before.at(record, 0, WORKING) == when("2023-03-06 11:00")
    assert after.at(record, 0, WORKING) == when("2023-03-06 13:30")


def test_days_are_working_days_unless_said_otherwise() -> None:
    friday = when("2023-03-10 16:00")
    assert After(days=1).at(Planned(), friday, WORKING) == when("2023-03-13 16:00")
    wall = After(hours=3, days=1, working=False)
    assert wall.at(Planned(), friday, WORKING) == when("2023-03-11 19:00")
