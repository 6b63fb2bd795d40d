"""What the work summary says of official cars."""

from __future__ import annotations

from houqin.core.registry.reporting import ReportSection, clause

use = ReportSection(
    "vehicles.use",
    "公务用车",
    (
        clause("{period}"),
        clause("共调度公务用车{vehicles.trips_dispatched:多}车次"),
        clause("安全行驶{vehicles.distance:万}公里"),
        clause("未发生责任事故", none_of=("vehicles.accidents",)),
        clause("发生责任事故{vehicles.accidents}起", some_of=("vehicles.accidents",)),
        clause(
            "新能源和混合动力车型承担出车任务的{vehicles.saving_share:%}", opens="；"
        ),
    ),
    order=10,
)

ALL = (use,)
