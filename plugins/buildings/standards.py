"""Parameters of 办公用房 [U]: what a rule asks, from which day, an office decides."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from houqin.core.schema import types
from houqin.core.schema.form import Form

_Days = Annotated[int, Field(ge=1, le=365), types.integer("天")]


class RoomRules(Form):
    """登记使用人时核对什么。"""

    refuse_over_standard: Annotated[bool, types.boolean()] = Field(
        default=False,
        title="超标的不予分配",
        description="不勾选时，超标的须写明理由。",
    )


class RoomReminders(Form):
    """腾退、租用和上报的提醒。"""

    vacate_days: _Days = Field(
        10,
        title="应腾退日期前多少天提醒",
        description="离任、退休后一个月内腾退，逾期的标红。",
    )
    lease_days: _Days = Field(90, title="租用合同到期前多少天提醒")
    report_days: _Days = Field(5, title="用房数据填报时限前多少天提醒")


GROUPS = (
    ("rules", "用房规则", RoomRules, 210),
    ("reminders", "办公用房提醒", RoomReminders, 220),
)
