"""A ledger on paper: what stands on it, whoever sets it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from houqin.core.printing.widths import breakable, fit
from houqin.core.schema.errors import Refused
from houqin.core.schema.numerals import decimal_text
from houqin.core.site.columns import NUMBER, column_texts, columns_of, numbered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from houqin.core.projection.ledger import Column, Ledger
    from houqin.core.projection.query import LedgerReader
    from houqin.core.projection.row import Row
    from houqin.core.site.reader import Reader

#: A paper that anybody reads has fewer; what is more is for a file.
MOST_ROWS = 5000
_NOTHING = (None, "", "[]")


@dataclass(frozen=True, slots=True)
class Printing:
    """Who prints, when, and what the paper says of itself."""

    unit: str
    at: str
    by: str
    #: 期间 and conditions as they were asked for.
    said: str = ""
    #: 截至日期, 按登记时间截止, 登记序号.
    within: str = ""

    @property
    def line(self) -> str:
        """打印时间 and 打印人."""
        return f"打印时间 {self.at}　打印人 {self.by}"


@dataclass(frozen=True, slots=True)
class LedgerSheet:
    """The rows as texts, in the columns that hold something."""

    title: str
    columns: tuple[Column, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[bool, tuple[str, ...]], ...]
    totals: tuple[str, ...]
    digest: str
    printing: Printing
    #: The figures that the ledger's declaration has said below its rows.
    told: str = ""

    @property
    def foot(self) -> str:
        """What the digest was taken of, so that it can be compared."""
        return f"台账校验码 {self.digest}　{self.printing.within}"

    def values(self) -> dict[str, Any]:
        """What the template of the PDF shows."""
        cells = [tuple(map(breakable, texts)) for _voided, texts in self.rows]
        fitted = fit(self.heads, [*cells, self.totals])
        return {
            "title": self.title,
            "unit": self.printing.unit,
            "said": self.printing.said,
            "foot": self.foot,
            "told": self.told,
            "printed": self.printing.line,
            "size": fitted.size,
            "widths": fitted.widths,
            "numeric": [column.type.numeric for column in self.columns],
            "heads": self.heads,
            "rows": [
                {"voided": row[0], "cells": texts}
                for row, texts in zip(self.rows, cells, strict=True)
            ],
            "totals": self.totals,
        }


def ledger_sheet(
    reader: Reader,
    name: str,
    filters: Mapping[str, str],
    sort: str | None,
    choosing: Mapping[str, Any],
    printing: Printing,
    most: int = MOST_ROWS,
) -> LedgerSheet:
    """All chosen rows, as whoever reads may see them.

    :raises Refused: when they are more than one prints.
    """
    reading = reader.opened(name)
    count = reading.count(filters, **choosing)
    if count > most:
        raise Refused(
            f"共{count:,}条，一次最多打印{most:,}条，请用时间范围或筛选条件缩小，"
            "或者导出文件"
        )
    found = islice(reading.rows(filters, sort, **choosing), most)
    rows = list(numbered(reading.ledger, found))
    columns = tuple(_filled(_on_paper(reading.ledger), rows))
    return LedgerSheet(
        reading.ledger.title,
        columns,
        tuple(map(head_of, columns)),
        tuple(_texts(reader, reading, columns, rows)),
        tuple(_totals(reading.totals(filters, **choosing), columns, count)),
        reader.digest(name),
        printing,
        _told(reader, reading.ledger),
    )


def _told(reader: Reader, ledger: Ledger) -> str:
    """Figures of the year so far, as of the last day of what is printed."""
    last = reader.last_day()
    figures = (
        reader.kpi(name, last.replace(month=1, day=1), last) for name in ledger.told
    )
    return "　".join(f"{f.kpi.title} {f.text}{f.kpi.unit}" for f in figures)


def _on_paper(ledger: Ledger) -> list[Column]:
    """Without what paper leaves out, nor the state of a record beside its 状态."""
    told = ledger.column("status") is not None
    return [
        column
        for column in columns_of(ledger)
        if column.paper and not (told and column.name == "state")
    ]


def _filled(columns: Sequence[Column], rows: Sequence[Row]) -> list[Column]:
    """Paper has no room for columns that no row fills."""
    return [
        column
        for n, column in enumerate(columns)
        if n == 0
        or not rows
        or column.derived
        or column.type.kind == "state"
        or any(row.values.get(column.name) not in _NOTHING for row in rows)
    ]


def head_of(column: Column) -> str:
    """A column's title, with its unit where it holds numbers."""
    unit = column.type.unit
    return f"{column.title}（{unit}）" if unit and column.type.numeric else column.title


def _texts(
    reader: Reader, reading: LedgerReader, columns: Sequence[Column], rows: list[Row]
) -> list[tuple[bool, tuple[str, ...]]]:
    ledger, display = reading.ledger, reader.display
    display.prefetch(ledger, rows)
    texts = [column_texts(display, ledger, column, rows) for column in columns]
    across = zip(*texts, strict=True) if rows else ()
    return [(row.voided, cells) for row, cells in zip(rows, across, strict=True)]


def _totals(
    sums: Mapping[str, int | None], columns: Sequence[Column], count: int
) -> list[str]:
    said = [
        decimal_text(sums[column.name], column.type.scale)
        if column.name in sums
        else ""
        for column in columns
    ]
    # Where rows are numbered the narrow first column has no room for it.
    at = int(columns[0] is NUMBER)
    return [*said[:at], f"合计 {count:,} 条", *said[at + 1 :]]
