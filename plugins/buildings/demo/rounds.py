"""信息统计: January and July, asked of the county's own units and of townships."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID, uuid5

from houqin.core.demonstration.clock import MINUTE, at, text
from houqin.core.demonstration.county import clerk_of, read_county, reviewer_of
from houqin.core.demonstration.identities import (
    command_id,
    department_id,
    person_id,
    record_of,
)
from houqin.core.demonstration.parts import Timed, done
from houqin.plugins.buildings.functions import kind_of

from .estate import KEEPER, rooms_of_year

if TYPE_CHECKING:
    from collections.abc import Iterator


_DAY = 24 * 60 * MINUTE


class Round(NamedTuple):
    """One round: as of which day, asked, due and filed when; who came too late."""

    name: str
    as_of: date
    asked: date
    due: date
    filed: date
    late: tuple[str, ...]
    returned: tuple[str, ...]


ROUNDS = (
    Round("2022年度办公用房信息统计", date(2022, 12, 31), date(2023, 1, 5),
          date(2023, 1, 20), date(2023, 2, 2), ("云岭镇", "县残疾人联合会"),
          ("县教育局", "县林业局")),
    Round("2023年上半年办公用房信息统计", date(2023, 6, 30), date(2023, 6, 26),
          date(2023, 7, 10), date(2023, 7, 18), ("青竹镇",),
          ("县财政局", "县卫生健康局", "县水利局")),
)  # fmt: skip


def asked() -> list[str]:
    """Units with rooms here, and townships."""
    kinds = {"leading", "county", "township"}
    return [d.name for d in read_county().departments if d.kind in kinds]


def report_id(one: Round, unit: str) -> UUID:
    """A unit's report: made with the round, in the order of the units."""
    number = asked().index(unit) + 2
    return uuid5(command_id("buildings.assign_report", one.name), str(number))


def reports() -> Iterator[Timed]:
    """Both rounds, from 布置 to 上报."""
    for one in ROUNDS:
        yield _assigned(one)
        for number, unit in enumerate(asked()):
            yield from _of_unit(one, number, unit)
        yield done(
            at(one.filed, 15 * 60), "buildings.file_report", KEEPER, one.name,
            record=str(record_of("buildings.assign_report", one.name)),
            to="市机关事务管理局",
        )  # fmt: skip


def _assigned(one: Round) -> Timed:
    return done(
        at(one.asked, 9 * 60), "buildings.assign_report", KEEPER, one.name,
        name=one.name, as_of=one.as_of.isoformat(), deadline=text(at(one.due, 18 * 60)),
        units=[str(department_id(unit)) for unit in asked()],
        demand="房间数和面积与房间明细核对，经审核人、负责人签字盖章。",
    )  # fmt: skip


def _of_unit(one: Round, number: int, unit: str) -> Iterator[Timed]:
    """Reported within the days that there are, checked the next day."""
    open_days = (one.due - one.asked).days
    day = (
        one.due.toordinal() + 3
        if unit in one.late
        else (one.asked.toordinal() + 1 + number * (open_days - 2) // len(asked()))
    )
    reported = at(date.fromordinal(day), 9 * 60) + number * 3 * MINUTE
    record, key = str(report_id(one, unit)), (one.name, unit)
    yield done(
        reported, "buildings.report_rooms", clerk_of(unit), *key, record=record,
        **_said(number, unit),
    )  # fmt: skip
    checked = reported + _DAY
    if unit in one.returned:
        yield done(
            checked, "buildings.return_report", KEEPER, *key, record=record,
            reason="房间数与房间明细不符，请核对",
        )  # fmt: skip
        yield done(
            checked + 60 * MINUTE, "buildings.report_rooms", clerk_of(unit), *key,
            "again", record=record, **_said(number, unit),
        )  # fmt: skip
        checked += 120 * MINUTE
    yield done(checked, "buildings.accept_report", KEEPER, *key, record=record)


def _said(number: int, unit: str) -> dict[str, Any]:
    """What a unit says of itself: its rooms, and people of a plausible number."""
    rooms = [room for room in rooms_of_year() if room.unit == unit]
    areas: Counter[str] = Counter()
    for room in rooms:
        areas[f"{kind_of(room.function).value}_area"] += room.area
    others = 8 + number % 9
    # Townships keep their own houses, which the register does not hold.
    office = areas["office_area"] or (others + 3) * 1_200
    return {
        "posts": others + 5, "staff": others + 4, "section_chiefs": 1,
        "section_deputies": 3, "others": others, "sites": 1,
        "rooms": len(rooms) or others, "office_area": office,
        "service_area": areas["service_area"],
        "reviewer": str(person_id(reviewer_of(unit))),
        "leader": str(person_id("director")),
    }  # fmt: skip
