"""单位模板: what a new site of one kind of office begins with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyramid.config import Configurator


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
