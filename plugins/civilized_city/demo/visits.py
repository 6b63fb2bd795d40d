"""412 households in 24 rounds, 280 questionnaires in 12 of them, a clean-up a month."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from houqin.core.demonstration.clock import YEAR, at
from houqin.core.demonstration.county import read_county
from houqin.core.demonstration.identities import record_of
from houqin.core.demonstration.parts import done
from houqin.core.demonstration.pictures import Photo
from houqin.core.demonstration.spread import apportion, between

from .grid import AREAS, area_id, keeper_of
from .staff import STAFF, who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.demonstration.parts import Timed

HOUSEHOLDS, QUESTIONNAIRES = 412, 280
_ROUNDS, _MONTHS = 24, 12
_PREFIX = "civilized_city."
_CONTENTS = (
    "发放文明公约和致居民一封信，讲解垃圾分类",
    "宣传创城知识，劝导不飞线充电、不乱堆放",
    "了解群众意见，发放满意度问卷",
)
_PLACES = ("楼道及楼前空地", "单车棚", "后院", "围墙边")


def workday(month: int, day: int) -> date:
    """That day, or the next that is worked."""
    found, workdays = date(YEAR, month, day), read_county().workdays
    return found if found in workdays else workdays.next_after(found)


def visits() -> Iterator[Timed]:
    """The rounds, the questionnaires that came back, the clean-ups."""
    weights = [between(8, 14, "households", number) for number in range(_ROUNDS)]
    asked = apportion(
        QUESTIONNAIRES, [between(8, 14, "asked", month) for month in range(_MONTHS)]
    )
    for number, households in enumerate(apportion(HOUSEHOLDS, weights)):
        month, second = number // 2 + 1, number % 2
        day = workday(month, 18 if second else 6)
        yield _round(number, day, households)
        if second:
            yield done(
                at(day + timedelta(3), 630), f"{_PREFIX}collect_questionnaires",
                STAFF[number % len(STAFF)], number,
                record=str(record_of(f"{_PREFIX}record_visit", number)),
                questionnaires=asked[month - 1],
            )  # fmt: skip
    for month in range(1, _MONTHS + 1):
        yield _cleanup(month, workday(month, 12))


def _round(number: int, day: date, households: int) -> Timed:
    code = AREAS[number % len(AREAS)]
    staff = {keeper_of(code), STAFF[(number + 3) % len(STAFF)]}
    return done(
        at(day, 1050), f"{_PREFIX}record_visit", keeper_of(code), number,
        area=area_id(code), households=households,
        people=[who(key) for key in sorted(staff)],
        content=_CONTENTS[number % len(_CONTENTS)],
        photos=[Photo("入户.jpg", f"{day} 16:30", people=2)],
    )  # fmt: skip


def _cleanup(month: int, day: date) -> Timed:
    code = AREAS[(month * 5) % len(AREAS)]
    things = between(3, 6, "cleanup", month)
    return done(
        at(day, 1010), f"{_PREFIX}record_cleanup", keeper_of(code), month,
        area=area_id(code), place=_PLACES[month % len(_PLACES)],
        workers=between(8, 16, "workers", month),
        rubbish=between(12, 45, "rubbish", month),
        stairs=between(2, 6, "stairs", month), yards=1,
        led="主任带队，按楼栋分工",
        before=[Photo("清理前.jpg", f"{day} 09:00", things)],
        after=[Photo("清理后.jpg", f"{day} 16:00")],
    )  # fmt: skip
