"""志愿执勤: roster, ticks, one photo, hours."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from houqin.core.schema.errors import FormErrors, Refused

if TYPE_CHECKING:
    from uuid import UUID

    from tests.plugins.civilized_city.city import City

MARCH = (date(2023, 3, 1), date(2023, 3, 31))


@pytest.fixture
def shift(city: City) -> UUID:
    """Three persons, from half past seven to nine."""
    return city.shift(*city.volunteers(city.mender, city.other, city.director))


def _served(city: City, shift: UUID) -> None:
    """One came, one sent somebody, one did neither."""
    city.at("2023-03-07 07:30")
    city.signed_in(shift, mender="present", other="deputy", director="absent")
    city.at("2023-03-07 09:00")
    city.do("civilized_city.sign_out", city.keeper, record=shift)


def test_nobody_is_on_the_roster_twice(city: City) -> None:
    city.volunteers(city.mender)
    with pytest.raises(Refused, match="已经在志愿者名册里"):
        city.volunteers(city.mender)


def test_only_the_roster_is_put_on_shifts(city: City) -> None:
    city.volunteers(city.mender)
    with pytest.raises(FormErrors, match=r"不在志愿者名册里：.*旁人"):
        city.shift(city.mender, city.other)


def test_a_shift_ends_after_it_begins(city: City) -> None:
    with pytest.raises(FormErrors, match="结束时间必须晚于开始时间"):
        city.shift(*city.volunteers(city.mender), ends="2023-03-07T07:00:00+08:00")


def test_a_shift_is_signed_in_with_one_photo(city: City, shift: UUID) -> None:
    city.at("2023-03-07 07:30")
    ticks = [{"who": str(city.mender), "tick": "present"}]
    with pytest.raises(FormErrors, match="合影必须"):
        city.do("civilized_city.sign_in", city.keeper, record=shift, ticks=ticks,
                photos=[])  # fmt: skip
    with pytest.raises(FormErrors, match="没有人到岗"):
        city.signed_in(shift, mender="absent")
    city.signed_in(shift, mender="present")
    city.then_row("civilized_city.shifts", shift, state="serving", expected=3, came=1,
                  missing=2, photos=1)  # fmt: skip


def test_hours_follow_from_signing_in_and_out(city: City, shift: UUID) -> None:
    _served(city, shift)
    city.then_row("civilized_city.shifts", shift, state="done", came=2, deputies=1,
                  missing=1, hours=30)  # fmt: skip
    assert city.figure("civilized_city.volunteer_times", *MARCH) == 2
    assert city.figure("civilized_city.volunteer_hours", *MARCH) == 30
    assert city.figure("civilized_city.volunteer_persons", *MARCH) == 2
    assert city.figure("civilized_city.sessions", *MARCH) == 1
    rows = city.rows("civilized_city.volunteer_hours")
    assert {row.values["tick"] for row in rows} == {"present", "deputy"}


def test_a_corrected_sign_in_corrects_the_hours(city: City, shift: UUID) -> None:
    _served(city, shift)
    signed = city.version(shift, "SignedIn")
    city.do("core.correct", record=shift, target=signed, reason="记晚了",
            header={"occurred": "2023-03-07T07:00:00+08:00"})  # fmt: skip
    city.then_row("civilized_city.shifts", shift, hours=40)
    city.assert_sound()


def test_a_shift_that_was_called_off_counts_nobody(city: City, shift: UUID) -> None:
    city.do("civilized_city.cancel_shift", city.keeper, record=shift, reason="下雨")
    assert city.figure("civilized_city.sessions", *MARCH) == 0


def test_who_has_left_is_put_on_no_shift(city: City) -> None:
    (person,) = city.volunteers(city.mender)
    (row,) = city.rows("civilized_city.volunteers")
    city.do("civilized_city.leave_volunteer", city.keeper, record=row.stream,
            reason="调离")  # fmt: skip
    with pytest.raises(FormErrors, match="不在志愿者名册里"):
        city.shift(person)
