"""Typed strings to the values a command takes, and back for showing them again.

Numbers are exact: yuan become fen by decimal arithmetic, never by floats.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from houqin.core.schema.numerals import decimal_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from houqin.core.schema.form import FieldSpec

YES, NO = "true", "false"
FIRST_YEAR, LAST_YEAR = 1970, 2200

_MOST_DIGITS = 15
_SHORT_CLOCK = re.compile(r"(\d{1,2})[:：]?(\d{2})")
_SHORT_DAY = re.compile(r"(?:(\d{1,2})[-./月])?(\d{1,2})日?")
_SEPARATORS = str.maketrans({"/": "-", ".": "-", "年": "-", "月": "-", "日": None})


class NotConvertible(ValueError):
    """A typed text that is no value of its field; one Chinese sentence."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def narrow(typed: str) -> str:
    """Full-width digits and signs, as an input method leaves them, made plain."""
    return unicodedata.normalize("NFKC", typed).strip()


def decimal_of(typed: str, title: str, scale: int) -> int:
    """A typed decimal as an integer of 10^-scale."""
    plain = narrow(typed).replace(",", "")
    digits = plain.lstrip("-").replace(".", "", 1)
    if not (digits.isascii() and digits.isdigit()) or len(digits) > _MOST_DIGITS:
        kind = "数字" if scale else "整数"
        raise NotConvertible(f"{title}应为{kind}")
    try:
        scaled = Decimal(plain).scaleb(scale)
    except InvalidOperation:
        raise NotConvertible(f"{title}应为数字") from None
    if scaled != scaled.to_integral_value():
        limit = f"最多{scale}位小数" if scale else "应为整数"
        raise NotConvertible(f"{title}{limit}")
    return int(scaled)


def day_of(typed: str, title: str) -> date:
    """A typed date, also as ``2023/3/5`` or ``2023年3月5日``."""
    parts = narrow(typed).translate(_SEPARATORS).split("-")
    try:
        year, month, day = (int(part) for part in parts)
        found = date(year, month, day)
    except (ValueError, OverflowError):
        raise NotConvertible(f"{title}应为日期，例如2023-03-05") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise NotConvertible(f"{title}的年份应在{FIRST_YEAR}到{LAST_YEAR}之间")
    return found


def clock_of(typed: str, title: str) -> time:
    """A typed time of day, ``08:30``."""
    try:
        return time.fromisoformat(narrow(typed).zfill(5)).replace(tzinfo=None)
    except ValueError:
        raise NotConvertible(f"{title}应为时刻，例如08:30") from None


def instant_of(typed: str, title: str, zone: ZoneInfo) -> datetime:
    """A typed local date and time as an instant."""
    day, _, clock = narrow(typed).replace("T", " ").partition(" ")
    moment = clock_of(clock, title) if clock.strip() else None
    if moment is None:
        raise NotConvertible(f"{title}应为日期时间，例如2023-03-05 08:30")
    return datetime.combine(day_of(day, title), moment, zone).astimezone(UTC)


def instant_text(value: str | int, zone: ZoneInfo) -> str:
    """An instant as a ``datetime-local`` field takes it."""
    if isinstance(value, int):
        moment = datetime.fromtimestamp(value / 1_000_000, UTC)
    else:
        moment = datetime.fromisoformat(value)
    return f"{moment.astimezone(zone):%Y-%m-%dT%H:%M}"


def _boolean(typed: str, title: str) -> bool:
    if typed not in {YES, NO}:
        raise NotConvertible(f"{title}请选择是或否")
    return typed == YES


def _instant(spec: FieldSpec, typed: str, zone: ZoneInfo) -> str:
    moment = instant_of(typed, spec.title, zone)
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


_CONVERT: dict[str, Callable[[FieldSpec, str, ZoneInfo], Any]] = {
    "integer": lambda spec, typed, _: decimal_of(typed, spec.title, 0),
    "quantity": lambda spec, typed, _: decimal_of(typed, spec.title, spec.scale),
    "money": lambda spec, typed, _: decimal_of(typed, spec.title, spec.scale),
    "date": lambda spec, typed, _: day_of(typed, spec.title).isoformat(),
    "instant": _instant,
    "boolean": lambda spec, typed, _: _boolean(typed, spec.title),
    "longtext": lambda _spec, typed, _zone: typed.replace("\r\n", "\n"),
}


def whole_day(typed: str, near: date) -> str:
    """A day typed short, ``5`` or ``3-5``, with the month and year of another."""
    found = _SHORT_DAY.fullmatch(narrow(typed))
    if found is None:
        return typed
    return f"{near.year}-{int(found[1] or near.month):02d}-{int(found[2]):02d}"


def whole_instant(typed: str, near: date) -> str:
    """A time typed short, ``0830`` or ``3-5 830``, on or near a day."""
    day, _, clock = narrow(typed).replace("T", " ").rpartition(" ")
    found = _SHORT_CLOCK.fullmatch(clock)
    if found is None:
        return typed
    return f"{whole_day(day, near) or near} {int(found[1]):02d}:{found[2]}"


def convert(spec: FieldSpec, typed: str, zone: ZoneInfo) -> Any:
    """The value of one field that is no list.

    :raises NotConvertible: when the text cannot be such a value.
    """
    change = _CONVERT.get(spec.kind)
    return change(spec, typed, zone) if change else typed


def shown(spec: FieldSpec, value: Any, zone: ZoneInfo) -> str:
    """The text a form's field starts with for a value of a command or an event."""
    if value is None:
        return ""
    if spec.kind in {"quantity", "money"}:
        return decimal_text(int(value), spec.scale, group=False)
    if spec.kind == "instant":
        return instant_text(value, zone)
    if spec.kind == "boolean":
        return YES if value else NO
    return str(value)
