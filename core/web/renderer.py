"""Chameleon templates: the site's theme first, its parents, then the plugins."""

from __future__ import annotations

from functools import lru_cache, partial
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chameleon import PageTemplateLoader

from houqin.core.site.themes import DEFAULT
from houqin.core.web.compiled import Template
from houqin.core.web.themes import static_path, styles_of

if TYPE_CHECKING:
    from collections.abc import Hashable

    from houqin.core.site.themes import Theme

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


class Templates:
    """The compiled templates of one theme; a page's macros come from the theme too."""

    def __init__(self, theme: Theme, plugins: tuple[str, ...], *, reload: bool) -> None:
        self.theme = theme
        #: A part of pages that depends on nothing but what it shows: the menu.
        self.part = self._part if reload else lru_cache(maxsize=256)(self._part)
        self._loader = _loader_of((*theme.templates, *plugins), reload)
        address = partial(static_path, theme)
        static = address if reload else _remembering(address)
        #: What every template may name.
        self.shared = {
            "static": static,
            "styles": [static(path) for path in styles_of(theme)],
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
            "plan_macros": self._macros("plan.pt"),
        }

    def render(self, name: str, values: dict[str, Any]) -> str:
        """Fill in the template of that name."""
        return str(self._loader.load(name)(**self.shared, **values))

    def _part(self, name: str, shown: Hashable) -> str:
        return self.render(name, {"shown": shown})

    def _macros(self, name: str) -> Any:
        return self._loader.load(name).macros


@lru_cache(maxsize=50)
def _loader_of(folders: tuple[str, ...], reload: bool) -> PageTemplateLoader:  # noqa: FBT001 - part of a cache key
    """Themes without templates of their own share what has been compiled."""
    return PageTemplateLoader(
        list(folders),
        auto_reload=reload,
        boolean_attributes=_BOOLEAN,
        # htmx 4 writes hx-headers:inherited.
        restricted_namespace=False,
        formats={"xml": Template},
    )


def _remembering(address: Any) -> Any:
    known: dict[str, str] = {}

    def path_of(path: str) -> str:
        if path not in known:
            known[path] = address(path)
        return known[path]

    return path_of


class ChameleonRenderer:
    """Pyramid's renderer for names that end in ``.pt``."""

    def __init__(self, info: Any) -> None:
        self._name = info.name

    def __call__(self, value: dict[str, Any], system: dict[str, Any]) -> str:
        """Render ``value`` in the theme of the request's site."""
        request = system["request"]
        return request.templates.render(  # type: ignore[no-any-return]  # a request
            self._name, {"request": request, "page": request.page, **value}
        )


def plugin_packages(declared: Any) -> list[str]:
    """The packages of the plugins that are there."""
    named = (plugin.package for plugin in declared.plugins.values())
    return [package for package in named if package]


def plugin_templates(packages: list[str]) -> tuple[str, ...]:
    """The template folders that plugins bring."""
    # A plugin of one module has no folder, and so no templates.
    whole = [name for name in packages if hasattr(import_module(name), "__path__")]
    found = (Path(str(files(package))) / "templates" for package in whole)
    return tuple(str(folder) for folder in found if folder.is_dir())


def templates_of(request: Any) -> Templates:
    """The templates of the request's theme."""
    registry = request.registry
    reload = bool(registry.settings["reload_templates"])
    return _templates_once(request.worn.theme, registry.houqin_plugin_templates, reload)


def theme_static(request: Any, path: str) -> str:
    """Address of a theme's static file."""
    return str(request.templates.shared["static"](path))


def includeme(config: Any) -> None:
    """Add the renderer."""
    config.include("houqin.core.web.themes")
    # Once every plugin has said which package it is.
    config.action("houqin templates", _compile, (config,), order=_LAST)
    config.add_renderer(".pt", ChameleonRenderer)
    config.add_request_method(templates_of, "templates", reify=True)
    config.add_request_method(theme_static, "theme_static")


@lru_cache(maxsize=50)
def _templates_once(theme: Theme, plugins: tuple[str, ...], reload: bool) -> Templates:  # noqa: FBT001 - part of a cache key
    """Applications of one process share what has been compiled."""
    return Templates(theme, plugins, reload=reload)


def _compile(config: Any) -> None:
    """The default's at once: a template that cannot be compiled stops the start."""
    folders = plugin_templates(plugin_packages(config.registry.houqin))
    config.registry.houqin_plugin_templates = folders
    default = config.registry.houqin_themes.known[DEFAULT]
    reload = bool(config.registry.settings["reload_templates"])
    _templates_once(default, folders, reload)
