"""The object the directives fill: the catalogue, and what only pages need."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from houqin.core.model.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Callable

    from houqin.core.model.slip import Slip
    from houqin.core.model.waiting import WorklistSource
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


@dataclass
class Declarations(Catalogue):
    """The catalogue of the model, with plugins and menu."""

    plugins: dict[str, PluginSpec] = field(default_factory=dict)
    menu: list[MenuItem] = field(default_factory=list)
    controls: dict[str, Control] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)
    pages: dict[str, PluginPage] = field(default_factory=dict)
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
    #: Sentences of the work summary, by name.
    report_sections: dict[str, ReportSection] = field(default_factory=dict)
