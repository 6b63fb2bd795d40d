"""Six notices of 县创城办, all on time, and two of our own to units.

One came on the phone, one was extended, one item was re-checked twice.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid5

from houqin.core.demonstration.clock import at, text
from houqin.core.demonstration.identities import (
    command_id,
    department_id,
    record_of,
)
from houqin.core.demonstration.parts import done
from houqin.core.demonstration.pictures import Photo

from .grid import AREAS, area_id, indicator_id, keeper_of
from .staff import DIRECTOR, OFFICER, centre, who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.demonstration.parts import Timed

_PREFIX = "civilized_city."
ISSUER = "县创城办"
_BASIS = "《2023年创建全国文明城市工作方案》；逾期未整改的全县通报"


class Told(NamedTuple):
    """One notice as it came in.

    :param days: from the day it came to its deadline.
    """

    came: date
    area: int
    days: int
    indicator: str
    matters: tuple[str, ...]
    came_by: str = "paper"
    extended: bool = False
    twice: bool = False


RECEIVED = (
    Told(date(2023, 2, 15), 0, 5, "2.2", (
        "一单元楼道堆放旧家具", "二单元门口堆放建筑垃圾", "楼道小广告未清除",
    )),
    Told(date(2023, 4, 12), 3, 3, "3.1", (
        "楼下飞线充电", "消防通道停放电动车",
    ), came_by="phone"),
    Told(date(2023, 5, 24), 11, 7, "2.1", (
        "报社楼后垃圾清运不及时", "绿地内有枯枝落叶", "垃圾桶无盖", "墙根积水",
    )),
    Told(date(2023, 7, 19), 6, 5, "2.2", (
        "雨棚破损", "楼道照明不亮", "公告栏过期张贴",
    ), extended=True),
    Told(date(2023, 9, 6), 8, 7, "2.1", (
        "地下车库入口杂物", "垃圾分类投放点脏污",
    ), twice=True),
    Told(date(2023, 11, 8), 10, 4, "2.3", (
        "公益广告破损", "宣传栏玻璃脏污", "文明公约未上墙",
    )),
)  # fmt: skip
#: Unit, day and matter of what the centre found with others.
ISSUED = (
    ("县财政局", date(2023, 6, 7), "办公楼前非机动车乱停放"),
    ("县教育局", date(2023, 10, 11), "值班室门口堆放杂物"),
)


def notices() -> Iterator[Timed]:
    """Every notice with its items, to the end."""
    for number, told in enumerate(RECEIVED, 1):
        yield from _received(number, told)
    for number, (unit, day, matter) in enumerate(ISSUED, 1):
        yield from _issued(number, unit, day, matter)


def item_id(command: str, number: int, item: int) -> str:
    """The id of a notice's item, counted from 1: the notice is the first record."""
    return str(uuid5(command_id(command, number), str(item + 1)))


def _photo(day: date, minute: int, things: int) -> list[Photo]:
    name = "整改前.jpg" if things else "整改后.jpg"
    return [Photo(name, f"{day} {minute // 60:02d}:{minute % 60:02d}", things)]


def _received(number: int, told: Told) -> Iterator[Timed]:
    yield _entered(number, told)
    if told.came_by == "phone":
        yield done(
            at(told.came + timedelta(2), 900), f"{_PREFIX}number_notice", OFFICER,
            number, record=_notice(number), number=_number(number),
        )  # fmt: skip
    for item in range(1, len(told.matters) + 1):
        yield from _mended(number, told, item)
    last = told.came + timedelta(told.days - 1 + 2 * told.extended)
    yield done(
        at(last, 840), f"{_PREFIX}reply", OFFICER, number, record=_notice(number),
        handler=who(OFFICER), head="武凤英", note="各项均已整改到位",
    )  # fmt: skip
    for item in range(1, len(told.matters) + 1):
        yield _rechecked(number, item, at(last, 900 + item), "passed")


