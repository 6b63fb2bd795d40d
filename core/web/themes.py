"""A request's theme: its styles, its static files, what a browser previews."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED

from houqin.core.site.appearance import PARAMETERS, THEME, parameters_of
from houqin.core.site.theme_values import channels, is_colour
from houqin.core.site.themes import DEFAULT, Theme, Themes, read_themes
from houqin.events.errors import LogError

if TYPE_CHECKING:
    from pathlib import Path

#: No site has this name: it is where the themes' files are served.
STATIC = "-"
#: What a browser wears until its person chooses or gives up.
COOKIE = "houqin_theme"
_A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Worn:
    """The look of one request.

    :param missing: the theme the site chose, where it is not there any more.
    :param previewed: whether only this browser sees it.
    """

    theme: Theme
    values: dict[str, str]
    missing: str = ""
    previewed: bool = False

    @property
    def logo(self) -> str:
        """Address of a logo of its own, or nothing."""
        logo = self.values.get("logo")
        return static_path(self.theme, logo) if logo else ""

    @property
    def parameters(self) -> str:
        """Address of the parameters as a style sheet."""
        own = dict(self.theme.parameters)
        changed = {n: v for n, v in sorted(self.values.items()) if own.get(n) != v}
        return f"/{STATIC}/parameters.css?" + urlencode(
            {"theme": self.theme.name, **changed, "v": _mark(self.theme.parameters)}
        )


def static_path(theme: Theme, path: str) -> str:
    """Address of a static file, with its digest: it may be cached for ever."""
    found = theme.static(path)
    if found is None:
        return f"/{STATIC}/{theme.name}/{quote(path)}"
    name, file = found
    digest = _digest(file, file.stat().st_mtime_ns)
    return f"/{STATIC}/{name}/{quote(path)}?v={digest}"


def styles_of(theme: Theme) -> tuple[str, ...]:
    """Style sheets named after the themes of its chain, parents first."""
    named = [f"{name}.css" for name, _folder in reversed(theme.folders)]
    return tuple(path for path in named if theme.static(path))


@lru_cache(maxsize=1000)
def _digest(file: Path, changed: int) -> str:  # noqa: ARG001 - part of the cache's key
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


def _mark(parameters: object) -> str:
    return hashlib.sha256(repr(parameters).encode()).hexdigest()[:12]


def worn_by(request: Any) -> Worn:
    """What the request's pages look like."""
    themes: Themes = request.registry.houqin_themes
    # A page that says why the database does not answer must not ask it.
    with suppress(LogError):
        chosen, given = _chosen(request)
        previewed = themes.known.get(request.cookies.get(COOKIE, ""))
        if previewed and previewed.name != chosen:
            return Worn(previewed, previewed.values({}), previewed=True)
        if theme := themes.known.get(chosen):
            return Worn(theme, theme.values(given))
        return Worn(themes.known[DEFAULT], themes.known[DEFAULT].values({}), chosen)
    default = themes.known[DEFAULT]
    return Worn(default, default.values({}))


def _chosen(request: Any) -> tuple[str, dict[str, str]]:
    """The site's theme and parameters."""
    if getattr(request, "site", None) is None:
        return DEFAULT, {}
    setting = request.snapshot.live.setting
    return str(setting(THEME)), parameters_of(setting(PARAMETERS))


def parameters_css(request: Any) -> Response:
    """The parameters as custom properties; what the query may say is checked."""
    themes: Themes = request.registry.houqin_themes
    theme = themes.known.get(request.GET.get("theme", ""))
    if theme is None:
        raise HTTPNotFound
    lines = [
        line
        for name, value in theme.values(dict(request.GET)).items()
        for line in _properties(theme, name, value)
    ]
    css = ":root {\n" + "".join(f"  {line}\n" for line in lines) + "}\n"
    answer = Response(css, content_type="text/css", charset="utf-8")
    answer.cache_expires(_A_YEAR)
    return answer


def _properties(theme: Theme, name: str, value: str) -> list[str]:
    """A colour's channels too: Bootstrap mixes with them."""
    if is_colour(value):
        mixed = ", ".join(str(channel) for channel in channels(value))
        return [f"--{name}: {value};", f"--{name}-rgb: {mixed};"]
    if value and theme.static(value):
        return [f'--{name}: url("{static_path(theme, value)}");']
    return [f"--{name}: {value};"] if value else []


def includeme(config: Any) -> None:
    """Read the themes, serve their static files and parameters."""
    themes = read_themes()
    config.registry.houqin_themes = themes
    for theme in themes.known.values():
        name, folder = theme.folders[0]
        config.add_static_view(
            f"{STATIC}/{name}", str(folder / "static"), cache_max_age=_A_YEAR
        )
    config.add_route("parameters", f"/{STATIC}/parameters.css")
    config.add_view(
        parameters_css, route_name="parameters", permission=NO_PERMISSION_REQUIRED
    )
    config.add_request_method(worn_by, "worn", reify=True)
