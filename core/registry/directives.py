"""The directives a plugin's ``includeme`` calls.

Each validates at once, and acts under a discriminator with an introspectable, so two
plugins that claim one name fail at start with both places named.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from zope.interface.verify import verifyObject

from houqin.core.interfaces import IGuard, ILedger
from houqin.core.model.aggregate import event_classes, payload_fields
from houqin.core.model.case import Aside, Case
from houqin.core.model.catalogue import RoleSpec
from houqin.core.model.handling import ASIDES
from houqin.core.model.settings import SettingsSpec
from houqin.core.registry.declarations import (
    Declarations,
    PluginSpec,
    UpgradeStep,
)
from houqin.core.registry.declaring import (
    DeclarationError,
    declare,
    declared_in,
    setter,
)
from houqin.core.registry.page_directives import SHOWN
from houqin.core.registry.requirements import unreadable
from houqin.core.schema.form import RESERVED
from houqin.core.schema.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pyramid.config import Configurator

    from houqin.core.model.aggregate import Aggregate
    from houqin.core.model.alerts import Alert
    from houqin.core.model.catalogue import Catalogue
    from houqin.core.model.command import CommandSpec
    from houqin.core.model.follower import Follower
    from houqin.core.model.guards import Guard
    from houqin.core.model.imports import Import
    from houqin.core.model.rights import Clause, PermissionMap
    from houqin.core.model.slip import Slip
    from houqin.core.model.tick import Tick
    from houqin.core.projection.kpi import Kpi
    from houqin.core.projection.ledger import Column, Ledger
    from houqin.core.schema.form import Form


def add_plugin(
    config: Configurator,
    name: str,
    title: str,
    version: str,
    summary: str = "",
    *,
    requires: Iterable[str] = (),
    order: int = 100,
) -> None:
    """A plugin's manifest; ``name`` prefixes all it declares.

    :param requires: modules it needs, as ``vehicles>=0.1,<1`` (PEP 440).
    :param order: its place in the navigation, beside the other modules.
    :raises DeclarationError: when a version or a requirement is none.
    """
    needs = tuple(requires)
    if wrong := unreadable(version, needs):
        raise DeclarationError(f"plugin {name}: {wrong}")
    spec = PluginSpec(name, title, version, summary, config.package_name, needs, order)
    plugins = declared_in(config).plugins
    declare(config, "plugin", name, spec, lambda: plugins.update({name: spec}))


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
    known, name = declared_in(config).upgrade_steps, f"{plugin}/{step}"
    declare(config, "upgrade step", name, spec, setter(known, name, spec))


def add_aggregate(config: Configurator, *aggregates: type[Aggregate]) -> None:
    """Aggregates, each with the topics of all its events."""
    catalogue = declared_in(config)
    for cls in aggregates:
        _require_sound(cls)
        added = partial(_add, catalogue, cls)
        declare(config, "aggregate", cls.topic, cls, added)


def _add(catalogue: Catalogue, cls: type[Aggregate]) -> None:
    catalogue.add_aggregate(cls)


def _require_sound(cls: type[Aggregate]) -> None:
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


def _is_aside(cls: type[Aggregate], name: str) -> bool:
    event = getattr(cls, name, None)
    return isinstance(event, type) and issubclass(event, Aside)


def _is_method(cls: type[Aggregate], name: str) -> bool:
    """An event's fields become attributes; one of a method's name would hide it."""
    return callable(getattr(cls, name, None))


def add_command(config: Configurator, *specs: CommandSpec) -> None:
    """Commands, as ``@command`` made them.

    :raises DeclarationError: when a field has a name that core's own have on a form.
    """
    commands = declared_in(config).commands
    for spec in specs:
        # Parts of a form inside it have names of two words.
        own = [f.name for f in spec.fields if not f.lines]
        for name in RESERVED.keys() & own:
            message = (
                f"command {spec.name}: field {name} is core's own on every form"
                f" ({RESERVED[name]}), give it another name"
            )
            raise DeclarationError(message)
        declare(config, "command", spec.name, spec, setter(commands, spec.name, spec))


def add_slip(config: Configurator, *slips: Slip) -> None:
    """Paper slips entered whole: each is a command with a page of its own."""
    known = declared_in(config).slips
    for slip in slips:
        add_command(config, slip.command)
        declare(config, "slip", slip.name, slip, setter(known, slip.name, slip))


def add_import(config: Configurator, *imports: Import) -> None:
    """Ledgers that are filled from files; see :class:`Import`."""
    known = declared_in(config).imports
    for spec in imports:
        register = setter(known, spec.ledger, spec)
        declare(config, "import", spec.ledger, spec, register)


def add_guard(config: Configurator, *guards: Guard) -> None:
    """Guards: bookings, claims, serials, series, registers."""
    known = declared_in(config).guards
    for guard in guards:
        verifyObject(IGuard, guard)
        declare(config, "guard", guard.name, guard, setter(known, guard.name, guard))


def add_ledger(config: Configurator, *ledgers: Ledger) -> None:
    """Ledgers."""
    known = declared_in(config).ledgers
    for ledger in ledgers:
        verifyObject(ILedger, ledger)
        declare(
            config, "ledger", ledger.name, ledger, setter(known, ledger.name, ledger)
        )


def add_ledger_columns(config: Configurator, ledger: str, *columns: Column) -> None:
    """Columns on another module's ledger, looked up in one of this module's own.

    :raises DeclarationError: for a column that is not looked up.
    """
    known = declared_in(config).ledger_columns
    for column in columns:
        if column.looked_up is None:
            raise DeclarationError(f"column {column.name} of {ledger} is not looked up")
        name = f"{ledger}/{column.name}"
        declare(config, "ledger column", name, column, setter(known, name, column))


def add_kpi(config: Configurator, *kpis: Kpi) -> None:
    """KPIs."""
    known = declared_in(config).kpis
    for kpi in kpis:
        if not kpi.meaning:
            message = f"KPI {kpi.name} has no 口径"
            raise DeclarationError(message)
        declare(config, "kpi", kpi.name, kpi, setter(known, kpi.name, kpi))


def add_follower(config: Configurator, *followers: Follower) -> None:
    """后续任务: what happens by itself after an event stands in the log."""
    known = declared_in(config).followers
    for follower in followers:
        register = setter(known, follower.name, follower)
        declare(config, "follower", follower.name, follower, register)


def add_tick(config: Configurator, *ticks: Tick) -> None:
    """Scheduled work."""
    known = declared_in(config).ticks
    for tick in ticks:
        declare(config, "tick", tick.name, tick, setter(known, tick.name, tick))


def add_alert(config: Configurator, *alerts: Alert) -> None:
    """Alerts (提醒)."""
    known = declared_in(config).alerts
    for alert in alerts:
        declare(config, "alert", alert.name, alert, setter(known, alert.name, alert))


def add_role(
    config: Configurator, code: str, title: str, reach: str = "site", like: str = ""
) -> None:
    """A role people can have; see :class:`RoleSpec` for where it reaches.

    :param like: ``keeper``, where it keeps a module's records for the centre: it
        imports, records late and for others, and sees people as such a one does.
    """
    spec = RoleSpec(code, title, reach, like)
    roles = declared_in(config).roles
    declare(config, "role", code, spec, setter(roles, code, spec))


def add_permissions(config: Configurator, mapped: PermissionMap) -> None:
    """A module's permission map; its enum's every right has a line, for ever denied.

    :raises DeclarationError: when a right of the enum is not in the map.
    """
    declared = declared_in(config)
    for enum in {type(right) for right in mapped}:
        missing = [right for right in enum if right not in mapped]  # type: ignore[attr-defined]  # an enum
        if missing:
            message = f"no line in the permission map for {', '.join(missing)}"
            raise DeclarationError(message)
    for right, clauses in mapped.items():
        declare(
            config, "permission", right, clauses, _granter(declared, right, clauses)
        )


def _granter(
    declared: Declarations, right: Any, clauses: tuple[Clause, ...]
) -> Callable[[], None]:
    def register() -> None:
        declared.permissions[str(right)] = clauses
        declared.rights[str(right)] = right

    return register


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
    catalogue = declared_in(config)
    register = setter(catalogue.settings, spec.code, spec)
    declare(config, "settings", spec.code, spec, register)
    for field in spec.fields:
        name, default = f"{plugin}.{field.name}", plain(field.default)
        register = setter(catalogue.defaults, name, default)
        declare(config, "setting", name, field, register)


def add_demonstration(
    config: Configurator, plugin: str, loader: Callable[..., Any]
) -> None:
    """What loads the plugin's part of the demonstration year."""
    known = declared_in(config).demonstrations
    declare(config, "demonstration", plugin, loader, setter(known, plugin, loader))


def add_identity_provider(
    config: Configurator, code: str, of_site: Callable[[Any], Any]
) -> None:
    """Somebody else's logins, off until a site's settings turn them on.

    :param of_site: gives the provider of a site, of one of the two interfaces, or
        nothing; asked at every login.
    """
    known = declared_in(config).identity_providers
    declare(config, "identity provider", code, of_site, setter(known, code, of_site))


ALL = (
    *SHOWN,
    add_plugin,
    add_upgrade_step,
    add_aggregate,
    add_command,
    add_slip,
    add_import,
    add_guard,
    add_ledger,
    add_ledger_columns,
    add_kpi,
    add_alert,
    add_follower,
    add_tick,
    add_role,
    add_permissions,
    add_site_settings,
    add_demonstration,
    add_identity_provider,
)
