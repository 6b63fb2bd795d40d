"""全部单位一览: all units on one screen, red where something is amiss."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from houqin.core.projection.row import Row

_UNITS = "waste_sorting.units"


@dataclass(frozen=True, slots=True)
class Tile:
    """One unit: 督导员 yes or no, trained, last score, open defects."""

    unit: str
    url: str
    supervisors: int
    trained: int
    score: str
    defects: int
    amiss: bool


def show(request: Any) -> dict[str, Any]:
    """Every unit of the list; ``only=1`` shows those where something is amiss."""
    passing = int(request.reader.setting("waste_sorting.pass_score"))
    rows = request.reader.ledger(_UNITS).rows({"voided": "0"})
    tiles = [_tile(request, row, passing) for row in rows if row.state != "removed"]
    amiss = [tile for tile in tiles if tile.amiss]
    only = request.GET.get("only") == "1"
    return {
        "tiles": amiss if only else tiles,
        "count": len(tiles),
        "amiss": len(amiss),
        "only": only,
        "page_url": request.to.page("waste_sorting/overview"),
        "ledger_url": request.to.ledger(_UNITS),
        "passing": f"{passing / 10:g}",
    }


def _tile(request: Any, row: Row, passing: int) -> Tile:
    values = row.values
    supervisors, trained = values["supervisors"] or 0, values["trained"] or 0
    score, defects = values["last_score"], values["open_defects"] or 0
    low = score is not None and score < passing
    return Tile(
        request.reader.title("core.Department", values["department"]),
        request.to.record(_UNITS, row.stream),
        supervisors,
        trained,
        "—" if score is None else f"{score / 10:g}",
        defects,
        not supervisors or not trained or low or bool(defects),
    )
