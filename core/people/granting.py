"""Granting roles, appointing deputies, authorising auditors, and ending each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.command import command
from houqin.core.model.permission import CorePermission
from houqin.core.model.recording import records
from houqin.core.people.grants import (
    Auditor,
    Basis,
    Deputing,
    Deputy,
    Grant,
    Holder,
    Letter,
    LetterNumber,
    Principal,
    Reason,
    RoleCode,
    Scope,
    Since,
    Until,
)
from houqin.core.people.roles import LETTER
from houqin.core.people.separation import (
    require_known_roles,
    require_separate,
    roles_of,
)
from houqin.core.projection.horizon import local_day
from houqin.core.schema.errors import NotPermitted, Refused
from houqin.core.schema.form import Form, RecordForm

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.aggregate import Aggregate
    from houqin.core.model.context import Context


class GrantRole(Form):
    """在本岗位以外授予角色，限定范围和期限；到期自动失效。"""

    person: Holder
    role: RoleCode
    scope: Scope | None = None
    since: Since
    until: Until | None = None
    basis: Basis | None = None


class AppointDeputy(Form):
    """外出、休假期间由他人代为办理；管理员角色不能代理。"""

    principal: Principal
    deputy: Deputing
    since: Since
    until: Until
    reason: Reason | None = None


class AuthoriseAuditor(Form):
    """凭文件授权审计人员在期限内查阅，只读，查阅留有记录。"""

    person: Auditor
    number: LetterNumber
    scope: Scope | None = None
    since: Since
    until: Until


class End(RecordForm):
    """立即失效，此前办理的事项不变。"""

    reason: Reason | None = None


def _from_today(context: Context, _record: Any) -> dict[str, Any]:
    return {"since": local_day(context.now, context.zone).isoformat()}


def _for_oneself(context: Context, _record: Any) -> dict[str, Any]:
    return {**_from_today(context, None), "principal": str(context.actor)}


@command(
    "core.grant_role", "授予角色", permission=CorePermission.GRANT,
    event=Grant.Granted, menu=True, starts=_from_today, order=940,
)  # fmt: skip
def grant_role(context: Context, form: GrantRole) -> None:
    """Let a person hold a role beside the post."""
    context.choose("core.Person", form.person, "person")
    _require_scope(context, form.scope)
    require_known_roles(context, [form.role], "role")
    if context.catalogue.reach_of(form.role) == LETTER:
        message = "审计人员凭文件授权，请办理“授权审计人员”"
        raise Refused(message, "role")
    require_separate(context, {*roles_of(context, form.person), form.role}, "role")
    context.create(Grant, Grant.Granted, **dict(form))


@command(
    "core.appoint_deputy", "授权代理", permission=CorePermission.DEPUTISE,
    event=Deputy.Appointed, starts=_for_oneself, order=950,
)  # fmt: skip
def appoint_deputy(context: Context, form: AppointDeputy) -> None:
    """Let another person do what the absent one may."""
    context.choose("core.Person", form.principal, "principal")
    context.choose("core.Person", form.deputy, "deputy")
    if form.principal == form.deputy:
        message = "代理人不能是本人"
        raise Refused(message, "deputy")
    _require_own(context, form.principal)
    context.create(Deputy, Deputy.Appointed, **dict(form))


@command(
    "core.authorise_auditor", "授权审计人员", permission=CorePermission.AUTHORISE,
    event=Letter.Authorised, menu=True, starts=_from_today, order=960,
)  # fmt: skip
def authorise_auditor(context: Context, form: AuthoriseAuditor) -> None:
    """Let an outside auditor read under a letter."""
    context.choose("core.Person", form.person, "person")
    _require_scope(context, form.scope)
    if roles_of(context, form.person):
        message = "办理业务的人员不能同时是审计人员，请为审计人员另行登记"
        raise Refused(message, "person")
    context.create(Letter, Letter.Authorised, **dict(form))


end_grant = records(
    "core.end_grant", "收回角色", End, Grant, Grant.Ended,
    permission=CorePermission.GRANT, style="danger", order=940,
)  # fmt: skip


def _may_end(context: Context, record: Aggregate) -> str | None:
    try:
        _require_own(context, vars(record)["principal"])
    except NotPermitted as error:
        return error.message
    return None


@command(
    "core.end_deputy", "结束代理", on=Deputy, event=Deputy.Ended, may=_may_end,
    style="danger", order=950,
)  # fmt: skip
def end_deputy(context: Context, form: End) -> None:
    """The absent person is back."""
    deputy = context.load(Deputy, form.record)
    _require_own(context, vars(deputy)["principal"])
    deputy.record(Deputy.Ended, reason=form.reason)


end_letter = records(
    "core.end_letter", "终止审计授权", End, Letter, Letter.Ended,
    permission=CorePermission.AUTHORISE, style="danger", order=960,
)  # fmt: skip


def _require_scope(context: Context, scope: UUID | None) -> None:
    if scope is not None:
        context.choose("core.Department", scope, "scope")


def _require_own(context: Context, principal: UUID | str) -> None:
    """One's own deputy is one's own matter; another's needs the right."""
    if str(principal) == str(context.acting):
        return
    if context.actor == context.services.system_actor:
        return
    if CorePermission.GRANT not in context.rights(context.actor):
        message = "只能为本人授权代理"
        raise NotPermitted(message)


ALL = (
    grant_role, appoint_deputy, authorise_auditor, end_grant, end_deputy, end_letter,
)  # fmt: skip
