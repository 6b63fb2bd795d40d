"""What was allotted, what is above the standard, and what was put right."""

from __future__ import annotations

from houqin.core.projection.kpi import Equals, count, level, total
from houqin.plugins.buildings.ledgers.allocations import allocations, allotted_rooms
from houqin.plugins.buildings.ledgers.oversight import over_standards
from houqin.plugins.buildings.ledgers.people import occupancies
from houqin.plugins.buildings.ledgers.rooms import rooms

_OVER = (Equals("is_over", ("yes",)), Equals("state", ("allocated",)))

allotted = count(
    "buildings.allotted_rooms", "调配间数", over=allotted_rooms, at="moved_at",
    unit="间", order=110, dimensions=("unit",), source="调配房间明细",
    meaning="期内办理交接、由单位使用的房间数，按交接时间计；未交接的不计。",
)  # fmt: skip
allotted_area = total(
    "buildings.allotted_area", "调配面积", over=allocations, column="area",
    at="moved_at", unit="平方米", scale=2, order=120, dimensions=("unit",),
    source="用房调配台账",
    meaning="期内办理交接的房间的使用面积之和，按交接时间计。",
)  # fmt: skip
over_rooms = level(
    "buildings.over_rooms", "超标间数", over=rooms, unit="间", where=_OVER,
    headline=60, order=40,
    meaning="截止日一人使用、使用面积超过其职务职级标准的办公室间数；"
    "合用的按人数分摊，不计。",
    source="房间明细",
)  # fmt: skip
over_area = level(
    "buildings.over_area", "超标面积", over=rooms, column="over", unit="平方米",
    scale=2, where=_OVER, order=45, source="房间明细",
    meaning="截止日超标办公室的使用面积超过标准的部分之和。",
)  # fmt: skip
rectified = count(
    "buildings.rectified_rooms", "整改超标用房", over=over_standards,
    at="rechecked_at", unit="间", where=(Equals("state", ("passed",)),), order=130,
    dimensions=("unit", "way"), source="超标整改台账",
    meaning="期内复核合格、已销号的超标用房间数，按复核时间计。",
)  # fmt: skip
found = count(
    "buildings.found_rooms", "发现超标用房", over=over_standards, at="found_at",
    unit="间", order=135, dimensions=("unit",), source="超标整改台账",
    meaning="期内核查发现、列入整改的超标用房间数。",
)  # fmt: skip
second_offices = level(
    "buildings.second_offices", "另处办公用房", over=occupancies, unit="处",
    where=(Equals("place", ("second",)), Equals("state", ("using", "must_vacate"))),
    order=140, source="人员使用台账",
    meaning="截止日经批准的另处办公用房处数。",
)  # fmt: skip
to_vacate = level(
    "buildings.to_vacate", "应腾退未腾退", over=occupancies, unit="处", order=150,
    where=(Equals("state", ("must_vacate",)),), source="人员使用台账",
    meaning="截止日因退休、调离、离任应腾退而未登记腾退的处数。",
)  # fmt: skip

ALL = (
    over_rooms,
    over_area,
    allotted,
    allotted_area,
    rectified,
    found,
    second_offices,
    to_vacate,
)
