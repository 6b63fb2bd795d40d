"""Logins as events: who came in how, what was looked at for which reason, the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.command import command
from houqin.core.model.permission import CorePermission
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.people import tickets
from houqin.core.people.account_settings import limits_of
from houqin.core.schema import types
from houqin.core.schema.errors import NotPermitted
from houqin.core.schema.fields import Line, LongLine, PersonId, Secret
from houqin.core.schema.form import Form, RecordForm

if TYPE_CHECKING:
    from houqin.core.model.context import Context

#: A right that nobody is granted: what only the system itself does.
SYSTEM = "core.system"
#: Logins that ended by themselves, closed with the next one that opens.
_MOST_CLOSED = 50
#: Either of these ends anybody's login.
_ENDING = (CorePermission.ORGANISE, CorePermission.OVERSEE)


class Method(types.Choice):
    """How somebody logged in."""

    PASSWORD = "password", "密码"
    CODE = "code", "密码和动态口令"
    SLIP = "slip", "登录凭条"
    PIN = "pin", "PIN码"
    EXTERNAL = "external", "统一认证"


class Ending(types.Choice):
    """How a login ended."""

    LOGGED_OUT = "logged_out", "本人退出"
    IDLE = "idle", "长时间未操作"
    REVOKED = "revoked", "被注销"
    EXPIRED = "expired", "超过最长时间"


def ending_of(fate: str) -> Ending:
    """How a ticket that is no good any more has ended."""
    return next((ending for ending in Ending if ending == fate), Ending.LOGGED_OUT)


By = Annotated[Method, Field(title="登录方式"), types.choice(Method)]
How = Annotated[Ending, Field(title="结束方式"), types.choice(Ending)]
What = Annotated[Line, Field(title="查阅内容")]
Fields = Annotated[LongLine, Field(title="查阅项目")]
Reason = Annotated[LongLine, Field(title="查阅理由")]
Subject = Annotated[UUID, Field(title="查阅对象"), types.anything()]


class Session(Aggregate):
    """One login, from coming in to going out."""

    topic = "core.Session"
    title = "登录"
    seen_by = CorePermission.OVERSEE
    of_people = ("person",)
    # Nobody corrects or voids what the system has seen.
    amended_by = ""
    workflow = Workflow(
        [
            State("open", "登录中", stage=False),
            State("closed", "已结束", stage=False),
        ],
        [
            Transition("Opened", (), "open"),
            Transition("Closed", ("open",), "closed"),
        ],
    )

    class Opened(Aggregate.Created):
        """Somebody came in."""

        title = "登录"
        person: Annotated[PersonId, Field(title="人员")]
        method: By

    class Looked(Aggregate.Event):
        """Something was shown of which it is kept who saw it."""

        title = "查阅"
        what: What
        subject: Subject | None = None
        fields: Fields | None = None
        reason: Reason | None = None

    class Closed(Aggregate.Event):
        """No page is shown to this login any more."""

        title = "结束"
        how: How


class OpenSession(Form):
    """登录成功后由系统登记。"""

    person: Annotated[PersonId, Field(title="人员")]
    method: By
    token: Secret
    kind: str = tickets.PASSWORD
    stage: str = ""
    browser: str = ""
    device: UUID | None = None


class Look(Form):
    """查阅个人信息等内容时登记查阅人、内容和理由。"""

    session: UUID
    what: What
    subject: Subject | None = None
    fields: Fields | None = None
    reason: Reason | None = None


class CloseSession(RecordForm):
    """结束一次登录。"""

    how: How = Ending.LOGGED_OUT


class RevokeSession(RecordForm):
    """注销后，该浏览器需要重新登录。"""


def require_system(context: Context) -> None:
    """Refuse whoever types it.

    :raises NotPermitted: unless the system itself acts.
    """
    if context.actor != context.services.system_actor:
        raise NotPermitted("这项操作只能由系统办理")


@command("core.open_session", "登录", permission=SYSTEM)
def open_session(context: Context, form: OpenSession) -> None:
    """Issue a ticket; the session's id is the ticket's."""
    require_system(context)
    context.choose("core.Person", form.person, "person")
    tickets.forget_old(context.connection)
    limits = limits_of(context.setting)
    for ticket in tickets.overdue(context.connection, limits, _MOST_CLOSED):
        close(context, ticket.id, ending_of(ticket.fate(limits)))
    session = context.create(
        Session, Session.Opened, person=form.person, method=form.method
    )
    now, browser = tickets.wall_now(), form.browser[: tickets.MOST_OF_A_BROWSER]
    ticket = tickets.Ticket(
        session.id, form.person, form.kind, form.stage, now, now, None,
        context.act.address or "", browser, form.device,
    )  # fmt: skip
    tickets.keep(context.connection, tickets.digest_of(form.token), ticket)


@command("core.look", "查阅登记", own=True)
def look(context: Context, form: Look) -> None:
    """Record that the person of a session looked at something."""
    session = context.load(Session, form.session)
    if context.actor not in {session.__dict__["person"], context.services.system_actor}:
        raise NotPermitted("只能登记本人的查阅")
    session.record(
        Session.Looked, what=form.what, subject=form.subject, fields=form.fields,
        reason=form.reason,
    )  # fmt: skip


@command("core.close_session", "退出", permission=SYSTEM, on=Session)
def close_session(context: Context, form: CloseSession) -> None:
    """End a login for the reason given."""
    require_system(context)
    close(context, form.record, form.how)


def _may_revoke(context: Context, session: Session) -> str | None:
    """One's own logins; anybody's by right."""
    own = context.actor == session.__dict__["person"]
    rights = context.rights(context.actor)
    system = context.actor == context.services.system_actor
    allowed = own or system or not rights.isdisjoint(_ENDING)
    return None if allowed else "只能注销本人的登录"


@command(
    "core.revoke_session", "注销", on=Session, event=Session.Closed, style="danger",
    may=_may_revoke, own=True,
)  # fmt: skip
def revoke_session(context: Context, form: RevokeSession) -> None:
    """End a login from elsewhere."""
    if said := _may_revoke(context, context.load(Session, form.record)):
        raise NotPermitted(said)
    close(context, form.record, Ending.REVOKED)


def close(context: Context, session: UUID, how: Ending) -> None:
    """End a login and its ticket."""
    tickets.end(context.connection, session)
    found = context.load(Session, session)
    if found.state == "open":
        found.record(Session.Closed, how=how)


def close_all(context: Context, person: UUID, *, but: UUID | None = None) -> None:
    """End every login of a person, but perhaps the one that asks for it."""
    for ticket in _open(context, person):
        if ticket.id != but:
            close(context, ticket.id, Ending.REVOKED)


def _open(context: Context, person: UUID) -> list[tickets.Ticket]:
    limits = limits_of(context.setting)
    return tickets.open_tickets(context.connection, person, limits)


def is_logged_in(context: Context, person: UUID) -> bool:
    """Whether a person is logged in anywhere."""
    return bool(_open(context, person))


ALL = (open_session, look, close_session, revoke_session)
