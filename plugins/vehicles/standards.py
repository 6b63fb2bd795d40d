"""Parameters of 公务用车 [U]: what a rule asks, from which day, an office decides.

Prices and displacements are those of 《党政机关公务用车管理办法》 and of the provinces'
standards for its carrying out.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from houqin.core.schema import types
from houqin.core.schema.fields import MOST_FEN
from houqin.core.schema.form import Form

_Cap = Annotated[int, Field(ge=0, le=MOST_FEN), types.money()]
_Volume = Annotated[int, Field(ge=0, le=20_000), types.integer("毫升")]
_Hours = Annotated[int, Field(ge=1, le=720), types.integer("小时")]
_Days = Annotated[int, Field(ge=1, le=365), types.integer("天")]
_Km = Annotated[int, Field(ge=1, le=1_000_000), types.integer("公里")]
_Seats = Annotated[int, Field(ge=2, le=60), types.integer("座")]
_WITHOUT_TAX = "不含车辆购置税；超过的登记时须写明特殊配备说明。"


class VehicleStandards(Form):
    """配备标准：购置价和排量上限、更新年限。"""

    price_confidential: _Cap = Field(
        12_000_000, title="机要通信用车购置价上限", description=_WITHOUT_TAX
    )
    price_emergency: _Cap = Field(
        18_000_000, title="应急保障用车购置价上限", description=_WITHOUT_TAX
    )
    price_enforcement: _Cap = Field(
        12_000_000, title="执法执勤用车购置价上限", description=_WITHOUT_TAX
    )
    price_other: _Cap = Field(
        18_000_000, title="其他用车购置价上限", description=_WITHOUT_TAX
    )
    price_medium_coach: _Cap = Field(
        25_000_000, title="中型客车购置价上限", description=_WITHOUT_TAX
    )
    price_large_coach: _Cap = Field(
        45_000_000, title="大型客车购置价上限", description=_WITHOUT_TAX
    )
    price_new_energy: _Cap = Field(
        18_000_000,
        title="新能源轿车购置价上限",
        description="纯电动、插电混动轿车，不分编制类别；不含车辆购置税。",
    )
    displacement_confidential: _Volume = Field(1600, title="机要通信用车排量上限")
    displacement_emergency: _Volume = Field(1800, title="应急保障用车排量上限")
    displacement_enforcement: _Volume = Field(1600, title="执法执勤用车排量上限")
    displacement_other: _Volume = Field(1800, title="其他用车排量上限")
    displacement_medium_coach: _Volume = Field(3000, title="中型客车排量上限")
    sedan_seats: _Seats = Field(5, title="轿车座位上限", description="含驾驶员。")
    small_seats: _Seats = Field(
        9, title="小型客车座位上限", description="含驾驶员；C类准驾到此为止。"
    )
    medium_seats: _Seats = Field(
        19, title="中型客车座位上限", description="含驾驶员；B1准驾到此为止。"
    )
    renewal_years: Annotated[int, Field(ge=1, le=30), types.integer("年")] = Field(
        8, title="更新年限", description="满此年限可以更新，仍能使用的继续使用。"
    )


class DispatchRules(Form):
    """派车时核对什么，先用后补的时限。"""

    refuse_expired: Annotated[bool, types.boolean()] = Field(
        default=True,
        title="保险或年检过期不得派车",
        description="只核对已登记到期日的车辆。",
    )
    after_approval_hours: _Hours = Field(
        24, title="先用后补的补批时限", description="从用车时算起。"
    )
    require_inspection: Annotated[bool, types.boolean()] = Field(
        default=False, title="出车前须先检查"
    )
    distance_county: _Km = Field(
        120,
        title="县内行程估算里程",
        description="续航不够的纯电动车不要求写未派理由。",
    )
    distance_city: _Km = Field(300, title="市内行程估算里程")
    distance_province: _Km = Field(700, title="省内市外行程估算里程")
    distance_outside: _Km = Field(1500, title="省外行程估算里程")


class Reminders(Form):
    """到期、保养和异常的提醒。"""

    expiry_days: _Days = Field(30, title="保险和年检到期前提醒")
    upkeep_km: _Km = Field(10_000, title="保养间隔里程")
    upkeep_days: Annotated[int, Field(ge=1, le=3650), types.integer("天")] = Field(
        365, title="保养间隔时间"
    )
    not_returned_hours: _Hours = Field(2, title="超过计划返回多久未回提醒")
    fuel_percent: Annotated[int, Field(ge=101, le=500), types.integer("%")] = Field(
        130, title="油耗偏高的比例", description="与本车前12个月平均百公里油耗相比。"
    )


class OversightDates(Form):
    """安全例会、油卡对账和年度统计到哪一天还没有办就提醒。"""

    meeting_due_day: Annotated[int, Field(ge=1, le=28), types.integer("日")] = Field(
        25, title="每月安全例会提醒日", description="到这一天本月还没有开会就提醒。"
    )
    reconcile_due_day: Annotated[int, Field(ge=1, le=28), types.integer("日")] = Field(
        15, title="油卡对账提醒日", description="到这一天上月还没有对账就提醒。"
    )
    annual_report_due: Annotated[
        str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"), types.text()
    ] = Field(
        "03-01", title="年度统计上报期限", description="上报上一年的，例如03-01。"
    )


class Contacts(Form):
    """驾驶员工作台上可以直接拨打的电话。"""

    dispatch_phone: Annotated[str, Field(pattern=r"^[0-9 -]{0,20}$"), types.text()] = (
        Field("", title="调度值班电话", description="填办公电话，不填个人号码。")
    )


GROUPS = (
    ("standards", "公务用车配备标准", VehicleStandards, 110),
    ("rules", "派车规则", DispatchRules, 120),
    ("reminders", "公务用车提醒", Reminders, 130),
    ("oversight", "例会、对账和年度统计期限", OversightDates, 140),
    ("contacts", "公务用车联系电话", Contacts, 150),
)
