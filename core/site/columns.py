"""The columns of a ledger as people see them, and their texts for many rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.projection.ledger import Column
from houqin.core.schema.types import FieldType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from houqin.core.projection.ledger import Ledger
    from houqin.core.projection.row import Row
    from houqin.core.site.display import Display

_STATE = Column("state", "办理状态", FieldType("state"), primary=True)
#: A row's own name for its number, which no ledger stores.
_NUMBER = "row_number"
NUMBER = Column(
    "number", "序号", FieldType("integer"),
    derived=lambda values, _today: values.get(_NUMBER),
)  # fmt: skip


def numbered(ledger: Ledger, rows: Iterable[Row], first: int = 1) -> Iterator[Row]:
    """The rows as they are shown one below the other, each with its number."""
    for number, row in enumerate(rows, first):
        if ledger.numbered:
            row.values[_NUMBER] = number
        yield row


def number_of(row: Row) -> int | None:
    """The number a row was given."""
    found: int | None = row.values.get(_NUMBER)
    return found


def columns_of(ledger: Ledger) -> list[Column]:
    """Those that are not hidden, with the state of a workflow at the end."""
    columns = [column for column in ledger.columns if not column.hidden]
    if ledger.numbered:
        columns.insert(0, NUMBER)
    if ledger.per.workflow and not any(c.type.kind == "state" for c in columns):
        columns.append(_STATE)
    return columns


def column_texts(
    display: Display, ledger: Ledger, column: Column, rows: Sequence[Row]
) -> list[str]:
    """One column of all rows."""
    if column.personal or column.derived:
        return [display.cell(ledger, row, column) for row in rows]
    if column.type.kind == "state":
        titles = {row.state: display.state(ledger, row.state) for row in rows}
        return [titles[row.state] for row in rows]
    return display.texts(column.type, [row.values[column.name] for row in rows])
