"""What the units ask for: who goes where, why, with how many people and for how long.

A wish is fixed before any car is looked at. Times of day, purposes and places come
from digests; distances and stays from `year.json`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Literal

from houqin.core.demonstration.clock import (
    DAY,
    HOUR,
    LAST_DAY,
    MINUTE,
    at,
    day_of,
    minute_of,
)
from houqin.core.demonstration.spread import between, draw, evenly, pick

from .allotment import duty_days, ordinary_days
from .county import County, Duty, Place, Purpose, Refusal, Scarcity

if TYPE_CHECKING:
    from collections.abc import Iterator

Fate = Literal["departs", "cancelled"] | Refusal | Scarcity

# Start of a trip: (permille of a day's trips, first minute, last minute).
BANDS = (
    (90, 390, 470),
    (360, 480, 570),
    (130, 570, 650),
    (280, 840, 915),
    (90, 915, 970),
    (50, 1110, 1160),
)
NOON, TEN, EVENING = 720, 600, 1080
KM_AN_HOUR = {"county": 40, "city": 60, "province": 80, "outside": 80}
GROUPS = {"sedan": (1, 4), "van": (4, 6), "group": (7, 17), "coach": (20, 40)}
DUTY_GROUPS = (("sedan", "van", "group", "coach"), (5, 1, 5, 1))
DAYTIME = (480, 1230)
LONGEST_DAY = 5 * HOUR


@dataclass(frozen=True, slots=True)
class Wish:
    key: str
    fate: Fate
    department: str
    purpose: Purpose
    place: Place
    people: int
    km: int
    start: int
    end: int
    duty: Duty | None = None

    @property
    def day(self) -> date:
        return day_of(self.start)

    @property
    def detached(self) -> bool:
        """Whether it has its own cars and drivers for weeks."""
        return self.duty is not None and bool(self.duty.vehicles)


def wishes(county: County) -> list[Wish]:
    """All requests of the year, by planned start."""
    found = [*_ordinary(county), *_duties(county), *_cancelled(county)]
    found += [
        _wish(county, f"refused/{refusal.on}", refusal.on, 500, refusal)
        for refusal in county.refusals
    ]
    found += [
        _wish(county, f"scarce/{scarcity.on}", scarcity.on, 500, scarcity)
        for scarcity in county.scarcities
    ]
    return sorted(found, key=lambda wish: (wish.start, wish.key))


def _ordinary(county: County) -> Iterator[Wish]:
    for day, count in ordinary_days(county).items():
        for index in range(count):
            key = f"{day}/{index}"
            yield _wish(county, key, day, _quantile(index, count, key), "departs")


def _duties(county: County) -> Iterator[Wish]:
    for number, duty in enumerate(county.duties):
        for day, count in duty_days(county, duty).items():
            for index in range(count):
                key = f"duty/{number}/{day}/{index}"
                yield _on_duty(county, duty, key, day, _quantile(index, count, key))


def _cancelled(county: County) -> Iterator[Wish]:
    for month, count in enumerate(county.cancellations_by_month, 1):
        first = date(county.first_trip_day.year, month, 4)
        span = [first + timedelta(offset) for offset in range(25)]
        worked = [day for day in span if day in county.workdays]
        for day in evenly(worked, count):
            key = f"cancelled/{day}"
            yield _wish(county, key, day, 150 + draw(key) % 800, "cancelled")


def _quantile(index: int, count: int, key: str) -> int:
    """Where in a day's trips this one lies, in permille: they never bunch."""
    return (index * 1000 + draw(key, "quantile") % 1000) // count


def _start(day: date, permille: int) -> int:
    for share, first, last in BANDS:
        if permille < share:
            return at(day, (first + (last - first) * permille // share) // 5 * 5)
        permille -= share
    raise AssertionError(permille)


def _wish(county: County, key: str, day: date, permille: int, fate: Fate) -> Wish:
    start = _start(day, min(permille, 600) if _closes_year(day) else permille)
    purpose = _purpose(county, start, key)
    place = _place(county, purpose.range, key)
    department = pick(county.departments, county.weights, key, "unit").name
    people = _people(purpose.people, key)
    km = 2 * place.km + between(0, 8, key, "detour")
    end = _end(start, place, purpose, key)
    return Wish(key, fate, department, purpose, place, people, km, start, end)


def _on_duty(county: County, duty: Duty, key: str, day: date, permille: int) -> Wish:
    start = _start(day, max(permille, BANDS[0][0]) if duty.vehicles else permille)
    far = minute_of(start) < TEN and draw(key, "far") % 8 == 0
    purpose = Purpose(
        duty.purpose, "special_duty", "city" if far else "county", (60, 140), 1
    )
    place = _place(county, purpose.range, key)
    kind = "sedan" if duty.vehicles else pick(*DUTY_GROUPS, key, "kind")
    km = 2 * place.km + between(0, 8, key, "detour")
    end = _end(start, place, purpose, key)
    people = _people(kind, key)
    return Wish(key, "departs", duty.unit, purpose, place, people, km, start, end, duty)


def _closes_year(day: date) -> bool:
    """On its last two days nobody goes far or late: the year closes with them."""
    return (LAST_DAY - day).days < 2  # noqa: PLR2004 - the two days just named


def _purpose(county: County, start: int, key: str) -> Purpose:
    minute, day = minute_of(start), day_of(start)
    ranges = {"county"}
    if minute < EVENING:
        ranges.add("city")
    if minute < TEN and (LAST_DAY - day).days > 4:  # noqa: PLR2004 - home by the 31st
        ranges |= {"province", "outside"}
    open_to = [purpose for purpose in county.purposes if purpose.range in ranges]
    weights = [purpose.weight for purpose in open_to]
    return pick(open_to, weights, key, "purpose")


@cache
def _places(range_: str, places: tuple[Place, ...]) -> tuple[list[Place], list[int]]:
    found = [place for place in places if place.range == range_]
    return found, [place.weight for place in found]


def _place(county: County, range_: str, key: str) -> Place:
    return pick(*_places(range_, tuple(county.places)), key, "place")


def _people(kind: str | None, key: str) -> int:
    if kind:
        return between(*GROUPS[kind], key, "people")
    return pick((1, 2, 3, 4, 5, 6), (22, 30, 26, 16, 3, 3), key, "people")


def _end(start: int, place: Place, purpose: Purpose, key: str) -> int:
    """Plan the end: travel there and back and a stay, to ten minutes."""
    travel = 2 * place.km * 60 // KM_AN_HOUR[place.range]
    minutes = travel + between(*purpose.stay, key, "stay")
    end = start + -(-minutes // 10) * 10 * MINUTE
    first, last = DAYTIME
    if end - start <= LONGEST_DAY or first <= minute_of(end) <= last:
        return end
    day = day_of(end) if minute_of(end) < first else day_of(end + DAY)
    return at(day, 630 + between(0, 9, key, "morning") * 10)
