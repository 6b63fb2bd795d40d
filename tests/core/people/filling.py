"""Fills in a downloaded template as a person with a spreadsheet would."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

UNITS = (
    ("县财政局", "财政局", "县直部门", None, 10),
    ("县财政局国库科", "国库科", "二层机构", "财政局", None),
    ("青竹镇人民政府", "青竹镇", "乡镇", None, "20"),
)
PEOPLE = (
    ("韦国强", "财政局", "单位经办人、单位审批人", "CZ001", "weigq", "13800138000"),
    ("黄小兰", "县财政局国库科", None, None, None, None),
)


def filled(
    blank: bytes,
    units: Sequence[Sequence[Any]] = UNITS,
    people: Sequence[Sequence[Any]] = PEOPLE,
    change: Callable[[Any], None] | None = None,
) -> bytes:
    """The template with these rows below the example."""
    book = openpyxl.load_workbook(BytesIO(blank))
    for title, rows in (("单位", units), ("人员", people)):
        for number, row in enumerate(rows, 3):
            for column, value in enumerate(row, 1):
                book[title].cell(number, column).value = value
    if change:
        change(book)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()
