"""The tree of units out of a ledger's rows: as it was within a horizon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.people.tree import ACTIVE, Tree, Unit

if TYPE_CHECKING:
    from houqin.core.projection.query import LedgerReader

_KEPT = ("name", "short", "parent", "successor", "kind", "order")


def tree_of(units: LedgerReader) -> Tree:
    """Rows of core.departments as a tree; voided units are none.

    Only what is stored is read: nobody asked how many people a unit had.
    """
    order = units.ledger.order
    rows = (dict(zip(order, row, strict=True)) for row in units.stored())
    return Tree(
        Unit(row["key"], state=row["state"] or ACTIVE, **{n: row[n] for n in _KEPT})
        for row in rows
        if not row["voided"]
    )
