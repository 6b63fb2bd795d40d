"""成批登记: all rows in one append or none, every error under its row and field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4, uuid5

import pytest

from houqin.core.schema.errors import FormErrors
from tests.office import office, refused

if TYPE_CHECKING:
    from tests.office import Office

__all__ = ["office"]
BATCH = "core.enter_batch"


def vehicle(plate: str, **changed: Any) -> dict[str, Any]:
    facts = {
        "plate": plate, "category": "emergency", "model": "轿车", "energy": "petrol",
        "seats": 5, "registered_on": "2018-05-15", "price": 1, "odometer": 1000,
    }  # fmt: skip
    return {"input": {k: v for k, v in (facts | changed).items() if v is not None}}


def batch(office: Office, *rows: dict[str, Any], **more: Any) -> list[UUID]:
    more.setdefault("each", "vehicles.register_vehicle")
    return list(office.do(BATCH, rows=list(rows), **more).records)


def errors(office: Office, *rows: dict[str, Any], **more: Any) -> dict[str, str]:
    with pytest.raises(FormErrors) as wrong:
        batch(office, *rows, **more)
    return wrong.value.errors


def count(office: Office, ledger: str = "vehicles.vehicles") -> int:
    with office.site.reader() as reader:
        return int(reader.ledger(ledger).count())


def test_rows_are_one_append_with_ids_of_command_and_row(office: Office) -> None:
    id_ = uuid4()
    made = batch(office, vehicle("桂X·00001"), vehicle("桂X·00002"), id=id_)
    assert made == [uuid5(id_, "1"), uuid5(id_, "2"), uuid5(id_, "batch")]
    assert count(office) == 2
    again = office.do(BATCH, id=id_, each="vehicles.register_vehicle",
                      rows=[vehicle("桂X·00001"), vehicle("桂X·00002")])  # fmt: skip
    assert again.repeated
    assert count(office) == 2


def test_every_wrong_cell_is_named_and_nothing_is_recorded(office: Office) -> None:
    office.car(plate="桂X·00009")
    found = errors(
        office,
        vehicle("桂X·00001"), vehicle("没有号牌"), vehicle("桂X·00003", seats=0),
        vehicle("桂X·00009"), vehicle("桂X·00001", model=None),
    )  # fmt: skip
    # A row that is wrong claims nothing.
    assert found == {
        "rows.1.plate": "号牌格式不正确",
        "rows.2.seats": "座位数不能小于1",
        "rows.3.plate": "号牌“桂X·00009”已经登记过，不能重复",
        "rows.4.model": "品牌型号必须填写",
    }
    assert count(office) == 1


def test_a_rule_counts_the_rows_before(office: Office) -> None:
    office.made(
        "vehicles.approve_quota", unit=office.unit, category="emergency", number=1,
        document="青机编〔2023〕1号",
    )  # fmt: skip
    cars = [vehicle(f"桂X·0000{n}", unit=str(office.unit)) for n in (1, 2)]
    found = errors(office, *cars)
    assert list(found) == ["rows.1.over_quota"]
    assert "编制1辆已满" in found["rows.1.over_quota"]


def test_of_two_rows_with_one_plate_the_later_is_wrong(office: Office) -> None:
    found = errors(office, vehicle("桂X·00002"), vehicle("桂X·00002"))
    assert found == {"rows.1.plate": "号牌“桂X·00002”已经登记过，不能重复"}


def test_rows_on_one_record_follow_one_another(office: Office) -> None:
    trip = office.trip(office.car(), office.driver())
    office.at("13:00")
    kinds = ("fuel", "toll")
    rows = [
        {
            "input": {
                "record": str(trip),
                "lines": [{"kind": kind, "amount": 100, "paid_on": "2023-03-06"}],
            }
        }
        for kind in kinds
    ]
    batch(office, *rows, each="vehicles.record_costs", by=office.dispatcher)
    assert count(office, "vehicles.trip_costs") == 2


def test_each_row_has_its_own_time_person_and_way(office: Office) -> None:
    car, driver = office.car(), office.driver()
    trip = office.trip(car, driver)
    office.at("13:00")
    row = {
        "input": {"record": str(trip), "odometer": 1200},
        "occurred_at": "2023-03-06T09:05:00+08:00", "channel": "paper",
    }  # fmt: skip
    batch(office, row, each="vehicles.depart", by=office.dispatcher)
    with office.site.reader() as reader:
        step = reader.history(trip)[-1]
    assert step.channel_title == "纸质"
    assert step.recorded - step.occurred > 3 * 3_600_000_000


def test_a_reading_below_its_neighbour_is_said_in_its_own_row(office: Office) -> None:
    first, second = office.car(), office.car()
    driver, other = office.driver(), office.driver("李师傅")
    trips = office.trip(first, driver), office.trip(second, other)
    office.at("10:00")
    rows = [
        {"input": {"record": str(trip), "odometer": reading}}
        for trip, reading in zip(trips, (1500, 900), strict=True)
    ]
    found = errors(office, *rows, each="vehicles.depart", by=office.dispatcher)
    assert list(found) == ["rows.1.odometer"]
    assert "小于" in found["rows.1.odometer"]


def test_a_batch_is_taken_back_as_a_whole(office: Office) -> None:
    made = batch(office, vehicle("桂X·00001"), vehicle("桂X·00002"))
    office.do("core.void", record=made[-1], target=0, reason="录重了")
    with office.site.reader() as reader:
        assert reader.ledger("vehicles.vehicles").count({"voided": "0"}) == 0
    assert len(batch(office, vehicle("桂X·00001"))) == 2


def test_of_records_there_before_only_what_the_batch_added_is_taken_back(
    office: Office,
) -> None:
    trip = office.trip(office.car(), office.driver())
    office.at("13:00")
    office.cost(trip, {"kind": "parking", "amount": 100})
    row = {"input": {"record": str(trip), "odometer": 1500}}
    costs = {"kind": "toll", "amount": 100, "paid_on": "2023-03-06"}
    batch(office, row, each="vehicles.depart", by=office.dispatcher)
    given = [{"input": {"record": str(trip), "lines": [costs]}}] * 2
    *_, second = batch(office, *given, each="vehicles.record_costs")
    office.do("core.void", record=second, target=0, reason="录重了")
    with office.site.reader() as reader:
        found = list(reader.ledger("vehicles.trip_costs").rows({"voided": "0"}))
        (first,) = reader.ledger("core.entry_batches").rows({"each": "出车登记"})
    assert [cost.values["kind"] for cost in found] == ["parking"]
    office.do("core.void", record=first.stream, target=0, reason="没有出车")
    with office.site.reader() as reader:
        assert reader.ledger("vehicles.trips").row(str(trip)).state == "dispatched"


def test_what_came_after_holds_a_batch(office: Office) -> None:
    trip = office.trip(office.car(), office.driver())
    office.at("10:00")
    row = {"input": {"record": str(trip), "odometer": 1500}}
    *_, made = batch(office, row, each="vehicles.depart", by=office.dispatcher)
    office.back(trip, 1510)
    with refused("其后还有“回场”"):
        office.do("core.void", record=made, target=0, reason="录错了")


def test_what_is_no_batch_is_refused(office: Office) -> None:
    with refused("不能成批登记", FormErrors):
        batch(office, vehicle("桂X·00001"), each="vehicles.dispose_vehicle")
    with refused("不能成批登记", FormErrors):
        batch(office, vehicle("桂X·00001"), each="core.enter_batch")


def test_a_row_needs_the_right_of_its_command(office: Office) -> None:
    found = errors(office, vehicle("桂X·00001"), by=office.clerk)
    assert found == {"rows.0": "没有“登记车辆”的权限"}
