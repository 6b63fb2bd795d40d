"""一页纸 for who leads: eight figures with 同比 and 口径 at most, and five risks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from houqin.core.printing.widths import breakable
from houqin.core.site.comparing import compared

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from houqin.core.printing.ledger_sheet import Printing
    from houqin.core.projection.kpi import Kpi
    from houqin.core.site.reader import Reader

MOST_FIGURES, MOST_RISKS = 8, 5


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure, how it stands against a year ago, and what it means."""

    title: str
    value: str
    unit: str
    change: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Risk:
    """Something to look after: what, until when, and who."""

    title: str
    text: str
    due: str
    person: str


@dataclass(frozen=True, slots=True)
class BriefSheet:
    """The page."""

    title: str
    period: str
    tiles: tuple[Tile, ...]
    risks: tuple[Risk, ...]
    said: tuple[str, ...]
    printing: Printing

    def values(self) -> dict[str, Any]:
        """What the template of the PDF shows."""
        return {
            "title": self.title,
            "unit": self.printing.unit,
            "period": self.period,
            "within": self.printing.within,
            "printed": self.printing.line,
            "tiles": [
                {
                    "title": each.title, "value": each.value, "unit": each.unit,
                    "change": each.change, "meaning": each.meaning,
                }
                for each in self.tiles
            ],
            "risks": [
                [each.title, breakable(each.text), each.due, each.person]
                for each in self.risks
            ],
            "said": self.said,
        }  # fmt: skip


def tiles_of(
    reader: Reader, kpis: Iterable[Kpi], start: date, end: date
) -> tuple[Tile, ...]:
    """The figures of a period, each beside the same days of the year before."""
    found = []
    for kpi in list(kpis)[:MOST_FIGURES]:
        now, change = compared(reader, kpi.name, start, end)
        found.append(Tile(kpi.title, now.text, kpi.unit, change, kpi.meaning))
    return tuple(found)
