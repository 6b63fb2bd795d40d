"""同比: how a figure stands against the same days of the year before, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.schema.number_styles import styled
from houqin.core.schema.numerals import decimal_text
from houqin.core.site.figures import year_before

if TYPE_CHECKING:
    from datetime import date

    from houqin.core.site.figures import Figure
    from houqin.core.site.reader import Reader


def compared(reader: Reader, name: str, start: date, end: date) -> tuple[Figure, str]:
    """A figure of these days, and how it changed within a year."""
    now = reader.kpi(name, start, end)
    before = reader.kpi(name, year_before(start), year_before(end))
    return now, change_text(now, before)


def change_text(now: Figure, before: Figure) -> str:
    """同比增长12.3%; of a share in points; nothing of what is a change itself."""
    kpi = now.kpi
    if kpi.measure == "change":
        return ""
    if now.value is None or before.value is None:
        return "上年同期无数据"
    if kpi.percent:
        return _in_points(now.value - before.value, kpi.scale)
    if not before.value:
        return "上年同期无数据"
    # Half up, in tenths of a percent.
    grown = 2 * 1000 * (now.value - before.value) + before.value
    return f"同比{styled(grown // (2 * before.value), 1, '同比')}"


def _in_points(points: int, scale: int) -> str:
    if not points:
        return "与上年同期持平"
    way = "上升" if points > 0 else "下降"
    return f"同比{way}{decimal_text(abs(points), scale)}个百分点"
