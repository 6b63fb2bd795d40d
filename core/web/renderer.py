"""Chameleon templates: the site's theme first, its parents, then the plugins."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from threading import RLock
from typing import Any

from chameleon import PageTemplateLoader
from chameleon.zpt.template import PageTemplateFile

from houqin.core.web.themes import DEFAULT, STATIC, Theme, all_themes

_A_YEAR = 365 * 24 * 3600
#: After every other action of the configuration.
_LAST = 10_000
_BOOLEAN = frozenset(
    [
        "autofocus",
        "checked",
        "disabled",
        "formnovalidate",
        "hidden",
        "multiple",
        "novalidate",
        "open",
        "readonly",
        "required",
        "selected",
    ]
)


#: Python 3.11 counts the depth of syntax trees for all threads together: two that
#: compile at once may both fail ("AST constructor recursion depth mismatch").
_COMPILING = RLock()


class OneAtATime(PageTemplateFile):
    """A template whose first use in a process waits for the others' first uses."""

    def cook_check(self) -> bool:
        """Compile it if it is not, or not any more."""
        if self._cooked and not self.auto_reload:
            return False
        with _COMPILING:
            return bool(super().cook_check())


class Templates:
    """The compiled templates of one theme; a page's macros come from the theme too."""

    def __init__(self, theme: Theme, plugins: tuple[str, ...], *, reload: bool) -> None:
        self.theme = theme
        self._loader = PageTemplateLoader(
            [*theme.templates, *plugins],
            auto_reload=reload,
            boolean_attributes=_BOOLEAN,
            # htmx 4 writes hx-headers:inherited.
            restricted_namespace=False,
            formats={"xml": OneAtATime},
        )
        #: What every template may name.
        self.shared = {
            "static": theme.static_path if reload else _remembering(theme.static_path),
            "layout": self._macros("layout.pt"),
            "alone": self._macros("alone.pt"),
            "field_macros": self._macros("field.pt"),
            "sentence_macros": self._macros("sentences.pt"),
            "totals": self._macros("totals.pt"),
            "worklist": self._macros("worklist.pt"),
            "quick_macros": self._macros("quick.pt"),
            "alert_macros": self._macros("alerts.pt"),
            "count_macros": self._macros("counts.pt"),
            "chain_macros": self._macros("chain_rules.pt"),
        }

    def render(self, name: str, values: dict[str, Any]) -> str:
        """Fill in the template of that name."""
        return str(self._loader.load(name)(**self.shared, **values))

    def _macros(self, name: str) -> Any:
        return self._loader.load(name).macros


def _remembering(static_path: Any) -> Any:
    known: dict[str, str] = {}

    def path_of(path: str) -> str:
        if path not in known:
            known[path] = static_path(path)
        return known[path]

    return path_of


class ChameleonRenderer:
    """Pyramid's renderer for names that end in ``.pt``."""

    def __init__(self, info: Any) -> None:
        self._name = info.name

    def __call__(self, value: dict[str, Any], system: dict[str, Any]) -> str:
        """Render ``value`` in the theme of the request's site."""
        request = system["request"]
        return request.templates.render(  # type: ignore[no-any-return]
            self._name, {"request": request, "page": request.page, **value}
        )


def plugin_packages(declared: Any) -> list[str]:
    """The packages of the plugins that are there."""
    named = (plugin.package for plugin in declared.plugins.values())
    return [package for package in named if package]


def plugin_templates(packages: list[str]) -> tuple[str, ...]:
    """The template folders that plugins bring."""
    found = (Path(str(files(package))) / "templates" for package in packages)
    return tuple(str(folder) for folder in found if folder.is_dir())


def templates_of(request: Any) -> Templates:
    """The templates of the request's site, the default theme's without one."""
    known: dict[str, Templates] = request.registry.houqin_templates
    site = getattr(request, "site", None)
    return known.get(getattr(site, "theme", DEFAULT)) or known[DEFAULT]


def theme_static(request: Any, path: str) -> str:
    """Address of a theme's static file."""
    return str(request.templates.shared["static"](path))


def includeme(config: Any) -> None:
    """Add the renderer and serve the themes' static files."""
    themes = all_themes()
    for theme in themes:
        static = str(theme.folders[0] / "static")
        name = f"{STATIC}/{theme.name}"
        config.add_static_view(name, static, cache_max_age=_A_YEAR)
    # Once every plugin has said which package it is.
    config.action("houqin templates", _compile, (config, themes), order=_LAST)
    config.add_renderer(".pt", ChameleonRenderer)
    config.add_request_method(templates_of, "templates", reify=True)
    config.add_request_method(theme_static, "theme_static")


@lru_cache(maxsize=50)
def _templates_once(theme: Theme, plugins: tuple[str, ...], reload: bool) -> Templates:  # noqa: FBT001
    """Applications of one process share what has been compiled."""
    return Templates(theme, plugins, reload=reload)


def _compile(config: Any, themes: list[Theme]) -> None:
    reload = bool(config.registry.settings["reload_templates"])
    folders = plugin_templates(plugin_packages(config.registry.houqin))
    config.registry.houqin_templates = {
        theme.name: _templates_once(theme, folders, reload) for theme in themes
    }
