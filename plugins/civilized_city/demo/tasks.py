"""52 weekly patrols: issued on Monday, reported within the week, verified."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from houqin.core.demonstration.clock import YEAR, at, text
from houqin.core.demonstration.county import read_county
from houqin.core.demonstration.identities import record_of
from houqin.core.demonstration.parts import done
from houqin.core.demonstration.pictures import Photo
from houqin.core.demonstration.spread import between

from .grid import AREAS, area_id, indicator_id, keeper_of
from .staff import OFFICER, centre, who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.demonstration.parts import Timed

WEEKS = 52
_FIRST_MONDAY = date(YEAR, 1, 2)
_DAYS, _MORNING, _EVENING = 4, 540, 1020
#: Weeks whose first report was sent back.
_SENT_BACK = frozenset({9, 23, 37})
_MATTERS = (
    ("巡查楼道杂物和飞线充电", "3.1"),
    ("巡查庭院卫生和小广告", "2.1"),
    ("巡查楼道扶手、照明和公告栏", "2.2"),
    ("巡查公益广告和宣传氛围", "2.3"),
)
_RESULTS = (
    "已巡查，未发现新增问题",
    "发现楼道杂物一处，已当场清理",
    "发现小广告多处，已清除",
    "发现电动车进楼一辆，已劝离",
)
_PREFIX = "civilized_city."


def monday(week: int) -> date:
    """The Monday of a week, counted from 0."""
    return _FIRST_MONDAY + timedelta(7 * week)


def tasks() -> Iterator[Timed]:
    """Every week's patrol."""
    for week in range(WEEKS):
        yield from _patrol(week)


def _patrol(week: int) -> Iterator[Timed]:
    begins, code = monday(week), AREAS[week % len(AREAS)]
    workdays, key = read_county().workdays, keeper_of(code)
    issued = begins if begins in workdays else workdays.next_after(begins)
    deadline = max(begins, issued) + timedelta(_DAYS)
    matter, indicator = _MATTERS[week % len(_MATTERS)]
    yield done(
        at(issued, _MORNING), f"{_PREFIX}issue_task", OFFICER, week,
        area=area_id(code), kind="patrol", task=matter, unit=centre(),
        person=who(key), deadline=text(at(deadline, _EVENING)),
        indicator=indicator_id(indicator), demand="发现问题当场处理，拍照上报",
    )  # fmt: skip
    day, minute = issued + timedelta(1), between(560, 640, "patrol", week)
    record = str(record_of(f"{_PREFIX}issue_task", week))
    if week in _SENT_BACK:
        yield _report(day, minute, week, "first", key, record)
        yield done(
            at(day, 900), f"{_PREFIX}return_task", OFFICER, week, record=record,
            reason="照片看不出整个楼道，请补拍",
        )  # fmt: skip
        day += timedelta(1)
    yield _report(day, minute, week, "last", key, record)
    yield done(
        at(day + timedelta(1), 570), f"{_PREFIX}verify_task", OFFICER, week,
        record=record, opinion="现场抽查属实",
    )  # fmt: skip


def _report(
    day: date, minute: int, week: int, which: str, key: str, record: str
) -> Timed:
    stamp = f"{day} {minute // 60:02d}:{minute % 60:02d}"
    return done(
        at(day, minute), f"{_PREFIX}report_task", key, week, which, record=record,
        result=_RESULTS[week % len(_RESULTS)], photos=[Photo("巡查.jpg", stamp)],
    )  # fmt: skip
