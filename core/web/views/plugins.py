"""系统管理 / 业务模块: how each stands, what a deed would do, and doing it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther

from houqin.core.model.plugins import INSTALL, UPGRADE
from houqin.core.registry.declaring import KINDS
from houqin.core.schema.errors import Refused
from houqin.core.site.plugins import planning, running
from houqin.core.site.plugins.states import TITLES, Standing, State, standings
from houqin.core.site.remains import left_behind
from houqin.core.web import durations
from houqin.core.web.asking import WANTED
from houqin.core.web.page import Link
from houqin.core.web.tree import ControlNode, ControlPart

if TYPE_CHECKING:
    from collections.abc import Callable

    from houqin.core.site.plugins.planning import Work
    from houqin.core.site.site import Site
    from houqin.core.site.upkeep import Work as Job

CODE = "plugins"
_PLANS: dict[str, Callable[[Site, str], list[Work]]] = {
    INSTALL: planning.installing,
    UPGRADE: planning.upgrading,
    planning.UNINSTALL: planning.uninstalling,
}
_DEEDS = {INSTALL: "启用", UPGRADE: "升级", planning.UNINSTALL: "停用"}
_LOOKS = {
    State.AVAILABLE: "behind",
    State.INSTALLED: "good",
    State.UPGRADABLE: "behind",
    State.BROKEN: "stopped",
    State.ORPHANED: "stopped",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One module; ``url`` leads to its own page where it has one."""

    name: str
    title: str
    state: str
    look: str
    installed: str
    available: str
    note: str
    places: tuple[str, ...]
    said: str
    url: str


@dataclass(frozen=True, slots=True)
class Deed:
    """What may be done to a module: what will happen, or what is in the way."""

    name: str
    title: str
    url: str
    lines: list[tuple[str, str]]
    refused: str


def show(context: ControlNode, request: Any) -> dict[str, Any]:
    """Every module; while something runs, the page asks again by itself."""
    jobs = request.site.upkeep.all(request.snapshot.live.connection)
    request.page.crumbs = [Link("系统管理", request.to.page("admin/"))]
    found = standings(request.site)
    return {
        "title": context.control.title,
        "url": request.to.control(context.control),
        "modules": [_shown(request, context, each, jobs) for each in found],
        "running": any(job.running for job in jobs.values()),
    }


def show_in_json(context: ControlNode, request: Any) -> list[dict[str, Any]]:
    """The same for programs."""
    return [each.in_json() for each in standings(request.site)]


def _shown(
    request: Any, context: ControlNode, each: Standing, jobs: dict[str, Job]
) -> Shown:
    job = jobs.get(f"plugin:{each.name}")
    # What was never imported may be called as no page is.
    plain = each.name.isidentifier()
    url = request.to.control(context.control, each.name) if plain else ""
    return Shown(
        each.name, each.title, TITLES[each.state], _LOOKS[each.state],
        each.installed, each.available, each.note, each.places,
        _job_text(request, job) if job else "", url,
    )  # fmt: skip


def _job_text(request: Any, job: Job) -> str:
    """How the last long deed stands."""
    when = durations.minute_text(job.seen, request.zone)
    if job.running:
        return f"正在办理：{job.said}" if job.said else "正在办理"
    if job.state == "done":
        return f"{when} 已完成：{job.said}"
    return f"{when} 没有完成：{job.said.partition(': ')[2] or '中断，可以继续'}"


def detail(context: ControlPart, request: Any) -> dict[str, Any]:
    """One module: what may be done, and everything it adds."""
    name, site = context.__name__, request.site
    reader = request.snapshot.live
    each = next((s for s in standings(site) if s.name == name), None)
    if each is None:
        raise HTTPNotFound
    whole = site.declarations.available or site.declarations
    part = whole.parts.get(name)
    home = request.to.control(context.control)
    request.page.crumbs = [
        Link("系统管理", request.to.page("admin/")), Link(context.control.title, home),
    ]  # fmt: skip
    jobs = site.upkeep.all(reader.connection)
    return {
        "title": each.title,
        "module": _shown(request, context, each, jobs),
        "summary": part.spec.summary if part else "",
        "requires": "、".join(part.spec.requires) if part else "",
        "deeds": [_deed(request, context, deed) for deed in _offered(each)],
        "remains_url": _remains_url(request, each),
        "adds": [
            (KINDS.get(kind, kind), named, place.title)
            for (kind, named), place in sorted(part.declares.items())
        ]
        if part
        else [],
    }


def _remains_url(request: Any, each: Standing) -> str:
    """Where what it left is read, for who may; nothing while it has its pages."""
    control = request.declared.controls["remains"]
    left = each.name in {gone.name for gone in left_behind(request.site)}
    seen = left and control.permission in request.rights
    return str(request.to.control(control, each.name)) if seen else ""


def _offered(each: Standing) -> list[str]:
    """The deeds that make sense in a module's state."""
    installable = each.state in {State.AVAILABLE, State.BROKEN} and not each.installed
    found = [INSTALL] if installable else []
    found += [UPGRADE] if each.state == State.UPGRADABLE else []
    return [*found, *([planning.UNINSTALL] if each.installed else [])]


def _deed(request: Any, context: ControlPart, deed: str) -> Deed:
    site, name = request.site, context.__name__
    url = request.to.control(context.control, name, deed)
    whole = site.declarations.available or site.declarations
    titles = {n: ledger.title for n, ledger in whole.ledgers.items()}
    try:
        works = _PLANS[deed](site, name)
    except Refused as refusal:
        return Deed(deed, _DEEDS[deed], url, [], refusal.message)
    lines = [line for work in works for line in work.lines(titles)]
    return Deed(deed, _DEEDS[deed], url, lines, "")


def act(context: ControlPart, request: Any) -> HTTPSeeOther:
    """Do it; what takes longer goes on while the page is shown."""
    works = _done(context, request)
    said = "已开始" if any(work.long for work in works) else "已"
    told = "、".join(f"{_DEEDS[work.deed]}{work.title}" for work in works)
    request.session.flash(("good", f"{said}{told}"))
    return HTTPSeeOther(request.to.control(context.control))


def act_in_json(context: ControlPart, request: Any) -> dict[str, Any]:
    """The same for programs, which may ask first what would be done."""
    dry = bool(request.GET.get("dry_run"))
    works = _planned(context, request) if dry else _done(context, request)
    return {"works": [work.in_json() for work in works], "dry_run": dry}


def _planned(context: ControlPart, request: Any) -> list[Work]:
    plan = _PLANS[request.view_name]
    request.snapshot.close()
    return plan(request.site, context.__name__)


def _done(context: ControlPart, request: Any) -> list[Work]:
    works = _planned(context, request)
    run = partial(running.run, request.site, works, request.identity.id)
    if any(work.long for work in works):
        request.registry.houqin_background.start(run)
    else:
        run()
    return works


def includeme(config: Any) -> None:
    """Register the list, a module's page and the three deeds."""
    node = {"context": ControlNode, "control": CODE, "request_method": "GET"}
    part = {"context": ControlPart, "control": CODE}
    config.add_view(show, renderer="plugins.pt", **node)
    config.add_view(show_in_json, renderer="json", **node, **WANTED)
    config.add_view(detail, renderer="plugin.pt", request_method="GET", **part)
    for deed in _PLANS:
        posted = {"name": deed, "request_method": "POST", **part}
        config.add_view(act, **posted)
        config.add_view(act_in_json, renderer="json", **posted, **WANTED)
