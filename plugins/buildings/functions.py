"""使用功能: what a room is for, and to which of the four kinds that belongs."""

from __future__ import annotations

from houqin.core.schema import types
from houqin.plugins.buildings.fields import RoomKind


class Function(types.Choice):
    """Functions as 《党政机关办公用房建设标准》 lists them under its four kinds."""

    LEADER_OFFICE = "leader_office", "领导人员办公室"
    STAFF_OFFICE = "staff_office", "一般工作人员办公室"
    MEETING = "meeting", "会议室"
    RECEPTION = "reception", "接待室"
    ARCHIVE = "archive", "档案室"
    LIBRARY = "library", "图书资料室"
    NETWORK = "network", "机关信息网络用房"
    CONFIDENTIAL = "confidential", "机要保密室"
    PRINTING = "printing", "文印室"
    POST = "post", "收发室"
    CLINIC = "clinic", "医务室"
    DUTY = "duty", "值班室"
    STORAGE = "storage", "储藏室"
    SERVICE_STAFF = "service_staff", "物业及工勤人员用房"
    TEA = "tea", "开水间"
    TOILET = "toilet", "卫生间"
    PETITION = "petition", "信访接待室"
    COUNTER = "counter", "办事大厅"
    POWER = "power", "变配电室"
    PUMP = "pump", "水泵房"
    HEATING = "heating", "锅炉房和热力站"
    AIR = "air", "空调机房"
    TELECOM = "telecom", "通信机房"
    LIFT = "lift", "电梯机房"
    CONTROL = "control", "智能化和消防控制室"
    CANTEEN = "canteen", "食堂"
    GARAGE = "garage", "汽车库"
    BICYCLES = "bicycles", "自行车库"
    GUARDS = "guards", "警卫用房"
    SHELTER = "shelter", "人防设施"


_OFFICES = (Function.LEADER_OFFICE, Function.STAFF_OFFICE)
_EQUIPMENT = (
    Function.POWER, Function.PUMP, Function.HEATING, Function.AIR, Function.TELECOM,
    Function.LIFT, Function.CONTROL,
)  # fmt: skip
_ANNEX = (
    Function.CANTEEN, Function.GARAGE, Function.BICYCLES, Function.GUARDS,
    Function.SHELTER,
)  # fmt: skip
#: The codes of office rooms, which standards are about.
OFFICES = tuple(function.value for function in _OFFICES)


def kind_of(function: str) -> RoomKind:
    """The kind a function belongs to; what is none of the others serves all."""
    found = Function(function)
    if found in _OFFICES:
        return RoomKind.OFFICE
    if found in _EQUIPMENT:
        return RoomKind.EQUIPMENT
    return RoomKind.ANNEX if found in _ANNEX else RoomKind.SERVICE
