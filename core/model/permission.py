"""Who may do what: enums of rights, and the one place that checks them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from houqin.core.schema.errors import NotPermitted

if TYPE_CHECKING:
    from houqin.core.model.command import CommandSpec
    from houqin.core.model.context import Context

#: Late entry within a day is everyone's; older needs the right (补录).
FREE_LATENESS = 24 * 3600 * 1_000_000


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
    late = context.now - context.occurred > FREE_LATENESS
    if late:
        _require_right(actor_rights, CorePermission.RECORD_LATE, "补录一天以前的事项")
    if spec.permission and spec.permission not in context.rights(context.acting):
        message = f"没有“{spec.title}”的权限"
        raise NotPermitted(message)


def _require_right(rights: set[str], right: str, what: str) -> None:
    if right not in rights:
        message = f"没有{what}的权限"
        raise NotPermitted(message)
