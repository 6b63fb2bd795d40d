"""How an installation is put together; reads as its table of contents."""

from __future__ import annotations

import warnings
from functools import partial
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, NamedTuple

from pyramid.config import Configurator

from houqin.core.garbage import uncollected
from houqin.core.registry.parts import settle, take_pages, take_plugin

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.metadata import EntryPoint

    from houqin.core.registry.declarations import Declarations

#: Where plugins announce themselves, bundled ones too.
PLUGIN_GROUP = "houqin.plugins"


@uncollected()
def configure(settings: Mapping[str, str], *, web: bool = True) -> Configurator:
    """Core first, committed; then the plugins, each whole or not; then the pages.

    :param web: without pages for the command line, which starts in half the time.
    """
    config = Configurator(settings=dict(settings))
    config.include("houqin.core.registry")
    config.include("houqin.core.site")
    config.include("houqin.core.people")
    config.include("houqin.core.audit")
    config.commit()
    for plugin in announced(settings):
        take_plugin(config, plugin.name, plugin.module, bundled=plugin.bundled)
    settle(config)
    if web:
        config.include("houqin.core.people.external")
        config.include("houqin.core.web")
    config.commit()
    if web:
        take_pages(config)
    config.registry.houqin.again = partial(_declare_again, dict(settings))
    return config


def _declare_again(settings: Mapping[str, str]) -> Declarations:
    """The same declarations, in a process that a rebuild has spawned."""
    # Pyramid 2.1 imports pkg_resources, which warns of itself and of odd paths.
    warnings.filterwarnings("ignore", message="pkg_resources is deprecated")
    warnings.filterwarnings("ignore", message="Deprecated call to .pkg_resources")
    return declarations_of(configure(settings, web=False))


class Announced(NamedTuple):
    """A plugin to load, before it has said anything itself."""

    name: str
    module: str
    #: Of this distribution, or named by its module: new sites install it.
    bundled: bool


def announced(settings: Mapping[str, str]) -> list[Announced]:
    """The plugins to load: ``houqin.plugins`` names some, else all there are."""
    found = {
        each.name: Announced(each.name, each.module, _is_bundled(each))
        for each in entry_points(group=PLUGIN_GROUP)
    }
    chosen = settings.get("houqin.plugins", "").split()
    if not chosen:
        return [plugin for _name, plugin in sorted(found.items())]
    return [found.get(name, Announced(name, name, bundled=True)) for name in chosen]


def _is_bundled(entry: EntryPoint) -> bool:
    return entry.dist is not None and entry.dist.name == "houqin"


def declarations_of(config: Configurator) -> Declarations:
    """What was declared."""
    found: Declarations = config.registry.houqin
    return found
