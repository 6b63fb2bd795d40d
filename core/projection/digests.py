"""The digest of a ledger's rows: equal digests, equal ledgers (CONTRACTS §5)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from houqin.core.projection.ledger import FIXED
from houqin.events import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable

    from houqin.core.projection.ledger import Ledger, LedgerRow


def canonical_row(ledger: Ledger, row: LedgerRow) -> dict[str, Any]:
    """The object a row is digested as: no nulls, nothing that an erasure takes."""
    shown = {"key": row[0], "voided": bool(row[2])}
    if row[3] is not None:
        shown["state"] = row[3]
    if row[4] is not None:
        shown["extra"] = row[4]
    for column, value in zip(ledger.stored, row[len(FIXED) :], strict=True):
        if value is not None and column.digested:
            shown[column.name] = value
    return shown


def digest(ledger: Ledger, rows: Iterable[LedgerRow]) -> str:
    """SHA-256 over canonical rows in key-byte order, a line feed after each."""
    state = hashlib.sha256()
    for row in rows:
        state.update(canonical.encode(canonical_row(ledger, row)))
        state.update(b"\n")
    return state.hexdigest()


def definition_digest(ledger: Ledger) -> str:
    """Changes when what a ledger stores or how it folds is declared otherwise."""
    described = {
        "kind": ledger.kind,
        "columns": [[c.name, c.type.kind, c.latest] for c in ledger.stored],
        "reducers": {
            topic: {column: source.name for column, source in sources.items()}
            for topic, sources in sorted(ledger.fold.assignments.items())
        },
    }
    return hashlib.sha256(repr(described).encode()).hexdigest()[:16]
