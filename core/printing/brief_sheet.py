"""一页纸 for who leads: eight figures with 同比 and 口径 at most, and five risks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from houqin.core.printing.widths import breakable
from houqin.core.schema.number_styles import styled
from houqin.core.schema.numerals import decimal_text
from houqin.core.site.figures import year_before

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from houqin.core.printing.ledger_sheet import Printing
    from houqin.core.projection.kpi import Kpi
    from houqin.core.site.figures import Figure
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
        now = reader.kpi(kpi.name, start, end)
        before = reader.kpi(kpi.name, year_before(start), year_before(end))
        change = change_text(now, before)
        found.append(Tile(kpi.title, now.text, kpi.unit, change, kpi.meaning))
    return tuple(found)


def change_text(now: Figure, before: Figure) -> str:
    """同比增长12.3%; of a share in points; nothing of what is a change itself."""
    kpi = now.kpi
    if kpi.measure == "change":
        return ""
    if now.value is None or not before.value:
        return "上年同期无数据"
    if kpi.percent:
        points = now.value - before.value
        if not points:
            return "与上年同期持平"
        way = "上升" if points > 0 else "下降"
        return f"同比{way}{decimal_text(abs(points), kpi.scale)}个百分点"
    # Half up, in tenths of a percent.
    grown = 2 * 1000 * (now.value - before.value) + before.value
    return f"同比{styled(grown // (2 * before.value), 1, '同比')}"
