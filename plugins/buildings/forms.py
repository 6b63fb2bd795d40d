"""The papers of 办公用房: 调配通知单 with its hand-over list, and 领导干部登记表."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.registry.printing import Leaf, Listed, Part, PrintedForm, place
from houqin.plugins.buildings.occupancy import Occupancy
from houqin.plugins.buildings.room_allocation import RoomAllocation

if TYPE_CHECKING:
    from houqin.core.registry.printing import Place

_COPIES = ("存根联", "使用单位联")


def _agreed(title: str, step: str) -> tuple[Place, ...]:
    event = f"@Agreed[step={step}]"
    return (
        place(title, f"{event}.who", span=7),
        place("时间", f"{event}.when", span=9),
        place("签字", span=8),
    )


_asked = Part(
    "",
    (
        (
            place("单号", "serial", span=8),
            place("使用凭证", "certificate", span=8),
            place("使用协议", "agreement", span=8),
        ),
        (
            place("使用单位", "unit", span=14),
            place("申请时间", "requested_at", span=10),
        ),
        (place("申请事由", "purpose", span=24),),
        (
            place("使用人数", "persons", span=6),
            place("核定面积", "assessed_area", span=9),
            place("配置方式", "method", span=9),
        ),
        (
            place("调配间数", "room_count", span=6),
            place("调配面积", "area", span=9),
            place("使用期限至", "@CertificateIssued.valid_until", span=9),
        ),
        (place("方案说明", "@Planned.plan", "over_reason", span=24, lines=2),),
    ),
)
_approved = Part(
    "审批",
    (
        _agreed("单位审核人", "review"),
        _agreed("中心审批人", "approve"),
        _agreed("分管领导", "lead"),
    ),
)
_rooms = Part(
    "房间",
    (
        Listed(
            "buildings.allotted_rooms",
            ("room", "room.function", "room.usable_area"),
            blank=6,
            by_hand=("备注",),
            numbered=True,
        ),
    ),
)
_handed = Part(
    "钥匙和家具交接",
    (
        (
            place("交接日期", "handed_on", span=12),
            place("钥匙", "keys", span=12),
        ),
        (place("家具设备清单", "furniture", span=24, lines=8),),
        (place("房屋和水电状况", "@MovedIn.condition", span=24, lines=2),),
        (
            place("中心交接人", "handed_by", span=8, lines=2),
            place("单位接收人", "taken_by", span=8, lines=2),
            place("接收人签字", span=8, lines=2),
        ),
        (
            place("使用单位（盖章）", span=12, lines=3),
            place("中心（盖章）", span=12, lines=3),
        ),
    ),
)
allotment_notice = PrintedForm(
    "buildings.allotment_notice",
    "办公用房调配通知单",
    RoomAllocation,
    "表号：办公用房 01",
    (
        Leaf(
            "notice", "通知单", (_asked, _approved, _rooms), _COPIES,
            ("certified", "in_use"),
        ),
        Leaf("hand_over", "交接清单", (_rooms, _handed), _COPIES, ("in_use",)),
    ),
    paper="a4",
)  # fmt: skip

_leader = Part(
    "",
    (
        (
            place("姓名", "person", span=8),
            place("单位", "unit", span=16),
        ),
        (
            place("职务职级", "rank", span=12),
            place("领导职务", "leader", span=12),
        ),
        (
            place("房间", "room", span=12),
            place("用途", "room.function", span=12),
        ),
        (
            place("使用面积", "room.usable_area", span=8),
            place("面积来源", "room.area_source", span=8),
            place("标准面积", "standard", span=8),
        ),
        (
            place("超标面积", "room.over", span=8),
            place("合用人数", "room.persons", span=8),
            place("启用日期", "since", span=8),
        ),
        (
            place("使用性质", "place", span=8),
            place("另处批准文号", "approval", span=16),
        ),
        (
            place("另处批准面积", "approved_area", span=12),
            place("另处截止日期", "until", span=12),
        ),
        (place("超标理由及整改情况", "over_reason", span=24, lines=4),),
        (
            place("应腾退日期", "due_on", span=12),
            place("实际腾退日期", "vacated_on", span=12),
        ),
        (
            place("本人签字", span=12, lines=3),
            place("填报日期", span=12, lines=3),
        ),
        (
            place("单位审核意见（盖章）", span=12, lines=5),
            place("中心核查意见（盖章）", span=12, lines=5),
        ),
    ),
)
leader_filing = PrintedForm(
    "buildings.leader_filing",
    "领导干部办公用房登记表",
    Occupancy,
    "表号：办公用房 02",
    (Leaf("filing", "登记表", (_leader,), ("",), ("using",)),),
    paper="a4",
)

ALL = (allotment_notice, leader_filing)
