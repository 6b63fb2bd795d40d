"""The resource tree: root / site / plugin / ledger / record, every name looked up.

A name that is not there raises KeyError; Pyramid answers 404 by itself. Whether a
record exists is asked only once somebody has logged in.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any
from uuid import UUID

from pyramid.events import ContextFound
from pyramid.httpexceptions import HTTPNotFound

from houqin.core.schema.files import DIGEST
from houqin.core.site.directory import FOLDER, Directory, SiteMissing
from houqin.core.web.account_tree import AccountNode, Providers
from houqin.core.web.batch_tree import Batches
from houqin.core.web.book_tree import Books
from houqin.core.web.choices_tree import Choices
from houqin.core.web.help_tree import Help
from houqin.core.web.hosts import hosts_of
from houqin.core.web.node import Node
from houqin.core.web.security import var_folder

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Root(Node):
    """All sites of this process."""

    def __init__(self, request: Any) -> None:
        self.request = request
        self.site = None

    @property
    def directory(self) -> Directory:
        """Which sites there are, and where."""
        return self.request.registry.houqin_directory  # type: ignore[no-any-return]  # a registry

    def __getitem__(self, name: str) -> SiteNode:
        try:
            site = self.directory.open(name)
        except SiteMissing:
            raise KeyError(name) from None
        self.request.site = site
        return SiteNode(self, name, site)


def root_of(request: Any) -> Node:
    """The site whose own host name was asked, else the choice of sites."""
    root = Root(request)
    name = request.registry.houqin_hosts.get(request.domain.lower().rstrip("."))
    if name is None:
        return root
    try:
        found = root[name]
    except KeyError:
        return root
    request.by_host = True
    return found


class SiteNode(Node):
    """One site (站点): its home page and its plugins."""

    def __init__(self, parent: Node, name: str, site: Any) -> None:
        super().__init__(parent, name)
        self.site = site

    def __getitem__(self, name: str) -> Node:
        # With the snapshot comes what is installed in it; whoever asks needs it anyway.
        self.request.snapshot.live  # noqa: B018 - read for what it does
        if name in _PLACES:
            return _PLACES[name](self, name)
        if name in self.declarations.plugins:
            return PluginNode(self, name)
        raise KeyError(name)


class AnyRecords(Node):
    """Records by id alone, whatever their ledger."""

    def __getitem__(self, name: str) -> AnyRecord:
        return AnyRecord(self, _known_uuid(name))


class AnyRecord(Node):
    """Answers with the address of the record's own page."""

    @property
    def id(self) -> UUID:
        """The record's id."""
        return UUID(self.__name__)


class PluginNode(Node):
    """One plugin (业务模块)."""

    def __getitem__(self, name: str) -> Node:
        if name == "do":
            return Deeds(self, name)
        if name == "batch":
            return Batches(self, name)
        if name == "kpis":
            return Kpis(self, name)
        if name == "books":
            return Books(self, name)
        if (page := f"{self.__name__}.{name}") in self.declarations.pages:
            return PageNode(self, name, self.declarations.pages[page])
        return LedgerNode(
            self, name, self.declarations.ledgers[f"{self.__name__}.{name}"]
        )


class PageNode(Node):
    """A page of a plugin's own."""

    def __init__(self, parent: Node, name: str, declared: Any) -> None:
        super().__init__(parent, name)
        self.declared = declared

    @property
    def rights(self) -> frozenset[str]:
        """The right it was declared with lets in."""
        return frozenset({str(self.declared.permission)})


class Deeds(Node):
    """Commands that are not on one record."""

    def __getitem__(self, name: str) -> CommandNode:
        spec = self.declarations.commands[f"{_plugin(self)}.{name}"]
        if "record" in spec.form.model_fields:
            raise KeyError(name)
        return CommandNode(self, name, spec)


class Kpis(Node):
    """The indicators (指标) of a plugin."""

    def __getitem__(self, name: str) -> KpiNode:
        return KpiNode(self, name, self.declarations.kpis[f"{_plugin(self)}.{name}"])


class KpiNode(Node):
    """One indicator."""

    def __init__(self, parent: Node, name: str, kpi: Any) -> None:
        super().__init__(parent, name)
        self.kpi = kpi

    @property
    def rights(self) -> frozenset[str]:
        """Whoever sees the rows sees their figure."""
        return rights_of_figure(self.declarations, self.kpi)


class LedgerNode(Node):
    """One ledger (台账)."""

    def __init__(self, parent: Node, name: str, ledger: Any) -> None:
        super().__init__(parent, name)
        self.ledger = ledger

    @property
    def rights(self) -> frozenset[str]:
        """The right that seeing its rows needs."""
        return frozenset({self.ledger.seen_by})

    def __getitem__(self, name: str) -> RecordNode:
        return RecordNode(self, _known_uuid(name))


class RecordNode(Node):
    """One record (单据 or 档案) of a ledger."""

    @property
    def id(self) -> UUID:
        """The record's id."""
        return UUID(self.__name__)

    @property
    def ledger(self) -> Any:
        """The ledger whose row it is."""
        assert isinstance(self.__parent__, LedgerNode)  # noqa: S101 - the tree's shape
        return self.__parent__.ledger

    @cached_property
    def shown(self) -> Any:
        """The record as core shows it within the request's horizon."""
        return self.request.reader.record(self.id)

    def __getitem__(self, name: str) -> Node:
        if name == "files":
            return FilesNode(self, name)
        if name == "tabs":
            return Tabs(self, name)
        commands = self.declarations.commands
        spec = commands.get(f"core.{name}") or commands[f"{_plugin(self)}.{name}"]
        if "record" not in spec.form.model_fields:
            raise KeyError(name)
        return CommandNode(self, name, spec, self)


