"""Conditions that are measured from the end of a view: 30 days before, 2 hours after.

A number may be a dated parameter's name; it is read as of the view's last day, so the
same view gives the same answer for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from houqin.core.projection.conditions import years_before

if TYPE_CHECKING:
    from collections.abc import Callable

    import sqlalchemy as sa

    from houqin.core.projection.ledger import Ledger

    Expression = Callable[[str], sa.ColumnElement[Any]]

#: A number, or the parameter that holds it: ``vehicles.expiry_days``.
Amount = int | str
_HOUR = 3_600_000_000


@dataclass(frozen=True, slots=True)
class Moment:
    """Where a view ends.

    :param day: its last local day.
    :param instant: its last instant: now, or the end of that day.
    :param setting: a parameter's value on that day.
    """

    day: date
    instant: int
    setting: Callable[[str], Any]

    def amount(self, given: Amount) -> int:
        """A number, or what the parameter says."""
        return int(self.setting(given)) if isinstance(given, str) else given


class Condition(Protocol):
    """What a row must be like, as a condition of a query."""

    def __call__(self, ledger: Ledger, value: Expression, moment: Moment) -> Any:
        """The condition.

        :param value: the expression of a column's name.
        """
        ...


@dataclass(frozen=True, slots=True)
class Is:
    """``column`` holds one of ``codes``.

    Written out, not bound: an index kept for these codes alone is found by them.
    """

    column: str
    codes: tuple[str, ...]

    def __call__(self, _ledger: Ledger, value: Expression, _moment: Moment) -> Any:
        """The condition."""
        import sqlalchemy as sa  # noqa: PLC0415 - declarations are read without it

        written = [
            sa.bindparam(None, code, sa.Text(), literal_execute=True)
            for code in self.codes
        ]
        column = value(self.column)
        return column == written[0] if len(written) == 1 else column.in_(written)


@dataclass(frozen=True, slots=True)
class Missing:
    """``column`` is empty."""

    column: str

    def __call__(self, _ledger: Ledger, value: Expression, _moment: Moment) -> Any:
        """The condition."""
        return value(self.column).is_(None)


@dataclass(frozen=True, slots=True)
class DueWithin:
    """The date or instant ``column`` comes at most so much later, or has passed."""

    column: str
    days: Amount = 0
    hours: Amount = 0

    def __call__(self, ledger: Ledger, value: Expression, moment: Moment) -> Any:
        """The condition."""
        days, hours = moment.amount(self.days), moment.amount(self.hours)
        return _until(ledger, self.column, value, moment, days=days, hours=hours)


@dataclass(frozen=True, slots=True)
class DueAfter:
    """The date or instant ``column`` comes later than that."""

    column: str
    days: Amount = 0
    hours: Amount = 0

    def __call__(self, ledger: Ledger, value: Expression, moment: Moment) -> Any:
        """The condition."""
        import sqlalchemy as sa  # noqa: PLC0415 - declarations are read without it

        within = DueWithin(self.column, self.days, self.hours)
        return sa.not_(within(ledger, value, moment))


@dataclass(frozen=True, slots=True)
class PastBy:
    """The date or instant ``column`` is at least so long ago."""

    column: str
    days: Amount = 0
    hours: Amount = 0

    def __call__(self, ledger: Ledger, value: Expression, moment: Moment) -> Any:
        """The condition."""
        days, hours = -moment.amount(self.days), -moment.amount(self.hours)
        return _until(ledger, self.column, value, moment, days=days, hours=hours)


@dataclass(frozen=True, slots=True)
class OlderBy:
    """The date ``column`` is more than so many years ago."""

    column: str
    years: Amount

    def __call__(self, _ledger: Ledger, value: Expression, moment: Moment) -> Any:
        """The condition."""
        years = moment.amount(self.years)
        return value(self.column) < years_before(moment.day, years)


@dataclass(frozen=True, slots=True)
class Below:
    """The number ``column`` is less than ``limit``, in the column's unit."""

    column: str
    limit: Amount

    def __call__(self, _ledger: Ledger, value: Expression, moment: Moment) -> Any:
        """The condition."""
        return value(self.column) < moment.amount(self.limit)


@dataclass(frozen=True, slots=True)
class Beyond:
    """``column`` exceeds ``less`` by at least ``amount``, in the columns' unit."""

    column: str
    less: str
    amount: Amount

    def __call__(self, _ledger: Ledger, value: Expression, moment: Moment) -> Any:
        """The condition."""
        import sqlalchemy as sa  # noqa: PLC0415 - declarations are read without it

        # A column of a ledger without rows is nothing, and of no type.
        less = sa.cast(value(self.less), sa.BigInteger)
        beyond = value(self.column) - less >= moment.amount(self.amount)
        # Asked first: what has nothing to be compared with is not looked up.
        return sa.and_(less.is_not(None), beyond)


def _until(
    ledger: Ledger,
    name: str,
    value: Expression,
    moment: Moment,
    *,
    days: int,
    hours: int,
) -> Any:
    column = ledger.column(name)
    if column is not None and column.type.kind == "date":
        return value(name) <= (moment.day + timedelta(days=days)).isoformat()
    return value(name) <= moment.instant + (days * 24 + hours) * _HOUR
