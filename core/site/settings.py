"""Core's own parameters, their ledger, and what a historical view takes them for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, Field

from houqin.core.model.settings import SettingsRecord, settings_guard, value_on
from houqin.core.model.working_time import HOURS_PATTERN, OFFICE_HOURS, require_spans
from houqin.core.people.account_settings import TotpUse
from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import occurred_at
from houqin.core.schema import types
from houqin.core.schema.errors import RecordMissing
from houqin.core.schema.form import Form

if TYPE_CHECKING:
    from datetime import date

    from houqin.core.site.reader import Reader


class Level(types.Choice):
    """等保 level: which administrators may be one person."""

    TWO = "2", "二级（系统、审计管理员分开）"
    THREE = "3", "三级（系统、安全、审计管理员分开）"


_Clock = Annotated[str, types.text(), Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class RecordRules(Form):
    """补录、电话同意和催办的时限，所有业务模块共用。"""

    free_lateness_hours: Annotated[int, types.integer("小时")] = Field(
        24, ge=0, le=8760, title="可自行补录的时限",
        description="发生后这么长时间内登记不算补录；更早的需要补录权限。",
    )  # fmt: skip
    unconfirmed_days: Annotated[int, types.integer("天")] = Field(
        3, ge=0, le=60, title="电话同意补签时限",
        description="超过这么多天没有确认的，进入提醒，审计人员也能看到。",
    )  # fmt: skip
    office_hours: Annotated[str, types.text(), AfterValidator(require_spans)] = Field(
        OFFICE_HOURS, pattern=HOURS_PATTERN, title="办公时间",
        description="办理时限按它计算，例如08:00-12:00、15:00-18:00；换季时从生效日期起改。",
    )  # fmt: skip
    night_from: _Clock = Field(
        "22:00", title="夜间开始", description="审批流程按它判断是否夜间出行。"
    )
    night_until: _Clock = Field("06:00", title="夜间结束")
    urge_hours: Annotated[int, types.integer("小时")] = Field(
        4, ge=1, le=72, title="催办间隔",
        description="同一环节两次催办之间至少隔这么多个工作小时。",
    )  # fmt: skip


class AccountRules(Form):
    """登录、锁定和管理员分工。"""

    protection_level: Annotated[Level, types.choice(Level)] = Field(
        Level.TWO, title="等保级别", description="决定哪几种管理员不能是同一个人。"
    )
    idle_minutes: Annotated[int, types.integer("分钟")] = Field(
        30, ge=2, le=720, title="无操作退出",
        description="这么久没有操作就要重新登录；已填写的内容不会丢失。",
    )  # fmt: skip
    shared_idle_seconds: Annotated[int, types.integer("秒")] = Field(
        120, ge=30, le=1800, title="公用电脑无操作返回名单",
        description="用PIN码登录后这么久没有操作，就回到姓名列表。",
    )  # fmt: skip
    login_hours: Annotated[int, types.integer("小时")] = Field(
        12, ge=1, le=24, title="一次登录最长",
        description="一直在操作也要在这么久后重新登录。",
    )  # fmt: skip
    lockout_failures: Annotated[int, types.integer("次")] = Field(
        5, ge=3, le=20, title="密码错误锁定次数",
        description="连续输错这么多次后暂时不能登录。",
    )  # fmt: skip
    lockout_minutes: Annotated[int, types.integer("分钟")] = Field(
        15, ge=5, le=1440, title="锁定时长",
        description="到时自动解除，系统管理员也可以提前解除。",
    )  # fmt: skip
    lockout_address_failures: Annotated[int, types.integer("次")] = Field(
        50, ge=20, le=1000, title="同一地址错误次数",
        description="同一地址输错这么多次后暂停登录；全单位共用一个地址时请放宽。",
    )  # fmt: skip
    slip_hours: Annotated[int, types.integer("小时")] = Field(
        72, ge=1, le=240, title="登录凭条有效期",
        description="凭条上的一次性口令在这么久内有效。",
    )  # fmt: skip
    totp: Annotated[TotpUse, types.choice(TotpUse)] = Field(
        TotpUse.OFF, title="动态口令",
        description="登录时除密码外再输入手机上的六位动态口令。",
    )  # fmt: skip


class FormPaper(types.Choice):
    """On what A5 forms are printed."""

    A5 = "a5", "A5横向，每页一份"
    A4 = "a4", "A4纵向，每页两份"


class PrintRules(Form):
    """单据用纸。"""

    form_paper: Annotated[FormPaper, types.choice(FormPaper)] = Field(
        FormPaper.A5, title="单据打印用纸", description="没有A5纸的选A4，打印后裁开。"
    )


class StorageRules(Form):
    """附件大小和系统日志的保存期限。"""

    attachment_megabytes: Annotated[int, types.integer("MB")] = Field(
        20, ge=1, le=200, title="单个附件大小上限"
    )
    system_log_months: Annotated[int, types.integer("个月")] = Field(
        6, ge=6, le=120, title="系统日志保存期限",
        description="网络安全法要求不少于6个月；到期的自动清理。",
    )  # fmt: skip


GROUPS = (
    ("records", "办理规则", RecordRules, 10),
    ("accounts", "账号安全", AccountRules, 20),
    ("storage", "附件与日志", StorageRules, 30),
    ("printing", "单据打印", PrintRules, 35),
)

settings_ledger = Ledger(
    "core.settings",
    "参数设置台账",
    per=SettingsRecord,
    columns=[
        Column("name", "参数组", types.text(), filter=True, primary=True),
        Column("changed", "最近修改", types.instant(), filter=True),
        Column("since", "生效日期", types.day()),
    ],
    title_column="name",
    sort="name",
)
settings_ledger.on(SettingsRecord.Opened, "name")
settings_ledger.on(SettingsRecord.Changed, "since", changed=occurred_at)


def setting_within(reader: Reader, name: str, day: date) -> Any:
    """A parameter on a day, as a historical view knew it."""
    catalogue = reader.site.declarations
    plugin = name.partition(".")[0]
    for spec in catalogue.settings.values():
        if spec.plugin != plugin or not spec.field(name.partition(".")[2]):
            continue
        try:
            effective = reader.effective(spec.stream(reader.site.id))
        except RecordMissing:
            break
        rows = settings_guard.rows(SettingsRecord.topic, effective)
        given = value_on(settings_guard.arranged(rows), name, day)
        return catalogue.setting(name, given)
    return catalogue.setting(name, None)
