"""Parameters of the civilized city: how long before what is due it is told."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from houqin.core.schema import types
from houqin.core.schema.form import Form

_Days = Annotated[int, Field(ge=1, le=60), types.integer("天")]
_Hours = Annotated[int, Field(ge=1, le=72), types.integer("小时")]


class CityReminders(Form):
    """整改、任务和网报材料提前几天提醒，执勤开始多久没有签到提醒。"""

    early_days: _Days = Field(3, title="首次提醒提前")
    late_days: _Days = Field(1, title="再次提醒提前")
    sign_in_hours: _Hours = Field(1, title="执勤未签到提醒")
    number_days: _Days = Field(
        3, title="文号未补提醒", description="电话、消息通知后多少天没有补登文号。"
    )


GROUPS = (("reminders", "文明创建提醒", CityReminders, 210),)
