"""Reading a filled-in template, strictly: what is no plain table is refused by name."""

from __future__ import annotations

import warnings
import zipfile
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from houqin.core.files.sheets import (
    EXAMPLE,
    HIDDEN,
    MOST_ROWS,
    Heading,
    Layout,
    Problem,
    Sheet,
)
from houqin.core.schema.errors import FormErrors

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

#: A template with five thousand rows has less; unpacked it must stay small, too.
MOST_BYTES, MOST_UNPACKED = 3_500_000, 60_000_000
MOST_SHEET_ROWS = 50_000
#: So many places of one kind are named.
_NAMED = 20
_NOT_OURS = "这不是本系统的模板，请重新下载模板填写"
_UNREADABLE = "文件不是xlsx表格或者已经损坏，请用WPS或Excel另存为xlsx后再上传"
#: A mobile number begins with 1, so no zero was lost where it became a number.
_MOBILE = 11

Rows = dict[str, list[dict[str, str]]]


class BadWorkbook(FormErrors):
    """A file that cannot be read as the template; each line names the place."""

    def __init__(self, *messages: str) -> None:
        self.messages = messages
        super().__init__({str(n or ""): text for n, text in enumerate(messages)})


def read_workbook(content: bytes, layout: Layout) -> tuple[Rows, list[Problem]]:
    """The rows by sheet, as typed, each with its number; and cells of a wrong kind.

    :raises BadWorkbook: when it is no template as it was downloaded.
    """
    book = _opened(content)
    try:
        _require_template(book, layout)
        found: Rows = {}
        problems: list[Problem] = []
        for sheet in layout.sheets:
            found[sheet.name], wrong = _rows(book[sheet.title], sheet)
            problems += wrong
    finally:
        book.close()
    return found, problems


def _opened(content: bytes) -> Any:
    import openpyxl  # noqa: PLC0415 - slow to load, and few import a workbook
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415 - as above

    if len(content) > MOST_BYTES:
        raise BadWorkbook("文件太大，请分几次导入")
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts:
            _require_harmless(parts)
        with warnings.catch_warnings():
            # It tells of styles and rules it leaves out; we read none.
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(BytesIO(content))
    except BadWorkbook:
        raise
    except (
        InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError,
        AttributeError, IndexError, SyntaxError, OSError, NotImplementedError,
    ) as error:  # fmt: skip
        # Whatever openpyxl and the XML parser find wrong with a broken file.
        raise BadWorkbook(_UNREADABLE) from error


def _require_harmless(parts: zipfile.ZipFile) -> None:
    names = [part.filename.lower() for part in parts.infolist()]
    if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
        raise BadWorkbook("文件太大，请分几次导入")
    if any("vbaproject" in name or "macrosheets" in name for name in names):
        raise BadWorkbook("文件里有宏，请用下载的模板填写，不要另存为启用宏的格式")
    if any("externallinks" in name for name in names):
        raise BadWorkbook("文件里有指向其他文件的链接，请改为数值后再上传")


def _require_template(book: Any, layout: Layout) -> None:
    if HIDDEN not in book.sheetnames or book[HIDDEN]["A1"].value != layout.mark:
        raise BadWorkbook(_NOT_OURS)
    if book[HIDDEN]["B1"].value != layout.version:
        raise BadWorkbook("模板的版本与系统不一致，请重新下载模板填写")
    ours = {HIDDEN, *(sheet.title for sheet in layout.sheets)}
    missing = [s.title for s in layout.sheets if s.title not in book.sheetnames]
    extra = [name for name in book.sheetnames if name not in ours]
    messages = [f"缺少工作表“{name}”" for name in missing]
    messages += [f"多出工作表“{name}”，请删除" for name in extra]
    if not messages:
        for sheet in layout.sheets:
            messages += _not_plain(book[sheet.title])
    if messages:
        raise BadWorkbook(*messages)


def _not_plain(page: Worksheet) -> list[str]:
    """Merged cells and formulas, by name."""
    if page.max_row > MOST_SHEET_ROWS:
        return [f"{page.title}有{page.max_row}行，请删除下面多余的空行"]
    merged = [
        f"{page.title}!{area.coord}是合并单元格，请取消合并"
        for area in page.merged_cells.ranges
    ]
    formulas = [
        f"{page.title}!{cell.coordinate}是公式，请改为数值"
        for row in page.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    return [*merged[:_NAMED], *formulas[:_NAMED]]


def _rows(page: Worksheet, sheet: Sheet) -> tuple[list[dict[str, str]], list[Problem]]:
    columns = _columns(page, sheet)
    rows: list[dict[str, str]] = []
    problems: list[Problem] = []
    for number, cells in enumerate(page.iter_rows(min_row=2, values_only=True), 2):
        if all(value is None or not str(value).strip() for value in cells):
            continue
        first = str(cells[0] or "").strip()
        if first.startswith(EXAMPLE):
            continue
        row = {"row": str(number)}
        for place, heading in columns.items():
            value = cells[place] if place < len(cells) else None
            text, wrong = _text(heading, value)
            if wrong:
                problems.append(Problem(sheet.title, number, heading.title, wrong))
            row[heading.name] = text
        rows.append(row)
    if len(rows) > MOST_ROWS:
        raise BadWorkbook(f"{sheet.title}超过{MOST_ROWS}行，请分几次导入")
    return rows, problems


def _columns(page: Worksheet, sheet: Sheet) -> dict[int, Heading]:
    """Which column is which; they may be reordered, not renamed or doubled."""
    found: dict[int, Heading] = {}
    messages: list[str] = []
    for cell in page[1]:
        title = str(cell.value or "").strip()
        if not title:
            continue
        heading = sheet.titled(title)
        if heading is None or heading in found.values():
            what = "重复" if heading else "不是模板的栏目"
            messages.append(f"{page.title}!{cell.coordinate}“{title}”{what}")
        else:
            found[cell.column - 1] = heading
    messages += [
        f"{page.title}缺少栏目“{heading.title}”"
        for heading in sheet.headings
        if heading not in found.values()
    ]
    if messages:
        raise BadWorkbook(*messages)
    return found


def _text(heading: Heading, value: object) -> tuple[str, str]:
    """A cell as text, and what is wrong with its kind."""
    if value is None or isinstance(value, str):
        return (value or "").strip(), ""
    if heading.kind and not isinstance(value, bool):
        return _typed(heading.kind, value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "", "应为文字，不是日期或是否"
    if isinstance(value, float) and not value.is_integer():
        return "", "应为整数或文字"
    digits = str(int(value))
    if heading.exact and len(digits) != _MOBILE:
        return "", "应为文本：先把单元格设为文本格式再填，以免丢失前面的0"
    return digits, ""


def _typed(kind: str, value: object) -> tuple[str, str]:
    """A cell of a column that holds days, instants or numbers."""
    if kind in {"date", "instant"}:
        if isinstance(value, datetime):
            shown = f"{value:%Y-%m-%d}" if kind == "date" else f"{value:%Y-%m-%d %H:%M}"
            return shown, ""
        return "", "应为日期，例如2023-03-05"
    if not isinstance(value, int | float):
        return "", "应为数字"
    # What a spreadsheet shows of 12.5, not its 17 digits.
    return f"{value:.10g}" if isinstance(value, float) else str(value), ""
