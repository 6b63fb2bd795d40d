"""What the work summary says of office rooms."""

from __future__ import annotations

from houqin.core.registry.reporting import ReportSection, clause

#: What did not happen is not worth a clause.
_ALLOTTED = ("buildings.allotted_rooms",)
_REPORTED = ("buildings.units_reported",)
_DRAWN = ("buildings.updated_drawings",)
_RECTIFIED = ("buildings.rectified_rooms",)

rooms = ReportSection(
    "buildings.rooms",
    "办公用房",
    (
        clause("{period}"),
        clause(
            "调配办公用房{buildings.allotted_rooms}间{buildings.allotted_area}平方米",
            some_of=_ALLOTTED,
        ),
        clause(
            "完成{buildings.units_reported}家单位用房数据上报，"
            "上报率{buildings.report_rate:%}",
            some_of=_REPORTED,
        ),
        clause("更新图纸{buildings.updated_drawings}幅", some_of=_DRAWN),
        clause("整改超标用房{buildings.rectified_rooms}间", some_of=_RECTIFIED),
    ),
    order=40,
)

ALL = (rooms,)
