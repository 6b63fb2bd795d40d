"""指标表: indicators of a period beside the year before, on paper like a ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.printing.widths import breakable, fit
from houqin.core.site.figures import year_before

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from houqin.core.printing.ledger_sheet import Printing
    from houqin.core.projection.kpi import Kpi
    from houqin.core.site.reader import Reader

_HEADS = ("模块", "指标", "单位", "本期", "上年同期", "指标口径")
_NUMERIC = (False, False, False, True, True, False)


def indicator_values(
    reader: Reader, kpis: Sequence[Kpi], days: tuple[date, date], printing: Printing
) -> dict[str, Any]:
    """What ``ledger.typ`` shows of them."""
    before = (year_before(days[0]), year_before(days[1]))
    plugins = reader.site.declarations.plugins
    rows = [
        (
            plugins[kpi.plugin].title,
            kpi.title,
            kpi.unit,
            reader.kpi(kpi.name, *days).text,
            reader.kpi(kpi.name, *before).text,
            breakable(kpi.meaning),
        )
        for kpi in kpis
    ]
    fitted = fit(_HEADS, rows)
    return {
        "title": "指标表",
        "unit": printing.unit,
        "said": printing.said,
        "foot": printing.within,
        "told": "",
        "printed": printing.line,
        "size": fitted.size,
        "widths": fitted.widths,
        "numeric": _NUMERIC,
        "heads": _HEADS,
        "rows": [{"voided": False, "cells": row} for row in rows],
        "totals": (f"共 {len(rows)} 项", *[""] * (len(_HEADS) - 1)),
    }
