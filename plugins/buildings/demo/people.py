"""Who sits where: invented heads and their deputies, three to a room otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from houqin.core.demonstration.clock import MINUTE
from houqin.core.demonstration.county import Person, clerk_of, reviewer_of
from houqin.core.demonstration.identities import (
    command_id,
    department_id,
    person_id,
    record_of,
)
from houqin.core.demonstration.parts import Timed, done
from houqin.core.demonstration.registering import REGISTERED
from houqin.core.demonstration.spread import draw

from .estate import KEEPER, RoomOfYear, housed, rooms_of_year

if TYPE_CHECKING:
    from collections.abc import Iterator

_SECOND = 1_000_000
_AFTER = REGISTERED + 20 * MINUTE
#: When the standard is entered; it holds from its own day on.
_ADOPTED = ("buildings.adopt_standard", "county")
_SURNAMES = "韦黄梁覃莫罗卢蒙农陆蓝石岑甘麦凌零谭廖邓"
_GIVEN = (
    "建国",
    "志强",
    "晓东",
    "丽华",
    "海燕",
    "文斌",
    "秀兰",
    "国庆",
    "春梅",
    "永胜",
)
#: Units whose first staff office is filled: a clerk, a reviewer, and one more.
_FILLED = 24


def rank(name: str) -> str:
    """A rank's record: opened with its grade, in the order of the table."""
    order = ("县级正职", "县级副职", "正科级领导", "副科级领导")
    number = 2 * order.index(name) + 2 if name in order else 12
    return str(uuid5(command_id(*_ADOPTED), str(number)))


@dataclass(frozen=True, slots=True)
class Sitting:
    """Some people of one rank in one room."""

    unit: str
    room: RoomOfYear
    rank: str
    people: tuple[str, ...]
    why_over: str = ""

    @property
    def record(self) -> UUID:
        """The first one's occupancy."""
        return record_of("buildings.occupy", *self.people)


def head_of(unit: str) -> str:
    return f"head/{unit}"


def deputy_of(unit: str, number: int) -> str:
    return f"deputy/{unit}/{number}"


def staff_of(unit: str) -> str:
    return f"staff/{unit}"


def _name(key: str) -> str:
    surname = _SURNAMES[draw("surname", key) % len(_SURNAMES)]
    return surname + _GIVEN[draw("given", key) % len(_GIVEN)]


def offices_of(unit: str, function: str) -> list[RoomOfYear]:
    """The unit's rooms of that function, in the order of doors."""
    rooms = rooms_of_year()
    return [r for r in rooms if r.unit == unit and r.function == function]


def _planted(unit: str, who: str, named: str, why: str) -> Sitting:
    room = offices_of(unit, "staff_office")[1]
    return Sitting(unit, room, named, (who,), why)


#: Alone in rooms for three: two of the year's three rooms above the standard. The
#: third is a head's who becomes a deputy (use.py).
PLANTED = (
    _planted("县教育局", head_of("县教育局"), "正科级领导", "原会议室改用，待核查"),
    _planted("县统计局", deputy_of("县统计局", 3), "副科级领导", "普查期间临时使用"),
)
_INVENTED = frozenset({"head", "deputy", "staff"})


@cache
def sittings() -> tuple[Sitting, ...]:
    """Who sits where as the year begins."""
    units = enumerate(housed())
    return tuple(one for number, unit in units for one in _of_unit(number, unit))


def _of_unit(place: int, unit: str) -> Iterator[Sitting]:
    """The head alone where there is such a room, two deputies in the next one."""
    for number, room in enumerate(offices_of(unit, "leader_office")):
        if number == 0:
            yield Sitting(unit, room, "正科级领导", (head_of(unit),))
        else:
            pair = tuple(deputy_of(unit, each) for each in (1, 2))
            yield Sitting(unit, room, "副科级领导", pair)
    if place < _FILLED:
        three = (clerk_of(unit), reviewer_of(unit), staff_of(unit))
        room = offices_of(unit, "staff_office")[0]
        yield Sitting(unit, room, "科员及以下", three)


def people() -> list[Person]:
    """Those of them whom no other part brings; they have no post here."""
    seated = (*sittings(), *PLANTED)
    known = {key for one in seated for key in one.people}
    mine = sorted(key for key in known if key.partition("/")[0] in _INVENTED)
    return [Person(key, _name(key), key.split("/")[1], "") for key in mine]


def entered() -> list[Timed]:
    """The standard, what each unit may use, and who sits where."""
    told = [*_standard(), *_quotas(), *_moved_in()]
    return [
        done(_AFTER + number * _SECOND, command, KEEPER, *key, **given)
        for number, (command, key, given) in enumerate(told)
    ]


Told = tuple[str, tuple[Any, ...], dict[str, Any]]


def _standard() -> Iterator[Told]:
    command, level = _ADOPTED
    yield command, (level,), {"level": level, "since": "2014-11-24"}


def _quotas() -> Iterator[Told]:
    """A hundred square metres more than a unit has as the year begins."""
    for number, unit in enumerate(housed()):
        used = sum(room.area for room in rooms_of_year() if room.unit == unit)
        others = 8 + number % 9
        yield "buildings.set_quota", (unit,), {
            "unit": str(department_id(unit)), "nature": _nature(unit),
            "level": "county", "posts": others + 5, "staff": others + 4,
            "heads": 1, "deputies": 3, "others": others,
            "approved_area": (used // 1_000 + 12) * 1_000,
            "document": f"X机管〔2019〕{number + 1}号",
        }  # fmt: skip


def _nature(unit: str) -> str:
    return "party" if unit.startswith("县委") else "government"


def _moved_in() -> Iterator[Told]:
    for one in (*sittings(), PLANTED[0]):
        yield "buildings.occupy", one.people, moving(one, "2019-07-01")


def moving(one: Sitting, since: str, **more: Any) -> dict[str, Any]:
    """What is typed when they move in."""
    first, *others = one.people
    given: dict[str, Any] = {
        "person": str(person_id(first)), "room": str(one.room.id),
        "rank": rank(one.rank), "since": since,
    }  # fmt: skip
    if others:
        given["together"] = [str(person_id(other)) for other in others]
    if one.why_over:
        given["over_reason"] = one.why_over
    return given | more
