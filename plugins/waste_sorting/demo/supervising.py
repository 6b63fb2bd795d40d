"""Who supervises which unit, from when, and who comes after them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from houqin.core.demonstration.clock import MINUTE, at
from houqin.core.demonstration.county import clerk_of, read_county
from houqin.core.demonstration.identities import record_of, second_of
from houqin.core.demonstration.parts import done
from houqin.core.demonstration.spread import between, draw, evenly

from .texts import OFFICER, text, told, units, working_days

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from houqin.core.demonstration.parts import Timed

_NOMINATE, _REPLACE = (
    "waste_sorting.nominate_supervisor",
    "waste_sorting.replace_supervisor",
)
#: So many of the 231 are named by the units in spring, the others come after somebody.
FIRST_NAMED, REPLACED = 219, 12
_FIRST, _SECOND = (
    (date(2023, 3, 6), date(2023, 4, 28)),
    (date(2023, 5, 4), date(2023, 6, 16)),
)
_ENROLLED = (date(2023, 3, 13), date(2023, 9, 15))
#: Five before the training, seven after it.
_REPLACED_ON = (
    date(2023, 5, 22), date(2023, 6, 5), date(2023, 6, 19), date(2023, 7, 3),
    date(2023, 7, 17), date(2023, 8, 14), date(2023, 9, 4), date(2023, 9, 25),
    date(2023, 10, 16), date(2023, 11, 6), date(2023, 11, 20), date(2023, 12, 4),
)  # fmt: skip
#: Somebody left, and nobody has come yet: 提醒 shows it at the year's end.
LEFT_ON = date(2023, 12, 11)


@dataclass(frozen=True, slots=True)
class Named:
    """One supervisor: the unit, the person, and the day of the nomination."""

    number: int
    unit: str
    name: str
    known: bool
    on: date
    after: int | None = None

    @property
    def record(self) -> UUID:
        """The supervisor's record; of somebody new the person is created first."""
        if self.after is not None:
            return second_of(_REPLACE, self.after)
        if self.known:
            return record_of(_NOMINATE, self.number)
        return second_of(_NOMINATE, self.number)


def _invented(unit: str, number: int) -> str:
    names = told()
    surname = names["surnames"][draw("surname", unit, number) % len(names["surnames"])]
    return f"{surname}{text('given', unit, number)}"


@cache
def named() -> tuple[Named, ...]:
    """All 231: the unit's clerk first, somebody new where a unit has a second."""
    every = units()
    clerks = {p.key: p.name for p in read_county().people}
    found = [
        Named(n, unit, clerks[clerk_of(unit)], known=True, on=day)
        for n, (unit, day) in enumerate(
            zip(every, _spread(_FIRST, len(every)), strict=True)
        )
    ]
    more = FIRST_NAMED - len(every)
    for unit, day in zip(every[:more], _spread(_SECOND, more), strict=True):
        number = len(found)
        found.append(Named(number, unit, _invented(unit, number), known=False, on=day))
    gone = [found[len(every) + n * (more // REPLACED)] for n in range(REPLACED)]
    for before, day in zip(gone, _REPLACED_ON, strict=True):
        number = len(found)
        name = _invented(before.unit, number)
        found.append(Named(number, before.unit, name, False, day, before.number))  # noqa: FBT003 - a field
    return tuple(found)


def _spread(span: tuple[date, date], count: int) -> list[date]:
    """So many days, in order, over the days of work of a span."""
    worked = working_days(*span)
    return [worked[n * len(worked) // count] for n in range(count)]


def in_office(day: date) -> list[Named]:
    """Those named before a day and not replaced by then."""
    gone = {each.after for each in named() if each.on < day}
    return [each for each in named() if each.on < day and each.number not in gone]


def unit_id(name: str) -> UUID:
    """The sorting unit's record."""
    return record_of("waste_sorting.list_unit", name)


def supervising() -> Iterator[Timed]:
    """上报, 列入名册, 更换, 开展分类."""
    for each in named():
        moment = at(each.on, 9 * 60) + each.number * MINUTE
        yield _nominated(each, moment)
        yield done(
            moment + 30 * MINUTE, "waste_sorting.confirm_supervisor", OFFICER,
            each.number, record=str(each.record),
        )  # fmt: skip
    every = units()
    for number, (unit, day) in enumerate(
        zip(every, _spread(_ENROLLED, len(every)), strict=True)
    ):
        moment = max(at(day, 15 * 60), at(named()[number].on, 17 * 60))
        yield done(
            moment + number * MINUTE // 4, "waste_sorting.enrol_unit", OFFICER, unit,
            record=str(unit_id(unit)),
        )  # fmt: skip
    left = evenly(named()[60:100], 1)[0]
    yield done(
        at(LEFT_ON, 10 * 60), "waste_sorting.supervisor_left", OFFICER, left.number,
        record=str(left.record), reason=text("leaving", left.number),
    )  # fmt: skip


def _nominated(each: Named, moment: int) -> Timed:
    said: dict[str, Any] = {
        "name": each.name,
        "sex": ("male", "female")[draw("sex", each.number) % 2],
        "post": text("posts", each.number),
        "phone": f"1{between(3000000000, 9999999999, 'phone', each.number)}",
        "area": text("areas", each.number),
    }
    by = clerk_of(each.unit)
    if each.after is not None:
        before = named()[each.after]
        said |= {"record": str(before.record), "reason": text("leaving", each.after)}
        return done(moment, _REPLACE, by, each.after, **said)
    return done(
        moment, _NOMINATE, by, each.number, unit=str(unit_id(each.unit)), **said
    )
