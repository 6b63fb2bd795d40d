"""界面风格: what there is to choose from, tried in one browser, chosen for the site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPSeeOther

from houqin.core.schema.errors import FormErrors
from houqin.core.site.appearance import (
    GROUP,
    PARAMETERS,
    THEME,
    parameters_of,
    text_of,
)
from houqin.core.site.setting_changes import changes
from houqin.core.site.system_log import Kind
from houqin.core.web import durations
from houqin.core.web.acts import act_of
from houqin.core.web.page import Link
from houqin.core.web.themes import COOKIE, static_path
from houqin.core.web.tree import ControlNode
from houqin.core.web.views.command import perform, posted_id, told

if TYPE_CHECKING:
    from houqin.core.site.themes import Theme, Themes

CODE, COMMAND = "themes", "core.change_settings"
_PARAMETER = "parameter-"


@dataclass(frozen=True, slots=True)
class Choice:
    """One theme; without a picture of it, a drawing in its colours is shown."""

    name: str
    title: str
    picture: str
    colours: dict[str, str]
    chosen: bool
    previewed: bool


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter the site may set itself."""

    name: str
    title: str
    value: str
    default: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """Who chose what when."""

    when: str
    who: str
    changes: list[tuple[str, str, str]]


def overview(context: ControlNode, request: Any) -> dict[str, Any]:
    """Every theme that can be used, and what is wrong with the others."""
    themes: Themes = request.registry.houqin_themes
    setting = request.snapshot.live.setting
    chosen, given = str(setting(THEME)), parameters_of(setting(PARAMETERS))
    request.page.crumbs = [Link("系统管理", request.to.page("admin/"))]
    worn = request.worn
    return {
        "title": context.control.title,
        "choices": [_choice(t, chosen, worn) for t in themes.known.values()],
        "broken": list(themes.broken.values()),
        "parameters": _parameters(themes.known.get(chosen), given),
        "chosen": chosen,
        "changes": [_line(step, request) for step in _changes(request)],
        "url": request.to.control(context.control),
        "errors": [],
    }


def _choice(theme: Theme, chosen: str, worn: Any) -> Choice:
    picture = static_path(theme, theme.preview) if theme.preview else ""
    previewed = worn.previewed and worn.theme.name == theme.name
    return Choice(
        theme.name, theme.title, picture, dict(theme.parameters),
        theme.name == chosen, previewed,
    )  # fmt: skip


def _parameters(theme: Theme | None, given: dict[str, str]) -> list[Parameter]:
    if theme is None:
        return []
    own = dict(theme.parameters)
    return [
        Parameter(_PARAMETER + name, title, given.get(name, ""), own[name])
        for name, title in theme.site
    ]


def _changes(request: Any) -> Any:
    return changes(request.reader, request.declared.settings[GROUP])


def _line(step: Any, request: Any) -> ChangeLine:
    when = durations.minute_text(step.recorded, request.zone)
    return ChangeLine(when, step.on_behalf_name or step.actor_name, step.changes)


def choose(context: ControlNode, request: Any) -> Any:
    """Let the whole site look so, from today on."""
    name = request.POST.get("theme", "")
    given = {
        key.removeprefix(_PARAMETER): value.strip()
        for key, value in request.POST.items()
        if key.startswith(_PARAMETER) and isinstance(value, str)
    }
    values = {"theme": name, "theme_parameters": text_of(given)}
    act = act_of(
        request, COMMAND, {"group": GROUP, "values": values}, posted_id(request)
    )
    try:
        outcome = perform(request, act)
    except FormErrors as wrong:
        request.response.status_int = 422
        shown = overview(context, request)
        asked = _parameters(request.registry.houqin_themes.known.get(name), given)
        return shown | {"errors": list(wrong.errors.values()), "parameters": asked}
    request.session.flash(told(outcome, context.control.title))
    request.note(Kind.SETTINGS, f"选用界面风格{name}", request.identity.id)
    return _done(context, request)


def preview(context: ControlNode, request: Any) -> HTTPSeeOther:
    """Let this browser look so until it is chosen or given up."""
    name = request.POST.get("theme", "")
    if name not in request.registry.houqin_themes.known:
        return _done(context, request)
    found = HTTPSeeOther(request.to.home)
    found.set_cookie(
        COOKIE, name, path=request.to.home, httponly=True, samesite="Lax"
    )  # fmt: skip
    return found


def _done(context: ControlNode, request: Any) -> HTTPSeeOther:
    """Back to 界面风格, this browser showing what everybody sees."""
    found = HTTPSeeOther(request.to.control(context.control))
    found.delete_cookie(COOKIE, path=request.to.home)
    return found


def includeme(config: Any) -> None:
    """Register 界面风格."""
    here = {"context": ControlNode, "control": CODE}
    page = here | {"renderer": "themes.pt"}
    config.add_view(overview, request_method="GET", **page)
    config.add_view(choose, request_method="POST", **page)
    config.add_view(preview, name="preview", request_method="POST", **here)
    config.add_view(_done, name="leave", request_method="POST", **here)
