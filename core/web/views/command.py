"""The form of a command, generated from its fields, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from pyramid.httpexceptions import HTTPSeeOther

from houqin.core.schema import types
from houqin.core.schema.conversion import NotConvertible, clock_of, day_of
from houqin.core.schema.errors import FormErrors, NotPermitted, Refused
from houqin.core.schema.form import RESERVED, FieldSpec, Form, parse
from houqin.core.schema.plain import plain
from houqin.core.site import offers
from houqin.core.site.recent import Recent
from houqin.core.web.acts import act_of
from houqin.core.web.addresses import with_query
from houqin.core.web.choices import Choosing
from houqin.core.web.durations import minute_text
from houqin.core.web.forms import Filled, Typed, fill, read_typed, typed_of
from houqin.core.web.page import Link
from houqin.core.web.regions import plan_of_form
from houqin.core.web.tree import CommandNode, RecordNode
from houqin.core.web.uploads import LOST, take_in
from houqin.core.web.views.record import checked_record, record_crumbs
from houqin.core.web.widgets import Drawing, Widget
from houqin.events.errors import CommandReused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from houqin.core.model.command import Act

CHANNELS = (("system", "系统"), ("phone", "电话"), ("paper", "纸质"))
REPEATED = "已提交，未重复登记"
REUSED = "这张表已经提交过一次，但内容与这次不同。如确需再登记一次，请再次提交。"
_LOST = "登录过期时选好的附件没有收到，请重新选择后再提交。"
#: What 复制上次 asks for.
COPY = "last"
PERSON = types.ref("core.Person")
CHANNEL = types.FieldType("choice", choices=CHANNELS)
LATE_FIELDS = (
    FieldSpec("late_day", RESERVED["late_day"], types.day(), required=False),
    FieldSpec(
        "late_clock",
        RESERVED["late_clock"],
        types.text(),
        required=False,
        help="例如 08:30；不清楚可不填",
    ),
    FieldSpec(
        "late_person",
        RESERVED["late_person"],
        PERSON,
        required=False,
        help="不填即本人",
    ),
    FieldSpec(
        "late_channel",
        RESERVED["late_channel"],
        CHANNEL,
        required=False,
        default="system",
    ),
)
_AT_FAULT = {
    "occurred_at": "late_day",
    "on_behalf_of": "late_person",
    "channel": "late_channel",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the summary on top of a form; ``target`` is a field's id."""

    text: str
    target: str | None = None
    label: str = ""


@dataclass
class Sheet:
    """A form as it is shown: fields, what was typed, what is wrong."""

    specs: Sequence[FieldSpec]
    typed: Typed
    errors: dict[str, str] = field(default_factory=dict)
    late: Sequence[FieldSpec] = ()
    notice: str = ""
    more: str = ""
    command_id: str = ""
    proposals: dict[str, list[str]] = field(default_factory=dict)

    def problems(self, fields: Sequence[Widget]) -> list[Problem]:
        """Every error, linked to its field."""
        known = {w.name: w for w in _every(fields)}
        return [
            _problem(name.replace(".", "-"), text, known)
            for name, text in self.errors.items()
        ]


def _takes_files(specs: Sequence[FieldSpec]) -> bool:
    return any(spec.kind == "files" or _takes_files(spec.lines) for spec in specs)


def _every(fields: Sequence[Widget]) -> list[Widget]:
    nested = [part for w in fields for line in w.lines for part in line]
    return [*fields, *nested]


def _problem(name: str, text: str, known: dict[str, Widget]) -> Problem:
    found = known.get(name)
    if found is None:
        return Problem(text)
    label = "" if found.label in text else found.label
    return Problem(text, found.id, label)


def _choosing(request: Any) -> Choosing:
    """What the form's fields offer; a command on a record may say it itself."""
    node, narrowed = request.context, {}
    if isinstance(node, CommandNode) and node.record is not None:
        person = request.identity.id
        narrowed = offers.narrowed(request.reader, node.spec, node.record.id, person)
    return Choosing(request.reader, narrowed)


def draw_sheet(request: Any, sheet: Sheet, **shown: Any) -> dict[str, Any]:
    """The values of ``command.pt``; a form with errors answers 422."""
    choosing = _choosing(request)
    drawing = Drawing(choosing, sheet.errors, sheet.more, sheet.proposals)
    fields = drawing.fields(sheet.specs, sheet.typed)
    late = drawing.fields(sheet.late, sheet.typed)
    if sheet.errors:
        request.response.status_int = 422
    typed_late = any(
        sheet.typed.get(spec.name) not in {None, "", spec.default}
        for spec in sheet.late
    )
    return {
        "fields": fields,
        "late": late,
        "late_open": typed_late or any(widget.error for widget in late),
        "problems": sheet.problems([*fields, *late]),
        "notice": sheet.notice,
        "command_id": sheet.command_id or str(uuid4()),
        "action": request.path,
        "back": _back(request),
        "multipart": "multipart/form-data" if _takes_files(sheet.specs) else None,
        **shown,
    }


