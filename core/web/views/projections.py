"""台账与指标生成: how each ledger stands, generated anew or checked on demand."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther

from houqin.core.projection.rollup import bases_of
from houqin.core.site import rebuilding
from houqin.core.site.upkeep import (
    BROKEN,
    CANCELLED,
    CANCELLING,
    DONE,
    FAILED,
    RUNNING,
    Work,
)
from houqin.core.web import durations
from houqin.core.web.page import Link
from houqin.core.web.tree import ControlNode, ControlPart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from houqin.core.projection.ledger import Ledger

CODE = "ledgers"
_STATES = {
    "good": "正常", "behind": "滞后", "stopped": "已停止", RUNNING: "重新生成中",
}  # fmt: skip
_MOST_ERROR = 160
#: What was done, by how its outcome begins.
_DONE = {"恢复": "恢复更新"}


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a ledger stands still and why, and what lets it go on."""

    position: str
    url: str
    error: str
    resume_url: str


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One ledger with its indicators."""

    name: str
    title: str
    url: str | None
    kpis: str
    state: str
    state_title: str
    generation: str
    upto: str
    lag: str
    said: list[str]
    stop: Stop | None
    rebuild_url: str | None
    cancel_url: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """The ledgers of one module."""

    title: str
    lines: list[LedgerLine]


def show_ledgers(context: ControlNode, request: Any) -> dict[str, Any]:
    """Every ledger; while something runs, the page asks again by itself."""
    reader, declared = request.snapshot.live, request.declared
    standings = rebuilding.standings(reader)
    groups: dict[str, list[LedgerLine]] = {}
    for standing in standings:
        line = _line(standing, context, request)
        groups.setdefault(standing.ledger.plugin, []).append(line)
    works = request.site.upkeep.all(reader.connection)
    checking = works.get(rebuilding.CHECK)
    request.page.crumbs = [Link("系统管理", request.to.page("admin/"))]
    return {
        "title": context.control.title,
        "groups": [
            Group(declared.plugins[name].title, lines) for name, lines in groups.items()
        ],
        "head": f"{reader.position:,}",
        "wrong": [s.ledger.title for s in standings if s.state == "stopped"],
        "url": request.to.control(context.control),
        "running": any(work.running for work in works.values()),
        "check": _check_text(checking, request),
        "checking": bool(checking and checking.running),
        "check_differs": bool(checking and "不一致" in checking.said),
    }


def _line(standing: Any, context: ControlNode, request: Any) -> LedgerLine:
    ledger, work = standing.ledger, standing.work
    running = bool(work and work.running)
    state = RUNNING if running else standing.state

    def url(action: str) -> str:
        return str(request.to.control(context.control, ledger.name, action))

    stopped = standing.state == "stopped" and not running
    seen = request.reader.sees(ledger)
    return LedgerLine(
        ledger.name, ledger.title, request.to.ledger(ledger.name) if seen else None,
        "、".join(standing.kpis), state, _STATES[state],
        f"第 {standing.generation} 代" if standing.generation else "尚无记录",
        f"{standing.upto:,}", f"{standing.lag:,}" if standing.lag else "",
        list(_said(standing, work, request)),
        _stop(standing, request, url("resume")) if stopped else None,
        None if running else url("rebuild"),
        url("cancel") if work and work.state == RUNNING else None,
    )  # fmt: skip


def _stop(standing: Any, request: Any, resume_url: str) -> Stop:
    record = standing.record
    return Stop(
        f"{standing.upto + 1:,}",
        request.to.anywhere(record) if record else "",
        standing.error[:_MOST_ERROR],
        resume_url,
    )


def _said(standing: Any, work: Work | None, request: Any) -> Any:
    """What a person should know of it, the most pressing first."""
    if work and work.running:
        yield _progress(work)
        return
    if standing.state == "stopped":
        yield "业务照常登记，不会丢失；问题排除后恢复更新即可补齐。"
    if standing.state == "behind":
        yield "台账的定义已更新，重新生成后按新定义显示。"
    if work:
        yield _ended(work, request)


def _progress(work: Work) -> str:
    if work.state == CANCELLING:
        return "正在取消"
    if not work.total:
        return "正在读取原始记录"
    return f"已处理 {work.done:,} / {work.total:,} 条原始记录"


def _ended(work: Work, request: Any) -> str:
    when = durations.minute_text(work.seen, request.zone)
    who = request.reader.person_name(work.person) if work.person else "命令行"
    said = {
        DONE: f"{when} 由{who}{_DONE.get(work.said[:2], '重新生成')}",
        CANCELLED: f"{when} 重新生成已取消，没有改动",
        FAILED: f"{when} 重新生成没有成功：{work.said[:_MOST_ERROR]}",
        BROKEN: f"{when} 重新生成中断，可以再次生成",
    }
    return said[work.state]


def _check_text(work: Work | None, request: Any) -> str:
    """What the last check found, or how far this one is."""
    if work is None:
        return "还没有核对过"
    if work.running:
        return f"正在核对{work.said}（{work.done} / {work.total}）"
    when = durations.minute_text(work.seen, request.zone)
    said = {DONE: work.said, FAILED: f"没有成功：{work.said}", BROKEN: "核对中断"}
    return f"{when}　{said[work.state]}"


def start_rebuild(context: ControlPart, request: Any) -> HTTPSeeOther:
    """Generate one ledger anew."""
    ledger = _ledger(context, request)
    _start(request, bases_of(ledger))
    return _back(context, request, f"已开始重新生成{ledger.title}")


def start_resume(context: ControlPart, request: Any) -> HTTPSeeOther:
    """Let a stopped ledger go on."""
    ledger = _ledger(context, request)
    site, person = request.site, request.identity.id
    request.snapshot.close()
    begun = rebuilding.begin_resume(site, ledger.name, person)
    request.registry.houqin_background.start(
        lambda: rebuilding.resume(site, begun, person=person)
    )
    return _back(context, request, f"已开始恢复更新{ledger.title}")


def cancel(context: ControlPart, request: Any) -> HTTPSeeOther:
    """End what somebody began; the ledger stays as it was."""
    ledger = _ledger(context, request)
    request.snapshot.close()
    request.site.upkeep.cancel(ledger.name, f"{ledger.title}的重新生成")
    return _back(context, request, f"正在取消重新生成{ledger.title}")


def _ledger(context: ControlPart, request: Any) -> Any:
    ledger = request.declared.ledgers.get(context.__name__)
    if ledger is None:
        raise HTTPNotFound
    return ledger


def start_all(context: ControlNode, request: Any) -> HTTPSeeOther:
    """Generate every ledger anew, one after the other."""
    _start(request, bases_of(*request.declared.ledgers.values()))
    return _back(context, request, "已开始重新生成全部台账")


def start_check(context: ControlNode, request: Any) -> HTTPSeeOther:
    """Compare everything with the log."""
    site, person = request.site, request.identity.id
    request.snapshot.close()
    begun = rebuilding.begin_check(site, person)
    request.registry.houqin_background.start(
        lambda: rebuilding.compare(site, begun, person=person)
    )
    return _back(context, request, "已开始台账核对")


def _start(request: Any, ledgers: Sequence[Ledger]) -> None:
    """All are taken on before the page is shown; none, if somebody is at one."""
    site, person = request.site, request.identity.id
    request.snapshot.close()
    with ExitStack() as begun:
        jobs = [
            begun.enter_context(rebuilding.begin_rebuild(site, ledger.name, person))
            for ledger in ledgers
        ]
        begun.pop_all()
    request.registry.houqin_background.start(
        *(partial(rebuilding.rebuild, site, job, person=person) for job in jobs)
    )


def _back(context: ControlNode, request: Any, said: str) -> HTTPSeeOther:
    request.session.flash(("good", said))
    return HTTPSeeOther(request.to.control(context.control))


def includeme(config: Any) -> None:
    """Register 台账与指标生成."""
    config.include("houqin.core.web.background")
    node = {"context": ControlNode, "control": CODE}
    config.add_view(
        show_ledgers, renderer="projections.pt", request_method="GET", **node
    )
    config.add_view(start_all, name="rebuild", request_method="POST", **node)
    config.add_view(start_check, name="check", request_method="POST", **node)
    for name, view in (
        ("rebuild", start_rebuild), ("resume", start_resume), ("cancel", cancel),
    ):  # fmt: skip
        config.add_view(
            view, context=ControlPart, control=CODE, name=name, request_method="POST"
        )
