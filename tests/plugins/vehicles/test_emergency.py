"""先用后补, 无车可派, 社会租赁, 回执确认."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.schema.errors import NotPermitted
from tests.office import hour, refused

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office

REQUESTS = "vehicles.requests"


def use(office: Office, car: UUID, driver: UUID, **more: Any) -> tuple[UUID, UUID]:
    """The request and the trip of one emergency."""
    given = {
        "unit": office.unit, "user": office.clerk, "purpose": "山体滑坡抢险",
        "passengers": 3, "planned_start": hour("08:30"), "planned_end": hour("12:00"),
        "origin": "机关大院", "destination": "灵山乡", "vehicle": car,
        "driver": driver, "reason": "夜间险情，来不及审批",
    }  # fmt: skip
    outcome = office.do(
        "vehicles.use_in_emergency", office.dispatcher, **(given | more)
    )
    return outcome.records[0], outcome.records[1]


def approve_after(office: Office, request: UUID, by: UUID | None = None) -> Any:
    person = by or office.director
    return office.do("vehicles.approve_after", person, record=request)


def test_an_emergency_goes_at_once_and_waits_for_approval(
    office: Office, car: UUID, driver: UUID
) -> None:
    request, trip = use(office, car, driver)
    assert (office.state(request), office.state(trip)) == ("emergency", "dispatched")
    office.at("09:00")
    office.depart(trip, 1010)
    assert office.kpi() == 1
    approve_after(office, request)
    assert office.state(request) == "approved_after"
    office.assert_sound()


def test_an_approval_within_the_limit_is_not_late(
    office: Office, car: UUID, driver: UUID
) -> None:
    request, _trip = use(office, car, driver)
    office.at("2023-03-07 08:30")
    approve_after(office, request)
    assert office.value(request, "after_late", ledger=REQUESTS) == 0


def test_an_approval_after_the_limit_is_marked_late(
    office: Office, car: UUID, driver: UUID
) -> None:
    request, _trip = use(office, car, driver)
    office.at("2023-03-07 08:31")
    approve_after(office, request)
    assert office.value(request, "after_late", ledger=REQUESTS) == 1


def test_the_limit_is_that_of_the_day_of_use(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.do(
        "core.change_settings",
        group="vehicles.rules",
        values={"after_approval_hours": 48},
    )
    request, _trip = use(office, car, driver)
    office.at("2023-03-08 08:00")
    approve_after(office, request)
    assert office.value(request, "after_late", ledger=REQUESTS) == 0


def test_nobody_approves_his_own_emergency(
    office: Office, car: UUID, driver: UUID
) -> None:
    request, _trip = use(office, car, driver, user=office.director)
    with refused("本人的申请不能由本人审批", NotPermitted):
        approve_after(office, request)


def test_an_emergency_asks_no_reason_for_its_car_but_a_fit_one(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.car("electric")
    use(office, car, driver)
    with refused("座位不够：3人，除驾驶员外只有1座"):
        use(office, office.car(seats=2), office.driver("卫师傅"))


def test_a_cancelled_emergency_waits_for_nobody(
    office: Office, car: UUID, driver: UUID
) -> None:
    request, trip = use(office, car, driver)
    office.cancel(trip)
    assert office.state(request) == "cancelled"
    office.assert_sound()


def test_a_request_without_a_car_may_be_rented_for(office: Office) -> None:
    request = office.approved()
    office.do(
        "vehicles.tell_no_vehicle", office.dispatcher, record=request, reason="车已派完"
    )
    assert office.state(request) == "no_vehicle"
    office.do(
        "vehicles.rent_vehicle",
        office.dispatcher,
        record=request,
        company="县客运公司",
        rent=60_000,
    )
    assert office.state(request) == "rented"
    assert office.value(request, "rent", ledger=REQUESTS) == 60_000


def test_a_car_is_not_dispatched_for_a_rented_request(
    office: Office, car: UUID, driver: UUID
) -> None:
    request = office.approved()
    office.do(
        "vehicles.rent_vehicle", office.dispatcher, record=request, company="客运公司"
    )
    with refused("当前为“社会租赁”，批准后才能派车"):
        office.dispatch(request, car, driver)


def test_who_sat_in_the_car_confirms_once_it_is_back(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.trip(car, driver)
    request = next(iter(office.rows(REQUESTS))).stream
    office.at("09:00")
    office.depart(trip, 1010)

    def confirm(by: UUID) -> Any:
        return office.do("vehicles.confirm_use", by, record=request, rating="good")

    with refused("车辆回场后才能确认"):
        confirm(office.clerk)
    office.at("12:00")
    office.back(trip, 1070)
    with refused("由用车人或申请人确认"):
        confirm(office.dispatcher)
    confirm(office.clerk)
    assert office.value(request, "rating", ledger=REQUESTS) == "good"


def test_the_slip_names_who_approved_afterwards_as_long_as_that_stands(
    office: Office, car: UUID, driver: UUID
) -> None:
    request, trip = use(office, car, driver)
    assert office.value(trip, "approver") is None
    approve_after(office, request)
    assert office.value(trip, "approver") == str(office.director)
    office.void(request, office.version(request, "ApprovedAfter"))
    assert office.value(trip, "approver") is None
    office.assert_sound()
