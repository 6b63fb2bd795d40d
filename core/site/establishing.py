"""A new site of a blueprint: everything in it is an event of an ordinary command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from houqin.core.model.command import Act
from houqin.core.registry.blueprints import blueprints_of
from houqin.core.schema.errors import Refused
from houqin.core.site.directory import ZONE
from houqin.core.site.loading import placing
from houqin.core.site.opening import open_log
from houqin.core.site.plugins.requiring import to_install
from houqin.core.site.plugins.running import install
from houqin.events.clock import SystemClock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from houqin.core.registry.blueprints import Blueprint, Office, Place
    from houqin.core.registry.declarations import Declarations
    from houqin.core.site.directory import Directory
    from houqin.core.site.site import Site

#: Behind a blueprint's offices there is room for others.
_STEP = 10


def blueprint_of(declarations: Declarations, code: str) -> Blueprint:
    """The blueprint of that code, all of whose modules and roles are there.

    :raises Refused: when there is none, or something of it is missing here.
    """
    known = blueprints_of(declarations)
    if code not in known:
        raise Refused(f"没有单位模板“{code}”，现有：{'、'.join(sorted(known))}")
    found = known[code]
    missing = [name for name in found.plugins if name not in declarations.plugins]
    missing += sorted(set(found.roles()) - declarations.roles.keys())
    if missing:
        raise Refused(f"单位模板“{code}”要用的{'、'.join(missing)}没有安装在本机")
    return found


def establish(  # noqa: PLR0913 - what a site is made of
    directory: Directory,
    name: str,
    *,
    title: str,
    short: str = "",
    blueprint: Blueprint | None = None,
    store_url: str | None = None,
    zone: str = ZONE,
    plugins: Iterable[str] | None = None,
    more: Callable[[Site, UUID | None], Any] | None = None,
) -> Site:
    """Create a site with what its blueprint says, whole or not at all.

    :param plugins: modules to install beside those of the blueprint; without one those
        that come with the program by default.
    :param more: done to the site before it has its place; given the centre's own unit,
        where a blueprint has registered it.
    :raises Refused: when a command refuses something of it.
    """
    if plugins is None and blueprint is not None:
        plugins = ()
    specs = to_install(directory.declarations, plugins)
    with placing(directory, name, store_url) as beside:
        beside.make_keys(name)
        store = beside.new_store(name, store_url)
        open_log(
            store, name=title, zone=zone, clock=SystemClock(), site=uuid4(),
            plugins=specs,
        )  # fmt: skip
        site = beside.opened_from(name, store)
        try:
            unit = None
            if blueprint is not None:
                unit = _apply(site, blueprint, title, short or title)
            if more is not None:
                more(site, unit)
        finally:
            store.close()
    return directory.open(name)


def _apply(site: Site, blueprint: Blueprint, title: str, short: str) -> UUID:
    """Modules first, then parameters, units and posts; returns the centre's unit."""
    for plugin in blueprint.plugins:
        if plugin not in site.declarations.plugins:
            install(site, plugin)
    for group, values in blueprint.settings.items():
        given = {"group": group, "values": dict(values)}
        _act(site, "core.change_settings", given)
    unit = {"name": title, "short": short, "kind": "own", "order": 0}
    centre = _act(site, "core.register_department", unit)
    _register_posts(site, centre, blueprint.posts)
    _register_offices(site, blueprint.offices, centre)
    _register_offices(site, blueprint.units, None)
    return centre


def _register_offices(
    site: Site, offices: Iterable[Office], parent: UUID | None
) -> None:
    for number, office in enumerate(offices, 1):
        given: dict[str, Any] = {
            "name": office.name, "short": office.short, "kind": office.kind,
            "order": number * _STEP,
        }  # fmt: skip
        if parent is not None:
            given["parent"] = str(parent)
        unit = _act(site, "core.register_department", given)
        _register_posts(site, unit, office.posts)
        _register_offices(site, office.below, unit)


def _register_posts(site: Site, unit: UUID, places: Iterable[Place]) -> None:
    for place in places:
        given = {
            "name": place.name, "department": str(unit),
            "establishment": place.establishment, "roles": list(place.roles),
        }  # fmt: skip
        _act(site, "core.register_post", given)


def _act(site: Site, command: str, given: dict[str, Any]) -> UUID:
    outcome = site.act(Act(command, given, site.system_actor, uuid4()))
    return outcome.records[0]
