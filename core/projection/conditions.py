"""What a ledger page's address says, as conditions of a query."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

import sqlalchemy as sa

from houqin.core.projection.horizon import day_start
from houqin.core.projection.kpi import Equals, Given
from houqin.core.projection.rollup import WIDTHS
from houqin.core.schema.errors import FormErrors

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from zoneinfo import ZoneInfo

    from houqin.core.projection.kpi import Kpi
    from houqin.core.projection.ledger import Column, Ledger
    from houqin.core.projection.visibility import Visibility

Period = tuple[date, date]

#: Times kept as the beginning of an ISO date.
WRITTEN = {"date": 10, **WIDTHS}
FIRST_YEAR, LAST_YEAR = 1970, 2200
#: Behind a unit's name: with all units below it.
BELOW = "及下级"


class UnknownColumn(LookupError):
    """A filter or sort order names a column the ledger does not have."""

    def __init__(self, ledger: str, column: str) -> None:
        self.ledger = ledger
        self.column = column
        super().__init__(f"台账{ledger}没有“{column}”这一栏")


class Titles(Protocol):
    """How a reference's typed text becomes ids, and how it is sorted."""

    def ids_like(self, aggregate: str, text: str) -> list[str]:
        """Ids of the records whose title contains ``text``."""
        ...

    def counted_under(
        self, aggregate: str, ids: list[str], *, below: bool
    ) -> list[str]:
        """These and what is counted under them: units merged into them."""
        ...

    def visibility(self, ledger: Ledger) -> Visibility | None:
        """The rows of a ledger that are there for whoever reads."""
        ...

    def merged_units(self) -> Mapping[str, str]:
        """Units merged into others, each with the one that goes on for it."""
        ...

    def setting(self, name: str, day: date) -> Any:
        """A parameter as it holds on a day."""
        ...

    def ledger_of(self, aggregate: str) -> Ledger | None:
        """The ledger that holds the titles of an aggregate."""
        ...

    def ledger_named(self, name: str) -> Ledger:
        """The ledger of that name."""
        ...


class Conditions:
    """Turns filters, periods and figures of one ledger into conditions.

    :param expression: the column expression of a name, looked-up ones too.
    """

    def __init__(
        self,
        ledger: Ledger,
        expression: Callable[[str], Any],
        titles: Titles,
        zone: ZoneInfo,
    ) -> None:
        self.ledger = ledger
        self._expression = expression
        self._titles = titles
        self._zone = zone

    def __call__(
        self,
        filters: Mapping[str, str] | None,
        period: Period | None,
        kpi: tuple[Kpi, date, date] | None,
    ) -> list[Any]:
        """Conditions for typed filters, a period, and the rows a figure counts."""
        conditions: list[Any] = []
        errors: dict[str, str] = {}
        for name, typed in (filters or {}).items():
            if not typed.strip():
                continue
            try:
                conditions.append(self._filter(name, typed.strip()))
            except FormErrors as error:
                errors |= error.errors
        if errors:
            raise FormErrors(errors)
        if period and self.ledger.period_column:
            conditions.append(self._between(self.ledger.period_column, *period))
        if kpi:
            conditions += self._counted(*kpi)
        return conditions

    def _counted(self, kpi: Kpi, start: date, end: date) -> list[Any]:
        """The rows a count or sum counts between two days."""
        conditions = [self._expression("voided") == 0]
        if kpi.at:
            conditions.append(self._between(kpi.at, start, end))
        for where in kpi.where:
            if isinstance(where, Equals):
                conditions.append(self._expression(where.column).in_(where.codes))
            elif isinstance(where, Given):
                conditions.append(self._expression(where.column).is_not(None))
            else:
                years = where.years
                if isinstance(years, str):
                    years = self._titles.setting(years, end)
                limit = years_before(end, years)
                conditions.append(self._expression(where.column) < limit)
        return conditions

    def _between(self, name: str, start: date, end: date) -> Any:
        expression = self._expression(name)
        column = self.ledger.column(name)
        if column is not None and column.type.kind in WRITTEN:
            # PostgreSQL knows no BETWEEN x COLLATE c AND y, which SQLAlchemy writes.
            width = WRITTEN[column.type.kind]
            first, last = start.isoformat()[:width], end.isoformat()[:width]
            return sa.and_(expression >= first, expression <= last)
        begins = day_start(start, self._zone)
        after = day_start(end + timedelta(days=1), self._zone)
        return sa.and_(expression >= begins, expression < after)

    def _filter(self, name: str, typed: str) -> Any:  # noqa: PLR0911 - one a kind
        if name == "voided":
            return self._expression("voided") == int(typed == "1")
        if name == "state":
            return self._expression("state") == typed
        column = self.ledger.column(name)
        if column is None or column.personal:
            raise UnknownColumn(self.ledger.name, name)
        expression, kind = self._expression(name), column.type.kind
        if kind == "reference":
            return expression.in_(self._referenced(column, typed))
        if kind in {"date", "instant"}:
            return self._between(name, *_days(column, typed))
        if column.type.integral:
            low, high = _numbers(column, typed)
            return expression.between(low, high)
        if kind in {"choice", "state"}:
            return expression == typed
        return expression.like(_like(typed), escape="\\")

    def _referenced(self, column: Column, typed: str) -> list[str]:
        aggregate, named = column.type.reference, typed.removesuffix(BELOW).strip()
        try:
            ids = [str(UUID(named))]
        except ValueError:
            ids = self._titles.ids_like(aggregate, named)
        below = typed.endswith(BELOW)
        return self._titles.counted_under(aggregate, ids, below=below)


def years_before(day: date, years: int) -> str:
    """The same day ``years`` earlier; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years).isoformat()
    except ValueError:
        return day.replace(year=day.year - years, day=28).isoformat()


def _like(typed: str) -> str:
    escaped = typed.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _days(column: Column, typed: str) -> Period:
    first, _, last = typed.partition("..")
    try:
        start = _day(first)
        return start, _day(last) if last else start
    except ValueError:
        example = "2023-03-05或2023-03-01..2023-03-31"
        raise FormErrors(
            {column.name: f"{column.title}应为日期，例如{example}"}
        ) from None


def _day(typed: str) -> date:
    """A local date within the years an instant of either database can hold."""
    found = date.fromisoformat(typed.strip())
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError(typed)
    return found


def _numbers(column: Column, typed: str) -> tuple[int, int]:
    first, _, last = typed.partition("..")
    try:
        low = _scaled(first, column.type.scale)
        high = _scaled(last, column.type.scale) if last else low
    except ValueError:
        message = f"{column.title}应为数字，例如60或50..80"
        raise FormErrors({column.name: message}) from None
    return low, high


def _scaled(typed: str, scale: int) -> int:
    """A typed decimal as the integer it is stored as."""
    whole, _, decimals = typed.strip().partition(".")
    if len(decimals) > scale or len(whole) > 15:  # noqa: PLR2004 - fits 64 bits
        raise ValueError(typed)
    sign = -1 if whole.startswith("-") else 1
    part = int(decimals.ljust(scale, "0") or "0")
    return int(sign * (abs(int(whole or "0")) * 10**scale + part))
