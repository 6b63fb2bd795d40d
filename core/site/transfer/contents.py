"""Which tables go into the file of a site, and how they are read in order.

Ledgers are built again from events. Logins that are open, locks and work under way
belong to the machine they are on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.site.tables import EVERYTHING
from houqin.events import schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Table

    from houqin.events.store import Connection
    from houqin.events.store.connection import Row

STAYS = frozenset(
    {
        "projection", "rebuild", "ticket", "lockout", "login_failure", "lease",
        "upkeep", "attachment_body",
    }
)  # fmt: skip
#: Rows taken into memory at once.
BATCH = 2000
#: What an event's line holds; the last three are null where its body was erased.
EVENT = tuple(f"{column.name}" for column in schema.event.columns)
BODY = ("salt", "payload", "metadata")

_EVENTS = (
    f"SELECT {', '.join(f'e.{name}' for name in EVENT)},"  # noqa: S608 - names of ours
    f" {', '.join(f'b.{name}' for name in BODY)} FROM [event] AS e"
    " LEFT JOIN [body] AS b ON b.position = e.position"
    " WHERE e.position BETWEEN ? AND ? ORDER BY e.position"
)


def tables() -> list[Table]:
    """What lies beside the log and goes along, commands and 存证点 first."""
    beside = [
        table
        for metadata in EVERYTHING
        for table in metadata.sorted_tables
        if table.name not in STAYS
    ]
    beside.sort(key=lambda table: table.name)
    return [schema.command, schema.checkpoint, *beside]


def columns_of(table: Table) -> list[str]:
    """All but a number the database gives by itself."""
    given = table.autoincrement_column
    own = given is not None and isinstance(given.autoincrement, bool)
    counted = given if own or table.name == "system_log" else None
    return [f"{column.name}" for column in table.columns if column is not counted]


def rows_of(connection: Connection, table: Table) -> Iterator[Row]:
    """Every row in the order of its key, a batch at a time."""
    columns, keys = columns_of(table), [c.name for c in table.primary_key.columns]
    listed = ", ".join([*columns, *(k for k in keys if k not in columns)])
    ordered, marks = ", ".join(keys), ", ".join("?" * len(keys))
    start = f"SELECT {listed} FROM [{table.name}]"  # noqa: S608 - names of ours
    behind = f" WHERE ({ordered}) > ({marks})"
    rest = f" ORDER BY {ordered} LIMIT {BATCH}"
    places = [listed.split(", ").index(key) for key in keys]
    found = connection.execute(start + rest)
    while found:
        yield from (row[: len(columns)] for row in found)
        if len(found) < BATCH:
            return
        last = [found[-1][place] for place in places]
        found = connection.execute(start + behind + rest, last)


def events(connection: Connection, last: int) -> Iterator[Row]:
    """Every event with its body, as stored; bodies are text."""
    for first in range(1, last + 1, BATCH):
        final = min(first + BATCH - 1, last)
        for row in connection.execute(_EVENTS, (first, final)):
            *stored, payload, metadata = row
            yield (*stored, _text(payload), _text(metadata))


def _text(content: bytes | None) -> str | None:
    return None if content is None else bytes(content).decode()
