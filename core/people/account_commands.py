"""What oneself, the administrator and the system do to an account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID, uuid5

from pydantic import Field

from houqin.core.model.command import command
from houqin.core.model.permission import CorePermission
from houqin.core.people import (
    lockout,
    password_rules,
    passwords,
    pins,
    sessions,
    slips,
    tickets,
    totp,
)
from houqin.core.people.account import Entrance, Hours, Locked, Minutes, PasswordBy
from houqin.core.people.account_settings import MINUTE, TotpUse
from houqin.core.people.aggregates import Person
from houqin.core.schema.errors import NotPermitted, Refused
from houqin.core.schema.fields import Secret
from houqin.core.schema.form import RecordForm

if TYPE_CHECKING:
    from houqin.core.model.context import Context
    from houqin.core.people.tickets import Ticket

_CURRENT = Annotated[Secret, Field(title="现在的密码")]


class ChangePassword(RecordForm):
    """修改后，您在其他浏览器上的登录会自动退出。"""

    current: _CURRENT | None = None
    password: Annotated[Secret, Field(title="新密码", description=password_rules.RULE)]
    again: Annotated[Secret, Field(title="再输一遍新密码")]


class IssueSlip(RecordForm):
    """凭条上的一次性口令只显示这一次；本人用它登录后须立即设置新密码。"""

    code: Secret


class LockOut(RecordForm):
    """登录失败次数过多时由系统锁定。"""

    entrance: Locked
    minutes: Minutes


class Unlock(RecordForm):
    """解除后可以马上重新登录。"""


class EndLogins(RecordForm):
    """这名人员在所有浏览器上的登录都退出，需要重新登录。"""


class EnableTotp(RecordForm):
    """手机上的动态口令应用扫描二维码后，输入它显示的6位数字确认。"""

    code: Annotated[Secret, Field(title="动态口令")]
    recovery: Secret


class DisableTotp(RecordForm):
    """停用后登录只需要密码。"""

    current: _CURRENT


class ResetTotp(RecordForm):
    """手机遗失等情况下使用；停用后本人可以重新启用。"""


class SetPin(RecordForm):
    """PIN码只在公用电脑上使用，登录后不能办理系统管理事项。"""

    current: _CURRENT
    pin: Annotated[Secret, Field(title="PIN码", description=pins.RULE)]
    again: Annotated[Secret, Field(title="再输一遍PIN码")]


class RemovePin(RecordForm):
    """取消后，公用电脑的名单上不再有您。"""


def subject_of(person: UUID, entrance: Entrance) -> bytes:
    """What wrong attempts are counted under: a PIN's apart from a password's."""
    if entrance is Entrance.PASSWORD:
        return person.bytes
    return uuid5(person, entrance).bytes


def _own_ticket(context: Context, session: UUID) -> Ticket:
    """The login that asks, which must be one by more than a PIN.

    :raises NotPermitted: when it is another's, or has ended.
    """
    ticket = tickets.of_id(context.connection, session)
    if ticket is None or ticket.ended or ticket.person != context.actor:
        raise NotPermitted("只能办理本人的账户")
    if ticket.kind == tickets.PIN:
        raise NotPermitted("请用密码登录后办理")
    return ticket


def _names_of(context: Context, person: Any) -> list[str | None]:
    keys = context.services.keys
    name = keys.open(context.connection, person.id, "name", person.name)
    return [person.login, person.number, name]


def _require_current(context: Context, typed: str | None) -> None:
    if not typed:
        raise Refused("现在的密码必须填写", "current")
    if not passwords.verify(context.connection, context.actor, typed):
        raise Refused("现在的密码不正确", "current")


@command("core.change_password", "修改密码", own=True)
def change_password(context: Context, form: ChangePassword) -> None:
    """Set another password; who came in by a slip has no other yet."""
    ticket = _own_ticket(context, form.record)
    person = context.load(Person, context.actor)
    renewing = ticket.stage == tickets.RENEW
    if not renewing:
        _require_current(context, form.current)
    if form.again != form.password:
        raise Refused("两次输入的新密码不一致", "again")
    password_rules.require_strong(form.password, _names_of(context, person))
    if passwords.verify(context.connection, context.actor, form.password):
        raise Refused("新密码不能与现在的密码相同", "password")
    passwords.keep(context.connection, context.actor, form.password)
    if renewing:
        tickets.settle(context.connection, ticket.id)
    sessions.close_all(context, context.actor, but=ticket.id)
    how = PasswordBy.SLIP if renewing else PasswordBy.OWN
    person.record(Person.PasswordSet, how=how)


def _may_log_in(_context: Context, person: Any) -> str | None:
    return "这名人员已离开" if person.state == "left" else None


@command(
    "core.issue_slip", "打印登录凭条", permission=CorePermission.ORGANISE, on=Person,
    may=_may_log_in, style="default", order=960, late=False,
)  # fmt: skip
def issue_slip(context: Context, form: IssueSlip) -> None:
    """Let a person in once, to set a password."""
    let_in_once(context, form.record, form.code)


def let_in_once(context: Context, record: UUID, code: str) -> None:
    """A code for one person; whoever was locked out may try again."""
    person = context.load(Person, record)
    if said := _may_log_in(context, person):
        raise Refused(said)
    hours: Hours = context.setting("core.slip_hours")
    slips.keep(
        context.connection, context.services.keys, person.id, code,
        hours * 60 * MINUTE,
    )  # fmt: skip
    lockout.unlock(context.connection, subject_of(person.id, Entrance.PASSWORD))
    person.record(Person.SlipIssued, hours=hours)


@command("core.lock_out", "锁定账户", permission=sessions.SYSTEM)
def lock_out(context: Context, form: LockOut) -> None:
    """Let nobody in by that name for a while."""
    sessions.require_system(context)
    subject = subject_of(form.record, form.entrance)
    lockout.lock(context.connection, subject, form.minutes * MINUTE)
    person = context.load(Person, form.record)
    person.record(Person.LockedOut, entrance=form.entrance, minutes=form.minutes)


def _is_locked(context: Context, person: Any) -> str | None:
    subjects = [subject_of(person.id, entrance) for entrance in Entrance]
    locked = any(lockout.locked_until(context.connection, s) for s in subjects)
    return None if locked else "账户没有锁定"


@command(
    "core.unlock", "解除锁定", permission=CorePermission.ORGANISE, on=Person,
    may=_is_locked, style="default", order=955, late=False,
)  # fmt: skip
def unlock(context: Context, form: Unlock) -> None:
    """Let in again before the time is over."""
    person = context.load(Person, form.record)
    if said := _is_locked(context, person):
        raise Refused(said)
    for entrance in Entrance:
        lockout.unlock(context.connection, subject_of(person.id, entrance))
    person.record(Person.Unlocked)


def _is_in(context: Context, person: Any) -> str | None:
    return None if sessions.is_logged_in(context, person.id) else "没有正在登录"


@command(
    "core.end_logins", "注销登录", permission=CorePermission.ORGANISE, on=Person,
    may=_is_in, style="danger", order=957, late=False,
)  # fmt: skip
def end_logins(context: Context, form: EndLogins) -> None:
    """Put a person out everywhere."""
    if said := _is_in(context, context.load(Person, form.record)):
        raise Refused(said)
    sessions.close_all(context, form.record)


@command("core.enable_totp", "启用动态口令", own=True)
def enable_totp(context: Context, form: EnableTotp) -> None:
    """Ask for the second step once one code has come from the phone."""
    ticket = _own_ticket(context, form.record)
    if context.setting("core.totp") == TotpUse.OFF:
        raise Refused("本单位没有使用动态口令")
    keys = context.services.keys
    if not totp.begun(context.connection, keys, context.actor):
        raise Refused("请重新开始启用动态口令")
    if not totp.take_code(context.connection, keys, context.actor, form.code):
        raise Refused("动态口令不正确，请核对手机的时间", "code")
    codes = form.recovery.split()
    totp.enable(context.connection, keys, context.actor, codes)
    if ticket.stage == tickets.ENROL:
        tickets.settle(context.connection, ticket.id)
    context.load(Person, context.actor).record(Person.TotpEnabled)


@command("core.disable_totp", "停用动态口令", style="danger", own=True)
def disable_totp(context: Context, form: DisableTotp) -> None:
    """Ask for the second step no more."""
    _own_ticket(context, form.record)
    _require_current(context, form.current)
    if not totp.is_enabled(context.connection, context.actor):
        raise Refused("没有启用动态口令")
    totp.disable(context.connection, context.actor)
    context.load(Person, context.actor).record(Person.TotpDisabled)


def _has_totp(context: Context, person: Any) -> str | None:
    enabled = totp.is_enabled(context.connection, person.id)
    return None if enabled else "没有启用动态口令"


@command(
    "core.reset_totp", "停用动态口令", permission=CorePermission.ORGANISE, on=Person,
    may=_has_totp, style="danger", order=965, late=False,
)  # fmt: skip
def reset_totp(context: Context, form: ResetTotp) -> None:
    """Take the second step away from whoever lost the phone."""
    person = context.load(Person, form.record)
    if said := _has_totp(context, person):
        raise Refused(said)
    totp.disable(context.connection, person.id)
    person.record(Person.TotpDisabled, reset=True)


@command("core.set_pin", "设置PIN码", own=True)
def set_pin(context: Context, form: SetPin) -> None:
    """Be on the lists of shared PCs."""
    _own_ticket(context, form.record)
    _require_current(context, form.current)
    if said := pins.weakness(form.pin):
        raise Refused(said, "pin")
    if form.again != form.pin:
        raise Refused("两次输入的PIN码不一致", "again")
    pins.keep(context.connection, context.actor, form.pin)
    context.load(Person, context.actor).record(Person.PinSet)


@command("core.remove_pin", "取消PIN码", style="danger", own=True)
def remove_pin(context: Context, form: RemovePin) -> None:
    """Be on no list of a shared PC any more."""
    _own_ticket(context, form.record)
    if not pins.has_one(context.connection, context.actor):
        raise Refused("没有设置PIN码")
    pins.remove(context.connection, context.actor)
    context.load(Person, context.actor).record(Person.PinRemoved)


ALL = (
    change_password, issue_slip, lock_out, unlock, end_logins, enable_totp,
    disable_totp, reset_totp, set_pin, remove_pin,
)  # fmt: skip
