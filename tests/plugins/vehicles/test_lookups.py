"""A column looked up costs each row of a page one step into an index, not a scan."""

from __future__ import annotations

from houqin.core.projection.tables import LedgerTables
from tests.office import declared


def test_every_column_rows_are_looked_up_by_has_an_index() -> None:
    ledgers = declared().ledgers
    lookups = [
        column.looked_up
        for ledger in ledgers.values()
        for column in ledger.columns
        if column.looked_up
    ]
    assert len(lookups) > 5
    bare = {
        f"{lookup.ledger}: {lookup.by}"
        for lookup in lookups
        if lookup.by not in LedgerTables(ledgers[lookup.ledger], 1).indexed()
    }
    assert bare == set()
