"""CSV as WPS and Excel open it: byte order mark, CRLF, no cell that is a formula."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from houqin.core.schema.spreadsheet import BYTE_ORDER_MARK, harmless
from houqin.core.site.columns import numbered
from houqin.core.web.tables import shown_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK_ROWS = 200


def csv_name(title: str, said: str) -> str:
    """A header that names the file after the ledger and what was asked for."""
    full = f"{title} {said}".strip().replace(" ", "_")
    return f"attachment; filename=\"ledger.csv\"; filename*=UTF-8''{quote(full)}.csv"


def csv_line(values: list[str]) -> str:
    """One line of a file, no cell of it a formula."""
    buffer = io.StringIO()
    csv.writer(buffer).writerow([harmless(value) for value in values])
    return buffer.getvalue()


def csv_rows(
    site: Any, standing: Any, horizon: Any, ledger: Any, chosen: Any
) -> Iterator[bytes]:
    """The file in pieces, read in a snapshot of its own."""
    filters, sort, choosing = chosen
    columns = shown_columns(ledger)
    voided = "作废"
    with site.reader(horizon) as unlimited:
        reader = unlimited.seen_by(standing)
        lines = [
            BYTE_ORDER_MARK + csv_line([*(column.title for column in columns), voided])
        ]
        found = reader.ledger(ledger.name).rows(filters, sort, **choosing)
        for row in numbered(ledger, found):
            shown = [reader.shown(ledger, row, column) for column in columns]
            lines.append(csv_line([*shown, "已作废" if row.voided else ""]))
            if len(lines) >= _CHUNK_ROWS:
                yield "".join(lines).encode()
                lines.clear()
        yield "".join(lines).encode()
