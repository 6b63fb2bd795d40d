"""The directives a plugin's ``includeme`` calls.

Each validates at once, and acts under a discriminator with an introspectable, so two
plugins that claim one name fail at start with both places named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zope.interface.verify import verifyObject

from houqin.core.interfaces import IGuard, ILedger
from houqin.core.model.aggregate import event_classes, payload_fields
from houqin.core.model.case import Aside, Case
from houqin.core.model.catalogue import RoleSpec
from houqin.core.model.handling import ASIDES
from houqin.core.model.settings import SettingsSpec
from houqin.core.registry.declarations import (
    Card,
    Control,
    Declarations,
    MenuItem,
    PluginPage,
    PluginSpec,
    UpgradeStep,
)
from houqin.core.registry.requirements import unreadable
from houqin.core.schema.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pyramid.config import Configurator

    from houqin.core.model.aggregate import Aggregate
    from houqin.core.model.alerts import Alert
    from houqin.core.model.command import CommandSpec
    from houqin.core.model.follower import Follower
    from houqin.core.model.guards import Guard
    from houqin.core.model.imports import Import
    from houqin.core.model.rights import Clause, PermissionMap
    from houqin.core.model.slip import Slip
    from houqin.core.model.tick import Tick
    from houqin.core.model.waiting import WorklistSource
    from houqin.core.projection.kpi import Kpi
    from houqin.core.projection.ledger import Ledger
    from houqin.core.registry.printing import PrintedForm
    from houqin.core.registry.reporting import ReportSection
    from houqin.core.schema.form import Form


class DeclarationError(ValueError):
    """A plugin declares something that cannot be."""


def _declared(config: Configurator) -> Declarations:
    found: Declarations = config.registry.houqin
    return found


def _declare(
    config: Configurator,
    kind: str,
    name: str,
    declared: object,
    register: Callable[[], None],
) -> None:
    """One name of one kind, claimed once."""
    shown = config.introspectable(f"houqin {kind}", name, repr(declared), kind)
    shown["declared"] = declared
    config.action(("houqin", kind, name), register, introspectables=(shown,))


def add_plugin(
    config: Configurator,
    name: str,
    title: str,
    version: str,
    summary: str = "",
    *,
    requires: Iterable[str] = (),
) -> None:
    """A plugin's manifest; ``name`` prefixes all it declares.

    :param requires: modules it needs, as ``vehicles>=0.1,<1`` (PEP 440).
    :raises DeclarationError: when a version or a requirement is none.
    """
    needs = tuple(requires)
    if wrong := unreadable(version, needs):
        raise DeclarationError(f"plugin {name}: {wrong}")
    spec = PluginSpec(name, title, version, summary, config.package_name, needs)
    plugins = _declared(config).plugins
    _declare(config, "plugin", name, spec, lambda: plugins.update({name: spec}))


def add_upgrade_step(
    config: Configurator,
    plugin: str,
    step: str,
    since: str,
    to: str,
    run: Callable[[Any], None],
    title: str = "",
    changes: Iterable[str] = (),
) -> None:
    """Work that a site does once on its way from one version to another.

    :param step: its id, for ever; it is recorded in every site that has done it.
    :param since: the version before; empty for a new installation.
    :param run: given the context of a command; a transaction of its own each.
    :param changes: ledgers and KPIs that come out otherwise, and rightly so.
    """
    if wrong := unreadable(since or to, ()) or unreadable(to, ()):
        raise DeclarationError(f"upgrade step {plugin}/{step}: {wrong}")
    spec = UpgradeStep(plugin, step, title or step, since, to, run, frozenset(changes))
    known, name = _declared(config).upgrade_steps, f"{plugin}/{step}"
    _declare(config, "upgrade step", name, spec, _setter(known, name, spec))


def add_aggregate(config: Configurator, cls: type[Aggregate]) -> None:
    """An aggregate, with the topics of all its events."""
    if not cls.topic or not cls.title:
        message = f"{cls.__qualname__} has no topic or no title"
        raise DeclarationError(message)
    taken = sorted(name for name in ASIDES if not _is_aside(cls, name))
    if issubclass(cls, Case) and taken:
        message = f"{cls.__qualname__} has an event of core's name: {', '.join(taken)}"
        raise DeclarationError(message)
    events: list[Any] = event_classes(cls)
    for event_class in events:
        if taken := [n for n in payload_fields(event_class) if _is_method(cls, n)]:
            message = f"{event_class.__qualname__} hides methods: {', '.join(taken)}"
            raise DeclarationError(message)
    catalogue = _declared(config)
    _declare(
        config,
        "aggregate",
        cls.topic,
        cls,
        lambda: _ignore(catalogue.add_aggregate(cls)),
    )


def _is_aside(cls: type[Aggregate], name: str) -> bool:
    event = getattr(cls, name, None)
    return isinstance(event, type) and issubclass(event, Aside)


def _is_method(cls: type[Aggregate], name: str) -> bool:
    """An event's fields become attributes; one of a method's name would hide it."""
    return callable(getattr(cls, name, None))


def _ignore(_result: object) -> None:
    """Actions return nothing."""


def add_command(config: Configurator, *specs: CommandSpec) -> None:
    """Commands, as ``@command`` made them."""
    commands = _declared(config).commands
    for spec in specs:
        _declare(config, "command", spec.name, spec, _setter(commands, spec.name, spec))


def _setter(where: dict[str, Any], name: str, value: object) -> Callable[[], None]:
    return lambda: where.update({name: value})


def add_slip(config: Configurator, *slips: Slip) -> None:
    """Paper slips entered whole: each is a command with a page of its own."""
    known = _declared(config).slips
    for slip in slips:
        add_command(config, slip.command)
        _declare(config, "slip", slip.name, slip, _setter(known, slip.name, slip))


def add_import(config: Configurator, *imports: Import) -> None:
    """Ledgers that are filled from files; see :class:`Import`."""
    known = _declared(config).imports
    for spec in imports:
        register = _setter(known, spec.ledger, spec)
        _declare(config, "import", spec.ledger, spec, register)


def add_guard(config: Configurator, *guards: Guard) -> None:
    """Guards: bookings, claims, serials, series, registers."""
    known = _declared(config).guards
    for guard in guards:
        verifyObject(IGuard, guard)
        _declare(config, "guard", guard.name, guard, _setter(known, guard.name, guard))


def add_ledger(config: Configurator, *ledgers: Ledger) -> None:
    """Ledgers."""
    known = _declared(config).ledgers
    for ledger in ledgers:
        verifyObject(ILedger, ledger)
        _declare(
            config, "ledger", ledger.name, ledger, _setter(known, ledger.name, ledger)
        )


def add_kpi(config: Configurator, *kpis: Kpi) -> None:
    """KPIs."""
    known = _declared(config).kpis
    for kpi in kpis:
        if not kpi.meaning:
            message = f"KPI {kpi.name} has no 口径"
            raise DeclarationError(message)
        _declare(config, "kpi", kpi.name, kpi, _setter(known, kpi.name, kpi))


def add_follower(config: Configurator, *followers: Follower) -> None:
    """后续任务: what happens by itself after an event stands in the log."""
    known = _declared(config).followers
    for follower in followers:
        register = _setter(known, follower.name, follower)
        _declare(config, "follower", follower.name, follower, register)


def add_tick(config: Configurator, *ticks: Tick) -> None:
    """Scheduled work."""
    known = _declared(config).ticks
    for tick in ticks:
        _declare(config, "tick", tick.name, tick, _setter(known, tick.name, tick))


def add_alert(config: Configurator, *alerts: Alert) -> None:
    """Alerts (提醒)."""
    known = _declared(config).alerts
    for alert in alerts:
        _declare(config, "alert", alert.name, alert, _setter(known, alert.name, alert))


def add_role(config: Configurator, code: str, title: str, reach: str = "site") -> None:
    """A role people can have; see :class:`RoleSpec` for where it reaches."""
    spec = RoleSpec(code, title, reach)
    roles = _declared(config).roles
    _declare(config, "role", code, spec, _setter(roles, code, spec))


def add_permissions(config: Configurator, mapped: PermissionMap) -> None:
    """A module's permission map; its enum's every right has a line, for ever denied.

    :raises DeclarationError: when a right of the enum is not in the map.
    """
    declared = _declared(config)
    for enum in {type(right) for right in mapped}:
        missing = [right for right in enum if right not in mapped]  # type: ignore[attr-defined]  # an enum
        if missing:
            message = f"no line in the permission map for {', '.join(missing)}"
            raise DeclarationError(message)
    for right, clauses in mapped.items():
        _declare(
            config, "permission", right, clauses, _granter(declared, right, clauses)
        )


def _granter(
    declared: Declarations, right: Any, clauses: tuple[Clause, ...]
) -> Callable[[], None]:
    def register() -> None:
        declared.permissions[str(right)] = clauses
        declared.rights[str(right)] = right

    return register


def add_menu_item(
    config: Configurator,
    plugin: str,
    title: str,
    target: str,
    permission: str = "",
    order: int = 100,
    section: str = "",
) -> None:
    """An entry of the navigation; ``target`` is a path below the plugin.

    :param section: entries of one section are folded under it, where the first stands.
    """
    item = MenuItem(plugin, title, target, str(permission), order, section)
    menu = _declared(config).menu
    _declare(config, "menu item", f"{plugin}/{target}", item, lambda: menu.append(item))


def add_site_settings(
    config: Configurator,
    plugin: str,
    form: type[Form],
    title: str,
    *,
    group: str = "general",
    order: int = 100,
    control: str = "",
) -> None:
    """A group of parameters; ``context.setting("<plugin>.<field>")`` reads one.

    ``add_settings`` is Pyramid's own, for what an ini file says.
    """
    spec = SettingsSpec(f"{plugin}.{group}", title, form, order, control)
    without = [field.name for field in spec.fields if field.required]
    if without:
        message = f"settings {spec.code} have no default for {', '.join(without)}"
        raise DeclarationError(message)
    catalogue = _declared(config)
    register = _setter(catalogue.settings, spec.code, spec)
    _declare(config, "settings", spec.code, spec, register)
    for field in spec.fields:
        name, default = f"{plugin}.{field.name}", plain(field.default)
        register = _setter(catalogue.defaults, name, default)
        _declare(config, "setting", name, field, register)


def add_card(config: Configurator, *cards: Card) -> None:
    """Cards of the home page."""
    known = _declared(config).cards
    for card in cards:
        _declare(config, "card", card.name, card, _setter(known, card.name, card))


def add_plugin_page(config: Configurator, *pages: PluginPage) -> None:
    """Pages that are no ledger, form or indicator."""
    known = _declared(config).pages
    for page in pages:
        if not page.permission:
            raise DeclarationError(f"page {page.name} needs no right")
        _declare(config, "page", page.name, page, _setter(known, page.name, page))


def add_control(  # noqa: PLR0913 - a declaration names all it declares
    config: Configurator,
    code: str,
    title: str,
    help: str,  # noqa: A002 - as everywhere a declaration says it
    permission: str,
    *,
    section: str,
    order: int = 100,
    target: str = "",
    parts: str = "",
    icon: str = "module",
    ledger: str = "",
) -> None:
    """An entry of 系统管理.

    Its views are those with the predicate ``control=code``; only who has the right
    reaches them.
    """
    if not permission:
        raise DeclarationError(f"control {code} needs no right")
    control = Control(
        code, title, help, str(permission), section, order, target, parts, icon, ledger
    )
    known = _declared(config).controls
    _declare(config, "control", code, control, _setter(known, code, control))


def add_worklist_source(
    config: Configurator, name: str, source: WorklistSource
) -> None:
    """What 待办 shows beside the states of workflows."""
    known = _declared(config).worklist_sources
    _declare(config, "worklist source", name, source, _setter(known, name, source))


def add_demonstration(
    config: Configurator, plugin: str, loader: Callable[..., Any]
) -> None:
    """What loads the plugin's part of the demonstration year."""
    known = _declared(config).demonstrations
    _declare(config, "demonstration", plugin, loader, _setter(known, plugin, loader))


