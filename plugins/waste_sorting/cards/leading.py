"""主任: the year's figures of waste sorting, each leading to its page."""

from __future__ import annotations

from typing import Any

from houqin.core.web.page import Link
from houqin.core.web.views.home import figure_of_year

_FIGURES = (
    "units_enrolled", "trained_rate", "mean_score", "rectified", "defects_left",
    "recyclable_share",
)  # fmt: skip


def year(request: Any) -> dict[str, Any]:
    """覆盖单位, 培训率, 平均得分, 整改率, 未销号问题, 可回收物占比."""
    counts = [
        figure_of_year(request, f"waste_sorting.{n}", urgent=n == "defects_left")
        for n in _FIGURES
    ]
    page = request.to.page("waste_sorting/overview")
    return {"counts": counts, "more": Link("全部单位一览", page)}
