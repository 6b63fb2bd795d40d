"""A ledger's rows as one piece of markup.

A page has more than a thousand cells. Written out one by one in a template they cost
more than reading them, so the body is joined here; every text is escaped on the way.
What differs from column to column stands in a style sheet of the ledger's own.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import chain
from typing import TYPE_CHECKING, Any

from houqin.core.schema.numerals import decimal_text
from houqin.core.site.columns import column_texts, columns_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from houqin.core.projection.ledger import Column, Ledger
    from houqin.core.projection.row import Row
    from houqin.core.site.display import Display

#: No text holds it: canonical JSON refuses U+0000.
_BETWEEN = "\0"
#: What a column of a kind needs on paper, in millimetres.
_PRINTED = {"text": 17, "longtext": 20, "instant": 17, "date": 17, "reference": 15}
_ARROW = '<span class="arrow">{}</span>'
#: What a cell shows nothing of.
_NOTHING = (None, "", "[]")
_CSS_UNSAFE = str.maketrans({'"': None, "\\": None, "<": None, "\n": None})


@dataclass(frozen=True, slots=True)
class Table:
    """Heads and rows as markup, how many columns, and which of them are blank."""

    heads: str
    body: str
    width: int
    blank: str = ""


@dataclass(frozen=True, slots=True)
class TotalRow:
    """The totals by column, or where htmx gets them."""

    shown: bool
    url: str | None
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Layout:
    """A ledger's columns as shown, and the style sheet that tells them apart."""

    columns: list[Column]
    style: str
    digest: str


@lru_cache(maxsize=500)
def layout_of(ledger: Ledger) -> Layout:
    """How a ledger is laid out; it does not change while the process runs."""
    columns = columns_of(ledger)
    style = _style(columns)
    return Layout(columns, style, hashlib.sha256(style.encode()).hexdigest()[:12])


def shown_columns(ledger: Ledger) -> list[Column]:
    """The ledger's columns, with the state of a workflow at the end."""
    return layout_of(ledger).columns


def _style(columns: list[Column]) -> str:
    """Numbers to the right; on a phone rows are cards with a label for each cell."""
    numbers = _places(columns, numeric=True)
    widths = "".join(
        f"#rows th:nth-child({n}){{min-width:{_PRINTED.get(column.type.kind, 10)}mm}}"
        for n, column in enumerate(columns, 1)
        if not column.type.numeric
    )
    blank = ",".join(
        f".blank-{n} tr>:nth-child({n})" for n in range(1, len(columns) + 1)
    )
    rest = _places(columns, primary=False)
    labels = "".join(
        f'#rows td:nth-child({n})::before{{content:"{_plain(column.title)}"}}'
        for n, column in enumerate(columns, 1)
    )
    return (
        "@media (min-width:640.02px),print{"
        f"{numbers}{{text-align:right;font-variant-numeric:tabular-nums}}}}"
        f"@media screen and (max-width:640px){{{labels}"
        f"{rest}{{display:none}}}}"
        "@page{size:A4 landscape}"
        f"@media print{{{widths}{blank}{{display:none}}}}"
    )


def _places(
    columns: list[Column], *, numeric: bool | None = None, primary: bool | None = None
) -> str:
    chosen = [
        n
        for n, column in enumerate(columns, 1)
        if numeric in {None, column.type.numeric} and primary in {None, column.primary}
    ]
    cells = ("td", "th") if numeric else ("tbody td",)
    places = [f"#rows {cell}:nth-child({n})" for n in chosen for cell in cells]
    return ",".join(places) or "#rows .none"


def _plain(title: str) -> str:
    return title.translate(_CSS_UNSAFE)


def draw_heads(columns: Sequence[Column], sort: str, address: str) -> str:
    """Heads that sort; ``address`` is the page's own without its order."""
    joined = escape(f"{address}{'&' if '?' in address else '?'}sort=")
    return "".join(_head(column, sort, joined) for column in columns)


def _head(column: Column, sort: str, joined: str) -> str:
    title = escape(column.title)
    if not column.sortable:
        return f'<th scope="col">{title}</th>'
    ascending, descending = sort == column.name, sort == f"-{column.name}"
    arrow = _ARROW.format("▲" if ascending else "▼") if ascending or descending else ""
    link = f"{joined}{'-' if ascending else ''}{column.name}"
    return f'<th scope="col"><a href="{link}">{title}{arrow}</a></th>'


