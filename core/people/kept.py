"""What a site keeps of a person outside the log, deleted when the person is erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

    import sqlalchemy as sa

    from houqin.events.store import Connection

#: A row with such a column belongs to the person it names.
COLUMNS = ("person", "subject")
_tables: dict[str, str] = {}


def declare(*everything: sa.MetaData) -> None:
    """Name the tables of a site, once; those with rows of people are remembered."""
    for metadata in everything:
        for table in metadata.sorted_tables:
            for column in COLUMNS:
                if column in table.c:
                    _tables[table.name] = column


def delete(connection: Connection, person: UUID) -> None:
    """Delete everything kept of a person: keys, credentials, tickets."""
    for table, column in sorted(_tables.items()):
        connection.run(
            f"DELETE FROM [{table}] WHERE {column} = ?",  # noqa: S608 - declared names
            (person.bytes,),
        )
