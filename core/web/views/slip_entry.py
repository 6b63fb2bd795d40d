"""A finished paper slip on one page: sections for its parts, times typed short."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPSeeOther

from houqin.core.model.attaching import takes_files
from houqin.core.model.slip import AT
from houqin.core.schema import types
from houqin.core.schema.conversion import (
    NotConvertible,
    day_of,
    whole_day,
    whole_instant,
)
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.form import FieldSpec, parse
from houqin.core.web.acts import act_of
from houqin.core.web.addresses import with_query
from houqin.core.web.choices import Choosing
from houqin.core.web.finding import settle
from houqin.core.web.forms import convert_all, read_typed
from houqin.core.web.tree import CommandNode
from houqin.core.web.uploads import take_in
from houqin.core.web.views.command import (
    REUSED,
    Problem,
    draw_frame,
    perform,
    posted_id,
    require_open,
    told,
)
from houqin.core.web.views.home import today_of
from houqin.core.web.widgets import Drawing, Widget
from houqin.events.errors import CommandReused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from houqin.core.model.slip import Slip
    from houqin.core.web.forms import Typed

#: The page's own field: the day short times are of; typed into every part by itself.
DAY = FieldSpec("slip_day", "日期", types.day(), required=True)
#: Approvals a slip starts with.
_MANY_AT_FIRST = 2
_SHORT = {"instant": "如 0830 或 3-5 0830", "date": "如 5 或 3-5"}


@dataclass(frozen=True, slots=True)
class Section:
    """One part as drawn."""

    title: str
    fields: list[Widget]


class OfSlip:
    """View predicate: the command is a slip."""

    def __init__(self, wanted: bool, config: Any) -> None:  # noqa: ARG002, FBT001 - Pyramid passes both
        self._wanted = wanted

    def text(self) -> str:
        """How Pyramid names it."""
        return f"slip = {self._wanted}"

    phash = text

    def __call__(self, context: Any, request: Any) -> bool:
        """Whether the form is a slip's."""
        return (context.spec.name in request.declared.slips) is self._wanted


def _slip(context: CommandNode, request: Any) -> Slip:
    found: Slip = request.declared.slips[context.spec.name]
    return found


def show_slip(context: CommandNode, request: Any) -> dict[str, Any]:
    """An empty slip of today, or of the day typed last."""
    require_open(context, request)
    day = request.GET.get("day", "") or str(today_of(request))
    return _draw(context, request, {DAY.name: day}, {})


def submit_slip(context: CommandNode, request: Any) -> Any:
    """Everything it says in one command, or everything that is wrong with it."""
    slip = _slip(context, request)
    posted, refused = take_in(context, request, slip.fields)
    choosing = Choosing(request.reader)
    typed, errors = _read(slip, posted, today_of(request))
    errors |= refused
    if "more" in request.POST:
        return _draw(context, request, typed, refused, more=True)
    values: dict[str, Any] = {}
    for spec in slip.fields:
        found, wrong = _part(spec, typed[spec.name], choosing, request.zone)
        errors |= wrong
        if found or not slip.part(spec.name).optional:
            values[spec.name] = found
    if errors:
        # What could not be converted is missing here, and said already.
        wrong = _errors_of(slip, values)
        return _draw(context, request, typed, wrong | errors)
    act = act_of(request, slip.name, values, posted_id(request))
    try:
        outcome = perform(request, act)
    except FormErrors as wrong_fields:
        return _draw(context, request, typed, wrong_fields.errors)
    except CommandReused:
        return _draw(context, request, typed, {}, notice=REUSED)
    request.session.flash(told(outcome, slip.title))
    for hint in outcome.hints:
        request.session.flash(("late", f"提示：{hint}"))
    if "again" in request.POST:
        return HTTPSeeOther(with_query(request.path, [("day", typed[DAY.name])]))
    return HTTPSeeOther(request.to.anywhere(outcome.records[-1]))


def _read(slip: Slip, posted: Any, near: date) -> tuple[Typed, dict[str, str]]:
    """What was typed, short times made whole by the slip's day.

    :param near: today; a day typed short is of this month or year.
    """
    errors: dict[str, str] = {}
    day = str(posted.get(DAY.name, "")).strip()
    try:
        near = day_of(whole_day(day, near), DAY.title) if day else near
        day = str(near)
    except NotConvertible as wrong:
        errors[DAY.name] = wrong.message
    typed: Typed = {DAY.name: day}
    for spec in slip.fields:
        if slip.part(spec.name).many:
            part = read_typed([_as_lines(spec)], posted)[spec.name]
            typed[spec.name] = [_whole(spec.lines, line, near) for line in part]
        else:
            part = read_typed(spec.lines, posted, f"{spec.name}-")
            typed[spec.name] = _whole(spec.lines, part, near)
    return typed, errors


def _as_lines(spec: FieldSpec) -> FieldSpec:
    return replace(spec, type=types.lines())


