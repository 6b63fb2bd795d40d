"""A ledger as a workbook: numbers and days as such, fit to be printed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from houqin.core.schema.numerals import decimal_text
from houqin.core.site.columns import NUMBER, columns_of, number_of, numbered
from houqin.core.site.in_json import prefetched

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from houqin.core.printing.ledger_sheet import Printing
    from houqin.core.projection.ledger import Column
    from houqin.core.projection.query import LedgerReader
    from houqin.core.projection.row import Row
    from houqin.core.site.reader import Reader

#: A sheet has room for no more.
MOST_ROWS = 1_000_000
_TITLE, _UNIT, _HEADS = 0, 1, 2
_A4 = 9
_FONT = {"font_name": "宋体", "font_size": 10}
_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "align": "center"},
    "plain": {},
    "head": {"bold": True, "border": 1, "bg_color": "#E8EEF7", "text_wrap": True},
    "text": {"border": 1, "num_format": "@"},
    "date": {"border": 1, "num_format": "yyyy-mm-dd"},
    "instant": {"border": 1, "num_format": "yyyy-mm-dd hh:mm"},
    "sum": {"border": 1, "bold": True},
}
_WIDTHS = {"instant": 17, "date": 11, "money": 12, "quantity": 10, "integer": 9}


def ledger_book(
    reader: Reader,
    name: str,
    filters: Mapping[str, str],
    sort: str | None,
    choosing: Mapping[str, Any],
    printing: Printing,
) -> bytes:
    """All chosen rows, as whoever reads may see them."""
    return _Book(reader, reader.opened(name), printing).of(filters, sort, choosing)


class _Book:
    """One workbook while it is written."""

    def __init__(
        self, reader: Reader, reading: LedgerReader, printing: Printing
    ) -> None:
        import xlsxwriter  # noqa: PLC0415 - slow to load, and few take a workbook

        self._reader, self._reading, self._printing = reader, reading, printing
        self._columns = columns_of(reading.ledger)
        self._digest = reader.digest(reading.ledger.name)
        self._kept = BytesIO()
        self._book = xlsxwriter.Workbook(self._kept, {"constant_memory": True})
        self._page = self._book.add_worksheet(_sheet_name(reading.ledger.title))
        self._formats = {
            name: self._book.add_format({**_FONT, **given})
            for name, given in _FORMATS.items()
        }

    def of(
        self,
        filters: Mapping[str, str],
        sort: str | None,
        choosing: Mapping[str, Any],
    ) -> bytes:
        """Head, rows, sums, and at the foot what they were taken of."""
        self._set_paper()
        self._head()
        row = _HEADS
        ledger = self._reading.ledger
        rows = numbered(ledger, self._reading.rows(filters, sort, **choosing))
        for found in prefetched(self._reader, ledger, rows):
            if row - _HEADS >= MOST_ROWS:
                break
            row += 1
            self._row(row, found)
        count = row - _HEADS
        sums = self._reading.totals(filters, **choosing)
        self._sums(row + 1, sums, count)
        self._foot(row + 2)
        self._page.autofilter(_HEADS, 0, max(row, _HEADS + 1), len(self._columns))
        self._book.close()
        return self._kept.getvalue()

    def _set_paper(self) -> None:
        page, printing = self._page, self._printing
        page.set_paper(_A4)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(_TITLE, _HEADS)
        page.freeze_panes(_HEADS + 1, 1)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        digest, by = _code(f"校验码 {self._digest[:16]}"), _code(printing.line)
        page.set_footer(f"&L{digest}&C第 &P 页 共 &N 页&R{by}")
        for number, column in enumerate(self._columns):
            page.set_column(number, number, _WIDTHS.get(column.type.kind, 14))

    def _head(self) -> None:
        page, wide = self._page, len(self._columns)
        page.merge_range(
            _TITLE, 0, _TITLE, wide, self._reading.ledger.title, self._formats["title"]
        )
        parts = (self._printing.unit, self._printing.said, self._printing.within)
        said = "　".join(filter(None, parts))
        page.write_string(_UNIT, 0, said, self._formats["plain"])
        for number, column in enumerate(self._columns):
            page.write_string(_HEADS, number, _title(column), self._formats["head"])
        page.write_string(_HEADS, wide, "作废", self._formats["head"])

    def _row(self, at: int, row: Row) -> None:
        for number, column in enumerate(self._columns):
            self._cell(at, number, column, row)
        voided = "已作废" if row.voided else ""
        self._page.write_string(at, len(self._columns), voided, self._formats["text"])

    def _cell(self, at: int, number: int, column: Column, row: Row) -> None:
        """A number or a day as what it is; all else as text, never as a formula."""
        kind, value = column.type, row.values.get(column.name)
        if column is NUMBER:
            value = number_of(row)
        elif column.personal or column.derived:
            value = None
        if value is None:
            self._text(at, number, column, row)
        elif kind.numeric:
            self._number(at, number, kind.scale, int(value))
        elif kind.kind == "instant":
            moment = _local(int(value), self._reader.site.zone)
            self._page.write_datetime(at, number, moment, self._formats["instant"])
        elif kind.kind == "date":
            day = datetime.combine(date.fromisoformat(value), datetime.min.time())
            self._page.write_datetime(at, number, day, self._formats["date"])
        else:
            self._text(at, number, column, row)

    def _text(self, at: int, number: int, column: Column, row: Row) -> None:
        text = self._reader.shown(self._reading.ledger, row, column)
        self._page.write_string(at, number, text, self._formats["text"])

    def _number(self, at: int, number: int, scale: int, value: int) -> None:
        figure = value / 10**scale if scale else value
        self._page.write_number(at, number, figure, self._scaled(scale))

    def _scaled(self, scale: int, **more: Any) -> Any:
        name = f"{scale}{sorted(more)}"
        if name not in self._formats:
            places = f"#,##0.{'0' * scale}" if scale else "#,##0"
            given = {**_FONT, "border": 1, "num_format": places, **more}
            self._formats[name] = self._book.add_format(given)
        return self._formats[name]

    def _sums(self, at: int, sums: Mapping[str, int | None], count: int) -> None:
        bold = self._formats["sum"]
        self._page.write_string(at, 0, f"合计 {count:,} 条", bold)
        for number, column in enumerate(self._columns[1:], 1):
            value, scale = sums.get(column.name), column.type.scale
            if value is None:
                self._page.write_blank(at, number, None, bold)
            else:
                figure = float(decimal_text(value, scale, group=False))
                form = self._scaled(scale, bold=True)
                self._page.write_number(at, number, figure, form)
        self._page.write_blank(at, len(self._columns), None, bold)

    def _foot(self, at: int) -> None:
        printing = self._printing
        said = f"台账校验码 {self._digest}　{printing.within}　{printing.line}"
        self._page.write_string(at, 0, said, self._formats["plain"])


def _title(column: Column) -> str:
    unit = column.type.unit
    return f"{column.title}（{unit}）" if unit and column.type.numeric else column.title


def _local(at: int, zone: ZoneInfo) -> datetime:
    """A local minute; a sheet knows no zones."""
    moment = datetime.fromtimestamp(at / 1_000_000, UTC).astimezone(zone)
    return moment.replace(tzinfo=None, second=0, microsecond=0)


def _sheet_name(title: str) -> str:
    """What a sheet may be called."""
    return "".join(c for c in title if c not in "[]:*?/\\'")[:31] or "台账"


def _code(text: str) -> str:
    """A text in a footer, where & begins a code."""
    return text.replace("&", "&&")
