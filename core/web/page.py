"""What every page shows around its content: names, menu, banner, messages."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from pyramid.csrf import get_csrf_token

from houqin.core.model.permission import CorePermission
from houqin.core.people.tickets import PIN
from houqin.core.projection.horizon import LIVE
from houqin.core.web import durations
from houqin.core.web.addresses import addresses_of, with_query
from houqin.core.web.help_topics import topic_of
from houqin.core.web.horizons import NAMES, BadAddress, TypedHorizon, read_of
from houqin.core.web.look import Look
from houqin.core.web.marking import marked, within
from houqin.core.web.snapshot import Snapshot
from houqin.core.web.worklists import INFORMED, TITLES, WAITING, worklist_url

if TYPE_CHECKING:
    from houqin.core.registry.declarations import Declarations
    from houqin.core.site.reader import Reader
    from houqin.core.site.worklists import Counts
    from houqin.core.web.addresses import Addresses

PRODUCT = "后勤管理平台"
#: The cookie of 大字.
LARGE_TYPE = "houqin_large"


@dataclass(frozen=True, slots=True)
class Link:
    """One place to go; ``current`` is ``page`` where one is.

    ``below`` are the places of a section that is folded away.
    """

    title: str
    url: str
    icon: str = "ledger"
    current: str | None = None
    count: int = 0
    urgent: bool = False
    below: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Links under one heading, which may lead somewhere itself."""

    title: str
    links: tuple[Link, ...]
    url: str = ""
    #: Folded away under its title: of several modules all but the one one is in.
    folds: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class Flash:
    """A message shown once, on the next page."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """The banner of a historical view: its limits, and the way back."""

    text: str
    leave: str


@dataclass(frozen=True, slots=True)
class Member:
    """The person in the top bar."""

    name: str
    posts: str


class Page(Look):
    """Worked out only as far as a template asks."""

    def __init__(self, request: Any) -> None:
        super().__init__(request)
        self.crumbs: list[Link] = []
        #: Without the menu, as the drivers' home page is.
        self.bare = False

    @cached_property
    def site_title(self) -> str:
        """The centre's own name."""
        site = self._request.site
        return str(site.title) if site else PRODUCT

    @property
    def home(self) -> str:
        """The site's home page."""
        return str(self._request.to.home) if self._request.site else "/"

    @property
    def logout(self) -> str:
        """Where 退出 posts to."""
        return f"{self.home}logout"

    @property
    def fallback(self) -> tuple[int, str] | None:
        """At a shared PC: after how many seconds the list of names is back, where."""
        ticket = self._request.ticket if self._request.site else None
        if ticket is None or ticket.kind != PIN:
            return None
        seconds = self._request.limits.shared_idle // 1_000_000
        return seconds + 1, f"{self.home}login"

    @property
    def account(self) -> str:
        """我的账户, behind the person's name."""
        return f"{self.home}me/"

    @property
    def demonstration(self) -> bool:
        """Whether this is a demonstration."""
        return bool(self._request.site and self._request.site.demonstration)

    @property
    def clock(self) -> str:
        """The demonstration's own time."""
        if not self.demonstration:
            return ""
        site = self._request.site
        return f"演示时间 {durations.minute_text(site.now(), self._request.zone)}"

    @cached_property
    def person(self) -> Member | None:
        """Who is logged in."""
        identity = self._request.identity if self._request.site else None
        return (
            Member(identity.name, _posts(self._request, identity)) if identity else None
        )

    @cached_property
    def person_key(self) -> str | None:
        """What keeps apart, in one browser, what different people typed."""
        identity = self._request.identity if self._request.site else None
        if identity is None:
            return None
        both = self._request.site.id.bytes + identity.id.bytes
        return hashlib.sha256(both).hexdigest()[:16]

    @cached_property
    def csrf_token(self) -> str:
        """The session's token, as this page carries it."""
        return str(get_csrf_token(self._request))

    @property
    def large(self) -> bool:
        """Whether this browser asked for 大字."""
        return bool(self._request.cookies.get(LARGE_TYPE) == "1")

    @property
    def large_switch(self) -> str:
        """Where 大字 posts to."""
        return f"{self.home}large-type"

    @property
    def here(self) -> str:
        """This page's address, to come back to; a form's errors have none."""
        request = self._request
        return str(request.path_qs if request.method == "GET" else request.path)

    @cached_property
    def help(self) -> str:
        """The help of this page; of all pages where it has none of its own."""
        request = self._request
        context = getattr(request, "context", None)
        topic = topic_of(context, getattr(request, "view_name", ""))
        return str(request.to.page(f"help/{topic}"))

    @cached_property
    def flashes(self) -> list[Flash]:
        """Messages of the page before; reading them takes them."""
        session = self._request.session
        # Taking from an empty queue would sign and send the session anew.
        taken = session.pop_flash() if session.peek_flash() else []
        return [Flash(*said) for said in taken]

    @cached_property
    def history(self) -> Leaving | None:
        """The banner, where the page has a horizon."""
        try:
            typed = self._request.typed_horizon
        except BadAddress:
            return None
        if not typed.text:
            return None
        rest = [(k, v) for k, v in self._request.GET.items() if k not in NAMES]
        return Leaving(typed.text, with_query(self._request.path, rest))

    @cached_property
    def frozen(self) -> str:
        """Why nothing is recorded for the module of this page now; mostly nothing."""
        site = self._request.site
        reasons = site.services.frozen if site else {}
        node = getattr(self._request, "context", None) if reasons else None
        while node is not None:
            if node.__name__ in reasons:
                return str(reasons[node.__name__])
            node = node.__parent__
        return ""

    @property
    def counts(self) -> Counts:
        """How much waits; on a phone the button of the menu says it."""
        found: Counts = self._request.counts
        return found

    @cached_property
    def menu_shown(self) -> str:
        """The menu as the theme draws it; drawn once for all it looks the same for."""
        return str(self._request.templates.part("menu.pt", self.menu))

    @cached_property
    def menu(self) -> tuple[Group, ...]:
        """Home, then every plugin's entries this person may see."""
        request, to = self._request, self._request.to
        first = [Link("工作台", to.home, "home"), *_worklist_links(request)]
        path, whole = request.path, request.path_qs
        groups = [
            Group("", tuple(first)),
            *_unfolded(_plugin_groups(request.declared, request.rights, to), path),
            *admin_group(request),
        ]
        # Worked out once: a site may have dozens of modules.
        return tuple(marked(group, path, whole) for group in groups)


