"""Columns read from another ledger, as parts of a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

if TYPE_CHECKING:
    from houqin.core.projection.ledger import LookedUp


def looked_up(lookup: LookedUp, table: sa.Table, key: Any, otherwise: Any) -> Any:
    """Newest, sum or number of the rows of ``table`` that refer to ``key``.

    :param otherwise: what stands where there is no newest one.
    """
    rows = table.alias()
    mine = [rows.c[lookup.by] == key, rows.c.voided == 0]
    if lookup.state:
        mine.append(rows.c.state == lookup.state)
    if lookup.measure == "count":
        if lookup.column:
            mine.append(rows.c[lookup.column].is_not(None))
        return sa.select(sa.func.count()).where(*mine).scalar_subquery()
    if lookup.measure == "sum":
        found = sa.select(sa.func.coalesce(sa.func.sum(rows.c[lookup.column]), 0))
        return found.where(*mine).scalar_subquery()
    mine += _of_interest(rows.c[lookup.column], lookup)
    value, order = _mapped(rows.c[lookup.column], lookup), rows.c[lookup.order]
    newest = sa.select(value).where(*mine, value.is_not(None), order.is_not(None))
    found = newest.order_by(order.desc(), rows.c.key.desc()).limit(1)
    scalar = found.scalar_subquery()
    return scalar if otherwise is None else sa.func.coalesce(scalar, otherwise)


def _of_interest(value: Any, lookup: LookedUp) -> list[Any]:
    """Values that a mapping knows, said as constants: an index of that state serves."""
    codes: list[Any] = [
        sa.literal_column(f"'{code}'") for code, _shown in lookup.mapping
    ]
    return [sa.or_(*(value == code for code in codes))] if codes else []


def _mapped(value: Any, lookup: LookedUp) -> Any:
    if not lookup.mapping:
        return value
    return sa.case(dict(lookup.mapping), value=value)
