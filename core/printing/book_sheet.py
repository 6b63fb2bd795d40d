"""A book of ledgers on paper: each part's rows, 小计 of its groups, 合计."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from houqin.core.printing.ledger_sheet import MOST_ROWS, head_of
from houqin.core.printing.widths import A3_ACROSS, ACROSS, breakable, fit
from houqin.core.schema.errors import Refused
from houqin.core.schema.numerals import decimal_text
from houqin.core.site.columns import column_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from houqin.core.printing.ledger_sheet import Printing
    from houqin.core.projection.ledger import Column
    from houqin.core.projection.row import Row
    from houqin.core.registry.books import Beside, Book, BookPart
    from houqin.core.site.reader import Reader

#: How wide a paper is between its margins, in points.
PAPERS = {"a4": ACROSS, "a3": A3_ACROSS}
_SUBTOTAL, _TOTAL = "小计", "合计"


class _Line(NamedTuple):
    """One row of a part: texts, and the raw numbers that are added up."""

    group: str
    texts: tuple[str, ...]
    numbers: tuple[int | None, ...]


def counts_of(reader: Reader, book: Book) -> list[int]:
    """How many rows each part has, for whoever reads."""
    return [len(_rows(reader, part)) for part in book.parts]


def book_values(
    reader: Reader, book: Book, printing: Printing, paper: str
) -> dict[str, Any]:
    """What the template of the PDF shows.

    :raises Refused: when a part has more rows than one prints.
    """
    return {
        "title": book.title, "number": book.number, "unit": printing.unit,
        "paper": paper, "said": printing.said, "within": printing.within,
        "printed": printing.line,
        "parts": [_part(reader, part, PAPERS[paper]) for part in book.parts],
    }  # fmt: skip


def _rows(reader: Reader, part: BookPart) -> list[Row]:
    reading = reader.opened(part.ledger)
    return [
        row
        for row in reading.rows(None, part.sort or None)
        if not row.voided and (not part.states or row.state in part.states)
    ]


def _part(reader: Reader, part: BookPart, across: float) -> dict[str, Any]:
    rows = _rows(reader, part)
    if len(rows) > MOST_ROWS:
        raise Refused(f"{part.title}共{len(rows):,}条，一次最多打印{MOST_ROWS:,}条")
    columns = _columns(reader, part)
    lines = _lines(reader, part, rows)
    heads = ["序号", *(head_of(column) for column in columns)]
    printed = list(_printed(columns, lines, grouped=bool(part.group)))
    fitted = fit(heads, [line["cells"] for line in printed], across)
    return {
        "title": part.title, "heads": heads, "rows": printed, "size": fitted.size,
        "widths": fitted.widths,
        "numeric": [True, *(column.type.numeric for column in columns)],
    }  # fmt: skip


def _columns(reader: Reader, part: BookPart) -> list[Column]:
    """Those of the ledger, then those of the one beside it."""
    found = [_column(reader, part.ledger, name) for name in part.columns]
    if part.beside:
        found += [_column(reader, part.beside.ledger, n) for n in part.beside.columns]
    return found


def _column(reader: Reader, ledger: str, name: str) -> Column:
    found = reader.ledger_named(ledger).column(name)
    if found is None:
        raise LookupError(f"ledger {ledger} has no column {name}")
    return found


def _lines(reader: Reader, part: BookPart, rows: Sequence[Row]) -> list[_Line]:
    """The rows as texts, those of a group together."""
    texts, numbers = _cells(reader, part.ledger, part.columns, rows)
    if part.beside:
        more = _beside(reader, part.beside, rows)
        texts = [own + other for own, (other, _) in zip(texts, more, strict=True)]
        numbers = [own + other for own, (_, other) in zip(numbers, more, strict=True)]
    at = part.columns.index(part.group) if part.group else 0
    lines = [
        _Line(cells[at] if part.group else "", cells, added)
        for cells, added in zip(texts, numbers, strict=True)
    ]
    return sorted(lines, key=lambda line: line.group) if part.group else lines


Cells = tuple[list[tuple[str, ...]], list[tuple[int | None, ...]]]


def _cells(
    reader: Reader, name: str, columns: Sequence[str], rows: Sequence[Row]
) -> Cells:
    """Texts and raw numbers of some columns, row by row."""
    ledger, display = reader.ledger_named(name), reader.display
    display.prefetch(ledger, rows)
    chosen = [_column(reader, name, column) for column in columns]
    texts = [column_texts(display, ledger, column, rows) for column in chosen]
    across = list(zip(*texts, strict=True)) if rows else []
    numbers = [
        tuple(
            row.values.get(column.name) if column.total else None for column in chosen
        )
        for row in rows
    ]
    return [tuple(map(breakable, cells)) for cells in across], numbers


def _beside(
    reader: Reader, beside: Beside, rows: Sequence[Row]
) -> list[tuple[tuple[str, ...], tuple[int | None, ...]]]:
    """What the other ledger says of each row; blanks where it says nothing."""
    others = list(reader.opened(beside.ledger).rows())
    texts, numbers = _cells(reader, beside.ledger, beside.columns, others)
    known = {
        str(other.values[beside.by]): (cells, added)
        for other, cells, added in zip(others, texts, numbers, strict=True)
    }
    width = len(beside.columns)
    nothing: tuple[tuple[str, ...], tuple[int | None, ...]]
    nothing = (("",) * width, (None,) * width)
    return [known.get(_value(row, beside.of), nothing) for row in rows]


def _value(row: Row, column: str) -> str:
    return row.key if column == "key" else str(row.values.get(column))


def _printed(
    columns: Sequence[Column], lines: Sequence[_Line], *, grouped: bool
) -> Iterable[dict[str, Any]]:
    """Rows numbered from 1, each group with its 小计, all with their 合计."""
    number = 0
    for group, found in groupby(lines, key=lambda line: line.group):
        members = list(found)
        for line in members:
            number += 1
            yield {"kind": "row", "cells": [str(number), *line.texts]}
        if grouped:
            said = f"{group or '未写明'} {_SUBTOTAL}"
            yield {"kind": "sum", "cells": _sums(columns, members, said)}
    if lines:
        yield {"kind": "sum", "cells": _sums(columns, lines, _TOTAL)}


def _sums(columns: Sequence[Column], lines: Sequence[_Line], said: str) -> list[str]:
    """What adds up, how many rows, and what the row is called."""
    cells = [""]
    for at, column in enumerate(columns):
        values = [v for line in lines if (v := line.numbers[at]) is not None]
        summed = decimal_text(sum(values), column.type.scale) if values else ""
        cells.append(summed)
    free = next((n for n, text in enumerate(cells[1:], 1) if not text), 0)
    cells[free] = f"{said}（{len(lines)}条）"
    return cells
