"""Columns that modules add to one another's ledgers, where those allow it.

They are looked up in a ledger of the module that adds them, so that the ledger they are
shown in stores, counts and digests the same whether that module is there or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from houqin.core.projection.ledger import Column, Ledger
    from houqin.core.registry.declarations import Declarations


def extended(
    ledgers: Mapping[str, Ledger], columns: Mapping[str, Column]
) -> dict[str, Ledger]:
    """The ledgers, each with the columns that are there for it.

    :param columns: by ``<ledger>/<column>``.
    """
    added: dict[str, list[Column]] = {}
    for name, column in columns.items():
        added.setdefault(name.partition("/")[0], []).append(column)
    return {
        name: ledger.extended(added.get(name, ())) if ledger.extensible else ledger
        for name, ledger in ledgers.items()
    }


def misplaced(declared: Declarations, column: str) -> str:
    """Why a column cannot stand where it was declared for; nothing if it can."""
    name, _, own = column.partition("/")
    ledger = declared.ledgers.get(name)
    if ledger is None:
        return f"没有台账{name}"
    if not ledger.extensible:
        return f"台账{name}不能由别的模块增加列"
    if own in {c.name for c in ledger.columns if c not in ledger.added}:
        return f"台账{name}已有列{own}"
    lookup = declared.ledger_columns[column].looked_up
    if lookup is None or lookup.ledger not in declared.ledgers:
        return f"列{own}所查的台账不在"
    return ""
