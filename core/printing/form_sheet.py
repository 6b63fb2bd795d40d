"""A record on paper: its form filled in, with everything a paper says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import segno

from houqin.core.printing.letter import (
    LetterText,
    letter_of,
    listed_rows,
    photographed,
)
from houqin.core.printing.sources import Filling
from houqin.core.printing.widths import breakable, ems
from houqin.core.registry.printing import (
    WIDTH,
    Leaf,
    Listed,
    Part,
    Pictured,
    Place,
    PrintedForm,
    place,
)
from houqin.core.schema.errors import RecordMissing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from houqin.core.printing.ledger_sheet import Printing
    from houqin.core.projection.ledger import Ledger
    from houqin.core.projection.row import Row
    from houqin.core.site.reader import Reader

#: Units a label takes: of few characters, and of more.
_SHORT, _LONG = 2, 3
#: Characters that two units hold in the type of a paper.
_FEW = {"a5": 4, "a4": 3}
_MARKS = (("late_days", "补录"), ("corrected", "更正"))


@dataclass(frozen=True, slots=True)
class Filled:
    """One place with its text; ``label_span`` and ``span`` share a row."""

    label: str
    text: str
    label_span: int
    span: int
    lines: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of another ledger, as texts."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Gallery(Grid):
    """A table whose cells behind the first are photos; the texts say how many.

    ``photos`` are small pictures, by row and column.
    """

    photos: tuple[tuple[tuple[bytes, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its rows of places, or with a table."""

    title: str
    rows: tuple[tuple[Filled, ...] | Grid, ...]


@dataclass(frozen=True, slots=True)
class FormSheet:
    """One page for one receiver."""

    title: str
    leaf: str
    copy: str
    number: str
    marks: tuple[str, ...]
    sections: tuple[Section, ...]
    address: str
    printing: Printing
    #: Points of the code hold a text of their own, not the address.
    large: bool = False
    letter: LetterText | None = None
    named: bool = False

    @property
    def heading(self) -> str:
        """派车单（结算联）."""
        if self.named:
            return self.leaf
        return f"{self.title}（{self.leaf}）" if self.leaf else self.title

    @property
    def code(self) -> str:
        """The record's address as a picture of points, for ``img``."""
        return str(_points(self.address).svg_data_uri(border=0))

    def values(self) -> dict[str, Any]:
        """What the template of the PDF shows."""
        return {
            "heading": self.heading,
            "copy": self.copy,
            "number": self.number,
            "unit": self.printing.unit,
            "marks": self.marks,
            "qr": _svg(self.address),
            "large": self.large,
            "within": self.printing.within,
            "letter": self.letter.values() if self.letter else None,
            "sections": [
                {"title": each.title, "rows": [_row_values(row) for row in each.rows]}
                for each in self.sections
            ],
        }


def _points(address: str) -> Any:
    """Any mask is read; looking for the best takes ten times as long."""
    return segno.make(address, micro=False, error="m", boost_error=False, mask=3)


@lru_cache(maxsize=200)
def _svg(address: str) -> str:
    return str(_points(address).svg_inline(border=0))


def _row_values(row: tuple[Filled, ...] | Grid) -> dict[str, Any]:
    if isinstance(row, Gallery):
        return {
            "pictured": row.heads,
            "lines": [
                {
                    "label": breakable(texts[0]),
                    "photos": [[list(photo) for photo in each] for each in photos],
                }
                for texts, photos in zip(row.rows, row.photos, strict=True)
            ],
        }
    if isinstance(row, Grid):
        cells = [tuple(map(breakable, texts)) for texts in row.rows]
        return {"heads": row.heads, "cells": cells, "weights": row.weights}
    return {
        "places": [
            {
                "label": each.label, "text": breakable(each.text),
                "label_span": each.label_span, "span": each.span, "lines": each.lines,
            }
            for each in row
        ]
    }  # fmt: skip


def paper_values(
    title: str, paper: str, sheets: Sequence[FormSheet], printing: Printing
) -> dict[str, Any]:
    """The values of ``form.typ`` for any number of sheets."""
    return {
        "title": title,
        "paper": paper,
        "printed": printing.line,
        "sheets": [sheet.values() for sheet in sheets],
    }


