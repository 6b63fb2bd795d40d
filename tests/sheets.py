"""Fills in a ledger's downloaded template by the titles of its columns."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl


def filled(blank: bytes, *rows: dict[str, Any]) -> bytes:
    """The template with these rows below the example."""
    book = openpyxl.load_workbook(BytesIO(blank))
    page = book.worksheets[0]
    places = {
        str(cell.value).removesuffix("*"): cell.column for cell in page[1] if cell.value
    }
    for number, row in enumerate(rows, 3):
        for title, value in row.items():
            page.cell(number, places[title]).value = value
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()
