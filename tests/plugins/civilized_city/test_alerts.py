"""提醒: three days, one day, overdue; nobody responsible; nobody signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.plugins.civilized_city.city import City

#: Due is 2023-03-10 17:00.
THREE_DAYS, ONE_DAY, OVER = "2023-03-07 17:00", "2023-03-09 17:00", "2023-03-10 17:00"


def test_an_item_warns_three_days_before(city: City) -> None:
    city.received()
    assert city.raised("2023-03-07 16:59") == []
    assert city.raised(THREE_DAYS) == [("rectification_3d", "yellow")]


def test_an_item_warns_a_day_before(city: City) -> None:
    city.received()
    assert city.raised(ONE_DAY) == [("rectification_1d", "yellow")]


def test_an_item_is_red_when_it_is_overdue(city: City) -> None:
    _notice, item = city.received()
    assert city.raised(OVER) == [("rectification_overdue", "red")]
    city.fed_back(item)
    assert city.raised("2023-03-10 18:00") == []


def test_a_task_warns_three_days_before(city: City) -> None:
    city.task()
    assert city.raised(THREE_DAYS) == [("task_3d", "yellow")]


def test_a_task_warns_a_day_before(city: City) -> None:
    city.task(person=city.mender)
    assert city.raised(ONE_DAY) == [("task_1d", "yellow")]


def test_a_task_is_red_when_it_is_overdue(city: City) -> None:
    city.task()
    assert city.raised(OVER) == [("task_overdue", "red")]


def test_an_online_item_warns_three_days_before(city: City) -> None:
    city.online()
    assert city.raised(THREE_DAYS) == [("online_3d", "yellow")]


def test_an_online_item_warns_a_day_before(city: City) -> None:
    city.online()
    assert city.raised(ONE_DAY) == [("online_1d", "yellow")]


def test_an_online_item_is_red_when_it_is_overdue(city: City) -> None:
    item = city.online()
    assert city.raised(OVER) == [("online_overdue", "red")]
    city.handed(item)
    city.submitted(item)
    assert city.raised("2023-03-10 18:00") == []


def test_a_grid_without_an_owner_is_told(city: City) -> None:
    city.do("civilized_city.release_area", record=city.area, reason="调离")
    assert city.raised(THREE_DAYS) == [("area_unowned", "yellow")]
    city.do("civilized_city.assign_area", record=city.area, unit=city.centre,
            person=city.other)  # fmt: skip
    assert city.raised(ONE_DAY) == []


def test_a_shift_with_no_sign_in_is_told(city: City) -> None:
    shift = city.shift(*city.volunteers(city.mender))
    assert city.raised("2023-03-07 08:29") == []
    assert city.raised("2023-03-07 08:30") == [("shift_not_signed_in", "yellow")]
    assert city.raised("2023-03-07 09:00") == [("shift_not_signed_in", "red")]
    city.signed_in(shift, mender="present")
    assert city.raised("2023-03-07 10:00") == []


def test_a_number_that_does_not_come_is_told(city: City) -> None:
    due = "2023-06-10T17:00:00+08:00"
    notice, _item = city.received(came_by="message", number=None, deadline=due)
    assert city.raised("2023-03-09 09:01") == [("notice_unnumbered", "yellow")]
    city.do("civilized_city.number_notice", city.keeper, record=notice, number="1号")
    assert city.raised("2023-03-10 09:00") == []


@pytest.mark.parametrize("who", ["mender", "keeper"])
def test_what_is_due_falls_to_the_person_named_or_to_the_post(
    city: City, who: str
) -> None:
    city.task(person=city.mender if who == "mender" else None)
    city.at(ONE_DAY)
    with city.site.reader() as reader:
        seen = reader.seen_by(reader.standing_of(getattr(city, who)))
        names = [found.alert.name for found in seen.alerts.mine()]
    assert names == ["civilized_city.task_1d"]