class Tabs(Node):
    """What modules add to a record, each on a page of its own."""

    def __getitem__(self, name: str) -> TabNode:
        assert isinstance(self.__parent__, RecordNode)  # noqa: S101 - the tree's shape
        tab = self.declarations.record_tabs[name]
        if tab.aggregate != self.__parent__.ledger.per.topic:
            raise KeyError(name)
        return TabNode(self, name, tab, self.__parent__)


class TabNode(Node):
    """One tab of one record."""

    def __init__(self, parent: Node, name: str, tab: Any, record: RecordNode) -> None:
        super().__init__(parent, name)
        self.tab = tab
        self.record = record

    @property
    def rights(self) -> frozenset[str]:
        """The right it was declared with lets in."""
        return frozenset({str(self.tab.permission)})


class FilesNode(Node):
    """The attachments of one record."""

    def __getitem__(self, name: str) -> FileNode:
        if not DIGEST.fullmatch(name):
            raise KeyError(name)
        return FileNode(self, name)


class FileNode(Node):
    """One content a record holds, by its digest."""

    #: Views of a content; no file is called so, for lack of an extension.
    views = frozenset({"thumb", "plan", "erase"})

    @property
    def record(self) -> RecordNode:
        """The record of the address."""
        record = self.__parent__.__parent__ if self.__parent__ else None
        assert isinstance(record, RecordNode)  # noqa: S101 - the tree's shape
        return record

    def __getitem__(self, name: str) -> NamedFile:
        if name in self.views:
            raise KeyError(name)
        return NamedFile(self, name)


class NamedFile(Node):
    """A content under a name it was handed in with."""

    @property
    def file(self) -> FileNode:
        """The content."""
        assert isinstance(self.__parent__, FileNode)  # noqa: S101 - the tree's shape
        return self.__parent__


class CommandNode(Node):
    """The form of one command, on a record or free."""

    def __init__(
        self, parent: Node, name: str, spec: Any, record: RecordNode | None = None
    ) -> None:
        super().__init__(parent, name)
        self.spec = spec
        self.record = record


class AdminNode(Node):
    """系统管理: the entries that were declared."""

    @property
    def rights(self) -> frozenset[str]:
        """Any one of these lets in."""
        controls = self.declarations.controls.values()
        return frozenset(control.permission for control in controls)

    def __getitem__(self, name: str) -> ControlNode:
        control = self.declarations.controls[name]
        if control.target:
            raise KeyError(name)
        return ControlNode(self, name, control)


class ControlNode(Node):
    """One entry of 系统管理; its views have the predicate ``control``."""

    def __init__(self, parent: Node, name: str, control: Any) -> None:
        super().__init__(parent, name)
        self.control = control

    @property
    def rights(self) -> frozenset[str]:
        """The right it was declared with lets in."""
        return frozenset({self.control.permission})

    def __getitem__(self, name: str) -> ControlPart:
        if not self.control.parts or not re.fullmatch(self.control.parts, name):
            raise KeyError(name)
        return ControlPart(self, name, self.control)


class ControlPart(ControlNode):
    """One thing an entry of 系统管理 is about: a group of settings, a year."""

    def __getitem__(self, name: str) -> ControlPart:
        raise KeyError(name)


class ControlPredicate:
    """Views of one entry of 系统管理: ``control="calendar"``."""

    def __init__(self, code: str, config: Any) -> None:  # noqa: ARG002 - Pyramid passes both
        self.code = code

    def text(self) -> str:
        """How Pyramid shows it."""
        return f"control = {self.code}"

    phash = text

    def __call__(self, context: Any, request: Any) -> bool:  # noqa: ARG002 - Pyramid passes both
        """Whether the page is one of that entry's."""
        return isinstance(context, ControlNode) and context.control.code == self.code


def rights_of_figure(declarations: Any, kpi: Any) -> frozenset[str]:
    """The right to see the rows a figure is made of; a ratio has those of its parts."""
    parts = [declarations.kpis[part] for part in kpi.of if part] or [kpi]
    return frozenset().union(
        *(
            [part.over.seen_by] if part.over else rights_of_figure(declarations, part)
            for part in parts
        )
    )


#: Names below a site that are no plugin's.
_PLACES: dict[str, type[Node]] = {
    "admin": AdminNode,
    "choices": Choices,
    "help": Help,
    "me": AccountNode,
    "record": AnyRecords,
    "sso": Providers,
}


def _plugin(node: Node | None) -> str:
    while node is not None and not isinstance(node, PluginNode):
        node = node.__parent__
    return node.__name__ if node else ""


def _known_uuid(name: str) -> str:
    if not _UUID.fullmatch(name):
        raise KeyError(name)
    return name


def refuse_what_is_left(event: Any) -> None:
    """No page of the tree has anything below its name."""
    request = event.request
    if request.matched_route is None and request.subpath:
        raise HTTPNotFound


def includeme(config: Any) -> None:
    """Open the directory of sites and start every traversal at its root."""
    config.add_subscriber(refuse_what_is_left, ContextFound)
    config.add_view_predicate("control", ControlPredicate)
    settings = config.registry.settings
    config.registry.houqin_directory = Directory(
        var_folder(settings),
        config.registry.houqin,
        attachments=settings.get("houqin.attachments", FOLDER),
    )
    config.registry.houqin_hosts = hosts_of(settings)
    config.add_request_method(lambda _: False, "by_host", reify=True)
    config.set_root_factory(root_of)
