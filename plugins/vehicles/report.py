"""What the work summary says of official cars."""

from __future__ import annotations

from houqin.core.registry.reporting import ReportSection, clause

#: What was not spent is not worth a clause.
_SPENT = ("vehicles.running_cost",)
_REPAIRED = ("vehicles.repair_cost",)
_FUELLED = ("vehicles.fuel_rate",)

use = ReportSection(
    "vehicles.use",
    "公务用车",
    (
        clause("{period}"),
        clause("共调度公务用车{vehicles.trips_dispatched:多}车次"),
        clause("安全行驶{vehicles.distance:万}公里"),
        clause("未发生责任事故", none_of=("vehicles.accidents",)),
        clause("发生事故{vehicles.accidents}起", some_of=("vehicles.accidents",)),
        clause(
            "抽调车辆{vehicles.cars_detached}辆次、"
            "驾驶员{vehicles.drivers_detached}人次，"
            "用于{vehicles.cars_detached:列duty}",
            opens="；",
            some_of=("vehicles.cars_detached",),
        ),
        clause(
            "完成专项保障{vehicles.special_trips}车次",
            some_of=("vehicles.special_trips",),
        ),
        clause(
            "新能源和混合动力车型承担出车任务的{vehicles.saving_share:%}", opens="；"
        ),
    ),
    order=10,
)

safety = ReportSection(
    "vehicles.safety",
    "安全管理",
    (
        clause("召开安全例会{vehicles.meetings}次", some_of=("vehicles.meetings",)),
        clause("到会率{vehicles.attendance_rate:%}"),
        clause("驾驶员考核平均{vehicles.mean_score}分"),
        clause("未发现无任务出行", opens="；", none_of=("vehicles.unplanned_found",)),
        clause(
            "发现无任务出行{vehicles.unplanned_found}起、"
            "已整改销号{vehicles.unplanned_closed}起",
            opens="；",
            some_of=("vehicles.unplanned_found",),
        ),
    ),
    order=20,
)
costs = ReportSection(
    "vehicles.costs",
    "运行费用",
    (
        clause("车辆运行费{vehicles.running_cost:万}元", some_of=_SPENT),
        clause("单车运行费{vehicles.cost_per_vehicle:万}元", some_of=_SPENT),
        clause("其中维修费{vehicles.repair_cost:万}元", some_of=_REPAIRED),
        clause("维修费同比{vehicles.repair_change:同比}"),
        clause("百公里油耗{vehicles.fuel_rate}升", opens="；", some_of=_FUELLED),
    ),
    order=30,
)

ALL = (use, safety, costs)
