"""What the modules of a plugin's package hold, under the names every plugin uses.

``ledgers.py`` holds ``ALL`` ledgers, ``cards.py`` its cards, pages and record tabs; so
a manifest need not name each. What stands elsewhere is declared by its own directive.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from houqin.core.registry.declaring import DeclarationError

if TYPE_CHECKING:
    from pyramid.config import Configurator

#: Of each module the names it may hold, and the directive that takes what they hold.
MODULES = {
    "commands": {"ALL": "add_command"},
    "entry": {"SLIPS": "add_slip", "IMPORTS": "add_import"},
    "guards": {"ALL": "add_guard"},
    "ledgers": {"ALL": "add_ledger"},
    "kpis": {"ALL": "add_kpi"},
    "alerts": {"ALL": "add_alert"},
    "cards": {
        "ALL": "add_card", "PAGES": "add_plugin_page", "TABS": "add_record_tab",
    },
    "forms": {"ALL": "add_printed_form"},
    "books": {"ALL": "add_book"},
    "report": {"ALL": "add_report_section"},
}  # fmt: skip
#: Modules of one name each, read below.
SINGLE = {"permissions": "MAP", "standards": "GROUPS", "blueprints": "ALL"}
#: Loaded only where a demonstration is.
DEMONSTRATION = "demo"


def add_modules(config: Configurator, plugin: str) -> None:
    """Declare all that the plugin's modules hold under the names listed here.

    :raises DeclarationError: when such a module holds none of its names.
    """
    package = config.package_name
    for module, names in MODULES.items():
        for name, each in _held(package, module, tuple(names)).items():
            getattr(config, names[name])(*each)
    single = {
        module: each
        for module, name in SINGLE.items()
        for each in _held(package, module, (name,)).values()
    }
    if "permissions" in single:
        config.add_permissions(single["permissions"])
    for group, title, form, order in single.get("standards", ()):
        config.add_site_settings(plugin, form, title, group=group, order=order)
    for kind, office in single.get("blueprints", ()):
        config.add_to_blueprint(kind, plugin, office)
    if _is_there(package, DEMONSTRATION):
        config.add_demonstration(plugin, f"{package}.{DEMONSTRATION}")


def _held(package: str, module: str, names: tuple[str, ...]) -> dict[str, Any]:
    """What a module holds under some of these names; nothing where there is none."""
    if not _is_there(package, module):
        return {}
    found = import_module(f"{package}.{module}")
    held = {name: getattr(found, name) for name in names if hasattr(found, name)}
    if not held:
        message = f"{package}.{module} holds no {' or '.join(names)}"
        raise DeclarationError(message)
    return held


def _is_there(package: str, module: str) -> bool:
    return find_spec(f"{package}.{module}") is not None
