"""Instants and lengths of time as pages say them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

MINUTE, HOUR, DAY = 60, 3600, 86400
_WEEKDAYS = "一二三四五六日"
_MICRO = 1_000_000
#: A matter that waits longer is shown in red.
LONG = 2 * DAY
_GREETINGS = (
    (5, "夜深了"),
    (11, "早上好"),
    (13, "中午好"),
    (18, "下午好"),
    (24, "晚上好"),
)


def local(instant: int, zone: ZoneInfo) -> datetime:
    """Microseconds UTC as local time."""
    return datetime.fromtimestamp(instant // _MICRO, zone)


def minute_text(instant: int | None, zone: ZoneInfo) -> str:
    """``2023-03-05 08:30`` in the site's zone."""
    return f"{local(instant, zone):%Y-%m-%d %H:%M}" if instant else ""


def day_text(day: date) -> str:
    """``2023年3月5日 星期日``."""
    return f"{day.year}年{day.month}月{day.day}日 星期{_WEEKDAYS[day.weekday()]}"


def waited_text(since: int | None, now: int) -> str:
    """How long it has been: ``3 天``, ``2 小时 15 分``, ``不到 1 分钟``."""
    if since is None:
        return ""
    seconds = max(now - since, 0) // _MICRO
    if seconds >= DAY:
        return f"{seconds // DAY} 天"
    if seconds >= HOUR:
        return f"{seconds // HOUR} 小时 {seconds % HOUR // MINUTE} 分"
    return f"{seconds // MINUTE} 分钟" if seconds >= MINUTE else "不到 1 分钟"


def due_text(due: int | None, now: int, zone: ZoneInfo) -> str:
    """Until when: ``今天 15:00``, ``明天 09:00``, ``3月8日 09:00``."""
    if due is None:
        return ""
    at, today = local(due, zone), local(now, zone).date()
    near = {0: "今天", 1: "明天", -1: "昨天"}.get((at.date() - today).days)
    year = "" if at.year == today.year else f"{at.year}年"
    return f"{near or f'{year}{at.month}月{at.day}日'} {at:%H:%M}"


def waited_long(since: int | None, now: int) -> bool:
    """Whether something has been waiting too long."""
    return since is not None and now - since > LONG * _MICRO


def greeting(instant: int, zone: ZoneInfo) -> str:
    """What one says at this time of day."""
    hour = local(instant, zone).hour
    return next(said for before, said in _GREETINGS if hour < before)
