"""派车单 on paper: 派车联 before the car leaves, 结算联 after it is back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.registry.printing import Leaf, Listed, Part, PrintedForm, place
from houqin.plugins.vehicles.aggregates import Trip
from houqin.plugins.vehicles.fields import Rating
from houqin.plugins.vehicles.inspection import TICKS

if TYPE_CHECKING:
    from houqin.core.registry.printing import Place

_COPIES = ("存根联", "驾驶员联", "用车单位联")
_MODEL = ("vehicle.model", "vehicle.energy")
_CONFIRMED = ("request@UseConfirmed.who", "request@UseConfirmed.when")
#: 改派, 先用后补 and why not a car that saves energy.
_NOTES = (
    "@Reassigned.reason",
    "request@EmergencyUsed.reason",
    "energy_reason",
)
#: The card that paid the fuel or the electricity, the last one of each.
_CARDS = ("@CostRecorded[kind=fuel].card", "@CostRecorded[kind=electricity].card")


def _approval(title: str, step: str, *more: str) -> tuple[Place, ...]:
    """Who agreed to a step, when and how; signed by hand beside it."""
    events = (f"request@Agreed[step={step}]", *more)
    return (
        place(title, *(f"{event}.who" for event in events), span=6),
        place("时间", *(f"{event}.when" for event in events), span=7),
        place("方式", *(f"{event}.channel" for event in events), span=4),
        place("签字", span=7),
    )


_asked = Part(
    "",
    (
        (
            place("单号", "serial", span=7),
            place("纸质单号", "paper_number", span=6),
            place("申请时间", "request.requested_at", span=11),
        ),
        (
            place("用车单位", "unit", span=11),
            place("用车人", "user", span=6),
            place("联系电话", "request.contact", span=7),
        ),
        (
            place("事由", "purpose", span=13),
            place("任务类别", "request.task", span=6),
            place("行程范围", "request.range", span=5),
        ),
        (
            place("人数", "passengers", span=4),
            place("计划出发", "request.planned_start", span=10),
            place("计划返回", "request.planned_end", span=10),
        ),
        (
            place("出发地", "origin", span=8),
            place("目的地及途经", "destination", span=16),
        ),
    ),
)
_approved = Part(
    "",
    (
        _approval("单位审核人", "review"),
        _approval("中心审批人", "approve", "request@ApprovedAfter"),
        _approval("分管领导", "lead"),
        (
            place("调度员", "@Dispatched.who", span=6),
            place("派车时间", "@Dispatched.when", span=7),
            place("说明", *_NOTES, span=11),
        ),
    ),
)
_car = Part(
    "",
    (
        (
            place("车号", "vehicle", span=6),
            place("车型能源", *_MODEL, span=8),
            place("驾驶员", "driver", span=5),
            place("类别", "driver_kind", span=5),
        ),
        (
            place("出车时刻", "departed_at", span=9),
            place("出车里程", "odometer_out", span=7),
            place("检查时间", "inspected_at", span=8),
        ),
        (
            place(
                "出车前检查",
                span=24,
                checks=tuple(
                    (title, f"@Inspected.{name}") for name, title in TICKS.items()
                ),
            ),
        ),
        (
            place("备注", "inspection_note", "remark", span=8, lines=3),
            place("驾驶员签字", span=8, lines=3),
            place("中心（盖章）", span=8, lines=3),
        ),
    ),
)
_driven = Part(
    "",
    (
        (
            place("单号", "serial", span=7),
            place("纸质单号", "paper_number", span=6),
            place("用车单位", "unit", span=11),
        ),
        (
            place("车号", "vehicle", span=6),
            place("车型能源", *_MODEL, span=11),
            place("驾驶员", "driver", span=7),
        ),
        (
            place("出车时刻", "departed_at", span=9),
            place("出车里程", "odometer_out", span=8),
            place("公里", "distance", span=7),
        ),
        (
            place("回场时刻", "returned_at", span=9),
            place("回场里程", "odometer_in", span=8),
            place("人数", "passengers", span=7),
        ),
        (place("实际路线", "@Returned.route", span=24),),
    ),
)
_costs = Part(
    "费用",
    (
        (
            place("加油", "fuel", span=5),
            place("充电", "electricity", span=5),
            place("油电费", "energy_cost", span=7),
            place("油卡号", *_CARDS, span=7),
        ),
        (
            place("过路费", "toll", span=5),
            place("停车费", "parking", span=5),
            place("洗车及其他", "other_cost", span=7),
            place("合计", "energy_cost+toll+parking+other_cost", span=7),
        ),
        Listed(
            "vehicles.trip_costs",
            ("paid_on", "kind", "amount", "volume", "voucher"),
            blank=3,
        ),
    ),
)
_signed = Part(
    "",
    (
        (
            place("停放地点", "@Returned.place", "@Returned.point", span=9),
            place("车况", span=15, ticks=("正常", "有异常：")),
        ),
        (
            place("说明", *_NOTES, span=14),
            place("备注", "remark", span=10),
        ),
        (
            place("用车人确认签字", *_CONFIRMED, span=8, lines=2),
            place(
                "评价",
                "request@UseConfirmed.rating",
                span=8,
                lines=2,
                ticks=tuple(rating.title for rating in Rating),
            ),
            place("驾驶员签字", span=8, lines=2),
        ),
        (
            place("调度员签字", span=8, lines=2),
            place("用车单位（盖章）", span=8, lines=2),
            place("中心（盖章）", span=8, lines=2),
        ),
    ),
)

trip_slip = PrintedForm(
    "vehicles.trip_slip",
    "派车单",
    Trip,
    "表号：公务用车 01",
    (
        Leaf(
            "dispatch", "派车联", (_asked, _approved, _car), _COPIES, ("dispatched",)
        ),
        Leaf(
            "settlement", "结算联", (_driven, _costs, _signed), _COPIES,
            ("departed", "returned", "closed"),
        ),
    ),
)  # fmt: skip

ALL = (trip_slip,)
