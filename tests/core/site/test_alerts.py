"""提醒: raised by conditions within a horizon, for those they fall to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.model.alerts import Alert, Found
from houqin.core.projection.horizon import LIVE, Horizon
from houqin.core.projection.watching import Is, Moment
from houqin.plugins.vehicles.ledgers.fleet import vehicles
from houqin.plugins.vehicles.ledgers.trips import trips

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office


def raised(office: Office, horizon: Horizon = LIVE, by: UUID | None = None) -> Any:
    """Name, level and text of what is raised; of what falls to ``by``."""
    with office.site.reader(horizon) as site:
        reader = site.seen_by(site.standing_of(by)) if by else site
        return [
            (r.alert.name.partition(".")[2], r.level, reader.alerts.text(r))
            for r in reader.alerts.mine()
        ]


def names(office: Office, horizon: Horizon = LIVE, by: UUID | None = None) -> list[str]:
    return [name for name, _level, _text in raised(office, horizon, by)]


@pytest.fixture
def gone(office: Office, car: UUID, driver: UUID) -> UUID:
    """A trip that was to be back at noon, and is not."""
    trip = office.trip(car, driver)
    office.at("09:00")
    office.depart(trip, 1010)
    return trip


def test_not_returned_two_hours_after_the_plan(office: Office, gone: UUID) -> None:
    office.at("13:59")
    assert names(office) == []
    office.at("14:00")
    assert raised(office) == [
        (
            "not_returned",
            "yellow",
            "桂X·00001（陈师傅）计划2023-03-06 12:00返回，尚未回场",
        )
    ]
    office.at("2023-03-07 12:00")
    assert raised(office)[0][1] == "red"
    office.back(gone, 1100)
    assert names(office) == []


def test_the_hours_are_a_parameter_of_the_site(office: Office, gone: UUID) -> None:
    office.do(
        "core.change_settings",
        office.administrator,
        group="vehicles.reminders",
        values={"not_returned_hours": 5},
    )
    office.at("16:59")
    assert names(office) == []
    office.at("17:00")
    assert names(office) == ["not_returned"]


def test_insurance_and_inspection_are_due_a_month_before(office: Office) -> None:
    office.car(insured_until="2023-04-05", inspected_until="2023-04-06")
    office.at("2023-03-06 08:00")
    assert raised(office) == [
        ("insurance_due", "yellow", "桂X·00001保险2023-04-05到期")
    ]
    office.at("2023-03-07 08:00")
    assert names(office) == ["insurance_due", "inspection_due"]
    office.at("2023-04-06 08:00")
    assert [level for _n, level, _t in raised(office)] == ["red", "yellow"]


def test_a_car_past_its_years_is_told_once_they_are_over(office: Office) -> None:
    office.car(registered_on="2015-03-06")
    office.at("2023-03-06 08:00")
    assert names(office) == []
    office.at("2023-03-07 08:00")
    assert raised(office) == [
        (
            "over_age",
            "yellow",
            "桂X·000012015-03-06登记，车龄8年，已过更新年限",
        )
    ]


def test_what_is_raised_is_the_same_whenever_it_is_asked(
    office: Office, gone: UUID
) -> None:
    office.car(insured_until="2023-03-20")
    office.at("2023-03-06 23:59")
    then = raised(office)
    assert len(then) == 2
    office.at("2023-05-01 08:00")
    office.back(gone, 1100, at="2023-03-06 15:00")
    day = date(2023, 3, 6)
    assert raised(office, Horizon(recorded_by=day, as_of=day)) == then
    assert raised(office, Horizon(recorded_by=day)) == then
    # The return was entered late: on the day itself the car was back.
    assert [n for n, _l, _t in raised(office, Horizon(as_of=day))] == ["insurance_due"]


def test_it_falls_to_those_who_are_to_act(office: Office, gone: UUID) -> None:
    office.at("15:00")
    assert names(office, by=office.dispatcher) == ["not_returned"]
    assert names(office, by=office.clerk) == []


def test_who_sees_the_row_may_know_of_it(office: Office, gone: UUID) -> None:
    office.at("15:00")
    stranger = office.person("邻居", "clerk", unit=office.other_unit)
    with office.site.reader() as site:
        known = {
            person: len(site.seen_by(site.standing_of(person)).alerts.all())
            for person in (office.clerk, stranger, office.director)
        }
    assert known == {office.clerk: 1, stranger: 0, office.director: 1}


def test_a_voided_record_is_nobodys_worry(office: Office, gone: UUID) -> None:
    office.at("15:00")
    office.void(gone)
    assert names(office) == []


def test_what_is_due_first_comes_first_and_red_before_yellow(office: Office) -> None:
    for until in ("2023-04-01", "2023-03-01", "2023-03-20"):
        office.car(insured_until=until)
    office.at("2023-03-06 08:00")
    assert [text[-12:-2] for _n, _l, text in raised(office)] == [
        "2023-03-01",
        "2023-03-20",
        "2023-04-01",
    ]


@pytest.mark.parametrize(
    "declared",
    [
        {},
        {"over": trips},
        {"over": trips, "when": (Is("state", ("departed",)),), "text": "{purpose}"},
        {
            "over": vehicles,
            "when": (Is("state", ("sealed",)),),
            "text": "一",
            "level": "blue",
        },
    ],
)
def test_what_could_never_be_raised_is_refused_when_declared(
    declared: dict[str, Any],
) -> None:
    with pytest.raises(ValueError, match=r"alert vehicles\.odd"):
        Alert(name="vehicles.odd", title="奇怪", falls_to="vehicles.see", **declared)


def _meeting_missing(_reader: Any, moment: Moment) -> list[Found]:
    """The monthly meeting, from the 25th on."""
    if moment.day.day < 25:
        return []
    month = f"{moment.day:%Y-%m}"
    return [Found(f"{month}未召开安全例会", due=f"{month}-25")]


def test_what_a_function_found_is_raised_like_any_other(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    alert = Alert(
        name="sample.meeting_missing",
        title="例会未召开",
        falls_to="vehicles.dispatch",
        find=_meeting_missing,
    )
    monkeypatch.setitem(office.site.declarations.alerts, alert.name, alert)
    office.at("2023-03-24 08:00")
    assert names(office, by=office.dispatcher) == []
    office.at("2023-03-25 08:00")
    assert raised(office, by=office.dispatcher) == [
        ("meeting_missing", "yellow", "2023-03未召开安全例会")
    ]
    assert names(office, by=office.clerk) == []
