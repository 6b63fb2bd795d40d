"""工作日历: a year on one page, its form, and the import of what comes along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther

from houqin.core.model.calendar import stream_of
from houqin.core.model.calendar_setting import FIRST_YEAR, LAST_YEAR, SetCalendar
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.form import fields_of
from houqin.core.site import calendar_year
from houqin.core.site.calendar import bundled
from houqin.core.site.system_log import Kind
from houqin.core.web import durations
from houqin.core.web.acts import act_of
from houqin.core.web.forms import Filled, fill, typed_of
from houqin.core.web.page import Link
from houqin.core.web.tree import ControlNode, ControlPart
from houqin.core.web.views.command import (
    REUSED,
    Sheet,
    draw_sheet,
    perform,
    posted_id,
    told,
)
from houqin.events.errors import CommandReused

CODE, COMMAND = "calendar", "core.set_calendar"
#: The year is said by the address.
FIELDS = tuple(field for field in fields_of(SetCalendar) if field.name != "year")


@dataclass(frozen=True, slots=True)
class SetLine:
    """Who set the year when."""

    when: str
    who: str
    source: str


def this_year(context: ControlNode, request: Any) -> HTTPSeeOther:
    """Lead to the year it is."""
    year = request.reader.last_day().year
    return HTTPSeeOther(request.to.control(context.control, str(year)))


def _year(context: ControlPart) -> int:
    year = int(context.__name__)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise HTTPNotFound
    return year


def show_year(context: ControlPart, request: Any) -> dict[str, Any]:
    """The year as twelve tables."""
    year, known = _year(context), request.reader.calendar
    request.page.crumbs = [Link("系统管理", request.to.page("admin/"))]
    months = calendar_year.months(known, year, request.reader.last_day())
    return {
        "title": f"{year} 年工作日历",
        "months": months,
        "working": sum(month.working for month in months),
        "holidays": calendar_year.holidays(known, year),
        "makeup": calendar_year.makeup_days(known, year),
        "set": year in known.years,
        "offered": bundled(year),
        "changes": [_line(s, request) for s in calendar_year.settings_of(
            request.reader, year)],
        "history_url": request.to.anywhere(stream_of(request.site.id, year)),
        "url": request.to.control(context.control, str(year)),
        "years": [_year_link(context, request, y) for y in (year - 1, year, year + 1)],
        "printed": durations.minute_text(request.site.now(), request.zone),
    }  # fmt: skip


def _line(step: Any, request: Any) -> SetLine:
    when = durations.minute_text(step.recorded, request.zone)
    return SetLine(when, step.on_behalf_name or step.actor_name, step.changes[-1][2])


def _year_link(context: ControlPart, request: Any, year: int) -> Link:
    url = request.to.control(context.control, str(year))
    current = "page" if str(year) == context.__name__ else None
    return Link(f"{year} 年", url, current=current)


def edit_year(context: ControlPart, request: Any) -> dict[str, Any]:
    """The year's form, filled with what is known."""
    known = calendar_year.starting_values(request.reader, _year(context))
    typed = typed_of(FIELDS, known, request.zone)
    return _sheet(context, request, Sheet(FIELDS, typed))


def _sheet(context: ControlPart, request: Any, sheet: Sheet) -> dict[str, Any]:
    spec = request.declared.commands[COMMAND]
    year, url = context.__name__, request.to.control(context.control, context.__name__)
    request.page.crumbs = [
        Link("系统管理", request.to.page("admin/")),
        Link(f"{year} 年工作日历", url),
    ]
    return draw_sheet(
        request, sheet, title=spec.title, heading=f"设定 {year} 年工作日历", subject="",
        help=spec.help, cancel=url, submit=spec.title, style="primary",
    )  # fmt: skip


def set_year(context: ControlPart, request: Any) -> Any:
    """Set what was typed, or say what is wrong with it."""
    year = _year(context)
    filled = fill(FIELDS, request.POST, request.zone)
    sheet = Sheet(FIELDS, filled.typed, filled.errors)
    sheet.command_id = str(posted_id(request))
    if more := request.POST.get("more", ""):
        sheet.errors, sheet.more = {}, str(more)
        return _sheet(context, request, sheet)
    try:
        return _set(context, request, filled, year)
    except FormErrors as wrong:
        sheet.errors = filled.errors | wrong.errors
    except CommandReused:
        sheet.notice, sheet.command_id = REUSED, ""
    return _sheet(context, request, sheet)


def _set(context: ControlPart, request: Any, filled: Filled, year: int) -> HTTPSeeOther:
    if filled.errors:
        raise FormErrors(filled.errors)
    given = {**filled.values, "year": year}
    act = act_of(request, COMMAND, given, posted_id(request))
    request.session.flash(told(perform(request, act), f"{year} 年工作日历"))
    request.note(Kind.SETTINGS, f"设定{year}年工作日历", request.identity.id)
    return HTTPSeeOther(request.to.control(context.control, str(year)))


def import_year(context: ControlPart, request: Any) -> HTTPSeeOther:
    """Set the year as the program knows it."""
    year = _year(context)
    known = bundled(year)
    if known is None:
        raise HTTPNotFound
    return _set(context, request, Filled({}, known), year)


def includeme(config: Any) -> None:
    """Register 工作日历."""
    config.add_view(this_year, context=ControlNode, control=CODE, request_method="GET")
    part = {"context": ControlPart, "control": CODE}
    get, post = part | {"request_method": "GET"}, part | {"request_method": "POST"}
    config.add_view(show_year, renderer="calendar.pt", **get)
    config.add_view(edit_year, name="edit", renderer="command.pt", **get)
    config.add_view(set_year, name="edit", renderer="command.pt", **post)
    config.add_view(import_year, name="import", **post)
