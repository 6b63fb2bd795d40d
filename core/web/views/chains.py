"""审批流程: rules in words, the form that sets them, a try-out, who set what when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther

from houqin.core.schema import types
from houqin.core.schema.conversion import NotConvertible, convert
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.form import FieldSpec
from houqin.core.site.chains import ChainView, approvables
from houqin.core.site.system_log import Kind
from houqin.core.web import durations
from houqin.core.web.acts import act_of
from houqin.core.web.chain_fields import (
    asked_of,
    rule_fields,
    tried_fields,
    typed_rule,
    values_of,
)
from houqin.core.web.choices import Choosing
from houqin.core.web.forms import Filled, Typed, fill, read_typed
from houqin.core.web.page import Link
from houqin.core.web.tree import CommandNode, ControlNode, ControlPart
from houqin.core.web.views.command import REUSED, Sheet, perform, posted_id, told
from houqin.core.web.widgets import Drawing, Widget
from houqin.events.errors import CommandReused

if TYPE_CHECKING:
    from datetime import date

    from houqin.core.site.chains import RuleLine, Setting

CODE, COMMAND = "chains", "core.set_chain"
RULES, TRY = "rules", "try-"
SINCE = FieldSpec(
    "since", "起始日期", types.day(), required=True,
    help="这一天起的申请按新规则办理；以前的申请按当时的规则办完。",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KindCard:
    """One kind of application on the overview."""

    title: str
    url: str
    lines: tuple[RuleLine, ...]
    coming: list[Setting]


@dataclass(frozen=True, slots=True)
class SettingLine:
    """Who set what when."""

    when: str
    who: str
    since: str
    rules: tuple[RuleLine, ...]


def overview(context: ControlNode, request: Any) -> dict[str, Any]:
    """Every kind of application with the rules of today."""
    request.page.crumbs = [Link("系统管理", request.to.page("admin/"))]
    day = request.reader.last_day()
    cards = []
    for spec in approvables(request.reader):
        view = ChainView(request.reader, spec)
        url = request.to.control(context.control, spec.topic)
        lines = view.lines(view.rules(day))
        cards.append(KindCard(spec.title, url, lines, view.coming(day)))
    return {"title": context.control.title, "cards": cards}


class Ruling:
    """The page of one kind of application."""

    def __init__(self, context: ControlPart, request: Any) -> None:
        self.context, self.request = context, request
        every = {spec.topic: spec for spec in approvables(request.reader)}
        if context.__name__ not in every:
            raise HTTPNotFound
        self.view = ChainView(request.reader, every[context.__name__])
        self.facts = list(self.view.facts.values())
        self.fields = rule_fields(self.view.chain, self.facts)
        self.specs = (SINCE, FieldSpec(
            RULES, "规则", types.lines(), required=True, lines=self.fields
        ))  # fmt: skip
        self.today: date = request.reader.last_day()

    def start(self) -> Typed:
        """The form as it begins: the rules of today, from today on."""
        rules = [typed_rule(rule) for rule in self.view.rules(self.today)]
        return {"since": self.today.isoformat(), RULES: rules}

    def draw(self, sheet: Sheet) -> dict[str, Any]:
        """The page around a form that is being filled in."""
        request, view = self.request, self.view
        request.page.crumbs = [
            Link("系统管理", request.to.page("admin/")),
            Link(self.context.control.title, request.to.control(self.context.control)),
        ]
        if sheet.errors:
            request.response.status_int = 422
        drawing = Drawing(Choosing(request.reader), sheet.errors)
        (since,) = drawing.fields([SINCE], sheet.typed)
        rules = [
            drawing.fields(self.fields, typed, f"{RULES}-{number}-")
            for number, typed in enumerate(sheet.typed.get(RULES) or [])
        ]
        widgets = [since, *(widget for rule in rules for widget in rule)]
        return {
            "title": f"{view.spec.title}审批流程",
            "lines": view.lines(view.rules(self.today)),
            "coming": view.coming(self.today),
            "settings": [self._line(setting) for setting in view.settings()],
            "since": since,
            "rules": rules,
            "problems": sheet.problems(widgets),
            "notice": sheet.notice,
            "command_id": sheet.command_id or str(uuid4()),
            "action": request.path,
            "open": bool(sheet.errors or sheet.notice or sheet.more),
            **self._tried(drawing),
        }

    def _line(self, setting: Setting) -> SettingLine:
        when = durations.minute_text(setting.recorded, self.request.zone)
        return SettingLine(when, setting.who, setting.since, setting.rules)

    def _tried(self, drawing: Drawing) -> dict[str, Any]:
        """What the address asks to try out."""
        fields = tried_fields(self.facts)
        typed = read_typed(fields, self.request.GET, TRY)
        widgets: list[Widget] = drawing.fields(fields, typed, TRY)
        asked = any(typed.values())
        found, wrong = self._facts(typed)
        tried = self.view.tried(self.today, found) if asked and not wrong else None
        return {"tries": widgets, "tried": tried, "wrong": wrong}

    def _facts(self, typed: Typed) -> tuple[dict[str, Any], str]:
        found: dict[str, Any] = {}
        for fact, field in zip(self.facts, tried_fields(self.facts), strict=True):
            if not typed[field.name].strip():
                continue
            try:
                value = convert(field, typed[field.name], self.request.zone)
            except NotConvertible as problem:
                return {}, problem.message
            (found[fact.code],) = values_of(fact, value)
        return found, ""

    def given(self, filled: Filled) -> tuple[dict[str, Any], dict[str, str]]:
        """The command's input, and what it calls each field of the page."""
        rules, names = [], {}
        for number, values in enumerate(filled.values.get(RULES, [])):
            asked, fields = asked_of(values, self.facts)
            rule = {"title": values.get("title", ""), "steps": values.get("steps", [])}
            rules.append(rule | {"conditions": asked})
            for place, name in enumerate(fields):
                names[f"{RULES}.{number}.conditions.{place}"] = (
                    f"{RULES}.{number}.{name}"
                )
        given: dict[str, Any] = {"aggregate": self.view.spec.topic, RULES: rules}
        if since := filled.values.get("since"):
            given["since"] = since
        return given, names


