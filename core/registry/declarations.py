"""The object the directives fill: the catalogue, and what only pages need."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from packaging.version import Version

from houqin.core.model.catalogue import Catalogue
from houqin.core.registry.extending import extended
from houqin.core.registry.requirements import newer

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from typing import Self
    from uuid import UUID

    from houqin.core.model.slip import Slip
    from houqin.core.model.waiting import WorklistSource
    from houqin.core.projection.ledger import Column
    from houqin.core.registry.blueprints import Blueprint, Joining
    from houqin.core.registry.books import Book
    from houqin.core.registry.printing import PrintedForm
    from houqin.core.registry.reporting import ReportSection


@dataclass(frozen=True, slots=True)
class PluginSpec:
    """A plugin's manifest."""

    name: str
    title: str
    version: str
    summary: str = ""
    #: The package whose ``templates`` folder pages are looked up in.
    package: str = ""
    #: Modules it needs, with their versions: ``vehicles>=0.1,<1``.
    requires: tuple[str, ...] = ()
    #: Its place in the navigation and wherever modules stand one after another.
    order: int = 100


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the navigation, shown to whoever has the right.

    :param section: the heading under which it is folded away with others.
    """

    plugin: str
    title: str
    target: str
    permission: str = ""
    order: int = 100
    section: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """One entry of 系统管理, shown to whoever has the right.

    :param code: its name below ``admin/``.
    :param section: the heading it stands under.
    :param target: a page elsewhere in the site, instead of one below ``admin/``.
    :param ledger: the ledger whose records are come to from here.
    :param parts: what the names below it look like, as a regular expression; a view
        with a name of its own must not look so.
    """

    code: str
    title: str
    help: str
    permission: str
    section: str
    order: int = 100
    target: str = ""
    parts: str = ""
    icon: str = "module"
    ledger: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A card of the home page, for those who hold one of its roles.

    :param show: gives the template's values for a request, or nothing where there is
        nothing to show.
    :param wide: takes the page's whole width.
    :param instead: which of the page's own cards it stands for: ``waiting``, ``deeds``.
    """

    name: str
    title: str
    roles: tuple[str, ...]
    show: Callable[[Any], dict[str, Any] | None]
    template: str
    order: int = 100
    wide: bool = False
    instead: str = ""

    @property
    def plugin(self) -> str:
        """The plugin that declares it."""
        return self.name.partition(".")[0]


@dataclass(frozen=True, slots=True)
class RecordTab:
    """A page behind a record of any module's aggregate, for whoever has the right.

    :param name: ``<plugin>.<tab>``; the address ends in it.
    :param aggregate: the topic of the aggregate whose records have it.
    :param show: gives the template's values for a request and the record's id.
    """

    name: str
    title: str
    aggregate: str
    permission: str
    show: Callable[[Any, UUID], dict[str, Any]]
    template: str
    order: int = 100


@dataclass(frozen=True, slots=True)
class PluginPage:
    """A page of a plugin's own, below the plugin, for whoever has the right.

    :param name: ``<plugin>.<page>``; the address ends in it.
    :param show: gives the template's values for a request.
    :param asks: what its address may say behind the question mark, with titles.
    """

    name: str
    title: str
    permission: str
    show: Callable[[Any], dict[str, Any]]
    template: str
    asks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class UpgradeStep:
    """What is done once in a site on its way to another version of a plugin.

    :param id: its name within the plugin, for ever; recorded when it is done.
    :param since: the version from which it leads; empty for a new installation.
    :param to: the version it leads to.
    :param run: does its work, given the context of a command.
    :param changes: names of ledgers and KPIs that rightly come out otherwise.
    """

    plugin: str
    id: str
    title: str
    since: str
    to: str
    run: Callable[[Any], None]
    changes: frozenset[str] = frozenset()


class Place(NamedTuple):
    """Where something is declared, and what people call it."""

    line: str
    title: str


