"""系统日志: refused logins, denied pages, faults, rebuilds; filtered, and as CSV."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from pyramid.response import Response

from houqin.core.projection.horizon import day_start
from houqin.core.schema.conversion import NotConvertible, day_of
from houqin.core.schema.spreadsheet import BYTE_ORDER_MARK
from houqin.core.site.system_log import Choosing, Kind, Line
from houqin.core.web import durations
from houqin.core.web.addresses import with_query
from houqin.core.web.csv_text import csv_line, csv_name
from houqin.core.web.horizons import BadAddress, read_number
from houqin.core.web.page import Link
from houqin.core.web.tree import ControlNode

CODE = "log"
SIZE = 50
_TITLES = {kind.value: kind.title for kind in Kind}
_HEADS = ["时间", "最后一次", "次数", "类别", "人员", "内容", "地址"]


@dataclass(frozen=True, slots=True)
class Shown:
    """One line in words."""

    at: str
    last: str
    times: int
    kind: str
    title: str
    person: str
    text: str
    address: str


class Asked:
    """What the address asks for, kept in every link of the page."""

    def __init__(self, request: Any) -> None:
        self.request = request
        get = request.GET
        self.kind = get.get("kind", "") if get.get("kind", "") in _TITLES else ""
        self.person = get.get("person", "").strip()
        self.since = _day(get.get("since", ""), "从")
        self.until = _day(get.get("until", ""), "至")
        self.page = read_number(get.get("page", ""), "页码") or 1

    @property
    def choosing(self) -> Choosing:
        """Which lines that means."""
        zone, people = self.request.zone, None
        if self.person:
            known = self.request.reader.ids_like("core.Person", self.person)
            people = tuple(UUID(id_) for id_ in known)
        before = self.until + timedelta(days=1) if self.until else None
        return Choosing(
            self.kind,
            people,
            day_start(self.since, zone) if self.since else None,
            day_start(before, zone) if before else None,
        )

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The filters as an address carries them."""
        days = (("since", self.since), ("until", self.until))
        said = [(name, day.isoformat() if day else "") for name, day in days]
        return [("kind", self.kind), ("person", self.person), *said]

    def url(self, name: str = "", page: int = 1) -> str:
        """The page, or its view ``name``, with the same filters."""
        path = self.request.to.control(self.request.context.control)
        path = f"{path}/{name}" if name else path
        return with_query(path, self.pairs, [("page", str(page) if page > 1 else "")])


def _day(typed: str, title: str) -> Any:
    if not typed.strip():
        return None
    try:
        return day_of(typed, title)
    except NotConvertible as problem:
        raise BadAddress(problem.message) from None


def _shown(line: Line, request: Any) -> Shown:
    person = request.reader.person_name(line.person) if line.person else ""
    at, last = (
        durations.local(moment, request.zone).isoformat(" ", "seconds")[:19]
        for moment in (line.at, line.last)
    )
    return Shown(
        at, last if line.times > 1 else "", line.times, line.kind,
        _TITLES.get(line.kind, line.kind), person, line.text, line.address,
    )  # fmt: skip


def show_log(context: ControlNode, request: Any) -> dict[str, Any]:
    """One page of lines, the newest first."""
    asked = Asked(request)
    read, offset = request.site.system_log.read, (asked.page - 1) * SIZE
    lines = read(request.reader.connection, asked.choosing, SIZE + 1, offset)
    request.page.crumbs = [Link("系统管理", request.to.page("admin/"))]
    months = request.snapshot.live.setting("core.system_log_months")
    return {
        "title": context.control.title,
        "lines": [_shown(line, request) for line in lines[:SIZE]],
        "kinds": list(_TITLES.items()),
        "asked": asked,
        "filtered": any(value for _name, value in asked.pairs),
        "months": months,
        "action": request.to.control(context.control),
        "csv_url": asked.url("csv"),
        "previous_url": asked.url(page=asked.page - 1) if asked.page > 1 else None,
        "next_url": asked.url(page=asked.page + 1) if len(lines) > SIZE else None,
    }


def export_log(context: ControlNode, request: Any) -> Response:
    """Every chosen line as CSV with a byte order mark."""
    asked = Asked(request)
    lines = request.site.system_log.read(request.reader.connection, asked.choosing)
    rows = [_cells(_shown(line, request)) for line in lines]
    body = BYTE_ORDER_MARK + "".join(map(csv_line, [_HEADS, *rows]))
    response = Response(body.encode(), content_type="text/csv", charset="utf-8")
    response.headers["Content-Disposition"] = csv_name(context.control.title, "")
    return response


def _cells(line: Shown) -> list[str]:
    said = [line.title, line.person, line.text, line.address]
    return [line.at, line.last, str(line.times), *said]


def includeme(config: Any) -> None:
    """Register 系统日志."""
    get = {"context": ControlNode, "control": CODE, "request_method": "GET"}
    config.add_view(show_log, renderer="system_log.pt", **get)
    config.add_view(export_log, name="csv", **get)