def draw_rows(
    display: Display,
    ledger: Ledger,
    rows: Sequence[Row],
    path: str,
    query: str,
    marks: Mapping[str, str] | None = None,
) -> str:
    """The table's body.

    :param path: where the ledger's records are.
    :param query: what their addresses carry along, with its question mark.
    :param marks: markup behind a row's title, by key: its alert.
    """
    if not rows:
        return ""
    display.prefetch(ledger, rows)
    columns = shown_columns(ledger)
    texts = [column_texts(display, ledger, column, rows) for column in columns]
    joined = _BETWEEN.join(chain.from_iterable(zip(*texts, strict=True)))
    cells = escape(joined).split(_BETWEEN)
    state = next((n for n, c in enumerate(columns) if c.type.kind == "state"), 0)
    wide, address, kept = len(columns), escape(path), escape(query)
    marked, name = marks or {}, int(ledger.numbered)
    return "".join(
        _row(
            row, cells[n * wide : (n + 1) * wide], state, address, kept,
            marked.get(row.key, ""), name,
        )
        for n, row in enumerate(rows)
    )  # fmt: skip


def draw_rolled(
    display: Display,
    ledger: Ledger,
    rows: Sequence[Row],
    address: Callable[[str, Row], str | None],
) -> str:
    """The body of a roll-up, whose figures lead to the rows they were added up from.

    :param address: of a column's name and a row; nothing where it leads nowhere.
    """
    display.prefetch(ledger, rows)
    columns = columns_of(ledger)
    texts = [column_texts(display, ledger, column, rows) for column in columns]
    drawn = []
    for row, cells in zip(rows, zip(*texts, strict=True), strict=True):
        linked = (
            _linked(cell, address(column.name, row) if cell else None)
            for column, cell in zip(columns, cells, strict=True)
        )
        drawn.append(f"<tr><td>{'</td><td>'.join(linked)}</td></tr>")
    return "".join(drawn)


def _linked(text: str, address: str | None) -> str:
    if address is None:
        return escape(text)
    return f'<a href="{escape(address)}">{escape(text)}</a>'


def _row(
    row: Row, cells: list[str], state: int, path: str, query: str, mark: str, name: int
) -> str:
    """One row; the cell at ``name`` leads to its record."""
    void = ' class="void"' if row.voided else ""
    if state and row.state:
        cells[state] = f'<span class="state state-{row.state}">{cells[state]}</span>'
    link = f'<a href="{path}/{row.stream_text}{query}">{cells[name] or "查看"}</a>'
    cells[name] = f"{link}{mark}"
    return f"<tr{void}><td>{'</td><td>'.join(cells)}</td></tr>"


def alert_mark(level: str, title: str, text: str) -> str:
    """The mark of a row that wants attention."""
    said = escape(f"{title}：{text}")
    return (
        f'<span class="alert-mark alert-{level}" title="{said}">{escape(title)}</span>'
    )


def blank_classes(ledger: Ledger, rows: Sequence[Row]) -> str:
    """Class names of the columns no row fills; paper has no room for them."""
    values = [row.values for row in rows]
    blank = [
        f"blank-{n}"
        for n, column in enumerate(shown_columns(ledger), 1)
        if n > 1 and _stored(column) and _is_blank(column.name, values)
    ]
    return " ".join(blank)


def _is_blank(name: str, values: Sequence[Mapping[str, Any]]) -> bool:
    # A generator would take a page of many columns twice as long.
    for each in values:  # noqa: SIM110 - see above
        if each.get(name) not in _NOTHING:
            return False
    return True


def _stored(column: Column) -> bool:
    return column.derived is None and column.type.kind != "state"


def draw_totals(
    columns: Sequence[Column], sums: Mapping[str, int | None], count: int
) -> TotalRow:
    """The totals row: how many rows, and the sums of columns that have one."""
    cells = [_total_text(column, sums) for column in columns]
    return TotalRow(shown=True, url=None, cells=[f"合计 {count:,} 条", *cells[1:]])


def _total_text(column: Column, sums: Mapping[str, int | None]) -> str:
    if column.name not in sums:
        return ""
    return decimal_text(sums[column.name], column.type.scale)