def _whole(specs: Sequence[FieldSpec], typed: Typed, near: date) -> Typed:
    """Days left out are the slip's, where anything else of the part was typed."""
    filled = any(typed.values())
    for spec in specs:
        text = typed.get(spec.name, "")
        if spec.kind == "lines":
            typed[spec.name] = [_whole(spec.lines, line, near) for line in text or []]
        elif spec.kind == "instant" and text.strip():
            typed[spec.name] = whole_instant(text, near)
        elif spec.kind == "date":
            left_out = str(near) if filled else ""
            typed[spec.name] = whole_day(text, near) if text.strip() else left_out
    return typed


def _part(
    spec: FieldSpec, typed: Any, choosing: Choosing, zone: Any
) -> tuple[Any, dict[str, str]]:
    """The values of one part, and errors by the names core gives fields."""
    if isinstance(typed, list):
        one = {spec.name: typed}
        unclear = settle([_as_lines(spec)], one, choosing)
        values, errors = convert_all([_as_lines(spec)], one, zone)
        return values.get(spec.name, []), errors | unclear
    unclear = settle(spec.lines, typed, choosing, f"{spec.name}.")
    values, errors = convert_all(spec.lines, typed, zone, f"{spec.name}.")
    return {k: v for k, v in values.items() if v != []}, errors | unclear


def _errors_of(slip: Slip, values: dict[str, Any]) -> dict[str, str]:
    try:
        parse(slip.command.form, values)
    except FormErrors as wrong:
        return wrong.errors
    return {}


def _draw(
    context: CommandNode,
    request: Any,
    typed: Typed,
    errors: dict[str, str],
    *,
    more: bool = False,
    notice: str = "",
) -> dict[str, Any]:
    slip = _slip(context, request)
    if errors:
        request.response.status_int = 422
    beside = {_beside(name): message for name, message in errors.items()}
    drawing = Drawing(Choosing(request.reader), beside, keys=True)
    day = drawing.fields([DAY], typed)
    sections = [Section("", list(map(_short, day)))]
    for spec in slip.fields:
        widgets = list(_widgets(slip, spec, drawing, typed.get(spec.name), more=more))
        sections.append(Section(spec.title, widgets))
    known = {w.name: w for section in sections for w in _every(section.fields)}
    parts = {part.name: part.title for part in slip.parts}
    return {
        **draw_frame(context, request),
        "sections": sections,
        "problems": [_problem(n, text, known, parts) for n, text in beside.items()],
        "notice": notice,
        "command_id": str(posted_id(request)),
        "action": request.path,
        "multipart": "multipart/form-data" if takes_files(slip.command.form) else None,
    }


def _beside(name: str) -> str:
    """The field of an error: 发生时间 of a part is the part's own time."""
    part, _, last = name.rpartition(".")
    return f"{part}.{AT}" if part and last == "occurred_at" else name


def _widgets(
    slip: Slip, spec: FieldSpec, drawing: Drawing, typed: Any, *, more: bool
) -> Iterator[Widget]:
    if slip.part(spec.name).many:
        lines: list[Typed] = list(typed or [])
        least = max(_MANY_AT_FIRST, len(lines) + more)
        lines += [{} for _ in range(least - len(lines))]
        (drawn,) = drawing.fields([_as_lines(spec)], {spec.name: lines})
        yield replace(drawn, lines=[list(map(_short, line)) for line in drawn.lines])
        return
    for widget in drawing.fields(spec.lines, typed or {}, f"{spec.name}-"):
        lines_of = [list(map(_short, line)) for line in widget.lines]
        yield replace(_short(widget), lines=lines_of)


def _short(widget: Widget) -> Widget:
    """Times and days are typed as text, the short way too; a remark is one line.

    In several lines Enter would not lead on.
    """
    if widget.widget == "textarea":
        return replace(widget, widget="input", wide=False)
    kind = {"datetime-local": "instant", "date": "date"}.get(widget.type)
    if kind is None:
        return widget
    value = widget.value.replace("T", " ")
    hint = "" if "-" in widget.name and widget.help else _SHORT[kind]
    return replace(
        widget, type="text", inputmode="numeric", value=value, help=widget.help or hint
    )


def _every(widgets: Sequence[Widget]) -> Iterator[Widget]:
    for widget in widgets:
        yield widget
        for line in widget.lines:
            yield from line


def _problem(
    name: str, text: str, known: dict[str, Widget], parts: dict[str, str]
) -> Problem:
    """What belongs to no field is said of its part."""
    found = known.get(name.replace(".", "-"))
    if found is None:
        return Problem(text, label=parts.get(name.partition(".")[0], ""))
    label = "" if found.label in text else found.label
    return Problem(text, found.id, label)


def includeme(config: Any) -> None:
    """Register the page in place of the command's generated form."""
    config.add_view_predicate("slip", OfSlip)
    page = {"context": CommandNode, "renderer": "slip_entry.pt", "slip": True}
    config.add_view(show_slip, request_method="GET", **page)
    config.add_view(submit_slip, request_method="POST", **page)
