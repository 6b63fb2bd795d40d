"""How an installation is put together; reads as its table of contents."""

from __future__ import annotations

import warnings
from functools import partial
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from pyramid.config import Configurator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from houqin.core.registry.declarations import Declarations

#: Where plugins announce themselves, bundled ones too.
PLUGIN_GROUP = "houqin.plugins"


def configure(settings: Mapping[str, str], *, web: bool = True) -> Configurator:
    """Core first, committed; then the plugins; then the pages.

    :param web: without pages for the command line, which starts in half the time.
    """
    config = Configurator(settings=dict(settings))
    config.include("houqin.core.registry")
    config.include("houqin.core.site")
    config.include("houqin.core.people")
    config.include("houqin.core.audit")
    config.commit()
    for module in plugin_modules(settings):
        config.include(module)
    if web:
        config.include("houqin.core.people.external")
        config.include("houqin.core.web")
    config.commit()
    config.registry.houqin.again = partial(_declare_again, dict(settings))
    return config


def _declare_again(settings: Mapping[str, str]) -> Declarations:
    """The same declarations, in a process that a rebuild has spawned."""
    # Pyramid 2.1 imports pkg_resources, which warns of itself and of odd paths.
    warnings.filterwarnings("ignore", message="pkg_resources is deprecated")
    warnings.filterwarnings("ignore", message="Deprecated call to .pkg_resources")
    return declarations_of(configure(settings, web=False))


def plugin_modules(settings: Mapping[str, str]) -> list[str]:
    """The modules of the plugins to load: ``houqin.plugins`` names some, else all."""
    announced = {e.name: e.module for e in entry_points(group=PLUGIN_GROUP)}
    chosen = settings.get("houqin.plugins", "").split()
    if not chosen:
        return [module for _name, module in sorted(announced.items())]
    return [announced.get(name, name) for name in chosen]


def declarations_of(config: Configurator) -> Declarations:
    """What was declared."""
    found: Declarations = config.registry.houqin
    return found
