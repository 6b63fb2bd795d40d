"""18 items of the task table of 2023, all submitted in time, four after 补正."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from houqin.core.demonstration.clock import at, text
from houqin.core.demonstration.identities import record_of
from houqin.core.demonstration.parts import done
from houqin.core.demonstration.pictures import Photo

from .grid import indicator_id
from .staff import OFFICER, STAFF, centre, who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.demonstration.parts import Timed

_PREFIX = "civilized_city."
_TABLE = "2023年网上申报任务表"
#: When a part of the table came, when it is due, and its items.
_PARTS = (
    (date(2023, 3, 1), date(2023, 5, 31), (
        ("1.1.1", "文明单位创建实施方案", "1.1"), ("1.1.2", "创建工作部署会议", "1.1"),
        ("1.2.1", "志愿服务队名册", "1.2"), ("1.2.2", "志愿服务活动图片", "1.2"),
        ("2.1.1", "环境卫生整治图片", "2.1"), ("2.2.1", "楼道治理前后对比", "2.2"),
    )),
    (date(2023, 6, 5), date(2023, 8, 31), (
        ("2.2.2", "网格责任公示", "2.2"), ("2.3.1", "公益广告设置图片", "2.3"),
        ("2.3.2", "文明公约上墙图片", "2.3"), ("3.1.1", "电动车充电桩建设", "3.1"),
        ("3.1.2", "消防通道整治记录", "3.1"), ("3.2.1", "文明交通劝导图片", "3.2"),
    )),
    (date(2023, 9, 4), date(2023, 11, 30), (
        ("1.2.3", "志愿服务时长统计", "1.2"), ("2.1.2", "清理整治台账", "2.1"),
        ("2.2.3", "督查整改台账", "2.2"), ("3.2.2", "路口秩序对比图片", "3.2"),
        ("4.1.1", "入户宣传记录", "4.1"), ("4.1.2", "群众满意度问卷", "4.1"),
    )),
)  # fmt: skip
_AGAIN = frozenset({"1.1.2", "2.2.2", "3.1.1", "4.1.1"})
_DECLINED, _UNDECIDED = frozenset({"3.1.2"}), frozenset({"4.1.1", "4.1.2"})


def online_items() -> Iterator[Timed]:
    """Every item of every part of the table."""
    for came, due, items in _PARTS:
        for number, (code, name, indicator) in enumerate(items):
            key = STAFF[number % len(STAFF)]
            yield done(
                at(came, 600 + number), f"{_PREFIX}assign_online_item", OFFICER, code,
                number=code, name=name, table=_TABLE, unit=centre(), person=who(key),
                deadline=text(at(due, 1020)), naming=f"{code}-*.jpg", largest=5,
                indicator=indicator_id(indicator),
            )  # fmt: skip
            yield from _item(due - timedelta(20 - number), code, name, key)


def _item(day: date, code: str, name: str, key: str) -> Iterator[Timed]:
    """Collected, checked, submitted, and what became of it."""
    record = str(record_of(f"{_PREFIX}assign_online_item", code))
    yield _collected(day, code, name, key, "first")
    if code in _AGAIN:
        yield done(
            at(day, 960), f"{_PREFIX}send_back_material", OFFICER, code,
            record=record, supplement="图片不清晰，请补拍并注明时间地点",
        )  # fmt: skip
        day += timedelta(2)
        yield _collected(day, code, name, key, "again")
    yield done(at(day, 1000), f"{_PREFIX}check_material", OFFICER, code, record=record)
    filed = day + timedelta(1)
    yield done(
        at(filed, 600), f"{_PREFIX}file_material", OFFICER, code, record=record,
        screenshot=[Photo("提交截图.jpg", f"{filed} 10:00")], filing=f"WB2023{code}",
    )  # fmt: skip
    if code in _UNDECIDED:
        return
    step = "decline_material" if code in _DECLINED else "adopt_material"
    said = {"reason": "与其他单位材料重复"} if code in _DECLINED else {}
    decided = filed + timedelta(15)
    yield done(at(decided, 900), _PREFIX + step, OFFICER, code, record=record, **said)


def _collected(day: date, code: str, name: str, key: str, which: str) -> Timed:
    return done(
        at(day, 900), f"{_PREFIX}collect_material", key, code, which,
        record=str(record_of(f"{_PREFIX}assign_online_item", code)),
        files=[Photo(f"{code}-{name}.jpg", f"{day} {which}", 2, 1)],
    )  # fmt: skip
