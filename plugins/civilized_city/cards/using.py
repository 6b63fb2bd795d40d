"""单位经办人: what the unit has to put right, to do and to hand in, by deadline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from houqin.core.model.rectifying import OPEN
from houqin.plugins.civilized_city import grid_task, online_item
from houqin.plugins.civilized_city.cards.rows import cell, in_state

if TYPE_CHECKING:
    from houqin.core.projection.row import Row

_MOST = 8
#: Ledger, the states that wait for the unit, the column that names the matter.
_KINDS = (
    ("civilized_city.notices", ("entered",), "label", "通知书待签收"),
    ("civilized_city.rectifications", OPEN, "matter", "督查整改"),
    ("civilized_city.tasks", grid_task.RUNNING, "task", "网格任务"),
    (
        "civilized_city.online_items",
        tuple(s for s in online_item.RUNNING if s in {"collecting", "supplementing"}),
        "name",
        "网报材料",
    ),
)


@dataclass(frozen=True, slots=True)
class DueLine:
    """One thing that is due; ``late`` once it is."""

    kind: str
    text: str
    due: str
    url: str
    late: bool


def due(request: Any) -> dict[str, Any] | None:
    """我单位待报, the earliest first; nothing where nothing is."""
    found = [
        (row.values["deadline"], ledger, column, title, row)
        for ledger, states, column, title in _KINDS
        for row in in_state(request, ledger, *states)
    ]
    found.sort(key=lambda each: each[0])
    lines = [_line(request, *each) for each in found[:_MOST]]
    return {"lines": lines} if lines else None


def _line(
    request: Any, deadline: int, ledger: str, column: str, title: str, row: Row
) -> DueLine:
    return DueLine(
        title, cell(request, ledger, row, column),
        cell(request, ledger, row, "deadline"), request.to.record(ledger, row.stream),
        deadline <= request.site.now(),
    )  # fmt: skip