@dataclass(frozen=True, slots=True)
class Part:
    """What one plugin declares, and where it says so.

    :param bundled: it comes with this program, or was named by its module.
    :param declares: kind and name of everything, its title and its line of code.
    :param views: whether it has views of its own beside what it declares.
    """

    spec: PluginSpec
    module: str
    declared: Declarations
    declares: dict[tuple[str, str], Place]
    bundled: bool
    views: bool = False

    def steps_from(self, version: str) -> list[UpgradeStep]:
        """The steps from a version to this one, in their order.

        :param version: empty for a new installation.
        """
        steps = self.declared.upgrade_steps.values()
        if not version:
            return [step for step in steps if not step.since]
        found = [s for s in steps if s.since and newer(s.to, version)]
        return sorted(found, key=lambda step: Version(step.to))


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A plugin that could not be taken: what went wrong, and where.

    :param places: the line at fault; of a name claimed twice both lines.
    """

    name: str
    error: str
    places: tuple[str, ...] = ()


@dataclass(eq=False)
class Declarations(Catalogue):
    """The catalogue of the model, with plugins and menu.

    That of a process holds everything it could import (available); :meth:`installed`
    gives what a site has of it, which is what pages, commands and ledgers read.
    """

    plugins: dict[str, PluginSpec] = field(default_factory=dict)
    menu: list[MenuItem] = field(default_factory=list)
    controls: dict[str, Control] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)
    pages: dict[str, PluginPage] = field(default_factory=dict)
    #: What modules add to other modules' ledgers, by ``<ledger>/<column>``.
    ledger_columns: dict[str, Column] = field(default_factory=dict)
    record_tabs: dict[str, RecordTab] = field(default_factory=dict)
    demonstrations: dict[str, Any] = field(default_factory=dict)
    #: By code: a function of the site that gives its provider, or nothing when off.
    identity_providers: dict[str, Any] = field(default_factory=dict)
    #: Declares the same in another process, if it can be done; pickled.
    again: Callable[[], Declarations] | None = None
    #: Paper slips that are entered whole, by their command's name.
    slips: dict[str, Slip] = field(default_factory=dict)
    #: What 待办 shows beside the states of workflows.
    worklist_sources: dict[str, WorklistSource] = field(default_factory=dict)
    #: By the topic of the aggregate whose records it prints.
    printed_forms: dict[str, PrintedForm] = field(default_factory=dict)
    #: Books of ledgers, by name.
    books: dict[str, Book] = field(default_factory=dict)
    #: Sentences of the work summary, by name.
    report_sections: dict[str, ReportSection] = field(default_factory=dict)
    #: 单位模板, by code.
    blueprints: dict[str, Blueprint] = field(default_factory=dict)
    #: What modules put into blueprints, by ``<code>/<plugin>``.
    joinings: dict[str, Joining] = field(default_factory=dict)
    #: By ``<plugin>/<id>``.
    upgrade_steps: dict[str, UpgradeStep] = field(default_factory=dict)
    #: What could be imported, by plugin; the rest is declared by core.
    parts: dict[str, Part] = field(default_factory=dict)
    #: What could not be taken, by plugin.
    quarantined: dict[str, Quarantined] = field(default_factory=dict)
    #: What the process could import, where this is what one site has of it.
    available: Declarations | None = None

    def __post_init__(self) -> None:
        """Views are made once a set of plugins."""
        super().__post_init__()
        self._views: dict[frozenset[str], Declarations] = {}

    def take(self, part: Part) -> None:
        """Add what a plugin declares, whole."""
        for name in _filled():
            known, more = getattr(self, name), getattr(part.declared, name)
            if isinstance(known, dict):
                known.update(more)
            else:
                known.extend(more)
        self.ledgers = extended(self.ledgers, self.ledger_columns)
        self.topics.take(part.declared.topics)
        self.parts[part.spec.name] = part

    def drop(self, name: str) -> None:
        """Take away what a plugin declared, while no site uses it yet."""
        part = self.parts.pop(name)
        for field_name in _filled():
            left = _less(
                getattr(self, field_name), [getattr(part.declared, field_name)]
            )
            setattr(self, field_name, left)
        self.ledgers = extended(self.ledgers, self.ledger_columns)

    def installed(self, names: Collection[str]) -> Declarations:
        """What a site has that installed these plugins: core and theirs, no others."""
        whole = self.available or self
        wanted = whole.parts.keys() & set(names)
        if wanted == whole.parts.keys():
            return whole
        key = frozenset(wanted)
        if key not in whole._views:  # noqa: SLF001 - of the same class
            whole._views[key] = whole._without(key)  # noqa: SLF001 - its own class
        return whole._views[key]  # noqa: SLF001 - its own class

    def _without(self, kept: frozenset[str]) -> Self:
        gone = [p.declared for name, p in self.parts.items() if name not in kept]
        left: dict[str, Any] = {
            name: _less(getattr(self, name), [getattr(p, name) for p in gone])
            for name in _filled()
        }
        left["ledgers"] = extended(left["ledgers"], left["ledger_columns"])
        parts = {name: part for name, part in self.parts.items() if name in kept}
        again = self.again and partial(_installed_again, self.again, kept)
        return replace(
            self, **left, topics=self.topics.without(p.topics for p in gone),
            parts=parts, again=again, available=self,
        )  # fmt: skip


def _filled() -> list[str]:
    """The fields that directives fill: each a dict by name, or a list."""
    own = {"parts", "quarantined", "available", "again", "topics"}
    return [f.name for f in fields(Declarations) if f.name not in own]


def _less(known: Any, gone: list[Any]) -> Any:
    """A dict or list without what others brought."""
    if isinstance(known, dict):
        names = set().union(*gone)
        return {name: value for name, value in known.items() if name not in names}
    brought = [each for more in gone for each in more]
    return [each for each in known if each not in brought]


def _installed_again(
    again: Callable[[], Declarations], names: frozenset[str]
) -> Declarations:
    """The same view in a process that a rebuild has spawned."""
    return again().installed(names)
