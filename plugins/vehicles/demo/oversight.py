"""Five cars that moved without a task, each closed, and a self-check."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from houqin.core.demonstration.clock import DAY, YEAR, at, text
from houqin.core.demonstration.identities import command_id, created_by, person_id
from houqin.core.demonstration.parts import Timed
from houqin.core.demonstration.spread import draw
from houqin.core.model.command import Act

from .identities import driver_id, vehicle_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .year import Year

#: The Sundays on which a car moved: three in the first half of the year.
SUNDAYS = tuple(
    date(YEAR, month, day)
    for month, day in ((2, 12), (4, 16), (5, 28), (8, 20), (10, 15))
)
_STORIES = (
    ("platform", "县城西加油站", 6, "加油未登记", "加油须凭派车单"),
    ("gate", "行政中心西门", 3, "挪车避让检修", "挪车须事先报告"),
    ("platform", "城南汽车修理厂", 9, "送检未报备", "送检须登记"),
    ("odometer", "行政中心停车场", 5, "充电后绕行试车", "试车须经同意"),
    ("patrol", "县人民医院", 7, "送突发疾病同事就医", "事后须及时补报"),
)
_NOON = 750


def oversight(year: Year) -> list[Timed]:
    """List the steps of every case and of the self-check."""
    cases = [
        timed
        for day, story in zip(SUNDAYS, _STORIES, strict=True)
        for timed in _case(year, day, story)
    ]
    return [*cases, *_self_check()]


def _case(
    year: Year, day: date, story: tuple[str, str, int, str, str]
) -> Iterator[Timed]:
    source, place, km, why, demand = story
    moved = at(day, _NOON)
    monday = day + timedelta(1)
    plate = idle_car(year, moved, at(monday, 570))
    driver = year.drivers[draw("unplanned", day) % len(year.drivers)].person
    found = {
        "vehicle": str(vehicle_id(plate)), "moved_at": text(moved), "place": place,
        "source": source, "distance": km, "note": why,
    }  # fmt: skip
    yield _act("find_unplanned_trip", day, at(monday, 570), "dispatcher/0", found)
    record = {"record": str(created_by(command_id("find_unplanned_trip", day)))}
    prompt = {
        "driver": str(driver_id(driver)),
        "prompt": f"{day}车辆在{place}，没有派车任务，请说明。",
        "explain_by": text(at(monday + timedelta(2), 1080)),
    }
    explained = {"explanation": f"当日{why}，没有办理用车手续。"}
    demanded = {
        "demand": demand,
        "rectify_by": text(at(monday + timedelta(4), 1080)),
    }
    rectified = {"rectification": "已学习用车制度，写出书面检查。"}
    for step, offset, minute, actor, given in (
        ("prompt_driver", 0, 600, "dispatcher/0", prompt),
        ("explain", 1, 520, driver, explained),
        ("demand_rectification", 1, 610, "dispatcher/0", demanded),
        ("rectify", 3, 530, driver, rectified),
        ("close_unplanned_trip", 4, 605, "director", {"opinion": "整改属实，销号"}),
    ):
        when = at(monday + timedelta(offset), minute)
        yield _act(step, day, when, actor, record | given)


def idle_car(year: Year, moved: int, known: int) -> str:
    """The first car that nothing binds at an instant, as it is known a day later."""
    bound = {
        trip.vehicle_gone
        for request, trip, journey in year.journeys()
        if request.planned_start - DAY <= moved <= request.planned_end + DAY
        or journey.departed.occurred <= moved <= journey.returned.occurred
        or journey.departed.recorded <= known <= journey.returned.recorded
    }
    petrol = (v.plate for v in year.vehicles if v.energy == "petrol")
    return next(plate for plate in petrol if plate not in bound)


def _self_check() -> Iterator[Timed]:
    assigned = {
        "name": "公务用车使用管理自查自纠",
        "scope": "派车审批、节假日封存、油卡和费用登记、台账填写。",
        "checker": str(person_id("dispatcher/0")),
        "report_by": text(at(date(YEAR, 5, 31), 1080)),
        "basis": "X机关发〔2023〕12号",
    }
    reported = {"problems": 3, "findings": "两份派车单票据不全，一处停放地点未填写。"}
    rectified = {"put_right": 3, "measures": "补齐票据，补录停放地点。"}
    concluded = {"conclusion": "问题已全部整改，转入日常检查。"}
    record = {"record": str(created_by(command_id("assign_check", "2023")))}
    for step, day, actor, given in (
        ("assign_check", date(YEAR, 5, 15), "director", assigned),
        ("report_check", date(YEAR, 5, 26), "dispatcher/0", record | reported),
        ("rectify_check", date(YEAR, 6, 16), "dispatcher/0", record | rectified),
        ("close_check", date(YEAR, 6, 20), "director", record | concluded),
    ):
        yield _act(step, "2023", at(day, 580), actor, given)


def _act(step: str, key: object, when: int, actor: str, given: dict[str, Any]) -> Timed:
    name = command_id(step, key)
    return Timed(when, Act(f"vehicles.{step}", given, person_id(actor), name))
