"""清除文字中的个人信息: which texts of one entry go, and on what grounds."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors, NotPermitted
from houqin.core.schema.form import FieldSpec
from houqin.core.site import offers
from houqin.core.web.acts import act_of
from houqin.core.web.forms import Filled, fill
from houqin.core.web.horizons import read_number
from houqin.core.web.page import Link
from houqin.core.web.tree import CommandNode
from houqin.core.web.views.command import Sheet, draw_sheet, perform, posted_id, told
from houqin.core.web.views.record import ERASE, checked_record, record_crumbs

_REPLACED = "text_"
_GROUNDS = ("basis", "basis_text", "document", "reason")
_WARNING = "更正这一条的业务记录一并清除；派车单等其他单据里抄录的同样文字须另行清除。"


class Erasing:
    """The form about one entry: its texts, what replaces them, the grounds."""

    def __init__(self, context: CommandNode, request: Any) -> None:
        assert context.record is not None  # noqa: S101 - it is on a record
        self.request, self.spec, self.record = request, context.spec, context.record
        if self.spec.permission not in request.rights:
            raise NotPermitted(f"您没有“{self.spec.title}”的权限。")
        self.found = checked_record(context.record)
        self.target = read_number(request.GET.get("target", ""), "清除哪一条") or 0
        texts = offers.erasable_texts(request.reader, self.record.id, self.target)
        self.specs = (_which(texts), *map(_instead, _replaceable(texts)), *self._why())

    def _why(self) -> list[FieldSpec]:
        return [field for field in self.spec.fields if field.name in _GROUNDS]

    def input(self, filled: Filled) -> dict[str, Any]:
        """The command's input."""
        values = filled.values
        texts = {
            name.removeprefix(_REPLACED): value
            for name, value in values.items()
            if name.startswith(_REPLACED)
        }
        grounds = {name: values[name] for name in _GROUNDS if name in values}
        fields = values.get("fields", [])
        given = {"record": str(self.record.id), "target": self.target}
        return {**given, **grounds, "fields": fields, "texts": texts}

    def draw(self, sheet: Sheet) -> dict[str, Any]:
        """The page."""
        request, ledger = self.request, self.record.ledger
        url = request.to.record(ledger.name, self.record.id)
        crumbs = record_crumbs(request, ledger)
        request.page.crumbs = [*crumbs, Link(self.found.title, url)]
        steps = request.reader.history(self.record.id)
        step = next((s.title for s in steps if s.version == self.target), "")
        return draw_sheet(
            request, sheet, title=self.spec.title, heading=self.spec.title,
            help=self.spec.help, cancel=url, submit=self.spec.title, style="danger",
            subject=f"{self.found.kind} {self.found.title} · {step}",
            action=request.path_qs, warnings=[_WARNING],
        )  # fmt: skip


def _which(texts: list[tuple[FieldSpec, str]]) -> FieldSpec:
    offered = tuple((spec.name, f"{spec.title}：{text}") for spec, text in texts)
    chosen = types.FieldType("references", choices=offered)
    return FieldSpec("fields", "清除的项目", chosen, required=True)


def _replaceable(texts: list[tuple[FieldSpec, str]]) -> list[FieldSpec]:
    return [spec for spec, _ in texts if spec.kind != "personal"]


def _instead(spec: FieldSpec) -> FieldSpec:
    return FieldSpec(
        _REPLACED + spec.name, f"“{spec.title}”改为", types.text(), required=False,
        help="不填即显示（已清除）", max_length=spec.max_length,
    )  # fmt: skip


def show_erasing(context: CommandNode, request: Any) -> dict[str, Any]:
    """The form with the texts as they stand."""
    erasing = Erasing(context, request)
    return erasing.draw(Sheet(erasing.specs, {}))


def submit_erasing(context: CommandNode, request: Any) -> Any:
    """Erase, and lead back to the record; or show what is wrong."""
    erasing = Erasing(context, request)
    filled = fill(erasing.specs, request.POST, request.zone)
    sheet = Sheet(erasing.specs, filled.typed, filled.errors)
    sheet.command_id = str(posted_id(request))
    try:
        given = erasing.input(filled)
        act = act_of(request, context.spec.name, given, posted_id(request))
        outcome = perform(request, act)
    except FormErrors as wrong:
        errors = {_own_name(name): text for name, text in wrong.errors.items()}
        sheet.errors = filled.errors | errors
        return erasing.draw(sheet)
    request.session.flash(told(outcome, context.spec.title))
    ledger = erasing.record.ledger
    return HTTPSeeOther(request.to.record(ledger.name, erasing.record.id))


def _own_name(name: str) -> str:
    """The form's name of what core calls ``texts.x``."""
    place, _, rest = name.partition(".")
    return _REPLACED + rest if place == "texts" and rest else name


class Erases:
    """View predicate: the command erases texts of one entry."""

    def __init__(self, wanted: bool, config: Any) -> None:  # noqa: ARG002, FBT001 - as Pyramid calls a predicate
        self._wanted = wanted

    def text(self) -> str:
        """How Pyramid names it."""
        return f"erases = {self._wanted}"

    phash = text

    def __call__(self, context: Any, request: Any) -> bool:  # noqa: ARG002 - as Pyramid calls a predicate
        """Whether it does, as wanted."""
        return (context.spec.name == ERASE) is self._wanted


def includeme(config: Any) -> None:
    """Register the form."""
    config.add_view_predicate("erases", Erases)
    page = {"context": CommandNode, "renderer": "command.pt", "erases": True}
    config.add_view(show_erasing, request_method="GET", **page)
    config.add_view(submit_erasing, request_method="POST", **page)
