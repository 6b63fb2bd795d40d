"""A record as one line of a worklist: its kind, its title, what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from houqin.core.model.waiting import Pending
    from houqin.core.projection.ledger import Column, Ledger
    from houqin.core.projection.row import Row
    from houqin.core.site.reader import Reader


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a worklist.

    :param waiting: what is waited for, as 现在等谁 says it; nothing when closed.
    :param handed_to: whom this step was handed over to.
    :param told_at: when the person whose list it is was told.
    """

    record: UUID
    ledger: str
    kind: str
    title: str
    matter: str
    state: str
    state_title: str
    voided: bool
    waiting: str = ""
    since: int | None = None
    due: int | None = None
    overdue: bool = False
    urged: int = 0
    handed_to: str = ""
    told_at: int | None = None
    unread: bool = False


class Lines:
    """Draws lines of records that whoever reads may see.

    :param records: (aggregate, record) of every line; their rows are read together.
    """

    def __init__(self, reader: Reader, records: Iterable[tuple[str, UUID]]) -> None:
        self._reader = reader
        self._rows: dict[UUID, tuple[str, Ledger, Row]] = {}
        by_aggregate: dict[str, list[UUID]] = {}
        for aggregate, record in records:
            by_aggregate.setdefault(aggregate, []).append(record)
        for aggregate, found in by_aggregate.items():
            self._read(aggregate, found)

    def _read(self, aggregate: str, records: list[UUID]) -> None:
        ledger = self._reader.ledger_of(aggregate)
        if ledger is None:
            return
        rows = self._reader.ledger(ledger.name).by_keys([str(r) for r in records])
        self._reader.display.prefetch(ledger, rows.values())
        self._rows |= {row.stream: (aggregate, ledger, row) for row in rows.values()}

    def shows(self, record: UUID) -> bool:
        """Whether the reader has a row of it."""
        return record in self._rows

    def item(
        self,
        record: UUID,
        pending: Pending | None,
        now: int,
        *,
        told_at: int | None = None,
        unread: bool = False,
    ) -> Item | None:
        """The line of a record, or nothing where the reader has no row of it."""
        if record not in self._rows:
            return None
        aggregate, ledger, row = self._rows[record]
        reader, display = self._reader, self._reader.display
        return Item(
            record, ledger.name, reader.site.declarations.aggregates[aggregate].title,
            reader.title(aggregate, record), self._matter(ledger, row),
            row.state or "", display.state(ledger, row.state), row.voided,
            told_at=told_at, unread=unread, **self._waits(ledger, row, pending, now),
        )  # fmt: skip

    def _matter(self, ledger: Ledger, row: Row) -> str:
        """What it is about: the columns kept in sight, without title and state."""
        columns = (
            c
            for c in ledger.columns
            if c.primary and c.name != ledger.title_column and c.type.kind != "state"
        )
        return "，".join(filter(None, (self._told(ledger, row, c) for c in columns)))

    def _told(self, ledger: Ledger, row: Row, column: Column) -> str:
        """A cell as text; a number tells nothing without what it counts."""
        cell = self._reader.display.cell(ledger, row, column)
        if not cell or not column.type.numeric:
            return cell
        return f"{column.title} {cell} {column.type.unit}".rstrip()

    def _waits(
        self, ledger: Ledger, row: Row, pending: Pending | None, now: int
    ) -> dict[str, Any]:
        if pending is None or row.voided:
            return {}
        holder = pending.holder
        return {
            "waiting": waiting_text(self._reader, ledger, row, pending.waiting),
            "since": pending.since,
            "due": pending.due,
            "overdue": pending.due is not None and pending.due < now,
            "urged": pending.urged,
            "handed_to": self._reader.person_name(holder) if holder else "",
        }


class _Cells(dict[str, str]):
    """A row's cells by column, read when they are asked for."""

    def __init__(self, reader: Reader, ledger: Ledger, row: Row) -> None:
        super().__init__()
        self._reader, self._ledger, self._row = reader, ledger, row

    def __missing__(self, name: str) -> str:
        column: Column | None = self._ledger.column(name)
        if column is None:
            return "—"
        return self._reader.display.cell(self._ledger, self._row, column) or "—"


def waiting_text(reader: Reader, ledger: Ledger, row: Row, waiting: str) -> str:
    """现在等谁: the state's words with the row's cells filled in."""
    return waiting.format_map(_Cells(reader, ledger, row))
