"""Score sheets, inspections as they were scored, and their numbers."""

from __future__ import annotations

from houqin.core.model.guards import Register
from houqin.core.model.numbers import Serials
from houqin.core.projection.sources import field, occurred_at
from houqin.plugins.waste_sorting.bulletin import Bulletin
from houqin.plugins.waste_sorting.inspection import Inspection
from houqin.plugins.waste_sorting.score_sheet import ScoreSheet

sheets = Register("waste_sorting.sheets", ScoreSheet, ["name", "since"])
sheets.keep(ScoreSheet.Set, "name", "since")

inspections = Register(
    "waste_sorting.inspections", Inspection,
    ["unit", "department", "score", "found", "scored_at"],
)  # fmt: skip
inspections.keep(Inspection.Planned, "unit", "department")
inspections.on(
    Inspection.Scored, score=field("score"), found=field("found"),
    scored_at=occurred_at,
)  # fmt: skip

inspection_serials = Serials("waste_sorting.inspection_serials", Inspection, "检")
inspection_serials.on(Inspection.Planned, serial=field("serial"))
bulletin_serials = Serials("waste_sorting.bulletin_serials", Bulletin, "通报")
bulletin_serials.on(Bulletin.Published, serial=field("serial"))

ALL = (sheets, inspections, inspection_serials, bulletin_serials)
