"""Compounds to rooms of the invented county, and which unit has which."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import cycle
from typing import TYPE_CHECKING, Any

from houqin.core.demonstration.county import read_county
from houqin.core.demonstration.identities import department_id, record_of
from houqin.core.demonstration.parts import Timed, done
from houqin.core.demonstration.registering import REGISTERED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

KEEPER = "keeper/rooms"
_SECOND = 1_000_000
#: Two sides of a corridor, eight rooms each.
ROOMS_OF_FLOOR = 16
#: Units of so many rooms, in turn.
_ROOMS_OF_UNIT = (5, 6, 7)


@dataclass(frozen=True, slots=True)
class House:
    """One building; areas in 0.01 m²."""

    compound: str
    name: str
    address: str
    storeys: int
    gross_area: int
    built_year: int
    structure: str
    ownership: str = "own"


COMPOUNDS = (
    ("行政中心", "青山路8号", 6_200_000),
    ("商务楼", "解放路66号", 850_000),
    ("老办公区", "中山街2号", 940_000),
)
HOUSES = (
    House("行政中心", "行政中心1号楼", "青山路8号", 9, 1_800_000, 2012, "frame"),
    House("行政中心", "行政中心2号楼", "青山路8号", 6, 1_000_000, 2012, "frame"),
    House("行政中心", "行政中心3号楼", "青山路8号", 6, 1_000_000, 2013, "frame"),
    House("商务楼", "商务楼", "解放路66号", 8, 960_000, 2009, "concrete"),
    House("老办公区", "老办公楼", "中山街2号", 4, 360_000, 1996, "brick_concrete"),
)
#: By place on the floor: function, and 0.01 m² of usable area; the rest are offices.
_SPECIAL = {
    1: ("meeting", 5_400), 2: ("leader_office", 1_800), 3: ("leader_office", 1_800),
    8: ("tea", 900), 9: ("archive", 2_700), 16: ("toilet", 1_800),
}  # fmt: skip
_OFFICE = ("staff_office", 2_700)
#: Rooms that everybody on the floor uses.
_SHARED = frozenset({"tea", "toilet"})


@dataclass(frozen=True, slots=True)
class RoomOfYear:
    """One room as the year begins; without a unit it is idle."""

    house: House
    level: int
    place: int
    function: str
    area: int
    unit: str | None = None

    @property
    def number(self) -> str:
        """The number on its door."""
        return f"{self.level}{self.place:02d}"

    @property
    def id(self) -> UUID:
        """Its record."""
        return record_of("buildings.register_room", self.house.name, self.number)


def floor_id(house: House, level: int) -> UUID:
    """A floor's record."""
    return record_of("buildings.register_floor", house.name, level)


def building_id(house: House) -> UUID:
    """A building's record."""
    return record_of("buildings.register_building", house.name)


def housed() -> list[str]:
    """The county's own units, which have rooms here; townships have their own."""
    departments = read_county().departments
    return [d.name for d in departments if d.kind in {"leading", "county"}]


@cache
def rooms_of_year() -> tuple[RoomOfYear, ...]:
    """Every room, in the order of buildings, floors and doors."""
    units = _takers()
    return tuple(
        RoomOfYear(house, level, place, *_use(place), _taker(place, units))
        for house in HOUSES
        for level in range(1, house.storeys + 1)
        for place in range(1, ROOMS_OF_FLOOR + 1)
    )


def _use(place: int) -> tuple[str, int]:
    return _SPECIAL.get(place, _OFFICE)


def _takers() -> Iterator[str]:
    """Units as often as they have rooms; those behind them stay empty."""
    for unit, count in zip(housed(), cycle(_ROOMS_OF_UNIT), strict=False):
        yield from [unit] * count


def _taker(place: int, units: Iterator[str]) -> str | None:
    return None if _use(place)[0] in _SHARED else next(units, None)


def estate() -> list[Timed]:
    """List what is registered on New Year's morning, from compounds to rooms."""
    told = [*_compounds(), *_buildings(), *_floors(), *_rooms()]
    return [
        done(REGISTERED + number * _SECOND, command, KEEPER, *key, **given)
        for number, (command, key, given) in enumerate(told)
    ]


Told = tuple[str, tuple[Any, ...], dict[str, Any]]


def _compounds() -> Iterator[Told]:
    for name, address, land in COMPOUNDS:
        facts = {"name": name, "address": address, "land_area": land}
        yield "buildings.register_compound", (name,), facts


def _buildings() -> Iterator[Told]:
    for house in HOUSES:
        facts = {
            "compound": str(record_of("buildings.register_compound", house.compound)),
            "name": house.name, "address": house.address, "storeys": house.storeys,
            "gross_area": house.gross_area, "built_year": house.built_year,
            "structure": house.structure, "ownership": house.ownership,
            "acquired": "built",
        }  # fmt: skip
        yield "buildings.register_building", (house.name,), facts


def _floors() -> Iterator[Told]:
    for house in HOUSES:
        for level in range(1, house.storeys + 1):
            facts = {
                "building": str(building_id(house)), "level": level,
                "gross_area": house.gross_area // house.storeys,
            }  # fmt: skip
            yield "buildings.register_floor", (house.name, level), facts


def _rooms() -> Iterator[Told]:
    for room in rooms_of_year():
        facts: dict[str, Any] = {
            "floor": str(floor_id(room.house, room.level)), "number": room.number,
            "function": room.function, "usable_area": room.area,
            "area_source": "surveyed", "measured_on": "2019-06-01",
        }  # fmt: skip
        if room.unit:
            facts |= {"unit": str(department_id(room.unit)), "since": "2019-07-01"}
        yield "buildings.register_room", (room.house.name, room.number), facts