def show(context: ControlPart, request: Any) -> dict[str, Any]:
    """What holds, and the form."""
    ruling = Ruling(context, request)
    return ruling.draw(Sheet((), ruling.start()))


def change(context: ControlPart, request: Any) -> Any:
    """Set the rules, or one line more, fewer, or further up."""
    ruling = Ruling(context, request)
    filled = fill(ruling.specs, request.POST, request.zone)
    sheet = Sheet((), filled.typed, filled.errors, command_id=str(posted_id(request)))
    if rearranged(request.POST, filled.typed[RULES]):
        sheet.errors, sheet.more = {}, RULES
        return ruling.draw(sheet)
    given, names = ruling.given(filled)
    if filled.errors:
        return ruling.draw(sheet)
    act = act_of(request, COMMAND, given, posted_id(request))
    try:
        outcome = perform(request, act)
    except FormErrors as wrong:
        sheet.errors = {_named(name, names): m for name, m in wrong.errors.items()}
        return ruling.draw(sheet)
    except CommandReused:
        sheet.notice, sheet.command_id = REUSED, ""
        return ruling.draw(sheet)
    title = f"设定{ruling.view.spec.title}审批流程"
    request.note(Kind.SETTINGS, title, request.identity.id)
    request.session.flash(told(outcome, title))
    return HTTPSeeOther(request.path)


def _named(name: str, names: dict[str, str]) -> str:
    """The page's name for what the command calls otherwise."""
    for ours in (name, name.rpartition(".")[0]):
        if ours in names:
            return names[ours]
    return name


def rearranged(posted: Any, rules: list[Typed]) -> bool:
    """Whether a button only moves lines; then they are moved."""
    if "more" in posted:
        # The last rule is for everything else and stays the last.
        rules.insert(max(len(rules) - 1, 0), {})
        return True
    for button in ("gone", "up"):
        place = str(posted.get(button, ""))
        if not place.isdigit() or not int(place) < len(rules):
            continue
        rule = rules.pop(int(place))
        if button == "up":
            rules.insert(max(int(place) - 1, 0), rule)
        return True
    return False


def lead_there(context: CommandNode, request: Any) -> HTTPSeeOther:
    """The command's form is the page of a kind of application."""
    control = request.declared.controls[CODE]
    return HTTPSeeOther(request.to.control(control))


def includeme(config: Any) -> None:
    """Register 审批流程."""
    config.add_view(lead_there, context=CommandNode, command=COMMAND)
    config.add_view(
        overview, context=ControlNode, control=CODE, renderer="chains.pt",
        request_method="GET",
    )  # fmt: skip
    page = {"context": ControlPart, "control": CODE, "renderer": "chain.pt"}
    config.add_view(show, request_method="GET", **page)
    config.add_view(change, request_method="POST", **page)
