"""主任: how the year goes, and what waits to be re-checked."""

from __future__ import annotations

from typing import Any

from houqin.core.web.views.home import figure_of_year
from houqin.plugins.civilized_city.cards.rows import counted

_FIGURES = ("in_time_rate", "task_rate", "online_rate", "volunteer_times")


def year(request: Any) -> dict[str, Any]:
    """整改按时率 first; then tasks, online material and volunteers."""
    figures = [figure_of_year(request, f"civilized_city.{name}") for name in _FIGURES]
    waiting = counted(
        request, "整改待复核", "civilized_city.rectifications", "fed_back"
    )
    again = counted(
        request, "重新整改", "civilized_city.rectifications", "failed", urgent=True
    )
    return {"counts": [*figures, waiting, again]}
