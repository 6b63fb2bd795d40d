"""The template (下载模板): headings, an example, drop-downs, its version."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from houqin.core.files.sheets import HIDDEN, MOST_ROWS, Heading, Layout, Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_FIRST_LIST = 3
_TEXT = {"num_format": "@", "font_name": "宋体", "font_size": 11}
_HEAD = {"bold": True, "bg_color": "#E8EEF7", "border": 1, **_TEXT}
_MUST = {**_HEAD, "font_color": "#B3261E"}
_EXAMPLE = {**_TEXT, "italic": True, "font_color": "#7A7A7A"}


class Template:
    """One workbook to be filled in.

    :param lists: the words of its drop-downs, by name.
    """

    def __init__(self, layout: Layout, lists: Mapping[str, Sequence[str]]) -> None:
        self._layout = layout
        self._lists = lists
        self._sources: dict[str, str] = {}

    def bytes(self) -> bytes:
        """The file."""
        import xlsxwriter  # noqa: PLC0415 - slow to load, and few ask for a template

        kept = BytesIO()
        book = xlsxwriter.Workbook(kept, {"in_memory": True})
        sheets = {
            sheet.name: book.add_worksheet(sheet.title) for sheet in self._layout.sheets
        }
        self._hide(book)
        for sheet in self._layout.sheets:
            self._fill(book, sheets[sheet.name], sheet)
        book.close()
        return kept.getvalue()

    def _hide(self, book: Any) -> None:
        """What the file is, and the words of its drop-downs."""
        from xlsxwriter.utility import xl_col_to_name  # noqa: PLC0415 - as above

        hidden = book.add_worksheet(HIDDEN)
        hidden.hide()
        hidden.write_string(0, 0, self._layout.mark)
        hidden.write_number(0, 1, self._layout.version)
        for column, (name, words) in enumerate(self._lists.items()):
            for row, word in enumerate(words, _FIRST_LIST):
                hidden.write_string(row, column, word)
            letter, first = xl_col_to_name(column), _FIRST_LIST + 1
            last = _FIRST_LIST + len(words)
            if words:
                self._sources[name] = f"={HIDDEN}!${letter}${first}:${letter}${last}"

    def _fill(self, book: Any, page: Any, sheet: Sheet) -> None:
        formats = {
            name: book.add_format(given)
            for name, given in (
                ("text", _TEXT), ("head", _HEAD), ("must", _MUST), ("example", _EXAMPLE)
            )
        }  # fmt: skip
        for column, heading in enumerate(sheet.headings):
            page.set_column(column, column, heading.width, formats["text"])
            title = f"{heading.title}*" if heading.required else heading.title
            page.write_string(
                0, column, title, formats["must" if heading.required else "head"]
            )
            if heading.note:
                page.write_comment(0, column, heading.note, {"font_size": 10})
            page.write_string(1, column, heading.example, formats["example"])
            self._offer(page, column, heading)
        page.freeze_panes(1, 0)

    def _offer(self, page: Any, column: int, heading: Heading) -> None:
        """A drop-down; beside a list that is not closed something may be typed."""
        source = self._sources.get(heading.choices) or heading.otherwise
        if not source:
            return
        page.data_validation(
            1, column, MOST_ROWS, column,
            {
                "validate": "list", "source": source,
                "show_error": heading.closed,
                "error_title": heading.title, "error_message": "请从下拉列表中选择",
            },
        )  # fmt: skip
