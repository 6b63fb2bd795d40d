"""The two sheets of the template, declared once for writing and for reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What the hidden sheet says; a template of another version is not read.
MARK, VERSION = "houqin-organisation", 1
HIDDEN = "模板"
#: Rows whose first cell begins so are examples.
EXAMPLE = "示例"
MOST_ROWS = 5000


@dataclass(frozen=True, slots=True)
class Heading:
    """One column.

    :param name: the field of the row's form.
    :param choices: what the drop-down offers: ``kinds``, ``roles`` or ``units``.
    :param exact: digits that must be typed as text, so that no zero is lost.
    """

    name: str
    title: str
    note: str
    example: str = ""
    required: bool = False
    width: int = 16
    choices: str = ""
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; ``name`` is the command's field that takes its rows."""

    name: str
    title: str
    headings: tuple[Heading, ...]

    def titled(self, title: str) -> Heading | None:
        """The column of that title, with or without its mark."""
        plain = title.strip().removesuffix("*").strip()
        return next((h for h in self.headings if h.title == plain), None)

    def heading(self, name: str) -> Heading | None:
        """The column that fills a field."""
        return next((h for h in self.headings if h.name == name), None)


UNITS = Sheet(
    "units",
    "单位",
    (
        Heading(
            "name", "名称", "单位全称，不能重复。", "示例：县财政局", required=True,
            width=28,
        ),
        Heading("short", "简称", "页面上显示的名称。", "财政局", required=True),
        Heading(
            "kind", "类别", "从下拉列表中选。", "县直部门", required=True,
            choices="kinds",
        ),
        Heading(
            "parent", "上级单位",
            "填本表或系统中单位的名称或简称；一级单位不填。", width=28,
        ),
        Heading("order", "排序号", "整数，小的排在前面；可不填。", "10", width=10),
    ),
)  # fmt: skip
PEOPLE = Sheet(
    "people",
    "人员",
    (
        Heading("name", "姓名", "", "示例：张三", required=True),
        Heading(
            "unit", "单位", "填“单位”表或系统中单位的名称或简称。", "财政局",
            required=True, width=28, choices="units",
        ),
        Heading(
            "roles", "角色", "几个角色用顿号隔开；没有可不填。", "单位经办人",
            width=24, choices="roles",
        ),
        Heading(
            "number", "工号", "字母、数字和横线，不能重复；可用来登录。", "CZ001",
            exact=True,
        ),
        Heading(
            "login", "登录名", "小写字母或数字开头，不能重复；可不填。", "zhangsan",
            exact=True,
        ),
        Heading("phone", "电话", "数字，可带区号和横线。", "13800000000", exact=True),
    ),
)  # fmt: skip
SHEETS = (UNITS, PEOPLE)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, or only worth a look, with one cell."""

    sheet: str
    row: int
    column: str
    message: str
    warning: bool = False

    @property
    def place(self) -> str:
        """Where, as people find it."""
        return f"{self.sheet}第{self.row}行" if self.row else self.sheet


def sheet_of(name: str) -> Sheet:
    """The sheet of a command's field."""
    return next(sheet for sheet in SHEETS if sheet.name == name)


def numbered(rows: list[dict[str, str]]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with the number each has in its sheet, kept under ``row``."""
    for place, row in enumerate(rows):
        yield int(row.get("row") or place + 1), row
