"""用房调配: 申请 to 归档, the rules on the way, and what it prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.testing import Bench
    from tests.plugins.buildings.estate import Estate

ALLOCATIONS, ROOMS = "buildings.allocations", "buildings.rooms"


def asked(estate: Estate, **more: Any) -> UUID:
    given: dict[str, Any] = {
        "unit": estate.unit, "purpose": "新增内设机构", "function": "staff_office",
        "persons": 4, "wanted_rooms": 2, "wanted_area": 3600,
    }  # fmt: skip
    return estate.bench.given("buildings.request_rooms", **given | more)


def planned(estate: Estate, *rooms: UUID, **more: Any) -> UUID:
    """An application with a plan that waits for approval."""
    record = asked(estate)
    bench = estate.bench
    bench.do("core.agree", record=record)
    bench.do("buildings.assess_request", record=record, persons=4, assessed_area=3600)
    plan = {"record": record, "method": "adjust", "rooms": list(rooms)}
    bench.do("buildings.plan_rooms", **plan | more)
    return record


def handed_over(estate: Estate, *rooms: UUID) -> UUID:
    """One that is in use."""
    record, bench = planned(estate, *rooms), estate.bench
    bench.do("core.agree", record=record)
    bench.do(
        "buildings.sign_agreement", record=record, agreement="青机管协〔2023〕3号",
        signed_on="2023-02-20",
    )  # fmt: skip
    bench.do("buildings.issue_certificate", record=record)
    bench.do(
        "buildings.hand_over_rooms", record=record, keys=4, furniture="办公桌4张",
        taken_by=estate.person("周接收"), handed_on="2023-03-01",
    )  # fmt: skip
    return record


def test_an_application_goes_from_asking_to_archive(
    bench: Bench, estate: Estate
) -> None:
    rooms = [estate.room("301"), estate.room("302")]
    record = handed_over(estate, *rooms)
    bench.then_row(
        ALLOCATIONS, record, state="in_use", serial="房2023-00001",
        certificate="证2023-00001", room_count=2, area=3600, keys=4,
    )  # fmt: skip
    bench.then_row(
        ROOMS, rooms[0], unit=estate.unit, state="allocated", since="2023-03-01",
        certificate="证2023-00001", agreement="青机管协〔2023〕3号",
    )  # fmt: skip
    assert estate.figure("allotted_rooms") == 2
    assert estate.figure("allotted_area") == 3600
    bench.do(
        "buildings.vacate_rooms", record=record, reason="机构撤并",
        vacated_on="2023-03-01",
    )  # fmt: skip
    bench.then_row(ROOMS, rooms[0], state="vacated", unit=None, certificate=None)
    bench.do("buildings.accept_room", record=rooms[0])
    bench.then_row(ROOMS, rooms[0], state="idle")
    bench.do("buildings.archive_allocation", record=record, archive="2023-7")
    bench.then_row(ALLOCATIONS, record, state="archived")
    with bench.site.reader() as reader:
        rows = list(reader.ledger("buildings.vacatings").rows())
    assert {row.values["reason"] for row in rows} == {"机构撤并"}
    assert {row.values["former"] for row in rows} == {str(estate.unit)}
    bench.assert_sound()


def test_assessing_and_planning_come_between_review_and_approval(
    bench: Bench, estate: Estate
) -> None:
    record = asked(estate)
    bench.do("core.agree", record=record)
    bench.then_row(ALLOCATIONS, record, state="reviewed")
    bench.when("core.agree", record=record)
    bench.then_refused("没有待审批的环节")
    bench.when(
        "buildings.plan_rooms", record=record, method="adjust",
        rooms=[estate.room("301")],
    )  # fmt: skip
    bench.then_refused("不能调配方案")


@pytest.mark.parametrize("state", ["allocated", "in_repair"])
def test_only_an_idle_room_is_given(bench: Bench, estate: Estate, state: str) -> None:
    room = estate.room(
        "301", **{"unit": estate.other_unit} if state == "allocated" else {}
    )
    if state == "in_repair":
        bench.do("buildings.begin_room_repair", record=room, work="防水")
    record = asked(estate)
    bench.do("core.agree", record=record)
    bench.do("buildings.assess_request", record=record, persons=4, assessed_area=3600)
    bench.when("buildings.plan_rooms", record=record, method="adjust", rooms=[room])
    bench.then_refused("不能分配")


def test_what_exceeds_the_units_approved_area_asks_a_reason(
    bench: Bench, estate: Estate
) -> None:
    bench.do(
        "buildings.set_quota", unit=estate.unit, approved_area=3000,
        document="青机管〔2023〕1号", posts=4, staff=4,
    )  # fmt: skip
    rooms = [estate.room("301"), estate.room("302")]
    record = asked(estate)
    bench.do("core.agree", record=record)
    bench.do("buildings.assess_request", record=record, persons=4, assessed_area=3600)
    plan = {"record": record, "method": "adjust", "rooms": rooms}
    bench.when("buildings.plan_rooms", **plan)
    bench.then_refused("超出单位核定面积6.00平方米，请写明理由")
    bench.when("buildings.plan_rooms", **plan, over_reason="编制即将增加")
    bench.then("buildings.RoomAllocation.Planned", excess=600)


def test_rooms_with_people_in_them_are_not_vacated(
    bench: Bench, estate: Estate
) -> None:
    ranks = estate.adopt()
    room = estate.room("301")
    record = handed_over(estate, room)
    sitting = estate.occupy(room, ranks["正科级领导"])
    gone = {"reason": "搬迁", "vacated_on": "2023-03-01"}
    bench.when("buildings.vacate_rooms", record=record, **gone)
    bench.then_refused("还有使用人，先登记人员腾退")
    bench.do("buildings.leave_room", record=sitting, **gone)
    bench.when("buildings.vacate_rooms", record=record, **gone)
    bench.then("buildings.RoomAllocation.Vacated")


def test_a_unit_has_one_approved_area(bench: Bench, estate: Estate) -> None:
    given = {
        "unit": estate.unit, "approved_area": 3000, "document": "一号", "posts": 4,
        "staff": 4,
    }  # fmt: skip
    bench.do("buildings.set_quota", **given)
    bench.when("buildings.set_quota", **given)
    bench.then_refused("已经登记过，请用调整")


def test_people_by_rank_make_the_whole(bench: Bench, estate: Estate) -> None:
    bench.when(
        "buildings.set_quota", unit=estate.unit, approved_area=3000, document="一号",
        posts=4, staff=4, heads=1, others=2,
    )  # fmt: skip
    bench.then_refused("各职级人数之和为3")


def test_its_stages_stand_in_the_order_of_the_work(
    bench: Bench, estate: Estate
) -> None:
    record = planned(estate, estate.room("301"))
    stages = bench.view(record).progress
    assert [stage.title for stage in stages] == [
        "已申请", "单位已审核", "已核定", "方案待批", "已批准", "已签协议", "已发凭证",
        "使用中", "已腾退", "已归档",
    ]  # fmt: skip
    assert [stage.state for stage in stages].index("current") == 3
