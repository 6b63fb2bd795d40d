"""Results as JSON, as a table for people, or as CSV."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

import click

from houqin.core.schema.spreadsheet import BYTE_ORDER_MARK, harmless

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

_GAP = "  "


def print_json(value: Any) -> None:
    """Print one JSON value, readable and with Chinese as it is."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def width(text: str) -> int:
    """Columns a terminal needs: a Chinese character takes two."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def print_table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    right: Collection[int] = (),
) -> None:
    """Print aligned columns; a terminal gets as many as fit.

    :param right: the columns of numbers.
    """
    lines = [list(headings), *([_one_line(c) for c in row] for row in rows)]
    widths = [max(width(line[i]) for line in lines) for i in range(len(headings))]
    shown = _fitting(widths)
    for line in lines:
        cells = [_pad(line[i], widths[i], right=i in right) for i in range(shown)]
        click.echo(_GAP.join(cells).rstrip())
    if shown < len(headings):
        left_out = "、".join(headings[shown:])
        click.echo(f"（窗口较窄，没有显示：{left_out}）", err=True)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _pad(text: str, to: int, *, right: bool) -> str:
    blank = " " * (to - width(text))
    return blank + text if right else text + blank


def _fitting(widths: Sequence[int]) -> int:
    """How many columns a terminal has room for, at least one; a file takes all."""
    if not sys.stdout.isatty():
        return len(widths)
    room, used = shutil.get_terminal_size().columns, 0
    for index, each in enumerate(widths):
        used += each + (len(_GAP) if index else 0)
        if used > room and index:
            return index
    return len(widths)


def print_csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write CSV as WPS and Excel open it, row by row."""
    out = sys.stdout.buffer
    out.write(BYTE_ORDER_MARK.encode())
    out.write(_csv_line(headings))
    for row in rows:
        out.write(_csv_line(row))
    out.flush()


def _csv_line(values: Sequence[str]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([harmless(value) for value in values])
    return buffer.getvalue().encode()
