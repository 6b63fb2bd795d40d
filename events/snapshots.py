"""Where the library's own applications keep snapshots: beside the log, never in it.

A snapshot is what somebody once computed. Commands, amendments, ledgers and the audit
read events alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, Text

from houqin.events import library
from houqin.events.errors import IntegrityRefused, LogError
from houqin.events.schema import create_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from houqin.events.store import Store

snapshot_tables = MetaData()
Table(
    "snapshot",
    snapshot_tables,
    Column("originator_id", LargeBinary, primary_key=True),
    Column("originator_version", Integer, primary_key=True, autoincrement=False),
    Column("topic", Text, nullable=False),
    Column("state", LargeBinary, nullable=False),
)
_COLUMNS = "originator_id, originator_version, topic, state"
_INSERT = f"INSERT INTO [snapshot] ({_COLUMNS}) VALUES (?, ?, ?, ?)"  # noqa: S608 - constants


class SnapshotRecorder(library.AggregateRecorder):
    """Keeps one state for each version of a stream that somebody asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def create_table(self) -> None:
        """Make the table; a log has none by itself."""
        with self._store.writing() as connection:
            create_tables(connection, snapshot_tables)

    def insert_events(
        self, stored_events: Sequence[library.StoredEvent], **kwargs: Any
    ) -> None:
        """Keep states; IntegrityError for a version that has one."""
        del kwargs
        rows = [
            (
                cast("UUID", s.originator_id).bytes,
                s.originator_version,
                s.topic,
                s.state,
            )
            for s in stored_events
        ]
        try:
            with self._store.writing() as connection:
                connection.run_many(_INSERT, rows)
        except IntegrityRefused as refusal:
            raise library.IntegrityError(str(refusal)) from refusal
        except LogError as error:
            raise library.OperationalError(str(error)) from error

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[library.StoredEvent]:
        """Return a stream's states by version."""
        conditions = ["originator_id = ?"]
        params: list[Any] = [cast("UUID", originator_id).bytes]
        for bound, condition in ((gt, ">"), (lte, "<=")):
            if bound is not None:
                conditions.append(f"originator_version {condition} ?")
                params.append(bound)
        sql = (
            f"SELECT {_COLUMNS} FROM [snapshot] WHERE {' AND '.join(conditions)}"  # noqa: S608 - constants
            f" ORDER BY originator_version{' DESC' if desc else ''}"
        )
        if limit is not None:
            sql += " LIMIT ?"
            params.append(limit)
        with self._store.reading() as connection:
            return [
                library.StoredEvent(
                    UUID(bytes=bytes(stream)), version, topic, bytes(state)
                )
                for stream, version, topic, state in connection.execute(sql, params)
            ]
