"""A ledger's rows as plain strings, so that the template only writes them out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from houqin.core.projection.ledger import Column
from houqin.core.schema.numerals import decimal_text
from houqin.core.schema.types import FieldType

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from houqin.core.projection.ledger import Ledger
    from houqin.core.projection.query import Row

_LONG = frozenset({"longtext"})
_STATE = Column("state", "办理状态", FieldType("state"), primary=True)
_CSS_UNSAFE = str.maketrans({'"': None, "\\": None, "<": None, "\n": None})


class Cell(NamedTuple):
    """One cell: class, text, link, class of the badge."""

    css: str | None
    text: str
    url: str | None = None
    badge: str | None = None


class TableRow(NamedTuple):
    """One row."""

    css: str | None
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head; ``url`` sorts by it."""

    title: str
    css: str | None
    url: str | None
    arrow: str


@dataclass(frozen=True, slots=True)
class Table:
    """Heads and rows; ``label_style`` names the cells where rows become cards."""

    columns: list[Column]
    heads: list[Head]
    rows: list[TableRow]
    label_style: str


@dataclass(frozen=True, slots=True)
class TotalRow:
    """The totals, or where htmx gets them."""

    shown: bool
    url: str | None
    cells: list[Cell]


def shown_columns(ledger: Ledger) -> list[Column]:
    """The ledger's columns, with the state of a workflow at the end."""
    columns = [column for column in ledger.columns if not column.hidden]
    if ledger.per.workflow and not any(c.type.kind == "state" for c in columns):
        columns.append(_STATE)
    return columns


def css_of(column: Column) -> str | None:
    """Numbers to the right, long text wrapped, the rest hidden on a phone."""
    kinds = (
        "number" if column.type.numeric else "",
        "wide" if column.type.kind in _LONG else "",
        "" if column.primary else "rest",
    )
    return " ".join(kind for kind in kinds if kind) or None


def draw_table(
    request: Any,
    ledger: Ledger,
    rows: Sequence[Row],
    sort: str,
    url: Callable[..., str],
) -> Table:
    """The page's table; ``url`` makes addresses of this ledger."""
    columns = shown_columns(ledger)
    return Table(
        columns,
        [_head(column, sort, url) for column in columns],
        _rows(request, ledger, columns, rows),
        _labels(columns),
    )


def _head(column: Column, sort: str, url: Callable[..., str]) -> Head:
    ascending, descending = sort == column.name, sort == f"-{column.name}"
    wanted = f"-{column.name}" if ascending else column.name
    link = url("", ("sort", wanted)) if column.sortable else None
    arrow = "▲" if ascending else "▼" if descending else ""
    return Head(column.title, css_of(column), link, arrow)


def _rows(
    request: Any, ledger: Ledger, columns: list[Column], rows: Sequence[Row]
) -> list[TableRow]:
    display, path = request.reader.display, request.to.ledger(ledger.name)
    display.prefetch(ledger, rows)
    cell = display.cell
    horizon = "&".join(f"{k}={v}" for k, v in request.typed_horizon.pairs if v)
    query = f"?{horizon}" if horizon else ""
    classes = [css_of(column) for column in columns]
    state = next((n for n, c in enumerate(columns) if c.type.kind == "state"), None)
    drawn = []
    for row in rows:
        texts = [cell(ledger, row, column) for column in columns]
        cells = [Cell(css, text) for css, text in zip(classes, texts, strict=True)]
        cells[0] = Cell(classes[0], texts[0] or "查看", f"{path}/{row.stream}{query}")
        if state is not None:
            badge = f"state state-{row.state}" if row.state else None
            cells[state] = Cell(classes[state], texts[state], None, badge)
        drawn.append(TableRow("void" if row.voided else None, cells))
    return drawn


def _labels(columns: list[Column]) -> str:
    rules = "".join(
        f'.ledger-grid td:nth-child({n})::before{{content:"{_plain(column.title)}"}}'
        for n, column in enumerate(columns, 1)
    )
    return f"@media (max-width:640px){{{rules}}}"


def _plain(title: str) -> str:
    return title.translate(_CSS_UNSAFE)


def draw_totals(
    columns: Sequence[Column], sums: dict[str, int], count: int
) -> TotalRow:
    """The totals row: how many rows, and the sums of columns that have one."""
    cells = [Cell(_total_css(c), _total_text(c, sums)) for c in columns]
    cells[0] = Cell(None, f"合计 {count:,} 条")
    return TotalRow(shown=True, url=None, cells=cells)


def _total_css(column: Column) -> str:
    return "number" if column.total else "rest"


def _total_text(column: Column, sums: dict[str, int]) -> str:
    if column.name not in sums:
        return ""
    return decimal_text(sums[column.name], column.type.scale)
