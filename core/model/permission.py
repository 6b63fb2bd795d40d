"""Who may do what: enums of rights, and the one place that checks them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from houqin.core.schema.errors import NotPermitted

if TYPE_CHECKING:
    from houqin.core.model.command import CommandSpec
    from houqin.core.model.context import Context

_HOUR = 3600 * 1_000_000


#: Late entry within so many hours is everyone's; older needs the right (补录).
FREE_LATENESS = "core.free_lateness_hours"


class CorePermission(StrEnum):
    """Rights that core itself asks for."""

    #: Corrects and voids what is recorded (更正、作废).
    AMEND = "core.amend"
    #: Types what another person did (代录).
    RECORD_FOR_OTHERS = "core.record_for_others"
    #: Enters what happened more than a day ago (补录).
    RECORD_LATE = "core.record_late"
    #: Registers departments and people.
    ORGANISE = "core.organise"
    #: Rebuilds and checks ledgers.
    MAINTAIN = "core.maintain"
    #: Sets parameters, approval chains and the calendar of working days.
    CONFIGURE = "core.configure"
    #: Erases personal data on a legal basis (个人信息清除).
    ERASE = "core.erase"
    #: Sees the whole of another person's telephone, with a reason that is kept.
    SEE_PERSONAL = "core.see_personal"
    #: Reads the system log, logins and looks.
    OVERSEE = "core.oversee"


def require(context: Context, spec: CommandSpec) -> None:
    """Check actor and acting person against the command.

    :raises NotPermitted: with what is missing.
    """
    if context.actor == context.services.system_actor:
        return
    actor_rights = context.rights(context.actor)
    if context.acting != context.actor:
        _require_right(actor_rights, CorePermission.RECORD_FOR_OTHERS, "代他人登记")
    lateness = context.now - context.occurred
    # Asked only of what is late at all: an ordinary command reads no parameter.
    if lateness > 0 and lateness > context.setting(FREE_LATENESS) * _HOUR:
        hours = context.setting(FREE_LATENESS)
        what = f"补录{_hours_text(hours)}以前的事项"
        _require_right(actor_rights, CorePermission.RECORD_LATE, what)
    if spec.permission and spec.permission not in context.rights(context.acting):
        message = f"没有“{spec.title}”的权限"
        raise NotPermitted(message)


def _hours_text(hours: int) -> str:
    days, rest = divmod(hours, 24)
    if rest or not days:
        return f"{hours}小时"
    return "一天" if days == 1 else f"{days}天"


def _require_right(rights: set[str], right: str, what: str) -> None:
    if right not in rights:
        message = f"没有{what}的权限"
        raise NotPermitted(message)
