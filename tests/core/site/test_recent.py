"""What one typed before is taken over: one's own, as it stands, and nothing secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.site.recent import Recent

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office

REQUEST = "vehicles.request_vehicle"


def last(office: Office, person: UUID, command: str = REQUEST) -> dict[str, Any] | None:
    with office.site.reader() as reader:
        spec = office.site.declarations.commands[command]
        found = Recent(reader, spec, person).last()
    return found[0] if found else None


def proposed(office: Office, person: UUID, command: str = REQUEST) -> Any:
    with office.site.reader() as reader:
        spec = office.site.declarations.commands[command]
        return Recent(reader, spec, person).proposals()


def test_there_is_nothing_before_the_first(office: Office) -> None:
    assert last(office, office.clerk) is None
    assert proposed(office, office.clerk) == {}


def test_the_last_of_ones_own_is_taken_over(office: Office) -> None:
    office.request(purpose="旧事")
    office.request(purpose="新事", destination="白鹭乡")
    other = office.person("孙别人", "clerk")
    office.request(by=other, purpose="别人的事")
    office.driver()
    values = last(office, office.clerk)
    assert values is not None
    assert values["purpose"] == "新事"
    assert values["destination"] == "白鹭乡"
    assert values["unit"] == str(office.unit)
    assert "serial" not in values


def test_what_somebody_typed_for_me_is_mine(office: Office) -> None:
    office.request(by=office.dispatcher, behalf=office.clerk, purpose="代办")
    assert last(office, office.clerk)["purpose"] == "代办"  # type: ignore[index]
    assert last(office, office.dispatcher)["purpose"] == "代办"  # type: ignore[index]


def test_plans_begin_today_where_the_hour_is_to_come(office: Office) -> None:
    office.request("2023-03-06 14:00", "2023-03-07 11:00")
    office.at("2023-04-10 08:00")
    values = last(office, office.clerk)
    assert values is not None
    assert values["planned_start"] == "2023-04-10T14:00:00+08:00"
    assert values["planned_end"] == "2023-04-11T11:00:00+08:00"


def test_plans_begin_tomorrow_where_the_hour_has_passed(office: Office) -> None:
    office.request("09:00", "12:00")
    office.at("2023-04-10 09:00")
    values = last(office, office.clerk)
    assert values is not None
    assert values["planned_start"] == "2023-04-11T09:00:00+08:00"
    assert values["planned_end"] == "2023-04-11T12:00:00+08:00"


def test_it_is_taken_as_it_was_corrected(office: Office) -> None:
    request = office.request(purpose="写错了")
    office.correct(request, 1, purpose="写对了")
    assert last(office, office.clerk)["purpose"] == "写对了"  # type: ignore[index]


def test_a_voided_one_is_passed_over(office: Office) -> None:
    office.request(purpose="有效")
    office.void(office.request(purpose="作废的"))
    assert last(office, office.clerk)["purpose"] == "有效"  # type: ignore[index]


def test_names_that_only_one_may_have_stay_behind(office: Office) -> None:
    car = {
        "category": "emergency", "model": "轿车", "energy": "petrol", "seats": 5,
        "registered_on": "2018-05-15", "price": 1, "odometer": 1, "plate": "桂X·00009",
    }  # fmt: skip
    office.do("vehicles.register_vehicle", office.dispatcher, **car)
    values = last(office, office.dispatcher, "vehicles.register_vehicle")
    assert values is not None
    assert values["registered_on"] == "2018-05-15"
    assert "plate" not in values
    assert "plate" not in proposed(
        office, office.dispatcher, "vehicles.register_vehicle"
    )


def test_nothing_personal_and_no_password_is_taken_over(office: Office) -> None:
    office.do(
        "core.register_person", office.administrator, name="钱某", roles=["clerk"],
        department=str(office.unit), login="qian", password="long-enough-7",
        phone="13800000000",
    )  # fmt: skip
    values = last(office, office.administrator, "core.register_person")
    assert values is not None
    assert set(values) == {"department", "roles"}


def test_a_command_on_a_record_has_nothing_before(office: Office) -> None:
    office.review(office.request())
    assert last(office, office.reviewer, "core.agree") is None


def test_texts_are_proposed_by_how_often_they_were_typed(office: Office) -> None:
    for purpose in ("调研", "开会", "调研", "送件", "调研", "送件"):
        office.request(purpose=purpose)
    found = proposed(office, office.clerk)
    assert found["purpose"] == ["调研", "送件", "开会"]
    assert found["origin"] == ["行政中心"]
    assert "contact" not in found
    assert "unit" not in found


def test_no_more_is_proposed_than_one_reads_at_a_glance(office: Office) -> None:
    for number in range(12):
        office.request(purpose=f"事由{number}")
    assert len(proposed(office, office.clerk)["purpose"]) == 8