def add_printed_form(config: Configurator, *forms: PrintedForm) -> None:
    """The paper form of an aggregate's records; each aggregate has one at most.

    :raises DeclarationError: when the places of a row do not fill it.
    """
    known = _declared(config).printed_forms
    for form in forms:
        if labels := form.unfilled():
            message = f"printed form {form.name}: {labels} do not fill a row"
            raise DeclarationError(message)
        register = _setter(known, form.aggregate, form)
        _declare(config, "printed form", form.aggregate, form, register)


def add_report_section(config: Configurator, *sections: ReportSection) -> None:
    """Sentences of the work summary; a figure nobody counts yet is left out."""
    known = _declared(config).report_sections
    for section in sections:
        register = _setter(known, section.name, section)
        _declare(config, "report section", section.name, section, register)


def add_identity_provider(
    config: Configurator, code: str, of_site: Callable[[Any], Any]
) -> None:
    """Somebody else's logins, off until a site's settings turn them on.

    :param of_site: gives the provider of a site, of one of the two interfaces, or
        nothing; asked at every login.
    """
    known = _declared(config).identity_providers
    _declare(config, "identity provider", code, of_site, _setter(known, code, of_site))


ALL = (
    add_plugin,
    add_upgrade_step,
    add_aggregate,
    add_command,
    add_slip,
    add_import,
    add_guard,
    add_ledger,
    add_kpi,
    add_alert,
    add_follower,
    add_tick,
    add_role,
    add_permissions,
    add_menu_item,
    add_card,
    add_plugin_page,
    add_control,
    add_worklist_source,
    add_site_settings,
    add_demonstration,
    add_printed_form,
    add_report_section,
    add_identity_provider,
)
