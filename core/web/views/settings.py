"""参数设置: every group, and one group's form with who changed what when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther

from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.form import FieldSpec
from houqin.core.site.setting_changes import changes, parameters
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

CODE, COMMAND = "settings", "core.change_settings"
#: Distinct from every parameter's name.
SINCE = FieldSpec(
    "valid_since", "生效日期", types.day(), required=False,
    help="留空即今天；可以填以后的日期，到那天自动生效。",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One parameter in words."""

    title: str
    value: str
    default: str
    since: str
    changed: bool
    coming: list[str]


@dataclass(frozen=True, slots=True)
class GroupTable:
    """One group as the overview shows it."""

    title: str
    help: str
    url: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """Who changed what when."""

    when: str
    who: str
    since: str
    changes: list[tuple[str, str, str]]


def overview(context: ControlNode, request: Any) -> dict[str, Any]:
    """All groups, module by module."""
    declared = request.declared
    groups: dict[str, list[GroupTable]] = {}
    for spec in sorted(declared.settings.values(), key=lambda spec: spec.order):
        groups.setdefault(spec.plugin, []).append(_table(request, spec))
    titles = {name: spec.title for name, spec in declared.plugins.items()}
    titles["core"] = "通用参数"
    plugins = [(titles[name], tables) for name, tables in groups.items()]
    return {"title": context.control.title, "plugins": plugins}


def _table(request: Any, spec: Any) -> GroupTable:
    show = request.reader.display.with_unit
    lines = [_line(each, show) for each in parameters(request.reader, spec)]
    controls = request.declared.controls
    url = request.to.control(controls[CODE], spec.code)
    if spec.control:
        url = request.to.control(controls[spec.control])
    return GroupTable(spec.title, spec.help, url, lines)


def _line(each: Any, show: Any) -> Line:
    kind = each.field.type
    return Line(
        each.field.title,
        show(kind, each.value),
        show(kind, each.default),
        each.since,
        each.value != each.default,
        [f"{day}起 {show(kind, value)}" for day, value in each.coming],
    )


def _spec(context: ControlPart) -> Any:
    spec = context.declarations.settings.get(context.__name__)
    if spec is None:
        raise HTTPNotFound
    return spec


def show_group(context: ControlPart, request: Any) -> dict[str, Any]:
    """The form, filled with what holds now."""
    spec = _spec(context)
    now = {each.field.name: each.value for each in parameters(request.reader, spec)}
    return _sheet(context, request, Sheet((), typed_of(spec.fields, now, request.zone)))


def _sheet(context: ControlPart, request: Any, sheet: Sheet) -> dict[str, Any]:
    spec = _spec(context)
    sheet.specs = [*spec.fields, SINCE]
    lines = _table(request, spec).lines
    index = request.to.control(context.control)
    request.page.crumbs = [
        Link("系统管理", request.to.page("admin/")),
        Link(context.control.title, index),
    ]
    found = [_change(step, request) for step in changes(request.reader, spec)]
    return draw_sheet(
        request, sheet, title=spec.title, help=spec.help, cancel=index, lines=lines,
        changes=found,
        history_url=request.to.anywhere(spec.stream(request.site.id)),
    )  # fmt: skip


def _change(step: Any, request: Any) -> ChangeLine:
    *changed, since = step.changes
    when = durations.minute_text(step.recorded, request.zone)
    who = step.on_behalf_name or step.actor_name
    return ChangeLine(when, who, since[2], changed)


def change_group(context: ControlPart, request: Any) -> Any:
    """Set what was typed, or say what is wrong with it."""
    spec = _spec(context)
    filled = fill([*spec.fields, SINCE], request.POST, request.zone)
    sheet = Sheet((), filled.typed, filled.errors, command_id=str(posted_id(request)))
    try:
        outcome = _do(spec, request, filled)
    except FormErrors as wrong:
        sheet.errors = filled.errors | _by_field(wrong.errors)
    except CommandReused:
        sheet.notice, sheet.command_id = REUSED, ""
    else:
        request.session.flash(told(outcome, f"修改{spec.title}"))
        return HTTPSeeOther(request.to.control(context.control, spec.code))
    return _sheet(context, request, sheet)


def _do(spec: Any, request: Any, filled: Filled) -> Any:
    values = {f.name: filled.values.get(f.name) for f in spec.fields}
    for field in spec.fields:
        if values[field.name] is None:
            filled.errors.setdefault(field.name, f"{field.title}必须填写")
    if filled.errors:
        raise FormErrors(filled.errors)
    given: dict[str, Any] = {"group": spec.code, "values": values}
    if since := filled.values.get(SINCE.name):
        given["since"] = since
    outcome = perform(request, act_of(request, COMMAND, given, posted_id(request)))
    request.note(Kind.SETTINGS, f"修改{spec.title}", request.identity.id)
    return outcome


def _by_field(errors: dict[str, str]) -> dict[str, str]:
    """The command's names for its fields, as this page calls them."""
    named = {"since": SINCE.name}
    return {named.get(k, k.removeprefix("values.")): m for k, m in errors.items()}


def includeme(config: Any) -> None:
    """Register 参数设置."""
    config.add_view(
        overview, context=ControlNode, control=CODE, renderer="settings.pt",
        request_method="GET",
    )  # fmt: skip
    page = {"context": ControlPart, "control": CODE, "renderer": "setting_group.pt"}
    config.add_view(show_group, request_method="GET", **page)
    config.add_view(change_group, request_method="POST", **page)
