"""单位模板: what a new site of one kind of office begins with."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyramid.config import Configurator

    from houqin.core.registry.declarations import Declarations


@dataclass(frozen=True, slots=True)
class Place:
    """A post: what it is called, how many places, the roles that come with it."""

    name: str
    establishment: int
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Office:
    """A unit with its posts and what is below it; ``kind`` as 组织机构 has it."""

    name: str
    short: str
    kind: str = "own"
    posts: tuple[Place, ...] = ()
    below: tuple[Office, ...] = ()


@dataclass(frozen=True, slots=True)
class Blueprint:
    """One kind of office. An office changes all of it later, as it changes anything.

    :param plugins: the modules it installs, those they require first.
    :param settings: by group (``core.records``), the parameters that differ from their
        defaults.
    :param posts: of the centre itself.
    :param offices: below the centre.
    :param units: beside the centre: who everywhere uses what the centre runs.
    """

    code: str
    title: str
    summary: str
    plugins: tuple[str, ...] = ()
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    posts: tuple[Place, ...] = ()
    offices: tuple[Office, ...] = ()
    units: tuple[Office, ...] = ()

    def roles(self) -> Iterator[str]:
        """Every role that comes with a post of it."""
        waiting = [*self.offices, *self.units]
        places = list(self.posts)
        while waiting:
            office = waiting.pop()
            places += office.posts
            waiting += office.below
        for place in places:
            yield from place.roles


@dataclass(frozen=True, slots=True)
class Joining:
    """What a module puts into a blueprint of somebody else, where the module is."""

    blueprint: str
    plugin: str
    offices: tuple[Office, ...] = ()


def blueprints_of(declared: Declarations) -> dict[str, Blueprint]:
    """All there are, by code, each with what the modules that are here put into it."""
    found = dict(declared.blueprints)
    for each in declared.joinings.values():
        known = found.get(each.blueprint)
        if known is None or each.plugin in known.plugins:
            continue
        found[each.blueprint] = replace(
            known, plugins=(*known.plugins, each.plugin),
            offices=_joined(known.offices, each.offices),
        )  # fmt: skip
    return found


def _joined(known: tuple[Office, ...], more: tuple[Office, ...]) -> tuple[Office, ...]:
    """Units of both, those of one name as one."""
    found = {office.name: office for office in known}
    for office in more:
        had = found.get(office.name)
        found[office.name] = office if had is None else replace(
            had, posts=_staffed(had.posts, office.posts),
            below=_joined(had.below, office.below),
        )  # fmt: skip
    return tuple(found.values())


def _staffed(known: Iterable[Place], more: Iterable[Place]) -> tuple[Place, ...]:
    """Posts of both; one that was known has the roles of both."""
    found = {place.name: place for place in known}
    for place in more:
        had = found.get(place.name)
        found[place.name] = place if had is None else replace(
            had, roles=tuple(dict.fromkeys((*had.roles, *place.roles)))
        )  # fmt: skip
    return tuple(found.values())


def add_to_blueprint(
    config: Configurator, code: str, plugin: str, *offices: Office
) -> None:
    """New sites of a kind of office begin with this module, where it is.

    :param offices: who does its work, by the unit's and the post's name: what the
        blueprint has of them gets the roles, what it has not is added.
    """
    each, known = Joining(code, plugin, offices), config.registry.houqin.joinings
    name = f"{code}/{plugin}"
    kind = "blueprint part"
    shown = config.introspectable(f"houqin {kind}", name, repr(each), kind)
    shown["declared"] = each
    config.action(
        ("houqin", kind, name), known.update, ({name: each},), introspectables=(shown,)
    )


def add_blueprint(config: Configurator, *blueprints: Blueprint) -> None:
    """单位模板: what new sites of one kind of office begin with."""
    known = config.registry.houqin.blueprints
    for each in blueprints:
        kind = "houqin blueprint"
        shown = config.introspectable(kind, each.code, repr(each), "blueprint")
        shown["declared"] = each
        name = ("houqin", "blueprint", each.code)
        config.action(
            name, known.update, ({each.code: each},), introspectables=(shown,)
        )
