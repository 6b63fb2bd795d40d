"""违章 and 事故: who drove then, what became of it, and the figures of both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.schema.errors import FormErrors
from tests.office import hour

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office


def violate(office: Office, car: UUID, at: str = "10:00", **more: Any) -> Any:
    given = {
        "document": "45012023001", "happened_at": hour(at), "spot": "环城路口",
        "conduct": "未按导向车道行驶", "penalty_points": 2, "fine": 10_000,
    }  # fmt: skip
    return office.do(
        "vehicles.record_violation", office.dispatcher, record=car, **given | more
    )


def crash(office: Office, car: UUID) -> Any:
    return office.do(
        "vehicles.record_accident",
        office.dispatcher,
        record=car,
        document="事故2023-1",
        happened_at=hour("10:00"),
        spot="县道320线",
        story="追尾",
        damage=300_000,
    )


def rows(office: Office) -> list[dict[str, Any]]:
    return [row.values for row in office.rows("vehicles.incidents")]


def test_a_violation_names_the_trip_and_driver_of_that_moment(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.driven(car, driver, 1010, 1070)
    office.driven(car, office.driver("卫师傅"), 1070, 1090, "2023-03-07")
    violate(office, car)
    (row,) = rows(office)
    assert (row["trip"], row["driver"]) == (str(trip), str(driver))
    assert (row["kind"], row["fine"]) == ("violation", 10_000)


def test_a_violation_outside_any_trip_names_nobody(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.driven(car, driver, 1010, 1070)
    office.at("15:00")
    violate(office, car, "13:30")
    (row,) = rows(office)
    assert (row["trip"], row["driver"]) == (None, None)


def test_a_violation_lies_in_the_past(office: Office, car: UUID) -> None:
    with pytest.raises(FormErrors) as wrong:
        violate(office, car, "2023-03-08 10:00")
    assert wrong.value.errors == {"happened_at": "发生时刻晚于现在"}


def test_a_violation_is_handled_once(office: Office, car: UUID) -> None:
    office.at("11:00")
    violate(office, car)

    def handle(document: str = "45012023001") -> Any:
        return office.do(
            "vehicles.handle_violation",
            office.dispatcher,
            record=car,
            document=document,
            outcome="罚款已缴，驾驶员已教育",
        )

    with pytest.raises(FormErrors) as wrong:
        handle("45012023002")
    assert wrong.value.errors == {"document": "没有待处理的文书“45012023002”"}
    handle()
    with pytest.raises(FormErrors):
        handle()
    violation, handled = rows(office)
    assert (violation["outcome"], handled["outcome"]) == (
        None,
        "罚款已缴，驾驶员已教育",
    )
    assert handled["spot"] is None
    office.assert_sound()


def test_accidents_are_counted_and_violations_are_not_accidents(
    office: Office, car: UUID
) -> None:
    office.at("11:00")
    violate(office, car)
    assert (office.kpi("accidents"), office.kpi("violations")) == (0, 1)
    crash(office, car)
    assert (office.kpi("accidents"), office.kpi("violations")) == (1, 1)
    office.void(car, office.version(car, "AccidentRecorded"))
    assert office.kpi("accidents") == 0
    office.assert_sound()


def test_an_accident_is_settled_with_its_liability(office: Office, car: UUID) -> None:
    office.at("11:00")
    crash(office, car)
    office.do(
        "vehicles.handle_accident",
        office.dispatcher,
        record=car,
        document="事故2023-1",
        outcome="保险已赔付",
        liability="minor",
    )
    assert [row["liability"] for row in rows(office)] == [None, "minor"]