def _worklist_links(request: Any) -> list[Link]:
    """待办, and 知会我的 while there is something to read."""
    counts = request.counts
    waiting = Link(
        TITLES[WAITING], worklist_url(request, WAITING), "todo",
        count=counts.waiting, urgent=bool(counts.overdue),
    )  # fmt: skip
    informed = Link(
        TITLES[INFORMED], worklist_url(request, INFORMED), "info", count=counts.unread
    )
    raised = request.alert_counts
    alerts = Link(
        "提醒", request.to.page("alerts"), "warn",
        count=raised.total, urgent=bool(raised.red),
    )  # fmt: skip
    inspection = Link("迎检材料", request.to.page("inspection"), "download")
    return [
        waiting,
        *([informed] if counts.unread else []),
        alerts,
        *([inspection] if CorePermission.PREPARE in request.rights else []),
    ]


def _posts(request: Any, identity: Any) -> str:
    known = request.declared.roles
    return "、".join(known[r].title if r in known else r for r in identity.roles)


@lru_cache(maxsize=64)
def _plugin_groups(
    declared: Declarations, rights: frozenset[str], to: Addresses
) -> tuple[Group, ...]:
    """Worked out once for all who hold the same rights: dozens of modules are many."""
    grouped: dict[str, dict[str, list[Link]]] = {}
    plugins = declared.plugins
    ordered = sorted(declared.menu, key=lambda i: (plugins[i.plugin].order, i.order))
    for item in ordered:
        if item.permission and item.permission not in rights:
            continue
        url = f"{to.plugin(item.plugin)}{item.target}"
        link = Link(item.title, url, _icon(url))
        sections = grouped.setdefault(item.plugin, {})
        # A section stands where its first entry does.
        sections.setdefault(item.section or url, []).append(link)
    return tuple(
        Group(
            plugins[name].title,
            tuple(_folded(title, links) for title, links in sections.items()),
            to.plugin(name),
            folds=len(grouped) > 1,
        )
        for name, sections in grouped.items()
    )


def _unfolded(groups: tuple[Group, ...], path: str) -> tuple[Group, ...]:
    """Of several modules that whose page it is."""
    return tuple(
        replace(group, open=True) if path.startswith(group.url) else group
        for group in groups
    )


def _folded(title: str, links: list[Link]) -> Link:
    """One entry as it is; several of a section folded under its heading."""
    if len(links) == 1:
        return links[0]
    return Link(title, "", "module", below=tuple(links))


def controls_of(request: Any) -> list[Link]:
    """The entries of 系统管理 this person may open."""
    known, rights = request.declared.controls.values(), request.rights
    return [
        Link(control.title, request.to.control(control), control.icon)
        for control in sorted(known, key=lambda control: control.order)
        if control.permission in rights
    ]


def admin_group(request: Any) -> list[Group]:
    """系统管理: its entries are unfolded once somebody is there."""
    home = request.to.page("admin/")
    path = request.path
    links = [within(link, home, path) for link in controls_of(request)]
    if not links:
        return []
    inside = path.startswith(home)
    return [Group("系统管理", (Link("系统管理", home, "admin"), *links * inside))]


def _icon(target: str) -> str:
    if "/do/" in target:
        return "do"
    return "kpi" if "/kpis" in target else "ledger"


def _horizon(request: Any) -> Any:
    return read_of(request)[0] if request.site else LIVE


def _typed_horizon(request: Any) -> TypedHorizon:
    return read_of(request)[1] if request.site else TypedHorizon()


def _reader(request: Any) -> Reader:
    return request.snapshot.seen(request.standing, request.horizon)  # type: ignore[no-any-return]  # a request


def _declared(request: Any) -> Any:
    """What the site has installed; what there is, where no site is asked for."""
    site = request.site
    return site.declarations if site else request.registry.houqin


def includeme(config: Any) -> None:
    """Give every request its page, its horizon and its reader."""
    for name, method in (
        ("page", Page),
        ("to", addresses_of),
        ("horizon", _horizon),
        ("typed_horizon", _typed_horizon),
        ("snapshot", Snapshot),
        ("declared", _declared),
    ):
        config.add_request_method(method, name, reify=True)
    config.add_request_method(_reader, "reader", property=True)
    config.add_request_method(lambda r: r.site.zone, "zone", property=True)
    config.add_request_method(lambda _: None, "site", reify=True)
