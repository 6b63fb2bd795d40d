"""我的账户: password, PIN, the second step, and where else one is logged in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPSeeOther

from houqin.core.people import pins, tickets, totp
from houqin.core.people.account_settings import TotpUse
from houqin.core.schema.errors import FormErrors, NotPermitted
from houqin.core.web import durations
from houqin.core.web.account_tree import AccountDeed, AccountNode
from houqin.core.web.acts import act_of
from houqin.core.web.forms import fill
from houqin.core.web.page import Link
from houqin.core.web.security import OWN
from houqin.core.web.views.command import Sheet, draw_sheet, perform, posted_id, told

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.people.tickets import Ticket

#: What every browser says of itself, and what people call that.
_SYSTEMS = (
    ("Android", "安卓"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("HarmonyOS", "鸿蒙"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("UOS", "统信"), ("Kylin", "麒麟"), ("Linux", "Linux"),
)  # fmt: skip
_BROWSERS = (
    ("360", "360浏览器"), ("Edg", "Edge"), ("MicroMessenger", "微信"),
    ("QQBrowser", "QQ浏览器"), ("Firefox", "Firefox"), ("Chrome", "Chrome"),
    ("Chromium", "Chromium"), ("Safari", "Safari"),
)  # fmt: skip
_KINDS = {
    tickets.PASSWORD: "密码", tickets.PIN: "PIN码", tickets.EXTERNAL: "统一认证"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LoginLine:
    """One browser somebody is logged in at."""

    id: UUID
    person: str
    browser: str
    address: str
    kind: str
    issued: str
    seen: str
    here: bool


def login_line(request: Any, ticket: Ticket) -> LoginLine:
    """A ticket in words."""
    zone = request.zone
    return LoginLine(
        ticket.id,
        request.snapshot.live.person_name(ticket.person),
        browser_text(ticket.browser),
        ticket.address,
        _KINDS.get(ticket.kind, ticket.kind),
        durations.minute_text(ticket.issued, zone),
        durations.minute_text(ticket.seen, zone),
        request.ticket is not None and ticket.id == request.ticket.id,
    )


def browser_text(said: str) -> str:
    """What people call a browser that names itself like this."""
    system = next((name for part, name in _SYSTEMS if part in said), "")
    browser = next((name for part, name in _BROWSERS if part in said), "")
    return " · ".join(part for part in (browser, system) if part) or "其他浏览器"


def first_of(request: Any, stage: str) -> str:
    """Where what must be done first is done."""
    return str(
        request.to.page(f"me/{'totp' if stage == tickets.ENROL else 'password'}")
    )


def overview(context: AccountNode, request: Any) -> Any:
    """Everything of one's account on one page."""
    if request.ticket.stage:
        return HTTPSeeOther(first_of(request, request.ticket.stage))
    connection = request.snapshot.live.connection
    person, reader = request.identity, request.reader
    mine = tickets.open_tickets(connection, person.id, request.limits)
    return {
        "title": "我的账户", "person": person, "facts": _facts(request),
        "has_pin": pins.has_one(connection, person.id),
        "by_pin": request.ticket.kind == tickets.PIN,
        "totp_used": reader.setting("core.totp") != TotpUse.OFF,
        "totp_enabled": totp.is_enabled(connection, person.id),
        "recovery_left": totp.recovery_left(connection, person.id),
        "logins": [login_line(request, ticket) for ticket in mine],
        "here": request.to.page("me/"),
    }  # fmt: skip


def _facts(request: Any) -> list[tuple[str, str]]:
    view = request.snapshot.live.record(request.identity.id)
    wanted = ("姓名", "单位", "岗位", "角色", "工号", "登录名", "电话")
    return [(f.label, f.text) for f in view.facts if f.label in wanted]


def frame_of(request: Any, spec: Any) -> dict[str, Any]:
    """Heading and surroundings: without the menu while something must come first."""
    first = bool(request.ticket.stage)
    request.page.crumbs = [] if first else [Link("我的账户", request.page.account)]
    shared = request.templates.shared
    return {
        "title": spec.title, "heading": spec.title, "help": spec.help,
        "site_title": request.site.title, "submit": spec.title,
        "page_layout": shared["alone" if first else "layout"]["page"],
        "style": "danger" if spec.style == "danger" else "primary",
        "cancel": "" if first else request.page.account, "first": first,
    }  # fmt: skip


def _specs(context: AccountDeed, request: Any) -> list[Any]:
    """The form's fields; who came in by a slip has no password yet.

    :raises NotPermitted: at a shared PC, where none of this is done.
    """
    if request.ticket.kind == tickets.PIN:
        raise NotPermitted("请用密码登录后办理")
    renewing = request.ticket.stage == tickets.RENEW
    return [f for f in context.spec.fields if not (renewing and f.name == "current")]


def show_deed(context: AccountDeed, request: Any) -> dict[str, Any]:
    """The empty form."""
    sheet = Sheet(_specs(context, request), {})
    return draw_sheet(request, sheet, **frame_of(request, context.spec))


def submit_deed(context: AccountDeed, request: Any) -> Any:
    """Do it, or show what is wrong."""
    specs = _specs(context, request)
    filled = fill(specs, request.POST, request.zone)
    given = {**filled.values, "record": str(request.ticket.id)}
    act = act_of(request, context.spec.name, given, posted_id(request))
    try:
        outcome = perform(request, act)
    except FormErrors as wrong:
        sheet = Sheet(specs, {}, wrong.errors)
        return draw_sheet(request, sheet, **frame_of(request, context.spec))
    request.session.flash(told(outcome, context.spec.title))
    renewed = request.ticket.stage == tickets.RENEW
    return HTTPSeeOther(request.to.home if renewed else request.page.account)


def end_login(context: AccountNode, request: Any) -> Any:
    """End one's login at one other browser, or at all others."""
    typed = request.POST.get("session", "")
    me, here = request.identity.id, request.ticket.id
    connection = request.snapshot.live.connection
    mine = tickets.open_tickets(connection, me, request.limits)
    for ticket in mine:
        if ticket.id != here and typed in {"others", str(ticket.id)}:
            given = {"record": str(ticket.id)}
            perform(request, act_of(request, "core.revoke_session", given))
    request.session.flash(("good", "所选的登录已经退出"))
    return HTTPSeeOther(request.page.account)


def includeme(config: Any) -> None:
    """Register the pages of one's own account."""
    own = {"permission": OWN}
    get = {"request_method": "GET", **own}
    config.add_view(overview, context=AccountNode, renderer="account.pt", **get)
    config.add_view(
        end_login, context=AccountNode, name="end", request_method="POST", **own
    )
    page = {"context": AccountDeed, "renderer": "account_form.pt", **own}
    config.add_view(show_deed, request_method="GET", **page)
    config.add_view(submit_deed, request_method="POST", **page)
