"""A small invented estate: one compound, one building, floors and rooms."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.testing import Bench

BUILDING = {
    "name": "1号楼",
    "address": "青山路8号",
    "built_year": 2008,
    "structure": "frame",
    "storeys": 9,
    "gross_area": 1_200_000,
    "ownership": "own",
}


class Estate:
    """Rooms on the third floor of 1号楼, and the people who keep and want them."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.unit = bench.department("县财政局")
        self.other_unit = bench.department("县教育局")
        self.compound = bench.given(
            "buildings.register_compound", name="行政中心", address="青山路8号"
        )
        self.building = bench.given(
            "buildings.register_building", compound=self.compound, **BUILDING
        )
        self.floor = self.new_floor(3)

    def new_floor(self, level: int) -> UUID:
        return self.bench.given(
            "buildings.register_floor", building=self.building, level=level
        )

    def room(self, number: str, area: int = 1800, **more: Any) -> UUID:
        """A room of 18 m², if nothing else is said."""
        facts = {
            "floor": self.floor,
            "number": number,
            "function": "staff_office",
            "usable_area": area,
            "measured_on": "2023-01-10",
        }
        return self.bench.given("buildings.register_room", **{**facts, **more})

    def adopt(self) -> dict[str, UUID]:
        """The standard of a county, and its ranks by name."""
        self.bench.do("buildings.adopt_standard", level="county", since="2015-01-01")
        with self.bench.site.reader() as reader:
            rows = reader.ledger("buildings.ranks").rows()
            return {row.values["name"]: row.stream for row in rows}

    def person(self, name: str, *roles: str) -> UUID:
        return self.bench.person(name, self.unit, *roles)

    def moving(
        self, room: UUID, rank: UUID, person: UUID | None = None, **more: Any
    ) -> dict[str, Any]:
        """What is typed when somebody moves in."""
        person = person or self.person(f"某{len(str(room))}")
        given = {"person": person, "room": room, "rank": rank, "since": "2023-02-01"}
        return given | more

    def occupy(
        self, room: UUID, rank: UUID, person: UUID | None = None, **more: Any
    ) -> UUID:
        return self.bench.given(
            "buildings.occupy", **self.moving(room, rank, person, **more)
        )

    def figure(self, name: str, end: date = date(2023, 12, 31)) -> int | None:
        """A figure of the year up to a day."""
        with self.bench.site.reader() as reader:
            return reader.kpi(f"buildings.{name}", date(2023, 1, 1), end).value
