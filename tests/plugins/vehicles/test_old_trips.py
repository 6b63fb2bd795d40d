"""历史台账补登: what papers of years ago name is found as it was then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from houqin.core.model.command import Act
from houqin.core.model.imports import import_rows
from houqin.core.site.ledger_import import template_of, try_files
from tests.office import car, driver, office
from tests.sheets import filled

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.site.ledger_import import Trial
    from tests.office import Office

__all__ = ["car", "driver", "office"]
# Names are read alike from either database.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
TRIPS = "vehicles.trips"


def row(day: str = "2023-03-03", **changed: Any) -> dict[str, Any]:
    """A trip of the small office, by the titles of the template's columns."""
    moments = {"计划出发": "08:30", "计划返回": "12:00", "派车时间": "08:20",
               "出车时刻": "08:35", "回场时刻": "11:50"}  # fmt: skip
    days = ("申请日期", "审批日期1", "审批日期2")
    whole = {
        **{name: f"{day} {hour}" for name, hour in moments.items()},
        **dict.fromkeys(days, day),
        "申请人": "周经办", "用车单位": "财政局", "用车人": "周经办",
        "事由": "项目调研", "人数（人）": 3, "出发地": "行政中心",
        "目的地及途经": "青竹镇", "审批人1": "吴审核", "审批人2": "郑主任",
        "车号": "桂X·00001", "驾驶员": "陈师傅", "出车里程（公里）": 1010,
        "回场里程（公里）": 1060,
    }  # fmt: skip
    return whole | changed


def tried(office: Office, *rows: dict[str, Any]) -> Trial:
    with office.site.reader() as reader:
        spec = reader.site.declarations.imports[TRIPS]
        content = filled(template_of(reader, spec), *rows)
        return try_files(reader, spec, office.dispatcher, [("旧.xlsx", content)])


def recorded(office: Office, trial: Trial) -> list[UUID]:
    """The trips of a file that was tried."""
    assert trial.ready, trial.problems
    given = dict(trial.given)
    office.site.act(Act(import_rows.name, given, office.dispatcher, uuid4()))
    with office.site.reader() as reader:
        return [found.stream for found in reader.ledger(TRIPS).rows({"voided": "0"})]


def told(trial: Trial) -> list[tuple[int, str, str]]:
    return [(p.row, p.column, p.message) for p in trial.problems]


def test_a_car_disposed_since_and_a_driver_who_left_are_found(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.at("2023-03-05 09:00")
    office.dispose(car)
    office.do("vehicles.stop_driver", record=driver, reason="退休")
    office.at("2023-03-06 09:00")
    trial = tried(office, row())
    assert told(trial) == []
    (trip,) = recorded(office, trial)
    with office.site.reader() as reader:
        found = reader.ledger(TRIPS).row(str(trip)).values
    assert (found["vehicle"], found["driver"]) == (str(car), str(driver))


def test_a_former_plate_finds_the_car(office: Office, car: UUID, driver: UUID) -> None:
    office.at("2023-03-04 09:00")
    facts = {"category": "emergency", "model": "轿车", "seats": 5}
    office.do("vehicles.update_vehicle", record=car, plate="桂X·88888", **facts)
    office.at("2023-03-06 09:00")
    (trip,) = recorded(office, tried(office, row()))
    with office.site.reader() as reader:
        assert reader.ledger(TRIPS).row(str(trip)).values["vehicle"] == str(car)


def test_of_two_cars_that_had_a_plate_the_day_decides(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.at("2023-03-04 09:00")
    office.dispose(car)
    later = office.car(plate="桂X·00001")
    office.at("2023-03-06 09:00")
    rows = row(), row("2023-03-05", **{"出车里程（公里）": 1000})
    recorded(office, tried(office, *rows))
    with office.site.reader() as reader:
        found = reader.ledger(TRIPS).rows({"voided": "0"})
        assert [r.values["vehicle"] for r in found] == [str(later), str(car)]


def test_a_name_nobody_ever_had_is_its_row_s_error(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.at("2023-03-06 09:00")
    trial = tried(office, row(), row(车号="桂X·99999"))
    assert told(trial) == [(4, "车号", "没有找到车号“桂X·99999”")]
    assert not trial.ready


def test_who_no_longer_holds_the_post_approved_all_the_same(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.at("2023-03-05 09:00")
    office.do("core.leave", record=office.director)
    office.at("2023-03-06 09:00")
    trial = tried(office, row())
    assert [(p.warning, p.message) for p in trial.problems] == [
        (True, "中心审批由相应岗位办理，您没有该权限")
    ]
    recorded(office, trial)


def test_a_paper_with_one_approval_is_taken_and_told(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.at("2023-03-06 09:00")
    trial = tried(office, row(审批人2=None, 审批日期2=None))
    (hint,) = trial.warnings
    assert hint.message == "用车申请（本行）当前为“单位已审核”，批准后才能派车"
    (trip,) = recorded(office, trial)
    with office.site.reader() as reader:
        found = reader.ledger(TRIPS).row(str(trip))
        (kept,) = reader.events(trip)[0].metadata["hints"]
    assert (found.state, found.values["approver"]) == ("closed", None)
    assert kept.startswith("用车申请申2023-00001当前为")
    office.assert_sound()


def test_a_reading_that_falls_is_told_and_kept_with_its_event(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.driven(car, driver, 1040, 1090)
    office.at("13:00")
    trial = tried(office, row())
    (hint,) = trial.warnings
    assert "里程1060公里大于" in hint.message
    trip = recorded(office, trial)[-1]
    with office.site.reader() as reader:
        kept = {e.topic: e.metadata.get("hints") for e in reader.events(trip)}
    assert kept["vehicles.Trip.Returned"] == [hint.message]
    assert kept["vehicles.Trip.Departed"] is None
    office.assert_sound()


def test_one_press_takes_a_whole_file_back(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.at("2023-03-06 09:00")
    second = row("2023-03-04", **{"出车里程（公里）": 1060, "回场里程（公里）": 1100})
    recorded(office, tried(office, row(纸质单号="No.1"), second))
    office.assert_sound()
    with office.site.reader() as reader:
        (batch,) = reader.ledger("core.import_batches").rows()
    office.do("core.void", record=batch.stream, target=0, reason="导错了")
    with office.site.reader() as reader:
        assert reader.ledger(TRIPS).count({"voided": "0"}) == 0
        assert reader.ledger("vehicles.requests").count({"voided": "0"}) == 0
    # The number of the paper and the file itself are free again.
    recorded(office, tried(office, row(纸质单号="No.1"), second))
    office.assert_sound()
