"""Leases, certificates, signs and inspections of the year."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid5

from houqin.core.demonstration.clock import MINUTE, at, text
from houqin.core.demonstration.county import CENTRE, clerk_of
from houqin.core.demonstration.identities import (
    command_id,
    department_id,
    person_id,
    record_of,
)
from houqin.core.demonstration.parts import Handed, Timed, done
from houqin.core.demonstration.registering import REGISTERED

from .estate import HOUSES, KEEPER, building_id, housed, rooms_of_year

if TYPE_CHECKING:
    from collections.abc import Iterator

_AFTER_ROOMS = REGISTERED + 15 * MINUTE
_SECOND = 1_000_000


def photo(shade: int) -> bytes:
    """A picture of one tone: nothing in the county is real."""
    from PIL import Image  # noqa: PLC0415 - slow to import

    made = io.BytesIO()
    Image.new("L", (320, 240), shade).save(made, "PNG")
    return made.getvalue()


def _approval(number: int) -> Handed:
    return Handed("director", f"用房租用批复{number}.png", photo(250 - number))


def _before(number: int) -> Handed:
    return Handed(KEEPER, f"问题{number}整改前.png", photo(60 + number))


def _after(number: int) -> Handed:
    unit = _DEFECTS[number][1]
    return Handed(clerk_of(unit), f"问题{number}整改后.png", photo(160 + number))


def files() -> list[Handed]:
    """What these acts name."""
    numbers = range(len(_DEFECTS))
    return [
        *(_approval(number) for number in range(len(LEASES))),
        *map(_before, numbers), *map(_after, numbers),
    ]  # fmt: skip


# Leases

#: Kind, the other side, place or how many idle rooms, 0.01 m², since, until, fen a
#: year, what for, whose, and the day on which it was asked for.
LEASES: tuple[tuple[Any, ...], ...] = (
    ("rent_in", "县供销合作社联合社", "解放路18号二楼", 42_000, "2023-02-01",
     "2024-01-31", 9_600_000, "政务服务分中心办公", "县行政审批局", date(2023, 1, 16)),
    ("borrow", "县图书馆", "文化路5号一楼东", 16_000, "2023-04-01", "2023-12-31", None,
     "普查办公室临时办公", "县统计局", date(2023, 3, 20)),
    ("lend", "县邮政局", 2, None, "2023-03-01", "2025-02-28", None, "邮政便民服务点",
     None, date(2023, 2, 13)),
    ("rent_out", "县农村商业银行", 1, None, "2023-05-01", "2024-04-30", 3_600_000,
     "自助银行", None, date(2023, 4, 10)),
)  # fmt: skip


def _idle() -> Iterator[str]:
    """Rooms nobody has, from the last door backwards."""
    for room in reversed(rooms_of_year()):
        if room.unit is None and room.function == "staff_office":
            yield str(room.id)


def leases() -> Iterator[Timed]:
    """Asked for by the keeper, approved by the director, begun with the contract."""
    idle = _idle()
    for number, row in enumerate(LEASES):
        kind, other, where, area, since, until, rent, purpose, unit, asked = row
        given: dict[str, Any] = {
            "kind": kind, "counterparty": other, "since": since, "until": until,
            "purpose": purpose,
        }  # fmt: skip
        if isinstance(where, int):
            given["rooms"] = [next(idle) for _ in range(where)]
        else:
            given |= {"place": where, "area": area}
        if unit in housed():
            given["unit"] = str(department_id(unit))
        if rent is not None:
            given["rent"] = rent
        lease = str(record_of("buildings.apply_lease", other))
        begun = at(asked, 10 * 60)
        yield done(begun, "buildings.apply_lease", KEEPER, other, **given)
        yield done(
            begun + 300 * MINUTE, "buildings.approve_lease", "director", other,
            record=lease, document=f"X机管〔2023〕{10 + number}号",
            approved_on=asked.isoformat(), papers=[_approval(number).reference],
        )  # fmt: skip
        yield done(
            begun + 2 * 24 * 60 * MINUTE, "buildings.start_lease", KEEPER, other,
            record=lease, contract=f"房租2023-{number + 1:02d}",
        )  # fmt: skip


# Certificates and signs


def certificates() -> Iterator[Timed]:
    """One of each building, entered with the rooms."""
    for number, house in enumerate(HOUSES):
        yield done(
            _AFTER_ROOMS + number * _SECOND, "buildings.register_cert", KEEPER,
            house.name, building=str(building_id(house)),
            kind="real_estate" if house.built_year > 2000 else "house",  # noqa: PLR2004 - the older kind
            number=f"X（{house.built_year + 1}）县不动产权第{number + 1:05d}号",
            owner=CENTRE, area=house.gross_area,
            issued_on=f"{house.built_year + 1}-05-20",
        )  # fmt: skip


def signs() -> Iterator[Timed]:
    """The boards at the doors of the buildings, and of the first units."""
    told: list[dict[str, Any]] = [
        {
            "kind": "index", "wording": f"{house.name}楼层索引", "spot": "一楼大厅",
            "building": str(building_id(house)), "posted_on": "2019-07-10",
        }
        for house in HOUSES
    ]  # fmt: skip
    told += [
        {
            "kind": "unit", "wording": unit, "spot": "正门右侧",
            "building": str(building_id(HOUSES[0])), "posted_on": "2019-07-10",
            "unit": str(department_id(unit)),
        }
        for unit in housed()[:8]
    ]  # fmt: skip
    for number, given in enumerate(told):
        recorded = _AFTER_ROOMS + (10 + number) * _SECOND
        yield done(recorded, "buildings.post_sign", KEEPER, given["wording"], **given)


# Inspections

#: What is looked at, in which buildings, planned when, done when.
INSPECTIONS = (
    ("春季房屋安全巡检", (0, 1, 2, 3, 4), date(2023, 3, 6), date(2023, 3, 9)),
    ("汛前屋面和排水巡检", (0, 3, 4), date(2023, 5, 8), date(2023, 5, 11)),
    ("用房使用情况巡检", (0, 1, 2), date(2023, 9, 4), date(2023, 9, 7)),
    ("冬季消防和门窗巡检", (0, 1, 2, 3, 4), date(2023, 12, 4), date(2023, 12, 7)),
)
#: Which inspection found it, whose it is to mend, what it is.
_DEFECTS = (
    (0, "县教育局", "吊顶板松动"), (0, "县民政局", "窗扇合页脱落"),
    (1, "县财政局", "卫生间地漏返水"), (1, "县审计局", "外墙渗水"),
    (1, "县司法局", "雨水管堵塞"), (2, "县农业农村局", "走廊堆放杂物"),
    (3, "县交通运输局", "防火门闭门器损坏"), (3, "县水利局", "应急灯不亮"),
)  # fmt: skip


def _item(number: int, unit: str, matter: str, day: date) -> dict[str, Any]:
    return {
        "matter": matter, "unit": str(department_id(unit)),
        "person": str(person_id(clerk_of(unit))),
        "deadline": text(at(day, 18 * 60) + 10 * 24 * 60 * MINUTE),
        "before": [_before(number).reference],
    }  # fmt: skip


def inspections() -> Iterator[Timed]:
    """Four rounds a year; what they found was put right and checked."""
    for which, (scope, houses, planned, day) in enumerate(INSPECTIONS):
        record = str(record_of("buildings.plan_inspection", scope))
        yield done(
            at(planned, 9 * 60), "buildings.plan_inspection", KEEPER, scope,
            scope=scope, buildings=[str(building_id(HOUSES[n])) for n in houses],
            inspector=str(person_id(KEEPER)), planned_for=text(at(day, 18 * 60)),
        )  # fmt: skip
        found = [(n, row) for n, row in enumerate(_DEFECTS) if row[0] == which]
        yield done(
            at(day, 16 * 60), "buildings.inspect", KEEPER, scope, record=record,
            summary=f"{scope}完成，发现问题{len(found)}个。",
            items=[_item(n, unit, matter, day) for n, (_w, unit, matter) in found],
        )  # fmt: skip
        for later, (number, (_which, unit, matter)) in enumerate(found, 1):
            yield from _mended(scope, day, later, number, unit, matter)


def _mended(
    scope: str, day: date, later: int, number: int, unit: str, matter: str
) -> Iterator[Timed]:
    item = str(uuid5(command_id("buildings.inspect", scope), str(later)))
    fed_back = at(day, 11 * 60) + (2 + number) * 24 * 60 * MINUTE
    yield done(
        fed_back, "core.feed_back", clerk_of(unit), matter, record=item,
        measures="已修复并拍照", after=[_after(number).reference],
    )  # fmt: skip
    yield done(
        fed_back + 120 * MINUTE, "core.recheck", KEEPER, matter, record=item,
        verdict="passed",
    )  # fmt: skip
