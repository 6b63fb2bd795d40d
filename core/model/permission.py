"""The rights core itself asks for, and the one place that checks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.model.rights import Permission
from houqin.core.schema.errors import NotPermitted, Refused

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from houqin.core.model.aggregate import Aggregate
    from houqin.core.model.command import CommandSpec
    from houqin.core.model.context import Context
    from houqin.core.schema.form import Form

_HOUR = 3600 * 1_000_000


#: Late entry within so many hours is everyone's; older needs the right (补录).
FREE_LATENESS = "core.free_lateness_hours"


class CorePermission(Permission):
    """Rights that core itself asks for."""

    #: Corrects and voids what is recorded.
    AMEND = "core.amend", "更正和作废"
    #: Types what another person did.
    RECORD_FOR_OTHERS = "core.record_for_others", "代他人登记"
    #: Enters what happened longer ago than the site lets everyone.
    RECORD_LATE = "core.record_late", "补录"
    #: Registers departments, posts and people.
    ORGANISE = "core.organise", "管理单位和人员"
    #: Sees the lists of departments and people.
    SEE_PEOPLE = "core.see_people", "查看单位和人员"
    #: Sees telephone numbers and the like in full, with a reason.
    SEE_PERSONAL = "core.see_personal", "查看完整个人信息"
    #: Grants roles and appoints deputies for others.
    GRANT = "core.grant", "授予角色"
    #: Reads who was granted what, who stands in for whom, and the letters.
    SEE_GRANTS = "core.see_grants", "查看授权"
    #: Names a deputy for an absence of one's own.
    DEPUTISE = "core.deputise", "授权代理"
    #: Imports ledgers from files, and sees what was imported.
    IMPORT = "core.import", "导入台账"
    #: Rebuilds and checks ledgers, reads health.
    MAINTAIN = "core.maintain", "维护台账和系统"
    #: Changes settings, approval chains and the calendar.
    CONFIGURE = "core.configure", "修改参数设置"
    #: Reads logins, looks, grants and the system log.
    OVERSEE = "core.oversee", "查看登录和查阅记录"
    #: Reads 存证点 and has the log verified.
    VERIFY = "core.verify", "查看存证、核验原始记录"
    #: Has a 存证点 signed now.
    CHECKPOINT = "core.checkpoint", "立即存证"
    #: Opens 取证单, and judges what is answered.
    EXAMINE = "core.examine", "开具取证单"
    #: Sees 取证单.
    SEE_FINDINGS = "core.see_findings", "查看取证单"
    #: Has 迎检材料 made of what he sees.
    PREPARE = "core.prepare", "制作迎检材料"
    #: Authorises outside auditors by letter.
    AUTHORISE = "core.authorise", "授权审计人员"
    #: Erases personal data and attachments under a legal basis.
    ERASE = "core.erase", "清除个人信息和附件"
    #: Reads the list of erasures.
    SEE_ERASURES = "core.see_erasures", "查看个人信息清除记录"


def require(context: Context, spec: CommandSpec, form: Form) -> None:
    """Check actor and acting person against the command, and the record it is on.

    :raises NotPermitted: with what is missing.
    """
    if context.actor == context.services.system_actor:
        return
    standing = context.standing(context.actor)
    if standing.letter and not (spec.own or spec.audits):
        message = "审计人员只能查阅，不能办理"
        raise NotPermitted(message)
    if context.acting != context.actor:
        _require_right(standing.rights, CorePermission.RECORD_FOR_OTHERS)
    lateness = context.now - context.occurred
    # Asked only of what is late at all: an ordinary command reads no parameter.
    if lateness > 0 and CorePermission.RECORD_LATE not in standing.rights:
        hours = context.setting(FREE_LATENESS)
        if lateness > hours * _HOUR:
            message = f"没有补录{_hours_text(hours)}以前的事项的权限"
            raise NotPermitted(message)
    if not spec.permission:
        return
    extent = context.standing(context.acting).extent(spec.permission)
    if not extent:
        message = f"没有“{spec.title}”的权限"
        _require_held(context, message)
        return
    if spec.on is not None and not extent.whole:
        record = context.load(spec.on, form.record)  # type: ignore[attr-defined]  # a RecordForm
        require_reach(context, spec.permission, record)


def _hours_text(hours: int) -> str:
    days, rest = divmod(hours, 24)
    if rest or not days:
        return f"{hours}小时"
    return "一天" if days == 1 else f"{days}天"


def _require_held(context: Context, message: str) -> None:
    """Whoever types holds the right; of another person in old papers it is told."""
    if context.acting == context.actor:
        raise NotPermitted(message)
    context.lacking(message)


def require_reach(context: Context, permission: str, record: Aggregate) -> None:
    """The acting person's right must reach this record.

    :raises NotPermitted: when it belongs to a department the right was not given for.
    """
    if not reaches(context, permission, record):
        _require_held(context, f"这份{record.title}不在您的权限范围内")


def reaches(context: Context, permission: str, record: Aggregate) -> bool:
    """Whether the acting person's right reaches a record."""
    if context.actor == context.services.system_actor:
        return True
    extent = context.standing(context.acting).extent(permission)
    if extent.whole or not extent:
        return bool(extent)
    units = named(record, record.of_units)
    people = named(record, record.of_people)
    return extent.covers(units, own=str(context.acting) in people)


def require_created(context: Context, spec: CommandSpec) -> None:
    """What a command opened must lie where its right reaches.

    :raises NotPermitted: for another department's application.
    """
    if not spec.permission or context.actor == context.services.system_actor:
        return
    extent = context.standing(context.acting).extent(spec.permission)
    if extent.whole or not extent:
        # Who holds it nowhere was asked before.
        return
    for stream in context.streams.values():
        record = stream.object
        if not stream.known and record is not None and record.of_units:
            require_reach(context, spec.permission, record)


def require_state(context: Context, spec: CommandSpec, form: Form) -> None:
    """Refuse a command that the record's state does not allow."""
    if spec.on is None or spec.event is None:
        return
    record = context.load(spec.on, form.record)  # type: ignore[attr-defined]  # a RecordForm
    workflow = record.workflow
    if workflow is None or workflow.allows(record.state, spec.event.__name__):
        return
    message = f"{record.title}当前为“{workflow.title(record.state)}”，不能{spec.title}"
    raise Refused(message)


def named(record: object, fields: Iterable[str]) -> set[str]:
    """The ids in those fields of a record; ``id`` is the record itself."""
    values = (getattr(record, name, None) for name in fields)
    return {str(value) for value in values if value is not None}


def _require_right(rights: Collection[str], right: CorePermission) -> None:
    if right not in rights:
        message = f"没有{right.title}的权限"
        raise NotPermitted(message)