def form_sheets(
    reader: Reader, form: PrintedForm, leaf: Leaf, record: UUID, address: str,
    printing: Printing,
    known: dict[UUID, Filling] | None = None,
) -> list[FormSheet]:  # fmt: skip
    """A page for each of the leaf's copies.

    :param known: records read for other sheets of the same file.
    :raises NotPermitted: when whoever prints may not see the record.
    """
    filling = Filling(reader, record, known)
    if filling.found is None:
        # A form of nothing but blanks would look like a record.
        reader.events(record)
        raise RecordMissing(record)
    row = filling.found[1]
    code = filling.text(place("", form.code)) if form.code else ""
    few = _FEW[form.paper]
    sections = tuple(_section(reader, filling, part, few) for part in leaf.parts)
    letter = letter_of(reader, filling, leaf.letter) if leaf.letter else None
    again = row.state not in leaf.original
    marks = marks_of(reader, record, voided=row.voided, again=again)
    return [
        FormSheet(
            form.title, leaf.title, copy, form.number, marks, sections,
            code or address, printing, bool(code), letter, leaf.named,
        )
        for copy in leaf.copies
    ]  # fmt: skip


def marks_of(
    reader: Reader, record: UUID, *, voided: bool, again: bool
) -> tuple[str, ...]:
    """补录, 更正, 作废 as they hold of the record, 副本 of what is printed again."""
    steps = reader.history(record)
    found = [mark for name, mark in _MARKS if any(getattr(s, name) for s in steps)]
    if voided:
        found.append("作废")
    if again or not reader.horizon.live:
        found.append("副本")
    return tuple(found)


def _section(reader: Reader, filling: Filling, part: Part, few: int) -> Section:
    rows = tuple(_row(reader, filling, row, few) for row in part.rows)
    return Section(part.title, rows)


def _row(
    reader: Reader, filling: Filling, row: Any, few: int
) -> tuple[Filled, ...] | Grid:
    if isinstance(row, Listed):
        return _grid(reader, filling, row)
    if isinstance(row, Pictured):
        return _gallery(reader, filling, row)
    return tuple(_filled(place, _text(filling, place), few) for place in row)


def _gallery(reader: Reader, filling: Filling, pictured: Pictured) -> Gallery:
    """The photos of every record that names this one."""
    found = photographed(reader, filling.record, pictured)
    heads = ("", *(head for head, _events in pictured.events))
    rows = tuple(
        (label, *(f"{count}张" if count else "" for count in counts))
        for label, counts, _photos in found
    )
    photos = tuple(photos for _label, _counts, photos in found)
    return Gallery(heads, rows, _weights(heads, rows), photos)


#: What stands before or behind a label that was ticked, crossed, or is still to be.
_MARKED = {True: "{}√", False: "{}×", None: "□{}"}


def _text(filling: Filling, place: Place) -> str:
    """What its sources say, and each of its checks with its mark."""
    marks = ((label, filling.truth(source)) for label, source in place.checks)
    checks = [_MARKED[truth].format(label) for label, truth in marks]
    return "　".join([*filter(None, [filling.text(place)]), *checks])


def _filled(place: Place, text: str, few: int) -> Filled:
    label = _SHORT if len(place.label) <= few else _LONG
    shown = text or "　".join(f"□{tick}" for tick in place.ticks)
    return Filled(place.label, shown, label, place.span - label, place.lines)


def _grid(reader: Reader, filling: Filling, listed: Listed) -> Grid:
    """The other ledger's rows of this record, voided ones left out."""
    reading = reader.ledger(listed.ledger)
    columns = [_listed(reader, reading.ledger, name) for name in listed.columns]
    rows = listed_rows(reader, filling.record, listed)
    empty = ("",) * len(listed.by_hand)
    texts = [(*(text(filling, row) for _, text in columns), *empty) for row in rows]
    heads = (*(head for head, _ in columns), *listed.by_hand)
    texts += [("",) * len(heads)] * max(0, listed.blank - len(texts))
    if listed.numbered:
        heads = ("序号", *heads)
        texts = [(str(n), *cells) for n, cells in enumerate(texts, 1)]
    return Grid(heads, tuple(texts), _weights(heads, texts))


def _listed(reader: Reader, ledger: Ledger, name: str) -> tuple[str, Any]:
    """A column's head, and its text of a row; a path leads to a row that it names."""
    first, _, rest = name.partition(".")
    column = ledger.column(first)
    assert column is not None, name  # noqa: S101 - a declaration that never worked
    if not rest:
        return column.title, lambda _f, row: reader.display.cell(ledger, row, column)
    other = reader.ledger_of(column.type.reference)
    named = other.column(rest) if other else None
    assert named is not None, name  # noqa: S101 - as above

    def text(filling: Filling, row: Row) -> str:
        found = filling.other(row.values.get(first))
        return found.sum((rest,)) if found else ""

    return named.title, text


def _weights(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> tuple[float, ...]:
    """How wide each column is beside the others."""
    widest = [max(4.0, ems(head)) for head in heads]
    for row in rows:
        widest = [
            max(w, min(ems(text), WIDTH)) for w, text in zip(widest, row, strict=True)
        ]
    return tuple(widest)
