"""主任: the year's figures of waste sorting, each leading to its page."""

from __future__ import annotations

from typing import Any

from houqin.core.web.cards import Count
from houqin.core.web.page import Link
from houqin.core.web.views.home import shown_year, year_days

_FIGURES = (
    "units_enrolled", "trained_rate", "mean_score", "rectified", "defects_left",
    "recyclable_share",
)  # fmt: skip


def year(request: Any) -> dict[str, Any]:
    """覆盖单位, 培训率, 平均得分, 整改率, 未销号问题, 可回收物占比."""
    days = year_days(request, shown_year(request))
    figures = [request.reader.kpi(f"waste_sorting.{n}", *days) for n in _FIGURES]
    counts = [
        Count(
            f.kpi.title, f.text, request.to.kpi(f.kpi.name), unit=f.kpi.unit,
            urgent=f.kpi.name.endswith("defects_left") and bool(f.value),
        )
        for f in figures
    ]  # fmt: skip
    page = request.to.page("waste_sorting/overview")
    return {"counts": counts, "more": Link("全部单位一览", page)}
