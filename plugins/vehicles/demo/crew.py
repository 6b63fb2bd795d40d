"""Twelve safety meetings and their notices, the drivers' scores and merits."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from houqin.core.demonstration.clock import MINUTE, YEAR, at, text
from houqin.core.demonstration.identities import command_id, created_by, person_id
from houqin.core.demonstration.parts import Timed
from houqin.core.demonstration.spread import between
from houqin.core.model.command import Act

from .identities import driver_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .year import Year

SUBJECTS = (
    "春运行车安全", "冰冻雨雪天气行车", "防疲劳驾驶", "清明节假日行车",
    "雨季行车安全", "安全生产月学习", "高温天气车辆检查", "防汛抢险行车",
    "中秋国庆行车安全", "山区道路行车", "冬季车辆保养", "全年安全行车总结",
)  # fmt: skip
_FRIDAY, _HELD, _TYPED, _TOLD = 4, 1000, 1050, 555
_AHEAD = timedelta(days=3)
PLACE = "行政中心三楼会议室"
TOP, LOW = 980, 820
REWARDS = ("安全行车标兵", "优质服务标兵")
_PENALISED_ON, _EXAMINED_ON = date(YEAR, 9, 14), date(YEAR, 11, 20)
#: Period, the day on which it is scored.
PERIODS = (("2023-H1", date(YEAR, 7, 5)), ("2023-H2", date(YEAR, 12, 28)))


def meetings_and_merits(year: Year) -> list[Timed]:
    """List what is recorded of meetings and of the drivers' assessment."""
    merits = [*_scores(year), *_rewards(year), _penalty(year), _licence(year)]
    return [*_meetings(year), *merits]


def meeting_days() -> list[date]:
    """The second Friday of every month."""
    return [_second_friday(month) for month in range(1, 13)]


def _second_friday(month: int) -> date:
    first = date(YEAR, month, 8)
    return first + timedelta((_FRIDAY - first.weekday()) % 7)


def _meetings(year: Year) -> Iterator[Timed]:
    for subject, day in zip(SUBJECTS, meeting_days(), strict=True):
        held = at(day, _HELD)
        out = _out(year, held)
        drivers = [driver.person for driver in year.drivers]
        yield _notice(year, subject, day)
        given: dict[str, Any] = {
            "record": str(created_by(command_id("notice", day))),
            "subject": subject,
            "place": PLACE,
            "host": str(person_id("director")),
            "content": f"通报上月用车情况，学习{subject}要求。",
            "attended": [str(driver_id(d)) for d in drivers if d not in out],
        }
        if out:
            given["absent"] = [str(driver_id(d)) for d in drivers if d in out]
            given["absent_reason"] = "出车在外，会后补学"
        name = command_id("meeting", day)
        act = Act(
            "vehicles.hold_noticed", given, person_id("dispatcher/0"), name,
            on_behalf_of=person_id("director"), channel="paper", occurred_at=held,
        )  # fmt: skip
        yield Timed(at(day, _TYPED), act)


def _notice(year: Year, subject: str, day: date) -> Timed:
    """On the Tuesday before, every driver."""
    given = {
        "subject": subject,
        "meets_at": text(at(day, _HELD)),
        "place": PLACE,
        "invited": [str(driver_id(driver.person)) for driver in year.drivers],
        "remark": "请安排好出车，不能参加的提前请假",
    }
    name = command_id("notice", day)
    act = Act("vehicles.notify_meeting", given, person_id("dispatcher/0"), name)
    return Timed(at(day - _AHEAD, _TOLD), act)


def _out(year: Year, instant: int) -> set[str]:
    """The drivers who are on the road."""
    return {
        trip.driver_gone
        for _, trip, journey in year.journeys()
        if journey.departed.occurred <= instant < journey.returned.occurred
    }


def _scores(year: Year) -> Iterator[Timed]:
    for period, day in PERIODS:
        for number, driver in enumerate(year.drivers):
            given = {"period": period, "score": score_of(year, driver.person, period)}
            when = at(day, 600 + number)
            yield _on_driver("score_driver", driver.person, when, period, given)


def score_of(year: Year, person: str, period: str) -> int:
    """A driver's score in tenths of a point; the first has the best, one the least."""
    people = [driver.person for driver in year.drivers]
    fixed = {people[0]: TOP, people[5]: LOW}
    drawn = between(LOW + 10, TOP - 10, person, period, "score")
    return fixed.get(person, drawn)


def _rewards(year: Year) -> Iterator[Timed]:
    for number, name in enumerate(REWARDS):
        person = year.drivers[number].person
        given = {"name": name, "grounds": "全年安全行车无事故", "amount": 50000}
        when = at(date(YEAR, 12, 29), 900 + number)
        yield _on_driver("reward_driver", person, when, name, given)


def _penalty(year: Year) -> Timed:
    given = {"kind": "minor", "grounds": "出车前未按规定检查车辆"}
    person = year.drivers[5].person
    when = at(_PENALISED_ON, 930)
    return _on_driver("penalise_driver", person, when, "minor", given)


def _licence(year: Year) -> Timed:
    """One of the younger drivers may drive medium coaches from November on."""
    given = {"licence": "B1", "reason": "增驾考试合格"}
    person = year.drivers[14].person
    when = at(_EXAMINED_ON, 545)
    return _on_driver("change_licence", person, when, "B1", given, "dispatcher/0")


def _on_driver(
    command: str,
    person: str,
    when: int,
    what: str,
    given: dict[str, Any],
    actor: str = "director",
) -> Timed:
    record = {"record": str(driver_id(person))}
    name = command_id(command, person, what)
    act = Act(f"vehicles.{command}", record | given, person_id(actor), name)
    return Timed(when + MINUTE // 2, act)
