"""The period buttons of ledgers and indicators: 本月 / 本季 / 上半年 / 本年 / 去年."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from houqin.core.web.horizons import BadAddress, read_day

if TYPE_CHECKING:
    from collections.abc import Mapping

TITLES = {
    "month": "本月",
    "quarter": "本季",
    "half": "上半年",
    "year": "本年",
    "last_year": "去年",
}
DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Period:
    """Two inclusive local days, and the button that means them."""

    code: str
    first: date | None = None
    last: date | None = None

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day, or nothing for all times."""
        return (self.first, self.last) if self.first and self.last else None

    @property
    def text(self) -> str:
        """How a heading says it."""
        return f"{self.first} 至 {self.last}" if self.days else ""

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Name and value for a query."""
        if self.code in TITLES:
            return (("period", self.code),)
        if not self.days:
            return ()
        return (("from", str(self.first)), ("to", str(self.last)))


ALL = Period("")


def button(code: str, today: date) -> Period:
    """The days a button means, seen from ``today``."""
    year, month = today.year, today.month
    first, last = (1, 1), (DECEMBER, 31)
    if code == "last_year":
        year -= 1
    elif code == "half":
        last = (6, 30)
    elif code == "quarter":
        first = ((month - 1) // 3 * 3 + 1, 1)
        last = (first[0] + 2, monthrange(year, first[0] + 2)[1])
    elif code == "month":
        first, last = (month, 1), (month, monthrange(year, month)[1])
    return Period(code, date(year, *first), date(year, *last))


def read_period(query: Mapping[str, str], today: date, otherwise: str = "") -> Period:
    """The period an address asks for; ``otherwise`` is a button's code."""
    first = read_day(query.get("from", ""), "起始日期")
    last = read_day(query.get("to", ""), "截止日期")
    if first or last:
        start, end = first or date(1970, 1, 1), last or today
        if end < start:
            raise BadAddress("截止日期不能早于起始日期")
        return Period("days", start, end)
    code = query.get("period", "") or otherwise
    if code in TITLES:
        return button(code, today)
    if code in {"", "all"}:
        return ALL
    raise BadAddress("没有这个时间范围，请使用页面上的按钮")
