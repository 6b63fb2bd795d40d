"""The horizon a page's address asks for: 截至日期, 按登记时间截止, 登记序号."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from houqin.core.projection.horizon import Horizon
from houqin.core.schema.conversion import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = ("as_of", "recorded_by", "at")
_MOST_DIGITS = 15


class BadAddress(ValueError):
    """Something in an address that cannot be read; one Chinese sentence."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class TypedHorizon:
    """A horizon as typed, to be shown again and carried along in links."""

    as_of: str = ""
    recorded_by: str = ""
    at: str = ""

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Name and value of each limit, for a query."""
        return tuple((name, getattr(self, name)) for name in NAMES)

    @property
    def text(self) -> str:
        """How the banner says it."""
        said = (
            ("截至日期", self.as_of),
            ("按登记时间截止", self.recorded_by),
            ("登记序号", self.at),
        )
        return "，".join(f"{title} {value}" for title, value in said if value)


def read_day(typed: str, title: str) -> date | None:
    """A date of an address; nothing if it is empty.

    :raises BadAddress: if it is no date a site could mean.
    """
    if not typed.strip():
        return None
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError:
        day = date.min
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadAddress(f"{title}应为日期，例如2023-12-31")
    return day


def read_number(typed: str, title: str) -> int | None:
    """A whole number from 1 of an address; nothing if it is empty."""
    stripped = typed.strip()
    if not stripped:
        return None
    plain = stripped.isascii() and stripped.isdigit() and len(stripped) <= _MOST_DIGITS
    if not plain or int(stripped) < 1:
        raise BadAddress(f"{title}应为大于0的整数")
    return int(stripped)


def read_horizon(query: Mapping[str, str]) -> tuple[Horizon, TypedHorizon]:
    """The horizon of an address's query, and the same as typed."""
    as_of = read_day(query.get("as_of", ""), "截至日期")
    recorded_by = read_day(query.get("recorded_by", ""), "按登记时间截止")
    at = read_number(query.get("at", ""), "登记序号")
    typed = TypedHorizon(*(str(value or "") for value in (as_of, recorded_by, at)))
    return Horizon(position=at, recorded_by=recorded_by, as_of=as_of), typed


def read_of(request: Any) -> tuple[Horizon, TypedHorizon]:
    """The horizon of a request; pages that change something have none."""
    return read_horizon(request.GET)
