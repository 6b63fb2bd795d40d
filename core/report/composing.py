"""A declared sentence with its figures, as whoever reads may see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from houqin.core.projection.kpi import measured_parts
from houqin.core.registry.reporting import PERIOD, Slot
from houqin.core.schema.number_styles import styled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from houqin.core.projection.horizon import Horizon
    from houqin.core.projection.kpi import Kpi
    from houqin.core.registry.reporting import Clause, ReportSection
    from houqin.core.site.figures import Figure
    from houqin.core.site.reader import Reader

_END = "。"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence; a figure's own has the figure it says."""

    text: str
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence: its pieces in order."""

    name: str
    title: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The sentence as plain text."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def figures(self) -> list[Piece]:
        """The pieces that say a figure."""
        return [piece for piece in self.pieces if piece.figure]

    def as_json(self) -> dict[str, Any]:
        """What programs and ``houqin report --json`` get."""
        figures = [
            {**piece.figure.as_json(), "said": piece.text}
            for piece in self.pieces
            if piece.figure
        ]
        found = {"section": self.name, "title": self.title, "text": self.text}
        return {**found, "figures": figures}


@dataclass(frozen=True, slots=True)
class Summary:
    """The sentences of one or more modules for a period, within one horizon."""

    title: str
    unit: str
    start: date
    end: date
    #: 截至日期, 按登记时间截止, 登记序号 as the figures were counted.
    within: str
    said: tuple[Said, ...]
    #: Whether whoever reads sees only some of the rows that were counted.
    partial: bool = False

    @property
    def heading(self) -> str:
        """The title, which says so where its figures are not the whole."""
        return f"{self.title}（本单位和本人）" if self.partial else self.title

    def as_json(self) -> dict[str, Any]:
        """What programs and ``houqin report --json`` get."""
        return {
            "title": self.heading,
            "from": self.start.isoformat(),
            "to": self.end.isoformat(),
            "within": self.within,
            "sections": [each.as_json() for each in self.said],
        }


def summarise(
    reader: Reader, title: str, sections: Iterable[ReportSection], start: date,
    end: date,
) -> Summary:  # fmt: skip
    """The sentences that have a figure to say; the period ends on the view's day."""
    last = min(end, reader.last_day())
    ordered = sorted(sections, key=lambda section: section.order)
    said = [_say(Counted(reader, start, last), section) for section in ordered]
    found = tuple(each for each in said if each.figures)
    unit = reader.site.title
    within = _within(reader.horizon, last, reader)
    kpis = [p.figure.kpi for each in found for p in each.figures if p.figure]
    partial = any(_partly(reader, kpi) for kpi in kpis)
    return Summary(title, unit, start, last, within, found, partial)


def _partly(reader: Reader, kpi: Kpi) -> bool:
    """Whether some of the rows a figure is made of are not there for whoever reads."""
    parts = measured_parts(kpi, reader.site.declarations.kpis)
    seen = [reader.visibility(part.over) for part in parts]
    return any(each is not None and not each.whole for each in seen)


def _within(horizon: Horizon, last: date, reader: Reader) -> str:
    known = f"，按登记时间截止 {horizon.recorded_by}" if horizon.recorded_by else ""
    position = horizon.position or reader.position
    return f"截至日期 {last}{known}，登记序号 {position}"


class Counted:
    """The figures of one period, each counted once."""

    def __init__(self, reader: Reader, start: date, end: date) -> None:
        self._reader, self.start, self.end = reader, start, end
        self._known: dict[str, Figure | None] = {}

    @property
    def period(self) -> str:
        """截至 its last day where it begins with the year, else both days."""
        if self.start == self.end.replace(month=1, day=1):
            return f"截至{day_text(self.end)}"
        return f"{day_text(self.start)}至{day_text(self.end)}"

    def figure(self, name: str) -> Figure | None:
        """The figure; nothing where none is declared, seen or defined."""
        if name not in self._known:
            kpi = self._reader.site.declarations.kpis.get(name)
            seen = kpi is not None and sees(self._reader, kpi)
            found = self._reader.kpi(name, self.start, self.end) if seen else None
            self._known[name] = found if found and found.value is not None else None
        return self._known[name]

    def amount(self, name: str) -> int | None:
        """The figure's value, nothing where there is none."""
        found = self.figure(name)
        return found.value if found else None

    def names(self, name: str, dimension: str) -> str:
        """What a figure counts, by one of its dimensions, the largest first."""
        figure = self._reader.kpi(name, self.start, self.end, dimension)
        groups = sorted(figure.groups, key=lambda g: (-(g.value or 0), g.label))
        return "、".join(group.label for group in groups if group.value)


def sees(reader: Reader, kpi: Kpi) -> bool:
    """Whether whoever reads may see the rows a figure is made of."""
    kpis = reader.site.declarations.kpis
    return all(reader.sees(part.over) for part in measured_parts(kpi, kpis))


def _say(counted: Counted, section: ReportSection) -> Said:
    pieces: list[Piece] = []
    opened = False
    for each in section.clauses:
        if _holds(counted, each):
            pieces += [Piece(each.opens)] if opened else []
            pieces += _pieces(counted, each)
            opened = True
    return Said(section.name, section.title, (*_joined(pieces), Piece(_END)))


def _holds(counted: Counted, each: Clause) -> bool:
    """Whether all its figures are there, and are as it takes them to be."""
    if any(counted.figure(name) is None for name in each.kpis):
        return False
    if any(counted.amount(name) for name in each.none_of):
        return False
    return all((counted.amount(name) or 0) > 0 for name in each.some_of)


def _pieces(counted: Counted, each: Clause) -> Iterator[Piece]:
    said = any(slot.kpi not in {"", PERIOD} for slot in each.slots)
    zero = None if said or not each.none_of else counted.figure(each.none_of[0])
    for slot in each.slots:
        if slot.text:
            yield Piece(slot.text, zero)
        if slot.kpi == PERIOD:
            yield Piece(counted.period)
        elif slot.kpi:
            yield _figure(counted, slot)


def _figure(counted: Counted, slot: Slot) -> Piece:
    figure = counted.figure(slot.kpi)
    assert figure is not None  # noqa: S101 - the clause holds
    assert figure.value is not None  # noqa: S101 - and so does each of its figures
    if slot.listed:
        return Piece(counted.names(slot.kpi, slot.listed), figure)
    return Piece(styled(figure.value, figure.kpi.scale, slot.style), figure)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbouring texts as one piece."""
    found: list[Piece] = []
    for piece in pieces:
        if found and not piece.figure and not found[-1].figure:
            found[-1] = Piece(found[-1].text + piece.text)
        else:
            found.append(piece)
    return found


def day_text(day: date) -> str:
    """2023年12月31日, as a summary writes it."""
    return f"{day.year}年{day.month}月{day.day}日"
