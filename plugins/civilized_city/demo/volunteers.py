"""44 sessions at the crossing, four persons each: 176 person-times."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from houqin.core.demonstration.clock import MINUTE, SECOND, YEAR, at, text
from houqin.core.demonstration.county import read_county
from houqin.core.demonstration.identities import record_of
from houqin.core.demonstration.parts import done
from houqin.core.demonstration.pictures import Photo
from houqin.core.demonstration.registering import REGISTERED
from houqin.core.demonstration.spread import evenly

from .staff import OFFICER, STAFF, who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.demonstration.parts import Timed

SESSIONS, EACH = 44, 4
_FIRST_WEDNESDAY = date(YEAR, 1, 4)
_BEGINS, _ENDS, _EVENING = 450, 540, 1020
#: Every so many sessions one of five does not come, or sends somebody.
_ABSENT, _DEPUTY = 11, 7
_POSTS = ("人民路与政军路口", "行政中心东门路口")
_PREFIX = "civilized_city."


def session_days() -> list[date]:
    """Wednesdays that are worked, as many as there are sessions."""
    workdays = read_county().workdays
    every = [_FIRST_WEDNESDAY + timedelta(7 * week) for week in range(52)]
    return evenly([day for day in every if day in workdays], SESSIONS)


def volunteers() -> Iterator[Timed]:
    """The roster on New Year's morning, then the sessions."""
    begins = REGISTERED + 10 * MINUTE
    for number, key in enumerate(STAFF):
        yield done(
            begins + number * SECOND, f"{_PREFIX}register_volunteer", OFFICER, key,
            person=who(key), team="机关后勤志愿服务队", joined_on="2023-01-01",
        )  # fmt: skip
    for number, day in enumerate(session_days()):
        yield from _session(number, day)


def _session(number: int, day: date) -> Iterator[Timed]:
    absent = number % _ABSENT == _ABSENT - 1
    team = [STAFF[(number + n) % len(STAFF)] for n in range(EACH + absent)]
    yield done(
        at(day - timedelta(1), _EVENING), f"{_PREFIX}plan_shift", OFFICER, number,
        post=_POSTS[number % len(_POSTS)], service="文明交通劝导",
        starts=text(at(day, _BEGINS)), ends=text(at(day, _ENDS)),
        expected=[who(key) for key in team], head=who(team[0]),
    )  # fmt: skip
    ticks = [{"who": who(key), "tick": "present"} for key in team]
    if absent:
        ticks[-1]["tick"] = "absent"
    elif number % _DEPUTY == _DEPUTY - 1:
        ticks[-1]["tick"] = "deputy"
    record = str(record_of(f"{_PREFIX}plan_shift", number))
    yield done(
        at(day, _BEGINS), f"{_PREFIX}sign_in", OFFICER, number, record=record,
        ticks=ticks, photos=[Photo("合影.jpg", f"{day} 07:30", people=EACH)],
    )  # fmt: skip
    yield done(
        at(day, _ENDS), f"{_PREFIX}sign_out", OFFICER, number, record=record,
        remark="路口秩序良好",
    )  # fmt: skip
