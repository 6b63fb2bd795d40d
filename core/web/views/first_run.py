"""首次设置: the one page of a site that nobody can log in to."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.security import NO_PERMISSION_REQUIRED

from houqin.core.people.sessions import Method
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors, Refused
from houqin.core.schema.form import FieldSpec, parse
from houqin.core.site.first_run import CODE_DAYS, found, is_code, is_untouched
from houqin.core.site.proving import Proof
from houqin.core.site.system_log import Kind
from houqin.core.web.entering import come_in
from houqin.core.web.forms import Filled, fill, typed_of
from houqin.core.web.tree import SiteNode
from houqin.core.web.views.command import Sheet, draw_sheet

COMMAND = "core.first_run"
CODE = FieldSpec(
    "code", "设置码", types.text(), required=True,
    help="在服务器上启动系统时显示，也在数据目录的 keys 文件夹里。",
)  # fmt: skip


def _specs(request: Any) -> list[FieldSpec]:
    return [CODE, *request.declared.commands[COMMAND].fields]


def _page(request: Any, sheet: Sheet) -> dict[str, Any]:
    spec = request.declared.commands[COMMAND]
    return draw_sheet(
        request, sheet, title=spec.title, site_title=request.site.title,
        help=spec.help, submit="完成设置",
    )  # fmt: skip


def show(context: SiteNode, request: Any) -> Any:
    """The form; where it has been filled in, the login page."""
    if not is_untouched(context.site):
        return HTTPSeeOther(request.to.page("login"))
    specs = _specs(request)
    typed = typed_of(specs, {"unit": context.site.title}, request.zone)
    return _page(request, Sheet(specs, typed))


def submit(context: SiteNode, request: Any) -> Any:
    """Check the code, do it, and let the administrator in."""
    if not is_untouched(context.site):
        return HTTPSeeOther(request.to.page("login"))
    specs = _specs(request)
    filled = fill(specs, request.POST, request.zone)
    try:
        person = _found(context, request, filled)
    except FormErrors as wrong:
        sheet = Sheet(specs, filled.typed, filled.errors | wrong.errors)
        return _page(request, sheet)
    return come_in(request, Proof(person, Method.PASSWORD), str(request.to.home))


def _found(context: SiteNode, request: Any, filled: Filled) -> Any:
    """The administrator, just registered.

    :raises FormErrors: with everything wrong; a wrong code says nothing else.
    """
    given = dict(filled.values)
    directory, site = request.registry.houqin_directory, context.site
    if not is_code(directory, site, given.pop("code", "")):
        request.note(Kind.LOGIN, "首次设置：设置码不正确", None)
        raise FormErrors({"code": f"设置码不正确，或者已过{CODE_DAYS}天"})
    parse(request.declared.commands[COMMAND].form, given)
    request.snapshot.close()
    try:
        return found(directory, site, given, request.remote_addr or "")
    except Refused as refusal:
        raise FormErrors({refusal.field: refusal.message}) from refusal


def includeme(config: Any) -> None:
    """Register the page."""
    page = {
        "context": SiteNode, "name": "first-run", "renderer": "first_run.pt",
        "permission": NO_PERMISSION_REQUIRED,
    }  # fmt: skip
    config.add_view(show, request_method="GET", **page)
    config.add_view(submit, request_method="POST", **page)
