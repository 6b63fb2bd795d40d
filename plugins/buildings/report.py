"""What the work summary says of office rooms."""

from __future__ import annotations

from houqin.core.registry.reporting import ReportSection, clause

rooms = ReportSection(
    "buildings.rooms",
    "办公用房",
    (
        clause("{period}"),
        clause(
            "完成{buildings.units_reported}家单位用房数据上报",
            some_of=("buildings.units_reported",),
        ),
        clause("上报率{buildings.report_rate:%}"),
        clause(
            "更新图纸{buildings.updated_drawings}幅",
            some_of=("buildings.updated_drawings",),
        ),
    ),
    order=40,
)

ALL = (rooms,)
