"""The grid: buildings 1-11 of the old compound, the old newspaper block; the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.demonstration.clock import MINUTE, SECOND
from houqin.core.demonstration.identities import record_of
from houqin.core.demonstration.parts import done
from houqin.core.demonstration.registering import REGISTERED

from .staff import OFFICER, STAFF, centre, who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.demonstration.parts import Timed

_BUILDINGS = 11
BLOCK = "G12"
AREAS = (*(f"G{number:02d}" for number in range(1, _BUILDINGS + 1)), BLOCK)
_GOAL = "楼道整洁、无乱堆乱放、无飞线充电、无小广告"
_STANDARD = "照文明城市测评实地考察标准，问题当周整改"
_EDITION = "2023年版"
#: Code, text, code above, method and points.
_TREE = (
    ("1", "廉洁高效的政务环境", None, None, None),
    ("1.1", "文明单位创建", "1", "material", 400),
    ("1.2", "志愿服务", "1", "material", 600),
    ("2", "安居乐业的生活环境", None, None, None),
    ("2.1", "社区环境卫生", "2", "field", 800),
    ("2.2", "楼道和庭院秩序", "2", "field", 800),
    ("2.3", "社区宣传氛围", "2", "field", 500),
    ("3", "安全稳定的社会环境", None, None, None),
    ("3.1", "消防通道和电动车充电", "3", "secret", 600),
    ("3.2", "文明交通", "3", "secret", 500),
    ("4", "群众评价", None, None, None),
    ("4.1", "群众知晓率和满意度", "4", "poll", 800),
)


def area_id(code: str) -> str:
    """The id of an area, as an input names it."""
    return str(record_of("civilized_city.register_area", code))


def indicator_id(code: str) -> str:
    """The id of an indicator, as an input names it."""
    return str(record_of("civilized_city.list_indicator", code))


def keeper_of(code: str) -> str:
    """Who answers for an area."""
    return STAFF[AREAS.index(code) % len(STAFF)]


def registrations() -> Iterator[Timed]:
    """The tree and the grid, on New Year's morning."""
    begins = REGISTERED + 8 * MINUTE
    for number, (code, name, parent, method, weight) in enumerate(_TREE):
        given = {"parent": parent, "method": method, "weight": weight}
        yield done(
            begins + number * SECOND, "civilized_city.list_indicator", OFFICER, code,
            edition=_EDITION, code=code, name=name, valid_from="2023-01-01",
            **{key: value for key, value in given.items() if value},
        )  # fmt: skip
    for number, code in enumerate(AREAS):
        yield _area(begins + MINUTE + number * SECOND, code, number + 1)


def _area(recorded: int, code: str, number: int) -> Timed:
    block = code == BLOCK
    name = "老报社楼片区" if block else f"老政府小区{number}栋"
    scope = "老报社楼及门前道路、绿地" if block else f"{number}栋各单元楼道、楼前空地"
    return done(
        recorded, "civilized_city.register_area", OFFICER, code, code=code, name=name,
        kind="block" if block else "building", scope=scope,
        buildings=0 if block else 1, unit=centre(), person=who(keeper_of(code)),
        goal=_GOAL, standard=_STANDARD, term="2023-12-31",
    )  # fmt: skip
