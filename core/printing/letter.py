"""A leaf set like an official letter, and the photos of what it is about."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from string import Formatter
from typing import TYPE_CHECKING, Any

from houqin.core.printing.sources import Filling
from houqin.core.printing.widths import breakable
from houqin.core.registry.printing import Listed, Place

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.projection.row import Row
    from houqin.core.registry.printing import Letter, Pictured
    from houqin.core.site.reader import Reader

#: Photos of one cell; the record's page shows the others.
_MOST_PHOTOS = 2


@dataclass(frozen=True, slots=True)
class LetterText:
    """A letter filled in; what finds nothing is empty, to be written by hand."""

    office: str
    number: str
    signatory: str
    addressed: str
    opening: tuple[str, ...]
    items: tuple[str, ...]
    closing: tuple[str, ...]
    date: str

    def values(self) -> dict[str, Any]:
        """What the template shows."""
        return {
            name: [*map(breakable, said)] if isinstance(said, tuple) else said
            for name, said in asdict(self).items()
        }


def letter_of(reader: Reader, filling: Filling, letter: Letter) -> LetterText:
    """A letter of one record."""

    def text(*sources: str) -> str:
        return filling.text(Place("", tuple(filter(None, sources))))

    rows = listed_rows(reader, filling.record, letter.listed)
    items = [filled(_of(reader, row), letter.items) for row in rows]
    return LetterText(
        next(filter(None, map(text, letter.office)), ""), text(letter.number),
        text(letter.signatory), text(letter.addressed),
        _paragraphs(filling, letter.opening), tuple(filter(None, items)),
        _paragraphs(filling, letter.closing), dated(text(letter.date)),
    )  # fmt: skip


def dated(moment: str) -> str:
    """成文日期 as GB/T 9704 writes it: 2023年6月7日."""
    if not moment:
        return ""
    year, month, day = moment[:10].split("-")
    return f"{year}年{int(month)}月{int(day)}日"


def _of(reader: Reader, row: Row) -> Filling:
    return Filling(reader, row.stream)


def _paragraphs(filling: Filling, templates: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, (filled(filling, each) for each in templates)))


def filled(filling: Filling, template: str) -> str:
    """A paragraph with its sources; nothing where all of them find nothing."""
    said, some, any_source = "", False, False
    for literal, source, _style, _conversion in Formatter().parse(template):
        said += literal
        if source:
            any_source = True
            found = filling.text(Place("", (source,)))
            some, said = some or bool(found), said + found
    return said if some or not any_source else ""


def listed_rows(reader: Reader, record: UUID, listed: Listed) -> list[Row]:
    """The unvoided rows a form lists: the record's own, or those that name it."""
    reading = reader.ledger(listed.ledger)
    found = (
        reading.referring(listed.by, str(record))
        if listed.by
        else reading.of_stream(record)
    )
    rows = [row for row in found if not row.voided]
    number = reading.ledger.column("number") if listed.by else None
    return sorted(rows, key=lambda r: r.values["number"] or 0) if number else rows


def photographed(
    reader: Reader, record: UUID, pictured: Pictured
) -> list[tuple[str, tuple[int, ...], tuple[tuple[bytes, ...], ...]]]:
    """Of each record that names this one: label, how many photos, some of them."""
    reading = reader.ledger(pictured.ledger)
    rows = listed_rows(reader, record, Listed(pictured.ledger, (), by=pictured.by))
    column = reading.ledger.column(pictured.label)
    shown = []
    for row in rows:
        label = reader.display.cell(reading.ledger, row, column) if column else ""
        files = [
            _files(reader, row.stream, events) for _head, events in pictured.events
        ]
        photos = tuple(_thumbnails(reader, each) for each in files)
        shown.append((label, tuple(map(len, files)), photos))
    return shown


def _files(reader: Reader, record: UUID, events: tuple[str, ...]) -> list[Any]:
    """The files of the last of these events that has some."""
    found: list[Any] = []
    for event in reader.effective(record).events:
        name = event.topic.rpartition(".")[2]
        for wanted in events:
            of, _, field = wanted.partition(".")
            if of == name and event.payload.get(field):
                found = list(event.payload[field])
    return found


def _thumbnails(reader: Reader, files: list[Any]) -> tuple[bytes, ...]:
    kept = reader.site.attachments
    found = (
        kept.thumbnail(reader.connection, file["digest"])
        for file in files[:_MOST_PHOTOS]
    )
    return tuple(filter(None, found))
