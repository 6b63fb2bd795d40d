"""Which modules a site has installed, told by events and read by every process.

One record a module, ``core.Plugin``. What its last deed came to stands in the shared
guard ``core.plugins``: whoever changes it raises the log's epoch, and whoever sees
another epoch looks again, so that nobody asks the database for it in every request.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID, uuid5

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.dated import Dated, decoded
from houqin.core.model.permission import CorePermission
from houqin.core.schema.fields import Line
from houqin.core.schema.types import Fixed
from houqin.events import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from houqin.core.model.guards import GuardRow
    from houqin.core.projection.effective import Effective

INSTALLED, UNINSTALLED = "installed", "uninstalled"
INSTALL, UPGRADE = "install", "upgrade"
#: The command that does a step's work.
RUN_STEP = "core.run_plugin_step"


class PluginsChanged(Exception):
    """The site has other modules than this process works with; it looks again."""


@dataclass(frozen=True, slots=True)
class Installed:
    """How one module stands in a site.

    :param version: the one its tables and records are of; empty while the first
        installation is under way.
    :param state: ``installed`` or ``uninstalled``.
    :param under_way: ``install`` or ``upgrade`` that is not finished, else empty.
    :param to: the version it leads to.
    :param done: ids of the steps of it that are done.
    """

    name: str
    title: str
    version: str
    state: str
    under_way: str = ""
    to: str = ""
    done: tuple[str, ...] = ()

    @property
    def there(self) -> bool:
        """Whether pages and ledgers of it are there, of an unfinished one too."""
        return self.state == INSTALLED or bool(self.under_way)

    def writes(self, version: str) -> bool:
        """Whether a process with that version may record for it."""
        return (
            self.state == INSTALLED and not self.under_way and self.version == version
        )


def stream_of(site: UUID, plugin: str) -> UUID:
    """The record of one module in a site."""
    return uuid5(site, f"plugin:{plugin}")


class PluginRecord(Aggregate):
    """One module's life in this site; nothing of it is corrected."""

    topic = "core.Plugin"
    title = "业务模块"
    seen_by = CorePermission.MAINTAIN
    amended_by = ""

    class Opened(Aggregate.Created):
        """The module is heard of for the first time."""

        title = "登记"
        plugin: Annotated[str, Fixed()]
        name: Annotated[Line, Field(title="名称"), Fixed()]

    class Begun(Aggregate.Event):
        """Steps are to be run before the version is another one."""

        title = "开始"
        deed: Annotated[str, Fixed()]
        version: Annotated[str, Field(title="版本"), Fixed()]
        before: Annotated[str, Field(title="原版本"), Fixed()]

    class StepDone(Aggregate.Event):
        """One step, by the id that it has for ever."""

        title = "完成步骤"
        step: Annotated[str, Field(title="步骤"), Fixed()]
        name: Annotated[str, Field(title="名称"), Fixed()]

    class Installed(Aggregate.Event):
        """Pages, commands and ledgers of it are there."""

        title = "启用"
        version: Annotated[str, Field(title="版本"), Fixed()]

    class Upgraded(Aggregate.Event):
        """It is of another version."""

        title = "升级"
        version: Annotated[str, Field(title="版本"), Fixed()]
        before: Annotated[str, Field(title="原版本"), Fixed()]

    class Uninstalled(Aggregate.Event):
        """Pages and commands are gone; events and tables stay."""

        title = "停用"
        version: Annotated[str, Field(title="版本"), Fixed()]


class PluginsGuard(Dated):
    """How every module stands that the site ever had."""

    def __init__(self) -> None:
        super().__init__("core.plugins", (PluginRecord,))

    def rows(self, _aggregate: str, effective: Effective) -> frozenset[GuardRow]:
        """One row a module."""
        opened = effective.first.payload
        facts: dict[str, Any] = {
            "title": opened["name"], "version": "", "state": UNINSTALLED,
        }  # fmt: skip
        for event in effective.events[1:]:
            _taken(facts, event.topic.rpartition(".")[2], event.payload)
        value = canonical.encode(facts).decode()
        return frozenset({(self.name, opened["plugin"], "", value)})

    def arranged(self, rows: Iterable[GuardRow]) -> Mapping[str, Installed]:
        """Each module by its name."""
        found = {}
        for _guard, name, _since, value in sorted(rows):
            facts = decoded(value)
            done = tuple(facts.pop("done", ()))
            found[name] = Installed(name, done=done, **facts)
        return found


def _taken(facts: dict[str, Any], event: str, payload: dict[str, Any]) -> None:
    """What an event makes of it."""
    if event == "StepDone":
        facts["done"] = [*facts.get("done", ()), payload["step"]]
    elif event == "Begun":
        same = (facts.get("under_way"), facts.get("to")) == (
            payload["deed"], payload["version"],
        )  # fmt: skip
        if not same:
            # Steps of another version are other steps, although ids may be the same.
            facts.pop("done", None)
        facts["under_way"], facts["to"] = payload["deed"], payload["version"]
    else:
        for name in ("under_way", "to", "done"):
            facts.pop(name, None)
        facts["version"] = payload["version"]
        facts["state"] = UNINSTALLED if event == "Uninstalled" else INSTALLED


plugins_guard = PluginsGuard()
