"""Where rooms lie on the drawings: tabs of a drawing, and of the floor it shows."""

from __future__ import annotations

from houqin.core.registry.declarations import RecordTab
from houqin.core.web.regions import TEMPLATE, Regions
from houqin.plugins.buildings.drafting import TAB, current_of
from houqin.plugins.buildings.permissions import BuildingsPermission as Right

#: By state of a room: what is free to give is green, what is others' amber.
_TONES = {
    "idle": "free", "allocated": "used", "leased": "busy", "in_repair": "busy",
    "vacated": "busy", "pending_disposal": "bad",
}  # fmt: skip
_SHOWN = {
    "files": "sheet", "regions": "places", "bound": "room", "of": "buildings.Room",
    "page": "page", "caption": "unit",
}  # fmt: skip

TABS = (
    RecordTab(
        TAB, "平面图", "buildings.Drawing", Right.SEE_ESTATE,
        Regions(tones=_TONES, **_SHOWN), TEMPLATE,
    ),
    RecordTab(
        "buildings.floor_plan", "平面图", "buildings.Floor", Right.SEE_ESTATE,
        Regions(tones=_TONES, through=current_of, **_SHOWN), TEMPLATE,
    ),
)  # fmt: skip
