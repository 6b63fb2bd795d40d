"""一页纸: the year's figures and what is red, on one sheet for who leads."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPSeeOther

from houqin.core.model.alerts import RED
from houqin.core.printing.brief_sheet import MOST_RISKS, BriefSheet, Risk, tiles_of
from houqin.core.printing.typesetting import CannotTypeset
from houqin.core.report.composing import day_text, summarise
from houqin.core.web.addresses import with_query
from houqin.core.web.page import Link
from houqin.core.web.papers import pdf_of, printing_of
from houqin.core.web.tree import SiteNode
from houqin.core.web.views.alerts import alert_lines
from houqin.core.web.views.home import headlines, shown_year

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Sentences that fit below figures and risks.
_MOST_SAID = 2
_JANUARY = 1


def _brief(request: Any) -> BriefSheet:
    year = shown_year(request)
    reader = request.reader
    start, end = date(year, _JANUARY, 1), min(date(year, 12, 31), reader.last_day())
    kpis = headlines(request)
    return BriefSheet(
        f"{year}年后勤保障一页纸",
        f"{day_text(start)}至{day_text(end)}",
        tiles_of(reader, kpis, start, end),
        tuple(_risks(request)),
        tuple(_said(request, start, end)),
        printing_of(request),
    )


def _risks(request: Any) -> Iterator[Risk]:
    red = [each for each in request.reader.alerts.all() if each.level == RED]
    for line in alert_lines(request, red[:MOST_RISKS]):
        yield Risk(line.title, line.text, line.due, line.person)


def _said(request: Any, start: date, end: date) -> Iterator[str]:
    sections = request.declared.report_sections.values()
    summary = summarise(request.reader, "", sections, start, end)
    for said in summary.said[:_MOST_SAID]:
        yield said.text


def print_brief(context: SiteNode, request: Any) -> Any:
    """The page as PDF."""
    sheet = _brief(request)
    try:
        return pdf_of(request, "brief.typ", sheet.values(), sheet.title)
    except CannotTypeset:
        address = with_query(request.to.page("brief"), request.GET.items())
        return HTTPSeeOther(address)


def show_brief(context: SiteNode, request: Any) -> dict[str, Any]:
    """The same as a page that the browser prints."""
    sheet = _brief(request)
    request.page.crumbs = [Link("工作台", request.to.home)]
    return {"title": sheet.title, "sheet": sheet}


def includeme(config: Any) -> None:
    """Register the page."""
    get = {"context": SiteNode, "request_method": "GET"}
    config.add_view(print_brief, name="brief.pdf", **get)
    config.add_view(show_brief, name="brief", renderer="print_brief.pt", **get)
