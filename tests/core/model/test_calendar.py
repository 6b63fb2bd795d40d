"""工作日历: holidays, make-up days and regional days as dated data of the site."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.demonstration.county import read_county
from houqin.core.model.calendar import Calendar, DayKind, days_text, runs
from houqin.core.schema.errors import FormErrors, NotPermitted
from houqin.core.site.calendar import bundled
from houqin.core.site.calendar_year import starting_values
from houqin.core.site.site import Site
from tests.office import KEY, declared, refused

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office

YEARS = (2023, 2024, 2025, 2026)
#: Days less weekends and statutory days: 365 - 105 - 11 in 2023.
WORKED = {2023: 249, 2024: 251, 2025: 248, 2026: 248}


def given_of(year: int) -> dict[str, Any]:
    found = bundled(year)
    assert found is not None
    return found


def set_year(office: Office, **given: Any) -> UUID:
    filled = {"year": 2023, "source": "县政办通知", **given}
    return office.made("core.set_calendar", office.administrator, **filled)


def period(first: str, last: str | None = None, name: str = "元旦") -> dict[str, Any]:
    return {"name": name, "first": first, "last": last}


def known(office: Office) -> Calendar:
    with office.site.reader() as reader:
        return reader.calendar


def test_a_year_nobody_set_knows_weekends_alone(office: Office) -> None:
    calendar = known(office)
    assert calendar.is_working(date(2023, 10, 2))
    assert not calendar.is_working(date(2023, 10, 1))
    assert (calendar.years, calendar.name(date(2023, 10, 2))) == (frozenset(), "")


def test_a_set_year_knows_its_holidays_and_make_up_days(office: Office) -> None:
    set_year(office, **given_of(2023))
    calendar = known(office)
    assert calendar.years == {2023}
    day = date(2023, 10, 2)
    assert (calendar.is_working(day), calendar.is_holiday(day)) == (False, True)
    assert calendar.name(day) == "中秋节、国庆节"
    worked = date(2023, 10, 7)
    assert (calendar.is_working(worked), calendar.is_holiday(worked)) == (True, False)
    assert (calendar.name(worked), calendar.kind(worked)) == (
        "调休上班",
        DayKind.MAKEUP,
    )
    assert not calendar.is_holiday(date(2023, 3, 4))
    assert not calendar.is_working(date(2022, 12, 31))
    office.assert_sound()


def test_the_next_working_day_passes_over_holidays(office: Office) -> None:
    set_year(office, **given_of(2023))
    calendar = known(office)
    assert calendar.next_working(date(2023, 9, 28)) == date(2023, 10, 7)
    assert calendar.next_working(date(2023, 9, 28), 3) == date(2023, 10, 9)
    assert calendar.next_working(date(2023, 9, 28), 0) == date(2023, 9, 28)
    assert calendar.working_days(date(2023, 10, 1), date(2023, 10, 8)) == 2


def test_regional_days_are_days_off_of_their_own_kind(office: Office) -> None:
    regional = [{"name": "三月三", "first": "2023-04-22", "last": "2023-04-24"}]
    set_year(office, regional=regional)
    calendar = known(office)
    assert not calendar.is_working(date(2023, 4, 24))
    assert calendar.kind(date(2023, 4, 24)) is DayKind.REGIONAL
    assert calendar.is_holiday(date(2023, 4, 24))


def test_setting_a_year_again_replaces_all_of_it(office: Office) -> None:
    set_year(office, **given_of(2023))
    year = set_year(office, holidays=[{"name": "元旦", "first": "2023-01-02"}])
    calendar = known(office)
    assert not calendar.is_working(date(2023, 1, 2))
    assert calendar.is_working(date(2023, 1, 23))
    assert not calendar.is_working(date(2023, 1, 28))
    assert len(office.events(year)) == 3
    office.assert_sound()


def test_where_two_notices_name_a_day_the_later_year_decides(office: Office) -> None:
    set_year(office, year=2024, holidays=[{"name": "元旦", "first": "2023-12-29"}])
    set_year(office, holidays=[{"name": "年末", "first": "2023-12-29"}])
    assert known(office).name(date(2023, 12, 29)) == "元旦"
    office.assert_sound()


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        (
            {"holidays": [period("2023-01-02", "2023-01-01")]},
            "holidays.0.last", "止日早于起日",
        ),
        (
            {"holidays": [{"name": "元旦", "first": "2022-01-01"}]},
            "holidays.0.first", "2022-01-01不在2023年",
        ),
        (
            {"holidays": [period("2023-01-01", "2023-02-01")]},
            "holidays.0.last", "一次放假不超过15天",
        ),
        (
            {
                "holidays": [{"name": "国庆节", "first": "2023-10-01"}],
                "makeup": [{"day": "2023-10-01"}],
            },
            "makeup.0.day", "2023-10-01重复",
        ),
        ({"makeup": [{"day": "2023-10-09"}]}, "makeup.0.day", "是星期一，本来就上班"),
        ({"year": 1800}, "year", "不能小于1990"),
        ({"source": ""}, "source", "文号必须填写"),
        ({"holidays": [period("2023-10-01", name="")]}, "holidays.0.name", "填写"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_at_its_line(
    office: Office, given: dict[str, Any], field: str, message: str
) -> None:
    with pytest.raises(FormErrors) as wrong:
        set_year(office, **given)
    assert message in wrong.value.errors[field]


def test_only_who_configures_sets_it(office: Office) -> None:
    with refused("没有“设定工作日历”的权限", NotPermitted):
        office.do("core.set_calendar", office.clerk, year=2023, source="无")


def test_another_process_sees_the_new_year(office: Office) -> None:
    other = Site("office", office.site.store, declared(), KEY)
    with other.reader() as reader:
        assert reader.calendar.years == frozenset()
    set_year(office, **given_of(2023))
    with other.reader() as reader:
        assert reader.calendar.years == {2023}
    with other.store.reading() as connection:
        assert other.services.calendar(connection).years == {2023}


def test_the_history_tells_the_days_in_words(office: Office) -> None:
    year = set_year(office, **given_of(2023))
    told = {label: text for label, _old, text in office.history(year)[-1].changes}
    assert told["节假日"].startswith(
        "元旦 2022-12-31至2023-01-02；春节 2023-01-21至2023-01-27；清明节 2023-04-05；"
    )
    assert told["调休上班"].startswith("2023-01-28至2023-01-29；2023-04-23；")
    assert told["文号"] == "国办发明电〔2022〕16号"
    assert office.view(year).title == "2023年"


def test_a_form_starts_with_what_is_set_else_with_what_comes_along(
    office: Office,
) -> None:
    with office.site.reader() as reader:
        assert starting_values(reader, 2023) == given_of(2023)
        assert starting_values(reader, 2030) == {}
    set_year(office, **given_of(2024))
    with office.site.reader() as reader:
        again = starting_values(reader, 2024)
    assert {"year": 2024, **again} == {**given_of(2024), "regional": []}


@pytest.mark.parametrize("year", YEARS)
def test_every_bundled_year_can_be_set_and_has_its_working_days(
    office: Office, year: int
) -> None:
    set_year(office, **given_of(year))
    calendar = known(office)
    first, last = date(year, 1, 1), date(year, 12, 31)
    assert calendar.working_days(first, last) == WORKED[year]


def test_the_demonstration_works_on_the_days_of_the_bundled_year(
    office: Office,
) -> None:
    set_year(office, **given_of(2023))
    calendar, told = known(office), read_county().workdays
    days = [date.fromordinal(date(2023, 1, 1).toordinal() + n) for n in range(365)]
    assert [calendar.is_working(day) for day in days] == [day in told for day in days]


def test_no_year_comes_along_that_nobody_knows() -> None:
    assert bundled(2022) is None


def test_days_next_to_one_another_are_one_run() -> None:
    days = [(date(2023, 1, day), "节") for day in (1, 2, 4)]
    assert runs(days) == [
        ("节", date(2023, 1, 1), date(2023, 1, 2)),
        ("节", date(2023, 1, 4), date(2023, 1, 4)),
    ]
    assert days_text([]) == ""
