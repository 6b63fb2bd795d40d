"""The tables a ledger lives in: ``ledger__gN`` and its cells ``ledger__gN_cells``."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from houqin.core.projection.ledger import FIXED

if TYPE_CHECKING:
    from houqin.core.projection.ledger import Column, Ledger

#: What a ledger's pointer table holds; see live.py.
projection_metadata = sa.MetaData()
projection_table = sa.Table(
    "projection",
    projection_metadata,
    sa.Column("ledger", sa.Text, primary_key=True),
    sa.Column("generation", sa.BigInteger, nullable=False),
    sa.Column("definition", sa.Text, nullable=False),
    sa.Column("stopped_at", sa.BigInteger),
    sa.Column("error", sa.Text),
)
#: Words of modules, for when their code is gone; see descriptions.py.
description_table = sa.Table(
    "description",
    projection_metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("description", sa.Text, nullable=False),
)
#: How far an unfinished rebuild has come; see rebuild_state.py.
rebuild_table = sa.Table(
    "rebuild",
    projection_metadata,
    sa.Column("ledger", sa.Text, primary_key=True),
    sa.Column("generation", sa.BigInteger, nullable=False),
    sa.Column("definition", sa.Text, nullable=False),
    sa.Column("upto", sa.BigInteger, nullable=False),
    sa.Column("sizes", sa.Text, nullable=False),
    sa.Column("done", sa.Text, nullable=False),
    sa.Column("folded", sa.BigInteger, nullable=False),
    sa.Column("claim", sa.LargeBinary, nullable=False),
)

# Byte order in both databases, so that keys, codes and digests sort alike.
_BYTES = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _sql_type(column: Column) -> sa.types.TypeEngine[Any]:
    return sa.BigInteger() if column.type.integral or column.type.numeric else _BYTES


class LedgerTables:
    """Names, tables and constant statements of one generation of one ledger."""

    def __init__(
        self, ledger: Ledger, generation: int, schema: str | None = None
    ) -> None:
        self.ledger = ledger
        self.generation = generation
        self.name = f"{ledger.name.replace('.', '_')}__g{generation}"
        self.cells_name = f"{self.name}_cells"
        self.metadata = sa.MetaData(schema=schema)
        self.rows = self._rows_table()
        self.cells = self._cells_table()
        self._revisions: dict[tuple[int, ...], str] = {}
        #: Pages asked for before, compiled; see query.py.
        self.pages: dict[tuple[Any, ...], tuple[str, Any]] = {}

    def _rows_table(self) -> sa.Table:
        columns = [sa.Column(c.name, _sql_type(c)) for c in self.ledger.stored]
        table = sa.Table(
            self.name,
            self.metadata,
            sa.Column("key", _BYTES, primary_key=True),
            sa.Column("stream", _BYTES, nullable=False),
            sa.Column("voided", sa.BigInteger, nullable=False),
            sa.Column("state", _BYTES),
            sa.Column("extra", sa.Text),
            *columns,
        )
        for name in self.indexed():
            behind = self.ledger.newest.get(name)
            order = [table.c[behind], table.c.key] if behind else []
            sa.Index(f"{self.name}_{name}", table.c[name], *order)
        for name, state in self.ledger.watched:
            inside = table.c.state == sa.literal_column(f"'{state}'")
            sa.Index(
                f"{self.name}_{state}_{name}", table.c[name],
                sqlite_where=inside, postgresql_where=inside,
            )  # fmt: skip
        return table

    def indexed(self) -> list[str]:
        """The period, and every reference another page may look rows up by."""
        names = {self.ledger.period_column} if self.ledger.period_column else set()
        names |= {
            c.name
            for c in self.ledger.stored
            if c.type.kind == "reference" and c.filter
        }
        # Each row of another ledger's page asks by it, whether it is shown here or not.
        names |= set(self.ledger.newest)
        if self.ledger.kind == "event":
            names.add("stream")
        return sorted(names)

    def _cells_table(self) -> sa.Table:
        return sa.Table(
            self.cells_name,
            self.metadata,
            sa.Column("kpi", _BYTES, primary_key=True),
            sa.Column("dimension", _BYTES, primary_key=True),
            sa.Column("value", _BYTES, primary_key=True),
            sa.Column("day", sa.BigInteger, primary_key=True),
            sa.Column("amount", sa.BigInteger, nullable=False),
            # One tree less to write in every command that counts.
            sqlite_with_rowid=False,
        )

    def total(self, name: str) -> Any:
        """The sum of one column."""
        return sa.func.coalesce(sa.func.sum(self.rows.c[name]), 0)

    @cached_property
    def upsert(self) -> str:
        """Write one row whole."""
        names = (*FIXED, *(c.name for c in self.ledger.stored))
        marks = ", ".join("?" * len(names))
        changed = ", ".join(f'"{n}" = excluded."{n}"' for n in names[1:])
        listed = ", ".join(f'"{n}"' for n in names)
        return (
            f"INSERT INTO [{self.name}] ({listed}) VALUES ({marks}) "  # noqa: S608 - names of our own tables
            f"ON CONFLICT (key) DO UPDATE SET {changed}"
        )

    def revise(self, indices: tuple[int, ...]) -> str:
        """Write some columns of a row that is there, by their places in it."""
        if indices not in self._revisions:
            columns = ", ".join(f'"{self.ledger.order[i]}" = ?' for i in indices)
            self._revisions[indices] = (
                f"UPDATE [{self.name}] SET {columns} WHERE key = ?"  # noqa: S608 - names of our own tables
            )
        return self._revisions[indices]

    @cached_property
    def delete(self) -> str:
        """Take one row away (a late voiding of an event that never was)."""
        return f"DELETE FROM [{self.name}] WHERE key = ?"  # noqa: S608 - names of our own tables

    @cached_property
    def purge(self) -> str:
        """Take all rows of one stream away (something in them was erased)."""
        return f"DELETE FROM [{self.name}] WHERE stream = ?"  # noqa: S608 - names of our own tables

    @cached_property
    def add(self) -> str:
        """Add to one cell."""
        return (
            f"INSERT INTO [{self.cells_name}] AS cell "  # noqa: S608 - names of our own tables
            "(kpi, dimension, value, day, amount) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (kpi, dimension, value, day) "
            "DO UPDATE SET amount = cell.amount + excluded.amount"
        )

    @cached_property
    def add_all(self) -> str:
        """Add to many cells, given as an array of each column.

        PostgreSQL takes seventeen cells so in four fifths of the time of one JSON text.
        """
        into, values, merged = self.add.partition("VALUES (?, ?, ?, ?, ?)")
        assert values  # noqa: S101 - as written above
        texts, numbers = ["?::text[]"] * 3, ["?::bigint[]"] * 2
        given = ", ".join([*texts, *numbers])
        return f"{into}SELECT * FROM unnest({given}){merged}"  # noqa: S608 - names of our own tables
