"""Plans of the floors: those of 2019 as they were taken over, twelve drawn anew."""

from __future__ import annotations

import io
from datetime import date, timedelta
from functools import cache
from time import gmtime
from typing import TYPE_CHECKING, Any

from houqin.core.demonstration.clock import MINUTE, at
from houqin.core.demonstration.county import clerk_of
from houqin.core.demonstration.identities import (
    command_id,
    department_id,
    person_id,
    record_of,
)
from houqin.core.demonstration.parts import Handed, Timed, done
from houqin.core.demonstration.registering import REGISTERED
from houqin.core.model.command import Act

from .estate import HOUSES, KEEPER, ROOMS_OF_FLOOR, House, floor_id, rooms_of_year

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Pixels of a plan.
_WIDE, _HIGH = 1600, 800
#: Ten-thousandths: where the first room of a side lies, and how large rooms are.
_LEFT, _EACH, _DEEP, _UPPER, _LOWER = 400, 1150, 3300, 900, 5800
_SIDE = ROOMS_OF_FLOOR // 2
#: Taken over with the rooms; drawn and checked when the rooms were measured.
_OLD, _SURVEYED = "2019年测绘", date(2019, 6, 1)
_TAKEN_OVER = REGISTERED + 12 * MINUTE
_SECOND = 1_000_000
#: Which floors were drawn anew, and on which day.
NEW = "2023年测绘"
RENEWED = tuple(
    (HOUSES[house], level, day)
    for house, levels, day in (
        (0, (1, 2, 3), date(2023, 3, 14)),
        (1, (1, 2, 3, 4), date(2023, 5, 23)),
        (3, (5, 6), date(2023, 9, 12)),
        (4, (1, 2, 3), date(2023, 11, 8)),
    )
    for level in levels
)


def place_of(place: int) -> dict[str, int]:
    """Where a room lies on its floor's plan."""
    along = (place - 1) % _SIDE
    top = _UPPER if place <= _SIDE else _LOWER
    return {"left": _LEFT + along * _EACH, "top": top, "wide": _EACH, "high": _DEEP}


@cache
def _drawn(house: str, level: int, edition: str) -> bytes:
    """A plan: walls, a corridor, numbers on the doors."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 - slow to import

    picture = Image.new("L", (_WIDE, _HIGH), 255)
    pen, small = ImageDraw.Draw(picture), ImageFont.load_default(22)
    for place in range(1, ROOMS_OF_FLOOR + 1):
        where = place_of(place)
        left, top = where["left"] * _WIDE // 10_000, where["top"] * _HIGH // 10_000
        right = left + where["wide"] * _WIDE // 10_000
        below = top + where["high"] * _HIGH // 10_000
        pen.rectangle((left, top, right, below), outline=40, width=4)
        door = below if place <= _SIDE else top
        pen.line((left + 24, door, left + 84, door), fill=255, width=6)
        pen.text((left + 12, top + 12), f"{level}{place:02d}", 90, font=small)
    pen.line((40, _HIGH // 2, _WIDE - 40, _HIGH // 2), fill=190, width=2)
    # Letters every machine has a type for.
    told_on_it = f"No. {house}   {level}F   {edition[:4]}   1:200"
    pen.text((44, _HIGH - 46), told_on_it, 60, font=small)
    drawn, kind = io.BytesIO(), "PDF" if _as_pdf(level, edition) else "PNG"
    # A PDF says when it was made: it is to be the same on every machine.
    told = {"creationDate": gmtime(0), "modDate": gmtime(0)} if kind == "PDF" else {}
    picture.save(drawn, kind, title=f"{house} {level}", **told)
    return drawn.getvalue()


def _as_pdf(level: int, edition: str) -> bool:
    """Some of the new ones came as PDF."""
    return edition == NEW and level == 1


def _sheet(house: House, level: int, edition: str, by: str) -> Handed:
    ending = "pdf" if _as_pdf(level, edition) else "png"
    name = f"{house.name}{level}层平面图（{edition}）.{ending}"
    return Handed(by, name, _drawn(str(HOUSES.index(house) + 1), level, edition))


def _unit(house: House, level: int) -> str | None:
    """The first unit on a floor, if there is one."""
    units = (r.unit for r in rooms_of_year() if (r.house, r.level) == (house, level))
    return next(filter(None, units), None)


def _hander(house: House, level: int) -> str:
    """The unit's clerk hands the new plan in."""
    unit = _unit(house, level)
    return clerk_of(unit) if unit else KEEPER


def _floors() -> Iterator[tuple[House, int]]:
    for house in HOUSES:
        for level in range(1, house.storeys + 1):
            yield house, level


def sheets() -> list[Handed]:
    """Every file that a drawing is."""
    old = [_sheet(house, level, _OLD, KEEPER) for house, level in _floors()]
    new = [_sheet(h, level, NEW, _hander(h, level)) for h, level, _day in RENEWED]
    return [*old, *new]


def _given(
    house: House, level: int, edition: str, by: str, day: date
) -> dict[str, Any]:
    return {
        "floor": str(floor_id(house, level)),
        "number": f"FJ-{HOUSES.index(house) + 1}-{level:02d}",
        "edition": edition, "surveyed_on": day.isoformat(),
        "sheet": [_sheet(house, level, edition, by).reference],
    }  # fmt: skip


def _marks(house: House, level: int) -> list[dict[str, Any]]:
    rooms = [r for r in rooms_of_year() if (r.house, r.level) == (house, level)]
    return [{"room": str(room.id), **place_of(room.place)} for room in rooms]


def drawings() -> list[Timed]:
    """List what was done with drawings in the year."""
    return [*_old(), *_new()]


def _old() -> Iterator[Timed]:
    """As paper of 2019 is entered: when it happened, in one go."""
    keeper, director = person_id(KEEPER), person_id("director")
    then = at(_SURVEYED, 9 * 60)
    for number, (house, level) in enumerate(_floors()):
        key, recorded = (house.name, level, _OLD), _TAKEN_OVER + number * 3 * _SECOND
        drawing = str(record_of("buildings.upload_drawing", *key))
        told = (
            ("buildings.upload_drawing", keeper,
             _given(house, level, _OLD, KEEPER, _SURVEYED)),
            ("buildings.mark_rooms", keeper,
             {"record": drawing, "places": _marks(house, level)}),
            ("buildings.approve_drawing", director, {"record": drawing}),
        )  # fmt: skip
        for later, (command, by, given) in enumerate(told):
            act = Act(
                command, given, by, command_id(command, *key), channel="paper",
                occurred_at=then + later * MINUTE,
            )  # fmt: skip
            yield Timed(recorded + later * _SECOND, act)


def _new() -> Iterator[Timed]:
    """Handed in by a unit's clerk, rooms drawn and all checked by the keeper."""
    for house, level, day in RENEWED:
        by, key = _hander(house, level), (house.name, level, NEW)
        drawing = str(record_of("buildings.upload_drawing", *key))
        begun = at(day, 9 * 60 + 30) + level * 7 * MINUTE
        surveyed = day - timedelta(days=10)
        given = _given(house, level, NEW, by, surveyed)
        if unit := _unit(house, level):
            given["unit"] = str(department_id(unit))
        yield done(begun, "buildings.upload_drawing", by, *key, **given)  # fmt: skip
        yield done(
            begun + 30 * MINUTE, "buildings.mark_rooms", KEEPER, *key,
            record=drawing, places=_marks(house, level),
        )  # fmt: skip
        yield done(
            begun + 40 * MINUTE, "buildings.approve_drawing",
            "director" if by == KEEPER else KEEPER, *key, record=drawing,
        )  # fmt: skip
