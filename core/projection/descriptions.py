"""What a site keeps of its modules' words, for when their code is gone.

A ledger's tables (kept_ledger.py) and an aggregate's events (core/model/wording.py)
are described in the transaction that first writes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from houqin.events.store import Connection

LEDGER, AGGREGATE = "ledger", "aggregate"


def describe(connection: Connection, kind: str, name: str, text: str) -> None:
    """Write a description in place of the one before."""
    connection.run(
        "INSERT INTO [description] (kind, name, description) VALUES (?, ?, ?)"
        " ON CONFLICT (kind, name) DO UPDATE SET description = excluded.description",
        (kind, name, text),
    )


def description(connection: Connection, kind: str, name: str) -> str | None:
    """The description of that name, if there is one."""
    found = connection.execute(
        "SELECT description FROM [description] WHERE kind = ? AND name = ?",
        (kind, name),
    )
    return found[0][0] if found else None


def described_names(connection: Connection, kind: str, plugin: str) -> list[str]:
    """What was described of a module."""
    found = connection.execute(
        "SELECT name FROM [description] WHERE kind = ? ORDER BY name", (kind,)
    )
    return [name for (name,) in found if name.partition(".")[0] == plugin]
