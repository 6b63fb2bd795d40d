"""A site: one county, city or bureau, with its own log, people and ledgers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.model.calendar import CalendarRecord, calendar_guard
from houqin.core.model.calendar_setting import set_calendar
from houqin.core.model.permission import CorePermission
from houqin.core.model.settings import (
    SettingsRecord,
    change_settings,
    settings_guard,
)
from houqin.core.site.aggregate import SiteRecord
from houqin.core.site.appearance import Appearance
from houqin.core.site.blueprints import BLUEPRINTS
from houqin.core.site.calendar import calendar_ledger
from houqin.core.site.schedule import PRUNING
from houqin.core.site.settings import GROUPS, settings_ledger
from houqin.core.site.unsigned import unsigned_late
from houqin.core.site.webhook import WebhookRules, webhook

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Declare the aggregate that every log begins with, and the parameters."""
    config.add_aggregate(SiteRecord)
    config.add_aggregate(SettingsRecord)
    config.add_aggregate(CalendarRecord)
    config.include("houqin.core.site.plugins")
    config.add_guard(settings_guard, calendar_guard)
    config.add_ledger(settings_ledger, calendar_ledger)
    config.add_command(change_settings, set_calendar)
    config.add_alert(unsigned_late)
    for group, title, form, order in GROUPS:
        config.add_site_settings("core", form, title, group=group, order=order)
    config.add_site_settings(
        "core", WebhookRules, "事件通知", group="webhook", order=40
    )
    config.add_site_settings(
        "core", Appearance, "界面风格", group="appearance", order=50, control="themes"
    )
    config.add_follower(webhook)
    config.add_blueprint(*BLUEPRINTS)
    config.add_tick(PRUNING)
    config.add_control(
        "settings", "参数设置", "各业务模块的参数：现值、默认值、生效日期和修改经过。",
        CorePermission.CONFIGURE, section="规则与参数", order=200,
        parts=r"[a-z][a-z0-9_]*\.[a-z0-9_]+", icon="admin",
    )  # fmt: skip
    config.add_control(
        "chains", "审批流程", "各类申请在什么情况下经过哪些环节，从哪一天起。",
        CorePermission.CONFIGURE, section="规则与参数", order=205,
        parts=r"[a-z][a-z0-9_]*\.[A-Z][A-Za-z0-9]*", icon="check",
    )  # fmt: skip
    config.add_control(
        "calendar", "工作日历", "节假日、调休上班和地方假日，按年度登记，可打印。",
        CorePermission.CONFIGURE, section="规则与参数", order=210,
        parts=r"[12]\d{3}", icon="calendar",
    )  # fmt: skip
    config.add_control(
        "themes", "界面风格", "各页面的颜色、标志和版式，预览后选用。",
        CorePermission.CONFIGURE, section="规则与参数", order=220, icon="home",
    )  # fmt: skip
    config.add_control(
        "plugins", "业务模块", "本站点启用了哪些业务模块，启用、升级和停用。",
        CorePermission.MAINTAIN, section="运行与维护", order=305,
        parts=r"[a-z][a-z0-9_]*", icon="module",
    )  # fmt: skip
    config.add_control(
        "ledgers", "台账与指标生成", "各台账和指标是否正常，重新生成台账，台账核对。",
        CorePermission.MAINTAIN, section="运行与维护", order=310,
        parts=r"[a-z][a-z0-9_]*\.[a-z0-9_]+", icon="ledger",
    )  # fmt: skip
    config.add_control(
        "followers", "后续任务", "登记后自动办理和对外通知的进度，搁置任务的恢复。",
        CorePermission.MAINTAIN, section="运行与维护", order=315, icon="clock",
    )  # fmt: skip
    config.add_control(
        "health", "运行状况", "数据库、时钟、磁盘、字体和程序版本，有问题的列在最前。",
        CorePermission.MAINTAIN, section="运行与维护", order=320, icon="health",
    )  # fmt: skip
    config.add_control(
        "log", "系统日志", "登录失败、无权访问、系统故障等，保存不少于六个月。",
        CorePermission.OVERSEE, section="运行与维护", order=330, icon="log",
    )  # fmt: skip
    config.add_control(
        "remains", "停用模块的记录", "停用或程序缺失的模块留下的台账和办理经过。",
        CorePermission.OVERSEE, section="安全与审计", order=402,
        parts=r"[a-z][a-z0-9_]*", icon="module",
    )  # fmt: skip
    config.add_control(
        "cards", "岗位操作卡", "每个岗位一张，A4 一页，打印后贴在工作地点。",
        CorePermission.ORGANISE, section="组织与权限", order=190,
        target="help/cards/", icon="print",
    )  # fmt: skip
