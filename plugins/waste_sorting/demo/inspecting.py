"""Four rounds of 46 units: scores of 87.4 on average, 61 findings, one of them late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from houqin.core.demonstration.clock import MINUTE, at
from houqin.core.demonstration.county import clerk_of
from houqin.core.demonstration.identities import command_id, person_id
from houqin.core.demonstration.parts import done
from houqin.core.demonstration.spread import apportion, between, chance, draw

from .supervising import unit_id
from .texts import OFFICER, text, told, units, working_days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.demonstration.parts import Timed

ROUNDS = (
    ("第一季度", date(2023, 3, 20)), ("第二季度", date(2023, 6, 12)),
    ("第三季度", date(2023, 9, 18)), ("第四季度", date(2023, 12, 4)),
)  # fmt: skip
IN_A_ROUND, MEAN = 46, 874
#: Findings of each round; the last of the year is not put right in time.
FOUND = (18, 16, 15, 12)
#: The unit that is bad in the first round and in the last, and is told so.
BAD_UNIT, BAD = 0, (742, 781)
_PLAN, _SCORE = "waste_sorting.plan_inspections", "waste_sorting.score_inspection"
_BAGS = 20


@dataclass(frozen=True, slots=True)
class Visit:
    """One unit inspected once."""

    round: int
    place: int
    unit: str
    on: date
    score: int
    defects: int

    @property
    def record(self) -> UUID:
        """The inspection's record, of those its round planned."""
        return uuid5(command_id(_PLAN, self.round), str(self.place + 1))


def _inspected(number: int) -> list[str]:
    """A third of the units each quarter; of the last one every third."""
    every = units()
    if number < len(ROUNDS) - 1:
        return every[number * IN_A_ROUND :][:IN_A_ROUND]
    return every[::3]


