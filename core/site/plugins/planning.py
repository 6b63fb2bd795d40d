"""What installing, upgrading or uninstalling a module will do, before it is done."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from houqin.core.model.plugins import INSTALL, UPGRADE
from houqin.core.site.plugins.commands import require_upgradable
from houqin.core.site.plugins.requiring import (
    PluginRefused,
    dependents,
    part_named,
    to_install,
)
from houqin.core.site.rebuilding import projections_of

if TYPE_CHECKING:
    from houqin.core.projection.ledger import Ledger
    from houqin.core.registry.declarations import Declarations, PluginSpec
    from houqin.core.site.site import Site
    from houqin.events.store import Connection

UNINSTALL = "uninstall"
TITLES = {INSTALL: "启用", UPGRADE: "升级", UNINSTALL: "停用（数据保留）"}


@dataclass(frozen=True, slots=True)
class Work:
    """What happens to one module.

    :param steps: ids of the steps still to be run, in their order.
    :param tables: ledgers whose tables come into being.
    :param rebuilt: ledgers that are generated anew from the log.
    :param kept: ledgers whose tables stay although the module goes.
    """

    deed: str
    plugin: str
    title: str
    version: str
    before: str = ""
    steps: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    rebuilt: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()

    @property
    def long(self) -> bool:
        """Whether there is more to it than one event."""
        return self.deed == UPGRADE or bool(self.steps or self.rebuilt)

    @property
    def job(self) -> str:
        """What nobody else does meanwhile; see :mod:`houqin.core.site.upkeep`."""
        return f"plugin:{self.plugin}"

    def in_json(self) -> dict[str, Any]:
        """As programs are told."""
        return asdict(self)

    def lines(self, titles: dict[str, str]) -> list[tuple[str, str]]:
        """As people are told: what, and which."""
        change = f"{self.before} → {self.version}" if self.before else self.version
        said = [(f"{TITLES[self.deed]}{self.title}", change)]
        said += [("执行步骤", step) for step in self.steps]
        for heading, ledgers in (
            ("建立台账", self.tables), ("重新生成台账", self.rebuilt),
            ("保留台账", self.kept),
        ):  # fmt: skip
            said += [(heading, titles.get(name, name)) for name in ledgers]
        return said


def from_json(told: dict[str, Any]) -> Work:
    """What :meth:`Work.in_json` gave."""
    lists = {"steps", "tables", "rebuilt", "kept"}
    given: dict[str, Any] = {n: tuple(v) if n in lists else v for n, v in told.items()}
    return Work(**given)


def installing(site: Site, name: str) -> list[Work]:
    """The module and everything it needs that is not there, what is needed first.

    :raises PluginRefused: when it is there, or something it needs cannot be had.
    """
    whole = _whole(site)
    there = site.plugins.get(name)
    if there and there.state == "installed":
        raise PluginRefused(f"{there.title}已经启用")
    works: list[Work] = []
    for spec in to_install(whole, [name]):
        known = site.plugins.get(spec.name)
        if known is None or known.state != "installed":
            works.append(_arriving(site, spec, INSTALL, [w.plugin for w in works]))
    return works


def upgrading(site: Site, name: str) -> list[Work]:
    """The one module.

    :raises houqin.core.schema.errors.Refused: when there is nothing newer, or what
        it needs is not there.
    """
    part = require_upgradable(_whole(site), site.plugins, name)
    return [_arriving(site, part.spec, UPGRADE, [])]


def uninstalling(site: Site, name: str) -> list[Work]:
    """The one module, its tables kept.

    :raises PluginRefused: when it is not there, or another needs it.
    """
    there = site.plugins.get(name)
    if there is None or not there.there:
        raise PluginRefused(f"业务模块“{name}”没有启用")
    if needing := dependents(_whole(site), site.plugins, name):
        raise PluginRefused(f"{'、'.join(needing)}需要{there.title}，请先停用")
    with site.store.reading() as connection:
        pointers = site.projections.pointers(connection)
    kept = sorted(each for each in pointers if each.partition(".")[0] == name)
    return [Work(UNINSTALL, name, there.title, there.version, kept=tuple(kept))]


def _whole(site: Site) -> Declarations:
    return site.declarations.available or site.declarations


def _arriving(site: Site, spec: PluginSpec, deed: str, before: list[str]) -> Work:
    whole = _whole(site)
    there = site.plugins.get(spec.name)
    version = there.version if there and deed == UPGRADE else ""
    goes_on = there and there.under_way == deed and there.to == spec.version
    done = there.done if there and goes_on else ()
    part = part_named(whole, spec.name)
    steps = [step.id for step in part.steps_from(version) if step.id not in done]
    names = [n for n, each in site.plugins.items() if each.there]
    view = whole.installed([*names, *before, spec.name])
    again = there is not None and deed == INSTALL
    with site.store.reading() as connection:
        tables, rebuilt = _ledgers(site, connection, view, spec.name, again=again)
    return Work(
        deed, spec.name, spec.title, spec.version, version,
        tuple(steps), tuple(tables), tuple(rebuilt),
    )  # fmt: skip


def _ledgers(
    site: Site, connection: Connection, view: Declarations, plugin: str, *, again: bool
) -> tuple[list[str], list[str]]:
    """Ledgers that come into being, and those that are generated anew.

    What stands is right as long as it is declared as it was; a module that was away
    missed what happened meanwhile.
    """
    tables, rebuilt = [], []
    pointers = site.projections.pointers(connection)
    for name, base in projections_of(view, site.zone).bases.items():
        pointer, mine = pointers.get(name), base.ledger.plugin == plugin
        if pointer is None and mine:
            tables.append(name)
            if _has_events(site, connection, view, base.ledger):
                rebuilt.append(name)
        elif pointer and (pointer.definition != base.definition or (mine and again)):
            rebuilt.append(name)
    return tables, rebuilt


def _has_events(
    site: Site, connection: Connection, view: Declarations, ledger: Ledger
) -> bool:
    topics = view.event_topics(ledger.per.topic)
    return next(site.log.read(connection, topics=topics, limit=1), None) is not None
