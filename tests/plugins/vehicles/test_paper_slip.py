"""补录派车单: a finished paper slip is one command that records every step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from houqin.core.schema.errors import FormErrors, NotPermitted
from tests.office import car, driver, office, refused

if TYPE_CHECKING:
    from tests.office import Office

__all__ = ["car", "driver", "office"]
SLIP = "vehicles.paper_slip"


def slip(office: Office, car: UUID, driver: UUID, **changed: Any) -> dict[str, Any]:
    """A slip of last Friday; ``request__purpose=...`` changes one field."""
    day = "2023-03-03"
    whole: dict[str, Any] = {
        "request": {
            "done_by": str(office.clerk), "happened_at": day, "unit": str(office.unit),
            "user": str(office.clerk), "purpose": "项目调研", "passengers": 3,
            "planned_start": f"{day}T08:30:00+08:00",
            "planned_end": f"{day}T12:00:00+08:00",
            "origin": "行政中心", "destination": "青竹镇",
        },
        "approvals": [
            {"done_by": str(office.reviewer), "happened_at": day},
            {"done_by": str(office.director), "happened_at": day},
        ],
        "dispatch": {
            "happened_at": f"{day}T08:20:00+08:00", "vehicle": str(car),
            "driver": str(driver), "paper_number": "No.000123",
        },
        "depart": {"happened_at": f"{day}T08:35:00+08:00", "odometer": 1010},
        "back": {"happened_at": f"{day}T11:50:00+08:00", "odometer": 1060},
        "costs": {"lines": [{"kind": "toll", "amount": 3500, "paid_on": day}]},
        "close": {},
    }  # fmt: skip
    for name, value in changed.items():
        part, _, inner = name.partition("__")
        if inner:
            whole[part] = {**whole[part], inner: value}
        else:
            whole[part] = value
    return {k: v for k, v in whole.items() if v is not None}


def enter(office: Office, given: dict[str, Any]) -> UUID:
    """The trip that a slip makes."""
    office.at("09:00")
    return office.do(SLIP, office.dispatcher, **given).records[-1]


def errors(office: Office, given: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(FormErrors) as wrong:
        enter(office, given)
    return wrong.value.errors


def trips(office: Office) -> int:
    with office.site.reader() as reader:
        return int(reader.ledger("vehicles.trips").count())


def test_a_whole_slip_is_one_append_of_all_its_steps(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = enter(office, slip(office, car, driver))
    with office.site.reader() as reader:
        steps = reader.history(trip)
        row = reader.ledger("vehicles.trips").row(str(trip))
        request = reader.history(UUID(row.values["request"]))
    assert [s.title for s in steps] == ["派车", "出车", "回场", "费用登记", "办结"]
    assert [s.title for s in request] == ["申请", "同意", "同意", "派车"]
    assert {s.channel_title for s in (*steps, *request)} == {"纸质"}
    positions = sorted(s.position for s in (*steps, *request))
    assert positions == list(range(positions[0], positions[0] + 9))
    assert row.state == "closed"
    assert row.values["distance"] == 50
    assert row.values["paper_number"] == "No.000123"


def test_every_step_has_its_own_time_and_person(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = enter(office, slip(office, car, driver))
    with office.site.reader() as reader:
        row = reader.ledger("vehicles.trips").row(str(trip))
        steps = reader.history(UUID(row.values["request"]))
        departed = reader.history(trip)[1]
    assert [s.on_behalf_name for s in steps] == ["周经办", "吴审核", "郑主任", None]
    assert {s.actor_name for s in steps} == {"王调度"}
    assert [s.precision for s in steps] == ["day", "day", "day", ""]
    assert departed.late_days == 3


def test_a_step_before_its_time_is_refused_at_its_own_place(
    office: Office, car: UUID, driver: UUID
) -> None:
    given = slip(office, car, driver, back__happened_at="2023-03-03T08:00:00+08:00")
    assert list(errors(office, given)) == ["back.occurred_at"]
    assert trips(office) == 0


def test_a_reading_against_its_neighbours_is_taken_with_a_hint(
    office: Office, car: UUID, driver: UUID
) -> None:
    # Driven today from 1040 on: a slip of Friday that ends at 1060 contradicts it.
    office.driven(car, driver, 1040, 1090)
    office.at("13:00")
    outcome = office.do(SLIP, office.dispatcher, **slip(office, car, driver))
    (said,) = outcome.hints
    assert said == "里程1060公里大于2023-03-06 09:00登记的1040公里"
    trip = outcome.records[-1]
    with office.site.reader() as reader:
        kept = {e.topic: e.metadata.get("hints") for e in reader.events(trip)}
    assert kept["vehicles.Trip.Returned"] == [said]
    assert kept["vehicles.Trip.Departed"] is None
    assert office.value(trip, "distance") == 50
    office.assert_sound()


def test_a_reading_that_fits_its_neighbours_has_no_hint(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.driven(car, driver, 1040, 1090)
    office.at("13:00")
    fitting = slip(office, car, driver, back__odometer=1040)
    assert office.do(SLIP, office.dispatcher, **fitting).hints == ()


def test_a_slip_that_ends_below_its_own_departure_is_refused(
    office: Office, car: UUID, driver: UUID
) -> None:
    given = slip(office, car, driver, back__odometer=1009)
    assert errors(office, given) == {
        "back.odometer": "回场里程不能小于出车里程1010公里"
    }
    assert trips(office) == 0


def test_an_approval_that_is_missing_is_missed(
    office: Office, car: UUID, driver: UUID
) -> None:
    given = slip(office, car, driver)
    given["approvals"] = given["approvals"][:1]
    (name, message), *_ = errors(office, given).items()
    assert name.startswith("dispatch")
    assert "批准后才能派车" in message


def test_nobody_approves_without_the_post(
    office: Office, car: UUID, driver: UUID
) -> None:
    given = slip(office, car, driver)
    given["approvals"][0]["done_by"] = str(office.director)
    assert list(errors(office, given)) == ["approvals.0"]


def test_costs_may_be_missing(office: Office, car: UUID, driver: UUID) -> None:
    trip = enter(office, slip(office, car, driver, costs=None))
    with office.site.reader() as reader:
        row = reader.ledger("vehicles.trips").row(str(trip))
    assert (row.state, row.values["toll"]) == ("closed", None)


def test_the_serial_is_of_the_slip_s_own_year(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.at("2024-01-05 09:00")
    trip = office.do(SLIP, office.dispatcher, **slip(office, car, driver)).records[-1]
    with office.site.reader() as reader:
        assert reader.title("vehicles.Trip", trip) == "派2023-00001"


def hints(office: Office, record: UUID) -> list[str]:
    """What is kept with a record of the rules it breaks."""
    with office.site.reader() as reader:
        steps = reader.history(record)
        return [said for s in steps for title, _, said in s.changes if title == "提示"]


def test_a_fact_is_recorded_with_a_hint_of_the_rule_it_breaks(
    office: Office, car: UUID, driver: UUID
) -> None:
    given = slip(office, car, driver, request__passengers=9)
    trip = enter(office, given)
    assert hints(office, trip) == ["座位不够：9人，除驾驶员外只有4座"]


def test_a_car_disposed_since_could_go_then(office: Office, driver: UUID) -> None:
    old = office.car()
    office.at("2023-03-05 09:00")
    office.dispose(old)
    assert hints(office, enter(office, slip(office, old, driver))) == []


def test_a_car_that_was_gone_by_then_is_told(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.at("2023-03-02 09:00")
    office.dispose(car)
    assert hints(office, enter(office, slip(office, car, driver))) == [
        "车辆桂X·00001已处置，不能派车"
    ]


def test_a_paper_number_is_one_slip_s_and_names_it(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = enter(office, slip(office, car, driver))
    again = slip(
        office, car, driver, dispatch__paper_number="NO. 000123",
        depart__odometer=1060, back__odometer=1100,
    )  # fmt: skip
    ((name, said),) = errors(office, again).items()
    assert name == "dispatch.paper_number"
    assert said == "纸质单号“NO. 000123”已用于派车单派2023-00001，不能重复"
    office.void(trip)
    enter(office, again)


def test_a_correction_cannot_take_another_slip_s_number(
    office: Office, car: UUID, driver: UUID
) -> None:
    enter(office, slip(office, car, driver))
    other = slip(
        office, car, driver, dispatch__paper_number="No.000124",
        depart__odometer=1060, back__odometer=1100,
    )  # fmt: skip
    second = enter(office, other)
    with refused("纸质单号“no.000123”在2023年已经登记过"):
        office.correct(second, 1, paper_number="No.000123")
    office.correct(second, 1, paper_number="No.000125")


def test_a_slip_needs_the_right_of_its_own(
    office: Office, car: UUID, driver: UUID
) -> None:

    with pytest.raises(NotPermitted):
        office.do(SLIP, office.clerk, **slip(office, car, driver))
