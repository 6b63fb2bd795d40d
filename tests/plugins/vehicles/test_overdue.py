"""提醒 of oversight, one test a kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.plugins.vehicles.test_annual_report import file
from tests.plugins.vehicles.test_fuel_cards import issue
from tests.plugins.vehicles.test_oversight import check, find, report
from tests.plugins.vehicles.test_safety_meetings import hold

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office


def raised(office: Office, name: str) -> list[tuple[str, str]]:
    """Level and text of one kind."""
    with office.site.reader() as reader:
        return [
            (found.level, reader.alerts.text(found))
            for found in reader.alerts.all()
            if found.alert.name == f"vehicles.{name}"
        ]


def test_a_movement_without_a_trip_is_raised_until_it_is_closed(
    office: Office, car: UUID
) -> None:
    office.at("08:00")
    record = find(office, car)
    ((level, text),) = raised(office, "unplanned_open")
    assert level == "yellow"
    assert text == ("桂X·000012023-03-05 10:20在县城东路无任务出行，已发现，尚未销号")
    office.at("2023-03-13 08:00")
    assert raised(office, "unplanned_open")[0][0] == "red"
    office.void(record)
    assert raised(office, "unplanned_open") == []


def test_a_month_without_a_safety_meeting_is_raised_from_the_25th(
    office: Office, driver: UUID
) -> None:
    office.at("2023-03-24 23:00")
    assert raised(office, "meeting_missing") == []
    office.at("2023-03-25 08:00")
    assert raised(office, "meeting_missing") == [("yellow", "3月还没有召开安全例会")]
    office.at("2023-03-30 08:00")
    assert raised(office, "meeting_missing")[0][0] == "red"
    hold(office, [driver])
    assert raised(office, "meeting_missing") == []


def test_the_day_of_the_meeting_is_a_parameter(office: Office, driver: UUID) -> None:
    office.do("core.change_settings", office.administrator, group="vehicles.oversight",
              values={"meeting_due_day": 10})  # fmt: skip
    office.at("2023-03-10 08:00")
    assert len(raised(office, "meeting_missing")) == 1


def test_a_month_that_is_not_reconciled_is_raised_from_the_15th(
    office: Office, car: UUID
) -> None:
    main = issue(office, "100001")
    office.at("2023-04-14 08:00")
    assert raised(office, "account_missing") == []
    office.at("2023-04-15 08:00")
    assert raised(office, "account_missing") == [
        ("yellow", "油卡1000012023-03还没有对账")
    ]
    office.do("vehicles.reconcile_card", office.dispatcher, record=main,
              month="2023-03", lines=[{"card": str(main), "listed": 0}])  # fmt: skip
    assert raised(office, "account_missing") == []


def test_a_new_cards_month_before_is_not_missing(office: Office) -> None:
    issue(office, "100001")
    office.at("2023-03-20 08:00")
    assert raised(office, "account_missing") == []


def test_a_self_check_not_reported_in_time_falls_to_who_checks(
    office: Office,
) -> None:
    record = check(office, office.dispatcher)
    office.at("2023-03-20 18:01")
    with office.site.reader() as reader:
        mine = reader.seen_by(reader.standing_of(office.dispatcher)).alerts.mine()
        others = reader.seen_by(reader.standing_of(office.director)).alerts.mine()
    assert "vehicles.check_overdue" in {found.alert.name for found in mine}
    assert "vehicles.check_overdue" not in {found.alert.name for found in others}
    report(office, record, office.dispatcher, 0)
    assert raised(office, "check_overdue") == []


def test_a_duty_that_goes_on_after_its_last_day_is_raised(office: Office) -> None:
    office.at("08:00")
    duty = office.made(
        "vehicles.open_duty", office.dispatcher, name="巡视保障", unit=office.unit,
        first="2023-03-06", last="2023-03-10",
    )  # fmt: skip
    office.do("vehicles.start_duty", office.dispatcher, record=duty)
    office.at("2023-03-10 20:00")
    assert raised(office, "duty_over") == []
    office.at("2023-03-11 08:00")
    assert len(raised(office, "duty_over")) == 1
    office.do("vehicles.close_duty", office.dispatcher, record=duty)
    assert raised(office, "duty_over") == []


def test_last_years_statistics_are_raised_before_the_first_of_march(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.driven(car, driver, 1010, 1070)
    office.at("2024-01-29 08:00")
    assert raised(office, "report_missing") == []
    office.at("2024-01-31 08:00")
    assert raised(office, "report_missing") == [
        ("yellow", "2023年公务用车年度统计还没有上报")
    ]
    office.at("2024-03-02 08:00")
    assert raised(office, "report_missing")[0][0] == "red"
    file(office, [car])
    assert raised(office, "report_missing") == []


def test_nothing_is_asked_of_a_year_without_a_trip(office: Office, car: UUID) -> None:
    office.at("2024-03-02 08:00")
    assert raised(office, "report_missing") == []
