"""系统管理 / 停用模块的记录: ledgers and histories without the code that made them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response

from houqin.core.projection.horizon import LIVE
from houqin.core.schema.spreadsheet import BYTE_ORDER_MARK
from houqin.core.site.in_json import step_json
from houqin.core.site.plugins.states import TITLES, Standing
from houqin.core.site.remains import Remains, left_behind, lines
from houqin.core.web import durations
from houqin.core.web.addresses import with_query
from houqin.core.web.asking import WANTED
from houqin.core.web.csv_text import csv_line, csv_name, csv_rows
from houqin.core.web.horizons import read_number
from houqin.core.web.page import Link
from houqin.core.web.tree import ControlNode, ControlPart

if TYPE_CHECKING:
    from collections.abc import Iterator

CODE = "remains"
#: Records on a page.
MOST = 50
_HEADS = (
    "登记序号", "单据编号", "单据", "业务记录", "发生时间", "登记时间", "登记人",
    "当事人", "方式", "内容", "理由或意见", "标记",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """A ledger that stands, and where it is taken away as a file."""

    title: str
    rows: int
    url: str


def show(context: ControlNode, request: Any) -> dict[str, Any]:
    """Every module that left something behind."""
    request.page.crumbs = [Link("系统管理", request.to.page("admin/"))]
    modules = [
        (each, TITLES[each.state], request.to.control(context.control, each.name))
        for each in left_behind(request.site)
    ]
    return {"title": context.control.title, "modules": modules}


def _standing(context: ControlPart, request: Any) -> Standing:
    # Who else is asking for what has its pages, or never was here?
    for each in left_behind(request.site):
        if each.name == context.__name__:
            return each
    raise HTTPNotFound


def _remains(context: ControlPart, request: Any) -> tuple[Standing, Remains]:
    standing = _standing(context, request)
    home = request.to.control(context.control)
    request.page.crumbs = [
        Link("系统管理", request.to.page("admin/")), Link(context.control.title, home),
    ]  # fmt: skip
    return standing, Remains(request.reader, standing.name)


def detail(context: ControlPart, request: Any) -> dict[str, Any]:
    """One module's ledgers, and its records from the oldest on."""
    standing, remains = _remains(context, request)
    start = read_number(request.GET.get("from", ""), "登记序号") or 1
    found = remains.records(start, MOST + 1)
    url = request.to.control(context.control, standing.name)
    after = [("from", str(found[MOST].position))] if len(found) > MOST else []
    live = request.snapshot.live
    return {
        "title": standing.title,
        "module": standing,
        "state": TITLES[standing.state],
        "ledgers": [
            Kept(
                ledger.title, live.ledger(ledger.name).count(),
                with_query(f"{url}/csv", [("ledger", ledger.name)]),
            )
            for ledger in remains.ledgers
        ],
        "records": [
            {
                "position": event.position,
                "title": remains.title(event),
                "at": durations.minute_text(event.occurred, request.zone),
                "by": live.person_name(event.actor),
                "url": with_query(f"{url}/record", [("id", str(event.stream))]),
            }
            for event in found[:MOST]
        ],
        "next_url": with_query(url, after) if after else "",
        "csv_url": f"{url}/csv",
    }  # fmt: skip


def _record(request: Any, remains: Remains) -> UUID:
    try:
        record = UUID(request.GET.get("id", ""))
    except ValueError:
        raise HTTPNotFound from None
    if not remains.has(record):
        raise HTTPNotFound
    return record


def record(context: ControlPart, request: Any) -> dict[str, Any]:
    """One record's history (办理经过), as it was recorded."""
    standing, remains = _remains(context, request)
    found = _record(request, remains)
    url = request.to.control(context.control, standing.name)
    request.page.crumbs.append(Link(standing.title, url))
    (first,) = request.site.log.read_stream(request.reader.connection, found)[:1]
    return {
        "title": remains.title(first),
        "id": str(found),
        "module": standing,
        "steps": remains.steps(found),
        "moment": lambda at: durations.minute_text(at, request.zone),
    }


def record_in_json(context: ControlPart, request: Any) -> dict[str, Any]:
    """The same for programs."""
    _, remains = _remains(context, request)
    found = _record(request, remains)
    steps = [step_json(step) for step in remains.steps(found)]
    return {"record": str(found), "steps": steps}


def export(context: ControlPart, request: Any) -> Response:
    """One of its ledgers, or every step of every record, as CSV."""
    standing, remains = _remains(context, request)
    wanted = request.GET.get("ledger", "")
    response = Response(content_type="text/csv", charset="utf-8")
    title = f"{standing.title}办理经过"
    if wanted:
        ledger = next((x for x in remains.ledgers if x.name == wanted), None)
        if ledger is None:
            raise HTTPNotFound
        response.app_iter = csv_rows(request.site, None, LIVE, ledger, ({}, None, {}))
        title = ledger.title
    else:
        response.app_iter = _exported(request, standing.name)
    response.headers["Content-Disposition"] = csv_name(title, "")
    return response


def _exported(request: Any, plugin: str) -> Iterator[bytes]:
    """In a snapshot of its own: the request's is gone when this is sent."""
    site, zone, standing = request.site, request.zone, request.standing
    with site.reader() as unlimited:
        remains = Remains(unlimited.seen_by(standing), plugin)
        yield (BYTE_ORDER_MARK + csv_line(list(_HEADS))).encode()
        for line in lines(remains):
            step = line.step
            marks = (
                "已作废" if step.voided else "", "已更正" if step.corrected else "",
                step.erased,
            )  # fmt: skip
            said = "；".join(f"{label}：{new}" for label, _old, new in step.changes)
            cells = [
                str(step.position), str(line.record), line.kind, step.title,
                durations.minute_text(step.occurred, zone),
                durations.minute_text(step.recorded, zone), step.actor_name,
                step.on_behalf_name or "", step.channel_title, said, step.reason,
                "，".join(filter(None, marks)),
            ]  # fmt: skip
            yield csv_line(cells).encode()


def includeme(config: Any) -> None:
    """Register the list, a module's page, a record's, and the files."""
    part = {"context": ControlPart, "control": CODE, "request_method": "GET"}
    config.add_view(
        show, context=ControlNode, control=CODE, renderer="remains.pt",
        request_method="GET",
    )  # fmt: skip
    config.add_view(detail, renderer="remains_module.pt", **part)
    config.add_view(record, name="record", renderer="remains_record.pt", **part)
    config.add_view(record_in_json, name="record", renderer="json", **part, **WANTED)
    config.add_view(export, name="csv", **part)