def perform(request: Any, act: Act) -> Any:
    """Do it.

    :raises FormErrors: with everything wrong; a refusal that names a field is one.
    """
    request.snapshot.close()
    try:
        return request.site.act(act)
    except Refused as refusal:
        name = _AT_FAULT.get(refusal.field, refusal.field)
        raise FormErrors({name: refusal.message}) from refusal


def posted_id(request: Any) -> UUID:
    """The form's own id, by which a second press is known."""
    try:
        return UUID(request.POST.get("command_id", ""))
    except (AttributeError, TypeError, ValueError):
        return uuid4()


def told(outcome: Any, title: str) -> tuple[str, str]:
    """The message after a command."""
    if outcome.repeated:
        return ("late", REPEATED)
    return ("good", f"已登记：{title}")


def _late_stamp(filled: Filled, request: Any) -> dict[str, Any]:
    """When, for whom and how, as typed under 补录."""
    typed, zone = filled.typed, request.zone
    stamp: dict[str, Any] = {"channel": typed.get("late_channel") or "system"}
    if person := filled.values.get("late_person"):
        stamp["on_behalf_of"] = _person(person, filled)
    day, clock = typed.get("late_day", ""), typed.get("late_clock", "")
    if not day.strip():
        if clock.strip():
            filled.errors["late_day"] = "填写了时刻，请同时填写发生日期"
        return stamp
    try:
        at = clock_of(clock, "时刻") if clock.strip() else time()
        moment = datetime.combine(day_of(day, "发生日期"), at, zone)
    except NotConvertible as problem:
        filled.errors["late_clock" if "时刻" in problem.message else "late_day"] = (
            problem.message
        )
        return stamp
    stamp["occurred_at"] = int(moment.astimezone(UTC).timestamp()) * 1_000_000
    stamp["precision"] = None if clock.strip() else "day"
    return stamp


def _person(typed: str, filled: Filled) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        filled.errors.setdefault("late_person", "当事人请从列表中选择")
        return None


def draw_frame(context: CommandNode, request: Any) -> dict[str, Any]:
    """Heading, breadcrumbs and the way back."""
    spec, record = context.spec, context.record
    if record is None:
        plugin = request.declared.plugins[spec.plugin]
        request.page.crumbs = [Link(plugin.title, request.to.plugin(plugin.name))]
        subject, cancel = "", request.to.plugin(spec.plugin)
    else:
        found = checked_record(record)
        ledger = record.ledger
        cancel = request.to.record(ledger.name, record.id)
        crumb = Link(found.title, cancel)
        request.page.crumbs = [*record_crumbs(request, ledger), crumb]
        subject = f"{found.kind} {found.title}"
    return {
        "title": spec.title, "heading": spec.title, "subject": subject,
        "help": spec.help, "cancel": cancel, "submit": spec.title,
        "style": "danger" if spec.style == "danger" else "primary",
        "warnings": _warnings(context, request),
        "plan": plan_of_form(context, request),
    }  # fmt: skip


def _warnings(context: CommandNode, request: Any) -> list[str]:
    record = context.record.id if context.record else None
    reader, person = request.reader, request.identity.id
    return offers.warnings(reader, context.spec, record, person)


def require_open(context: CommandNode, request: Any) -> None:
    """The command must be this person's, and open in the record's state.

    :raises NotPermitted: without the right.
    :raises Refused: where the record's state does not allow it.
    """
    spec, person = context.spec, request.identity.id
    if spec.permission and spec.permission not in request.rights:
        raise NotPermitted(f"您没有“{spec.title}”的权限。")
    if context.record is None:
        return
    record: RecordNode = context.record
    found = checked_record(record)
    open_now = offers.actions(request.reader, record.id, person)
    if spec.name not in {action.name for action in open_now}:
        state = f"当前办理状态为“{found.state_title}”，" if found.state_title else ""
        raise Refused(f"{state}现在不能由您办理“{spec.title}”。")


