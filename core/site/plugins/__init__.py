"""The life of a module in a site: install, upgrade, uninstall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.model.plugins import PluginRecord, plugins_guard
from houqin.core.site.plugins import commands

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Declare the record of each module, and the commands that move it."""
    config.add_aggregate(PluginRecord)
    config.add_guard(plugins_guard)
    config.add_command(*commands.ALL)
