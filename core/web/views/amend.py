"""更正, 作废 and their undoing: forms about what is recorded already."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors, NotPermitted
from houqin.core.schema.form import FieldSpec
from houqin.core.site import offers
from houqin.core.web.acts import act_of
from houqin.core.web.choices import Choosing
from houqin.core.web.forms import Filled, Typed, fill, typed_of
from houqin.core.web.horizons import read_number
from houqin.core.web.page import Link
from houqin.core.web.tree import CommandNode
from houqin.core.web.views.command import (
    CHANNEL,
    PERSON,
    Sheet,
    draw_sheet,
    perform,
    posted_id,
    told,
)
from houqin.core.web.views.record import (
    CORRECT,
    RESTORE,
    VOID,
    checked_record,
    may_amend,
    record_crumbs,
)

AMENDMENTS = frozenset({CORRECT, VOID, RESTORE})
#: The amendment's own fields; prefixed, since the entry may have one of that name.
REASON = FieldSpec(
    "amendment_reason", "理由", types.text(), required=True, max_length=100
)
OTHERS = "amendment_others"
HEADER = (
    FieldSpec("header_occurred", "发生时间", types.instant(), required=False),
    FieldSpec("header_on_behalf_of", "当事人", PERSON, required=False),
    FieldSpec("header_channel", "方式", CHANNEL, required=False),
)
HEADER_TITLE = "更正发生时间、当事人或方式（不改的不填）"


class Amending:
    """One amendment's form: the record, the entry it is about, the fields."""

    def __init__(self, context: CommandNode, request: Any) -> None:
        assert context.record is not None  # noqa: S101 - amendments are on records
        self.request, self.spec, self.record = request, context.spec, context.record
        self.found = checked_record(context.record)
        if not may_amend(self.found, request):
            raise NotPermitted("您没有更正和作废的权限。")
        self.target = read_number(request.GET.get("target", ""), "更正哪一条") or 0
        current = self._current() if self.spec.name == CORRECT else []
        others = self._others() if self.spec.name == VOID and not self.target else []
        self.fields = tuple(field for field, _ in current)
        self.specs = (*self.fields, *others, REASON)
        values = {field.name: value for field, value in current}
        self.was: Typed = typed_of(self.fields, values, request.zone)

    def _current(self) -> list[tuple[FieldSpec, Any]]:
        found = offers.correction_fields(
            self.request.reader, self.record.id, self.target
        )
        return [(replace(field, required=False), value) for field, value in found]

    def _others(self) -> list[FieldSpec]:
        """The records that refer to this one, to be voided with it."""
        referring = offers.referring(self.request.reader, self.record.id)
        if not referring:
            return []
        chosen = types.FieldType("references", choices=tuple(referring))
        explained = "引用它的单据没有作废时，本单据不能作废"
        return [FieldSpec(OTHERS, "一并作废", chosen, required=False, help=explained)]

    @property
    def late(self) -> tuple[FieldSpec, ...]:
        """The header's fields, where it can be corrected."""
        return HEADER if self.spec.name == CORRECT else ()

    def input(self, filled: Filled) -> dict[str, Any]:
        """The command's input: only what was changed."""
        given: dict[str, Any] = {
            "record": str(self.record.id),
            "reason": filled.values.get(REASON.name, ""),
        }
        if self.target:
            given["target"] = self.target
        if others := filled.values.get(OTHERS):
            given["others"] = others
        if self.spec.name == CORRECT:
            given["payload"] = self._payload(filled)
            given["header"] = self._header(filled)
        return given

    def _payload(self, filled: Filled) -> dict[str, Any]:
        """Compared as typed: a field shows less than is recorded, seconds for one."""
        changed = [
            f.name for f in self.fields if filled.typed[f.name] != self.was[f.name]
        ]
        return {name: filled.values.get(name) for name in changed}

    def _header(self, filled: Filled) -> dict[str, Any]:
        names = [field.name for field in HEADER if field.name in filled.values]
        return {n.removeprefix("header_"): filled.values[n] for n in names}

    def draw(self, sheet: Sheet) -> dict[str, Any]:
        """The page."""
        request = self.request
        ledger = self.record.ledger
        url = request.to.record(ledger.name, self.record.id)
        crumbs = record_crumbs(request, ledger)
        request.page.crumbs = [*crumbs, Link(self.found.title, url)]
        title = self.spec.title
        subject = f"{self.found.kind} {self.found.title}"
        return draw_sheet(
            request, sheet, title=title, heading=title, help=self.spec.help,
            subject=f"{subject} · {self._step()}" if self.target else subject,
            cancel=url, submit=title, late_title=HEADER_TITLE, action=request.path_qs,
            style="danger" if self.spec.style == "danger" else "primary",
        )  # fmt: skip

    def _step(self) -> str:
        steps = self.request.reader.history(self.record.id)
        return next((s.title for s in steps if s.version == self.target), "")


def show_amendment(context: CommandNode, request: Any) -> dict[str, Any]:
    """The form with the values as they stand."""
    amending = Amending(context, request)
    return amending.draw(Sheet(amending.specs, dict(amending.was), late=amending.late))


def submit_amendment(context: CommandNode, request: Any) -> Any:
    """Amend, and lead back to the record; or show what is wrong."""
    amending = Amending(context, request)
    filled = fill(
        [*amending.specs, *amending.late], request.POST, request.zone,
        Choosing(request.reader),
    )  # fmt: skip
    command_id = posted_id(request)
    sheet = Sheet(amending.specs, filled.typed, filled.errors, late=amending.late)
    sheet.command_id = str(command_id)
    if more := request.POST.get("more", ""):
        sheet.errors, sheet.more = {}, str(more)
        return amending.draw(sheet)
    if filled.errors:
        return amending.draw(sheet)
    try:
        given = amending.input(filled)
        act = act_of(request, context.spec.name, given, command_id)
        outcome = perform(request, act)
    except FormErrors as wrong:
        sheet.errors = {_own_name(name): text for name, text in wrong.errors.items()}
        return amending.draw(sheet)
    request.session.flash(told(outcome, context.spec.title))
    ledger = amending.record.ledger
    return HTTPSeeOther(request.to.record(ledger.name, amending.record.id))


def _own_name(name: str) -> str:
    """The form's name of what core calls ``payload.x``, ``header.x`` or ``x``."""
    place, _, rest = name.partition(".")
    if place == "payload":
        return rest
    return f"header_{rest}" if place == "header" else f"amendment_{name}"


class Amends:
    """View predicate: the command is an amendment."""

    def __init__(self, wanted: bool, config: Any) -> None:  # noqa: ARG002, FBT001 - as Pyramid calls a predicate
        self._wanted = wanted

    def text(self) -> str:
        """How Pyramid names it."""
        return f"amends = {self._wanted}"

    phash = text

    def __call__(self, context: Any, request: Any) -> bool:  # noqa: ARG002 - as Pyramid calls a predicate
        """Whether the command is one, as wanted."""
        return (context.spec.name in AMENDMENTS) is self._wanted


def includeme(config: Any) -> None:
    """Register the forms of amendments."""
    config.add_view_predicate("amends", Amends)
    page = {"context": CommandNode, "renderer": "command.pt", "amends": True}
    config.add_view(show_amendment, request_method="GET", **page)
    config.add_view(submit_amendment, request_method="POST", **page)
