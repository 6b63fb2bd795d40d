"""What keeps a car at home, and what its registration asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.schema.errors import FormErrors
from houqin.core.site.offers import narrowed
from tests.office import refused

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office

FLEET = "vehicles.vehicles"


def insure(office: Office, car: UUID, until: str, **more: Any) -> Any:
    given = {
        "insurer": "人保财险", "policy": "P2023-1", "coverage": "交强险、商业险",
        "since": "2023-01-01", "insured_until": until, "premium": 320_000,
    }  # fmt: skip
    return office.do(
        "vehicles.buy_insurance", office.dispatcher, record=car, **given | more
    )


def inspect(office: Office, car: UUID, until: str) -> Any:
    return office.do(
        "vehicles.pass_inspection",
        office.dispatcher,
        record=car,
        station="县机动车检测站",
        inspected_until=until,
    )


def configure(office: Office, group: str, **values: Any) -> Any:
    return office.do("core.change_settings", group=f"vehicles.{group}", values=values)


def test_a_car_whose_insurance_has_expired_cannot_be_dispatched(
    office: Office, driver: UUID
) -> None:
    office.at("08:00")
    car = office.car(insured_until="2023-03-05")
    with refused("车辆桂X·00001保险已于2023-03-05到期，不能派车"):
        office.trip(car, driver)
    insure(office, car, "2024-03-05")
    office.trip(car, driver)
    assert office.value(car, "insured_until", ledger=FLEET) == "2024-03-05"


def test_a_car_whose_insurance_expires_on_the_way_cannot_be_dispatched(
    office: Office, car: UUID, driver: UUID
) -> None:
    insure(office, car, "2023-03-06")
    with refused("车辆桂X·00001保险将于2023-03-06到期，不能派车"):
        office.trip(car, driver, "2023-03-06 15:00", "2023-03-07 12:00")


def test_a_car_whose_inspection_has_expired_cannot_be_dispatched(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.at("08:00")
    inspect(office, car, "2023-03-01")
    with refused("车辆桂X·00001年检已于2023-03-01到期，不能派车"):
        office.trip(car, driver)
    inspect(office, car, "2024-03-01")
    office.trip(car, driver)


def test_an_office_may_let_expired_cars_go(office: Office, driver: UUID) -> None:
    car = office.car(insured_until="2023-03-01")
    configure(office, "rules", refuse_expired=False)
    office.trip(car, driver)


def test_a_car_to_be_disposed_of_cannot_be_dispatched(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.do(
        "vehicles.approve_disposal",
        office.director,
        record=car,
        method="auction",
        approval="青机管〔2023〕5号",
        reason="使用超过八年，维修费过高",
    )
    with refused("车辆桂X·00001当前为“待处置”，不能派车"):
        office.trip(car, driver)


def test_a_car_is_disposed_of_only_after_approval(office: Office, car: UUID) -> None:
    with refused("车辆档案当前为“在编可用”，不能处置"):
        office.do(
            "vehicles.dispose_vehicle", office.dispatcher, record=car, reason="报废"
        )


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"price": 18_000_001}, "购置价超过应急保障用车上限18万元"),
        (
            {"category": "confidential", "price": 12_000_001},
            "购置价超过机要通信用车上限12万元",
        ),
        ({"displacement": 1801}, "排量超过应急保障用车上限1800毫升"),
        ({"seats": 18, "price": 25_000_001}, "购置价超过中型客车上限25万元"),
        ({"seats": 45, "price": 45_000_001}, "购置价超过大型客车上限45万元"),
    ],
)
def test_a_car_above_its_categorys_standard_asks_a_reason(
    office: Office, facts: dict[str, Any], message: str
) -> None:
    with pytest.raises(FormErrors) as wrong:
        office.car(**facts)
    assert wrong.value.errors == {"special_case": f"{message}，请写明配备理由"}
    office.car(special_case="按批准的特殊情形配备", **facts)


def test_a_car_at_its_categorys_standard_needs_no_reason(office: Office) -> None:
    office.car(price=18_000_000, displacement=1800)
    office.car(category="special", price=60_000_000, displacement=6000)


def test_a_new_energy_sedan_has_a_price_of_its_own_whatever_its_category(
    office: Office,
) -> None:
    office.car("electric", category="confidential", price=18_000_000)
    with pytest.raises(FormErrors, match="购置价超过新能源轿车上限18万元"):
        office.car("electric", price=18_000_001)
    with pytest.raises(FormErrors, match="购置价超过应急保障用车上限18万元"):
        office.car("electric", seats=7, price=18_000_001)


def test_every_limit_of_the_standards_is_a_parameter_from_a_day_on(
    office: Office,
) -> None:
    """rules.md 3.1 in fen and millilitres; an office sets another from a day on."""
    limits = {
        "price_confidential": 12_000_000, "price_emergency": 18_000_000,
        "price_enforcement": 12_000_000, "price_other": 18_000_000,
        "price_new_energy": 18_000_000, "price_medium_coach": 25_000_000,
        "price_large_coach": 45_000_000, "displacement_confidential": 1600,
        "displacement_emergency": 1800, "displacement_enforcement": 1600,
        "displacement_other": 1800, "displacement_medium_coach": 3000,
        "renewal_years": 8, "after_approval_hours": 24, "expiry_days": 30,
        "fuel_percent": 130, "not_returned_hours": 2, "meeting_due_day": 25,
        "annual_report_due": "03-01",
    }  # fmt: skip
    with office.site.reader() as reader:
        assert {n: reader.setting(f"vehicles.{n}") for n in limits} == limits
    prices = [name for name in limits if name.startswith("price_")]
    office.at("2023-03-06 08:00")
    configure(office, "standards", **dict.fromkeys(prices, 9_000_000))
    for category in ("confidential", "emergency", "enforcement", "other"):
        with pytest.raises(FormErrors, match="上限9万元"):
            office.car(category=category, price=9_000_001)
    for seats in (18, 45):
        with pytest.raises(FormErrors, match="上限9万元"):
            office.car(seats=seats, price=9_000_001)


def test_the_standard_is_that_of_the_day_of_registration(office: Office) -> None:
    office.at("2023-03-06 08:00")
    configure(office, "standards", price_emergency=20_000_000)
    office.car(price=20_000_000)


def test_a_car_is_washed_and_parked_only_at_registered_points(
    office: Office, car: UUID
) -> None:
    washing = office.made(
        "vehicles.register_point", office.dispatcher, name="城南洗车", kind="wash"
    )
    parking = office.made(
        "vehicles.register_point", office.dispatcher, name="机关大院", kind="park"
    )

    def wash(point: UUID) -> Any:
        return office.do(
            "vehicles.wash_vehicle",
            office.dispatcher,
            record=car,
            point=point,
            amount=3000,
            paid_on="2023-03-01",
        )

    with refused("“机关大院”不是洗车定点"):
        wash(parking)
    wash(washing)
    office.do("vehicles.park_vehicle", office.dispatcher, record=car, point=parking)
    office.do("vehicles.end_point", office.dispatcher, record=washing, reason="到期")
    with refused("“城南洗车”已取消定点"):
        wash(washing)
    rows = office.rows("vehicles.standings")
    assert [(r.values["kind"], r.values["amount"]) for r in rows] == [
        ("washed", 3000),
        ("parked", None),
    ]
    office.assert_sound()


def test_only_registered_points_of_the_purpose_are_offered(
    office: Office, car: UUID
) -> None:
    washing = office.made(
        "vehicles.register_point", office.dispatcher, name="城南洗车", kind="wash"
    )
    office.made(
        "vehicles.register_point", office.dispatcher, name="机关大院", kind="park"
    )
    spec = office.site.declarations.commands["vehicles.wash_vehicle"]
    with office.site.reader() as reader:
        found = narrowed(reader, spec, car, office.dispatcher)
    assert found == {"point": frozenset({str(washing)})}


def test_insurance_ends_after_it_began(office: Office, car: UUID) -> None:
    with pytest.raises(FormErrors) as wrong:
        insure(office, car, "2022-12-31")
    assert wrong.value.errors == {"insured_until": "保险到期应晚于生效日期"}


def test_cars_of_one_energy_are_offered_by_the_cost_of_a_kilometre(
    office: Office,
) -> None:
    dear = office.car(cost_per_km=90)
    unknown, cheap = office.car(), office.car(cost_per_km=60)
    electric = office.car("electric", cost_per_km=200)
    spec = office.site.declarations.commands["vehicles.dispatch_request"]
    field = next(f for f in spec.fields if f.name == "vehicle")
    with office.site.reader() as reader:
        offered = [code for code, *_ in reader.choices(field)]
    assert offered == [str(car) for car in (electric, cheap, dear, unknown)]


def test_a_car_is_fuelled_only_at_a_registered_point(
    office: Office, car: UUID, driver: UUID
) -> None:
    station, washing = (
        office.made("vehicles.register_point", office.dispatcher, name=name, kind=kind)
        for name, kind in (("城北加油站", "fuel"), ("城南洗车", "wash"))
    )
    trip = office.trip(car, driver)

    def fill(point: UUID, kind: str = "fuel") -> Any:
        line = {"kind": kind, "amount": 30_000, "volume": 4000, "point": str(point)}
        return office.cost(trip, line)

    with refused("“城南洗车”不是加油充电定点"):
        fill(washing)
    with refused("过路费不填定点"):
        fill(station, "toll")
    fill(station)
    assert office.value(trip, "energy_cost") == 30_000
