"""Sheets to be filled in, declared once for writing a template and for reading it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The hidden sheet that says which template a file is.
HIDDEN = "模板"
#: Rows whose first cell begins so are examples.
EXAMPLE = "示例"
MOST_ROWS = 5000


@dataclass(frozen=True, slots=True)
class Heading:
    """One column.

    :param name: the field of the row's form.
    :param choices: the list its drop-down offers.
    :param closed: nothing beside that list may be typed.
    :param otherwise: where the drop-down looks when its list is empty.
    :param exact: digits that must be typed as text, so that no zero is lost.
    :param kind: the field's kind where a cell may hold more than text: a day, an
        instant, a number.
    """

    name: str
    title: str
    note: str
    example: str = ""
    required: bool = False
    width: int = 16
    choices: str = ""
    exact: bool = False
    kind: str = ""
    closed: bool = False
    otherwise: str = ""


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


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole template.

    :param mark: what its hidden sheet says; a file of another version is not read.
    """

    mark: str
    version: int
    sheets: tuple[Sheet, ...]


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


def numbered(rows: list[dict[str, str]]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with the number each has in its sheet, kept under ``row``."""
    for place, row in enumerate(rows):
        yield int(row.get("row") or place + 1), row
