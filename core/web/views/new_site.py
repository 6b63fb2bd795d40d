"""建立站点: the first page of an installation that has none, and later for one more.

It is for whoever runs the server, and asks for the code that its start has shown, or
``houqin site code``; without such a code there is no page once there is a site.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.security import NO_PERMISSION_REQUIRED

from houqin.core.registry.blueprints import blueprints_of
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors, Refused
from houqin.core.schema.form import FieldSpec, parse
from houqin.core.site.directory import ZONE, SiteExists, SiteKeyLeft, SiteNameInvalid
from houqin.core.site.establishing import blueprint_of
from houqin.core.site.first_run import (
    CODE_DAYS,
    found_new,
    is_new_site_code,
    new_site_code,
)
from houqin.core.site.loading import LoadingElsewhere
from houqin.core.web.choices import Choosing
from houqin.core.web.forms import Filled, fill
from houqin.core.web.page import PRODUCT
from houqin.core.web.tree import Root
from houqin.core.web.views.command import Sheet
from houqin.core.web.views.first_run import CODE, COMMAND
from houqin.core.web.widgets import Drawing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from houqin.core.registry.blueprints import Blueprint
    from houqin.core.registry.declarations import Declarations

_HELP = "填写单位和系统管理员，完成后即可登录。以后还可以建立更多站点。"
_CODE = replace(
    CODE, help="在服务器上启动系统时显示；已有站点的，运行 houqin site code 取得。"
)
_NAME = FieldSpec(
    "site", "站点名", types.text(), required=True,
    help="出现在网址里：小写字母开头，只用小写字母、数字和下划线，例如 county。",
)  # fmt: skip


def _specs(request: Any) -> list[FieldSpec]:
    declared = request.registry.houqin
    known = blueprints_of(declared)
    kinds = tuple((code, each.title) for code, each in known.items())
    blueprint = FieldSpec(
        "blueprint", "单位模板", types.FieldType("choice", choices=kinds),
        required=False, help=_effect(declared, known.values()),
    )  # fmt: skip
    return [_CODE, _NAME, blueprint, *declared.commands[COMMAND].fields]


def _effect(declared: Declarations, blueprints: Iterable[Blueprint]) -> str:
    """What a site begins with; the modules, once for all that have the same."""
    alike: dict[str, list[str]] = {}
    for each in blueprints:
        here = [name for name in each.plugins if name in declared.plugins]
        modules = "、".join(declared.plugins[name].title for name in here)
        alike.setdefault(modules, []).append(each.title)
    if set(alike) <= {""}:
        return "按模板登记科室和岗位，以后可以改；不选就只登记本单位。"
    named = [f"{'、'.join(of)}：{each}" for each, of in alike.items() if each]
    said = "；".join(named) if len(alike) > 1 else next(iter(alike))
    return f"按模板登记科室和岗位，启用{said}，以后可以改；不选就只登记本单位。"


def _page(request: Any, sheet: Sheet) -> dict[str, Any]:
    # No field of this page offers records of a site.
    nobody: Any = None
    fields = Drawing(Choosing(nobody), sheet.errors).fields(sheet.specs, sheet.typed)
    if sheet.errors:
        request.response.status_int = 422
    return {
        "title": "首次设置", "site_title": PRODUCT, "help": _HELP, "fields": fields,
        "problems": sheet.problems(fields), "action": request.path,
        "submit": "建立站点",
    }  # fmt: skip


def show(context: Root, request: Any) -> Any:
    """The form; where no code is good, the sites."""
    if not new_site_code(context.directory):
        return HTTPSeeOther(f"{request.script_name}/")
    return _page(request, Sheet(_specs(request), {}))


def submit(context: Root, request: Any) -> Any:
    """Check the code, make the site, and lead to its login."""
    if not new_site_code(context.directory):
        return HTTPSeeOther(f"{request.script_name}/")
    specs = _specs(request)
    filled = fill(specs, request.POST, ZoneInfo(ZONE))
    try:
        name = _found(context, request, filled)
    except FormErrors as wrong:
        return _page(request, Sheet(specs, filled.typed, filled.errors | wrong.errors))
    return HTTPSeeOther(f"{request.script_name}/{name}/login")


def _found(context: Root, request: Any, filled: Filled) -> str:
    """The name of the site that was made.

    :raises FormErrors: with everything wrong; a wrong code says nothing else.
    """
    given = dict(filled.values)
    if not is_new_site_code(context.directory, given.pop("code", "")):
        raise FormErrors({"code": f"设置码不正确，或者已过{CODE_DAYS}天"})
    name: str = given.pop("site", "")
    chosen: str = given.pop("blueprint", "")
    declared = request.registry.houqin
    try:
        context.directory.require_free(name)
    except (SiteNameInvalid, SiteExists, SiteKeyLeft) as error:
        raise FormErrors({"site": str(error)}) from error
    parse(declared.commands[COMMAND].form, given)
    try:
        blueprint = blueprint_of(declared, chosen) if chosen else None
        address = request.remote_addr or ""
        found_new(context.directory, name, given, blueprint, address)
    except Refused as refusal:
        raise FormErrors({refusal.field: refusal.message}) from refusal
    except LoadingElsewhere as error:
        raise FormErrors({"site": str(error)}) from error
    return name


def includeme(config: Any) -> None:
    """Register the page."""
    page = {
        "context": Root, "name": "new", "renderer": "first_run.pt",
        "permission": NO_PERMISSION_REQUIRED,
    }  # fmt: skip
    config.add_view(show, request_method="GET", **page)
    config.add_view(submit, request_method="POST", **page)
