"""Doing what a plan says, step by step; nothing done before a crash is repeated."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING
from uuid import uuid4

from houqin.core.model.command import Act
from houqin.core.model.plugins import INSTALL, RUN_STEP, UPGRADE
from houqin.core.site.plugins.guarding import refold
from houqin.core.site.plugins.planning import TITLES, UNINSTALL, installing
from houqin.core.site.plugins.trial import Trials, tried
from houqin.core.site.rebuilding import begin_rebuild, rebuild

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from uuid import UUID

    from houqin.core.registry.declarations import PluginSpec
    from houqin.core.site.plugins.planning import Work
    from houqin.core.site.site import Site
    from houqin.core.site.upkeep import Job

    #: Told what is done now, how much of it, of how much.
    Progress = Callable[[str, int, int], None]

_BEGIN = {INSTALL: "core.begin_install_plugin", UPGRADE: "core.begin_upgrade_plugin"}
_FINISH = {
    INSTALL: "core.install_plugin",
    UPGRADE: "core.upgrade_plugin",
    UNINSTALL: "core.uninstall_plugin",
}


def run(
    site: Site,
    works: Sequence[Work],
    person: UUID | None = None,
    progress: Progress | None = None,
    trials: Trials | None = None,
) -> None:
    """Do everything that was planned; what is interrupted is planned and run again.

    :param person: who wants it, the system by default.
    :param trials: where upgrades are tried, when that is for many sites.
    :raises houqin.core.schema.errors.Refused: when something stands in the way.
    """
    with ExitStack() as own:
        trials = trials or own.enter_context(Trials())
        for work in works:
            _Run(site, work, person, progress, trials).whole()


class _Run:
    """One module's way."""

    def __init__(
        self,
        site: Site,
        work: Work,
        person: UUID | None,
        progress: Progress | None,
        trials: Trials,
    ) -> None:
        self._site = site
        self._work = work
        self._person = person
        self._actor = person or site.system_actor
        self._progress = progress
        self._trials = trials
        self._job: Job | None = None

    def whole(self) -> None:
        if not self._work.long:
            self._act(_FINISH[self._work.deed])
            self._refold()
            return
        title = f"{TITLES[self._work.deed]}{self._work.title}"
        with self._site.upkeep.begin(self._work.job, title, self._person) as self._job:
            self._long()
            self._job.result = f"{title}{self._work.version}"

    def _long(self) -> None:
        """Try, step, generate anew; the version is another one once all is done."""
        work, rebuilt = self._work, self._work.rebuilt
        if work.deed == UPGRADE:
            self._tell("试运行", 0, 1)
            stale = tried(self._site, work, self._trials)
            rebuilt += tuple(name for name in stale if name not in rebuilt)
        self._begin()
        for number, step in enumerate(work.steps):
            self._tell(step, number, len(work.steps))
            self._act(RUN_STEP, step=step)
        for name in rebuilt:
            rebuild(
                self._site, begin_rebuild(self._site, name, self._person),
                self._rebuilding, self._person,
            )  # fmt: skip
        refold(self._site, work.plugin)
        self._act(_FINISH[work.deed])

    def _refold(self) -> None:
        """Of a module without history this finds nothing, of core's own a little."""
        if self._work.deed == INSTALL:
            refold(self._site, self._work.plugin)

    def _begin(self) -> None:
        there = self._site.plugins.get(self._work.plugin)
        begun = (there.under_way, there.to) if there else ("", "")
        if begun != (self._work.deed, self._work.version):
            self._act(_BEGIN[self._work.deed])

    def _act(self, command: str, **given: str) -> None:
        given["plugin"] = self._work.plugin
        self._site.act(Act(command, dict(given), self._actor, uuid4()))
        self._site.look_again()

    def _tell(self, what: str, done: int, total: int) -> None:
        if self._job:
            self._job.progress(done, total, what)
        if self._progress:
            self._progress(what, done, total)

    def _rebuilding(self, name: str, done: int, total: int) -> None:
        self._tell(self._site.declarations.ledgers[name].title, done, total)


def install_rest(site: Site, specs: Iterable[PluginSpec]) -> None:
    """Install what a new site does not have since its first event."""
    for spec in specs:
        there = site.plugins.get(spec.name)
        if there is None or not there.there:
            run(site, installing(site, spec.name))


def install(
    site: Site, name: str, person: UUID | None = None, progress: Progress | None = None
) -> list[Work]:
    """Install a module and what it needs.

    :returns: what was done.
    """
    works = installing(site, name)
    run(site, works, person, progress)
    return works