def _entered(number: int, told: Told) -> Timed:
    code = AREAS[told.area]
    given: dict[str, Any] = {
        "came_by": told.came_by, "issuer_name": ISSUER, "liaison": who(OFFICER),
        "unit": centre(), "person": who(keeper_of(code)), "area": area_id(code),
        "deadline": text(at(told.came + timedelta(told.days), 1080)),
        "spot": "楼道及楼前", "inspected_at": text(at(told.came, 500)),
        "inspector": "县创城办督查二组", "indicator": indicator_id(told.indicator),
        "basis": _BASIS, "contact": "李工 0000-6001234",
        "items": [
            {"matter": matter, "demand": "限期清理，举一反三",
             "before": _photo(told.came, 500 + n, 2 + n)}
            for n, matter in enumerate(told.matters)
        ],
    }  # fmt: skip
    if told.came_by == "paper":
        given["number"] = _number(number)
    command = f"{_PREFIX}receive_notice"
    return done(at(told.came, 930), command, OFFICER, number, **given)


def _number(number: int) -> str:
    return f"创城督〔2023〕{7 * number - 3}号"


def _notice(number: int) -> str:
    return str(record_of(f"{_PREFIX}receive_notice", number))


def _mended(number: int, told: Told, item: int) -> Iterator[Timed]:
    """Put right within two days; longer where more time was given."""
    record = item_id(f"{_PREFIX}receive_notice", number, item)
    mender = keeper_of(AREAS[told.area])
    day = told.came + timedelta(2)
    if told.extended and item == 1:
        until = at(told.came + timedelta(told.days + 2), 1080)
        yield done(
            at(day, 510), "core.ask_extension", mender, number, item, record=record,
            reason="连日降雨，雨棚须待天晴更换", until=text(until),
        )  # fmt: skip
        yield done(
            at(day, 960), "core.grant_extension", OFFICER, number, item,
            record=record, deadline=text(until), opinion="县创城办同意延期两天",
            scan=[Photo("延期批复.jpg", f"{day} 16:00")],
        )  # fmt: skip
        day = told.came + timedelta(told.days)
    if told.twice and item == 1:
        yield _fed_back(record, mender, day, (number, item, "first"))
        yield _rechecked(number, item, at(day, 900), "failed", "first")
        day += timedelta(2)
    yield _fed_back(record, mender, day, (number, item, "last"))


def _fed_back(record: str, mender: str, day: date, key: tuple[Any, ...]) -> Timed:
    minute = 600 + 5 * key[1]
    return done(
        at(day, minute), "core.feed_back", mender, *key, record=record,
        measures="已组织清理并安排专人每日巡查", after=_photo(day, minute, 0),
    )  # fmt: skip


def _rechecked(
    number: int, item: int, recorded: int, verdict: str, which: str = "last"
) -> Timed:
    """Entered by the liaison, with the stamped receipt."""
    passed = verdict == "passed"
    return done(
        recorded, "core.recheck", OFFICER, number, item, which,
        record=item_id(f"{_PREFIX}receive_notice", number, item), verdict=verdict,
        opinion="现场复核合格" if passed else "角落仍有杂物，请再清理",
        scan=[Photo("盖章回执.jpg", f"2023 {number}-{item}")],
    )  # fmt: skip


def _issued(number: int, unit: str, day: date, matter: str) -> Iterator[Timed]:
    """Signed for, put right and verified by the centre's own account."""
    command, clerk = f"{_PREFIX}issue_notice", f"clerk/{unit}"
    record, item = record_of(command, number), item_id(command, number, 1)
    yield done(
        at(day, 960), command, OFFICER, number, issuer=centre(),
        unit=str(department_id(unit)),
        deadline=text(at(day + timedelta(5), 1020)), signatory="武凤英",
        inspected_at=text(at(day, 570)), inspector="创城网格员",
        indicator=indicator_id("2.1"), basis=_BASIS, contact="龙雅琴 0000-6005678",
        spot="办公区", items=[{"matter": matter, "demand": "三日内清理到位",
                            "before": _photo(day, 570, 4)}],
    )  # fmt: skip
    yield done(
        at(day, 990), f"{_PREFIX}sign_for", clerk, number, record=str(record),
        signed_by=who(clerk), way="system",
    )  # fmt: skip
    yield done(
        at(day, 995), "core.assign_item", clerk, "issued", number, record=item,
        person=who(clerk),
    )  # fmt: skip
    mended = day + timedelta(2)
    yield done(
        at(mended, 600), "core.feed_back", clerk, "issued", number, record=item,
        measures="已划线并安排门卫引导", after=_photo(mended, 600, 0),
    )  # fmt: skip
    yield done(
        at(mended, 960), "core.recheck", DIRECTOR, "issued", number, record=item,
        verdict="passed", opinion="现场查看合格",
    )  # fmt: skip