@cache
def visits() -> tuple[Visit, ...]:
    """All 184, with scores that make the mean exactly."""
    rough = [
        _rough(number, place)
        for number in range(len(ROUNDS))
        for place in range(IN_A_ROUND)
    ]
    scores = _levelled(rough, MEAN * len(rough))
    found = []
    for number, (_name, monday) in enumerate(ROUNDS):
        week = working_days(monday, monday + timedelta(days=4))
        with_defect = _with_defect(number, scores)
        for place, unit in enumerate(_inspected(number)):
            day = week[place * len(week) // IN_A_ROUND]
            score = scores[number * IN_A_ROUND + place]
            found.append(
                Visit(number, place, unit, day, score, with_defect.count(place))
            )
    return tuple(found)


def _rough(number: int, place: int) -> int:
    if place == BAD_UNIT and number in {0, len(ROUNDS) - 1}:
        return BAD[number > 0]
    low = 760 if chance(60, "low", number, place) else 815
    return between(low, low + 130, "score", number, place)


def _levelled(rough: list[int], total: int) -> list[int]:
    """Points more or less for those who are neither bad nor best."""
    scores, off = list(rough), total - sum(rough)
    step = 1 if off > 0 else -1
    while off:
        for n, score in enumerate(scores):
            if off and 815 <= score <= 965:  # noqa: PLR2004 - who is good stays good
                scores[n] += step
                off -= step
    return scores


def _with_defect(number: int, scores: list[int]) -> list[int]:
    """The places of the round's worst, each once; the very worst twice where needed."""
    own = scores[number * IN_A_ROUND :][:IN_A_ROUND]
    worst = sorted(range(IN_A_ROUND), key=lambda place: own[place])
    return [*worst[: FOUND[number] - 2], *worst[:2]]


def inspecting() -> Iterator[Timed]:
    """评分表, 计划, 评分, 签字, 整改, 通报."""
    for number, sheet in enumerate(told()["sheets"]):
        day = date(2023, 1, 3) if not number else date(2023, 6, 28)
        names = ("section", "item", "points")
        items = [dict(zip(names, row, strict=True)) for row in sheet["items"]]
        yield done(
            at(day, 9 * 60), "waste_sorting.set_sheet", OFFICER, number,
            **{**sheet, "items": items},
        )  # fmt: skip
    for number, (name, monday) in enumerate(ROUNDS):
        yield _planned(number, name, monday)
        yield _published(number, name, monday)
    for visit in visits():
        yield from _visited(visit)
    yield done(
        at(date(2023, 12, 15), 10 * 60), "waste_sorting.warn_unit", OFFICER, "warned",
        record=str(unit_id(units()[BAD_UNIT])), reason="第一、第四季度检查均低于80分",
    )  # fmt: skip


def _planned(number: int, name: str, monday: date) -> Timed:
    chosen = [str(unit_id(unit)) for unit in _inspected(number)]
    return done(
        at(monday - timedelta(days=5), 9 * 60 + 10), _PLAN, OFFICER, number,
        round=f"2023年{name}", planned_on=monday.isoformat(), units=chosen,
        inspectors=[str(person_id(OFFICER))],
    )  # fmt: skip


def _published(number: int, name: str, monday: date) -> Timed:
    ends = monday + timedelta(days=8)
    return done(
        at(ends, 16 * 60), "waste_sorting.publish_bulletin", OFFICER, number,
        name=f"2023年{name}公共机构生活垃圾分类检查通报",
        first=monday.isoformat(), last=(monday + timedelta(days=4)).isoformat(),
        text="各单位对照问题限期整改，排名靠后的单位要加强督导。",
    )  # fmt: skip


def _moment(visit: Visit) -> int:
    return at(visit.on, 9 * 60) + visit.place * 7 * MINUTE


def _scores(visit: Visit) -> list[dict[str, Any]]:
    """Where the points were lost."""
    items = told()["sheets"][visit.round > 1]["items"]
    points = [row[2] for row in items]
    weights = [
        p * between(1, 6, "lost", visit.round, visit.place, n)
        for n, p in enumerate(points)
    ]
    lost = apportion(1000 - visit.score, weights)
    over = sum(max(0, less - p) for less, p in zip(lost, points, strict=True))
    lost = [min(less, p) for less, p in zip(lost, points, strict=True)]
    for n, p in enumerate(points):
        more = min(over, p - lost[n])
        lost[n], over = lost[n] + more, over - more
    return [
        {"item": row[1], "points": row[2], "score": row[2] - less,
         **({"why": told()["whys"][n]} if less else {})}
        for n, (row, less) in enumerate(zip(items, lost, strict=True))
    ]  # fmt: skip


def _visited(visit: Visit) -> Iterator[Timed]:
    key, moment = (visit.round, visit.place), _moment(visit)
    record, clerk = str(visit.record), clerk_of(visit.unit)
    defects = [{"matter": text("defects", *key, n)} for n in range(visit.defects)]
    yield done(
        moment, _SCORE, OFFICER, *key, record=record, scores=_scores(visit),
        sampled=_BAGS, accurate=_BAGS - draw("bags", *key) % 4, defects=defects,
    )  # fmt: skip
    yield done(
        moment + 45 * MINUTE, "waste_sorting.sign_inspection", clerk, *key,
        record=record, signer=str(person_id(clerk)),
    )  # fmt: skip
    for n in range(visit.defects):
        yield from _rectified(visit, n)


def is_late(visit: Visit, number: int) -> bool:
    """The one finding that nobody has put right when the year ends."""
    last = max((v for v in visits() if v.defects), key=lambda v: (v.on, v.place))
    return visit == last and number == visit.defects - 1


def _rectified(visit: Visit, number: int) -> Iterator[Timed]:
    key = (visit.round, visit.place, number)
    record = str(uuid5(command_id(_SCORE, visit.round, visit.place), str(number + 1)))
    clerk = clerk_of(visit.unit)
    moment = _moment(visit) + (50 + number) * MINUTE
    yield done(
        moment, "core.assign_item", clerk, *key, record=record,
        person=str(person_id(clerk)),
    )  # fmt: skip
    if is_late(visit, number):
        return
    verdicts = ["passed"]
    if chance(80, "again", *key):
        verdicts.insert(0, "failed")
    day = 24 * 60 * MINUTE
    for cycle, verdict in enumerate(verdicts):
        moment += between(1, 2, "back", *key, cycle) * day
        yield done(
            moment, "core.feed_back", clerk, *key, cycle, record=record,
            measures=text("measures", *key, cycle),
        )  # fmt: skip
        moment += day
        yield done(
            moment, "core.recheck", OFFICER, *key, cycle, record=record,
            verdict=verdict, opinion="现场复查" if verdict == "passed" else "仍不到位",
        )  # fmt: skip