def show_command(context: CommandNode, request: Any) -> dict[str, Any]:
    """The empty form, with what is known already filled in."""
    require_open(context, request)
    specs = context.spec.fields
    typed = typed_of(specs, _known(context, request), request.zone)
    typed |= {k: v for k, v in read_typed(specs, request.GET).items() if v}
    typed["late_channel"] = "system"
    sheet = Sheet(specs, typed, late=_late_fields(context))
    before = Recent(request.reader, context.spec, request.identity.id)
    sheet.proposals = before.proposals()
    if request.GET.get("copy") == COPY:
        _copy_last(before, request, sheet)
    copy_url = with_query(request.path, [("copy", COPY)]) if before else None
    frame = draw_frame(context, request)
    return draw_sheet(request, sheet, copy_url=copy_url, **frame)


def _copy_last(before: Recent, request: Any, sheet: Sheet) -> None:
    """Fill the form with one's own last entry of its kind (复制上次)."""
    found = before.last()
    if found is None:
        sheet.notice = "没有可以复制的登记。"
        return
    values, recorded = found
    copied = [spec for spec in sheet.specs if spec.name in values]
    sheet.typed |= typed_of(copied, values, request.zone)
    planned = any(spec.kind == "instant" for spec in copied)
    shifted = "计划时间已顺延，" if planned else ""
    day = minute_text(recorded, request.zone)[:10]
    sheet.notice = f"已填入您{day}登记的内容，{shifted}请核对后提交。"


def _late_fields(context: CommandNode) -> tuple[FieldSpec, ...]:
    """补录, where the command takes it."""
    return LATE_FIELDS if context.spec.late else ()


def _known(context: CommandNode, request: Any) -> dict[str, Any]:
    """What core starts the form with, as canonical JSON would hold it."""
    record = context.record.id if context.record else None
    known = offers.starting_values(
        request.reader, context.spec, record, request.identity.id
    )
    return {name: plain(value) for name, value in known.items()}


def submit_command(context: CommandNode, request: Any) -> Any:
    """Convert, act, and lead on; or show everything that is wrong."""
    specs = context.spec.fields
    late = _late_fields(context)
    posted, refused = take_in(context, request)
    filled = fill([*specs, *late], posted, request.zone, _choosing(request))
    filled.errors.update(refused)
    stamp = _late_stamp(filled, request)
    sheet = Sheet(specs, filled.typed, filled.errors, late=late)
    sheet.command_id = str(posted_id(request))
    if more := request.POST.get("more", ""):
        sheet.errors, sheet.more = {}, str(more)
        return draw_sheet(request, sheet, **draw_frame(context, request))
    if posted.get(LOST):
        sheet.notice = _LOST
        return draw_sheet(request, sheet, **draw_frame(context, request))
    own = {spec.name for spec in specs}
    values = {name: value for name, value in filled.values.items() if name in own}
    try:
        outcome = _do(context, request, filled, values, stamp)
    except FormErrors as wrong:
        sheet.errors = filled.errors | wrong.errors
    except CommandReused:
        sheet.notice, sheet.command_id = REUSED, ""
    else:
        request.session.flash(told(outcome, context.spec.title))
        return HTTPSeeOther(_after(context, request, outcome))
    return draw_sheet(request, sheet, **draw_frame(context, request))


def _do(
    context: CommandNode,
    request: Any,
    filled: Filled,
    values: dict[str, Any],
    stamp: dict[str, Any],
) -> Any:
    if context.record is not None:
        values["record"] = str(context.record.id)
    act = act_of(request, context.spec.name, values, posted_id(request), **stamp)
    if filled.errors:
        # What could not be converted is missing here, and said already.
        raise FormErrors(_errors_of(context.spec.form, values) | filled.errors)
    return perform(request, act)


def _errors_of(form: type[Form], values: dict[str, Any]) -> dict[str, str]:
    """What the form itself finds wrong, without doing anything."""
    try:
        parse(form, values)
    except FormErrors as wrong:
        return wrong.errors
    return {}


def _back(request: Any) -> str:
    """The page of this site that comes after, such as a card's; nowhere else."""
    back = str(request.params.get("back", ""))
    return back if back.startswith(str(request.to.home)) else ""


def _after(context: CommandNode, request: Any, outcome: Any) -> str:
    if back := _back(request):
        return back
    if context.record is not None:
        return str(request.to.record(context.record.ledger.name, context.record.id))
    if outcome.records:
        return str(request.to.anywhere(outcome.records[0]))
    return str(request.to.plugin(context.spec.plugin))


def includeme(config: Any) -> None:
    """Register the forms of ordinary commands."""
    page = {"context": CommandNode, "renderer": "command.pt"}
    config.add_view(show_command, request_method="GET", **page)
    config.add_view(submit_command, request_method="POST", **page)
