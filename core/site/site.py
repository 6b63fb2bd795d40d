"""One site: its log, its commands, its readers."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy.dialects import postgresql, sqlite

from houqin.core.files.attachments import Attachments
from houqin.core.files.database import DatabaseStore
from houqin.core.model.execution import Executor, UnknownCommand
from houqin.core.model.plugins import PluginsChanged, plugins_guard
from houqin.core.model.services import Services
from houqin.core.people.keyring import Keyring
from houqin.core.people.roster import Roster
from houqin.core.projection.horizon import LIVE, Horizon, limits_of, local_day
from houqin.core.projection.rollup import bases_of
from houqin.core.projection.source import (
    Compiler,
    HorizonSource,
    HorizonStore,
    LiveSource,
)
from houqin.core.site.aggregate import SiteRecord
from houqin.core.site.alerts import AlertBoard
from houqin.core.site.board import Board
from houqin.core.site.choosing import Offers
from houqin.core.site.opening import read_opening, system_actor
from houqin.core.site.plugins.states import frozen_of
from houqin.core.site.reader import Reader
from houqin.core.site.rebuilding import (
    begin_rebuild,
    begin_resume,
    projections_of,
    rebuild,
    resume,
)
from houqin.core.site.signing import SigningKeyMissing, SigningKeys
from houqin.core.site.system_log import Entry, Kind, SystemLog
from houqin.core.site.tally import Tally
from houqin.core.site.titles import Titles
from houqin.core.site.upkeep import Upkeep
from houqin.events.clock import RunningClock
from houqin.events.entry import Authorship, NewEvent
from houqin.events.errors import ClockBehind, LogError
from houqin.events.instants import to_text
from houqin.events.log import Log

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from houqin.core.model.command import Act, Outcome
    from houqin.core.model.plugins import Installed
    from houqin.core.projection.ledger import Ledger
    from houqin.core.projection.live import Pointer
    from houqin.core.registry.declarations import Declarations
    from houqin.events.clock import Clock
    from houqin.events.store import Connection, Store


class Site:
    """What pages, command line and tests work with."""

    def __init__(
        self,
        name: str,
        store: Store,
        declarations: Declarations,
        key: bytes,
        places: Sequence[Any] = (),
        signing: Path | None = None,
    ) -> None:
        """Open what lies in ``store``; attachments lie in ``places``.

        :param signing: where the key lies that signs its 存证点.
        """
        self.name = name
        self.store = store
        opened = read_opening(store)
        self.id = opened.site
        self.title = opened.name
        self.zone = opened.zone
        self.demonstration = opened.stepping
        self.keyring = Keyring(key)
        self.attachments = Attachments(store, places or (DatabaseStore(store),))
        self._signing = signing
        self._clock_epoch = 0
        self._arranging = threading.Lock()
        self.upkeep = Upkeep(store)
        self.tally = Tally(name)
        self.system_log = SystemLog(
            store, lambda known: int(self.setting(known, "core.system_log_months"))
        )
        dialect = (
            sqlite.dialect(paramstyle="qmark")
            if store.dialect == "sqlite"
            else postgresql.dialect(paramstyle="pyformat")  # type: ignore[no-untyped-call]  # theirs
        )
        self.compiler = Compiler(dialect)
        self.log = Log(store, opened.clock)
        with store.reading() as connection:
            self._plugins_epoch = self.log.head(connection)[2]
            self._arrange(declarations, plugins_guard.read(connection))

    def _arrange(
        self, declared: Declarations, plugins: Mapping[str, Installed]
    ) -> None:
        """Put everything together for what this site has installed."""
        there = [name for name, plugin in plugins.items() if plugin.there]
        declarations = declared.installed(there)
        log = Log(self.store, self.log.clock, declarations.topics)
        projections = projections_of(declarations, self.zone)
        projections.when_stopped.append(self._tell_of_stop)
        services = Services(log, declarations, projections, self.zone, self.keyring)
        services.system_actor = system_actor(self.id)
        services.site = self.id
        services.roster = Roster(services)
        services.title = self._title
        services.attachments = self.attachments
        services.plugins = plugins
        services.frozen = frozen_of(declarations, plugins)
        self.declarations = declarations
        self.log = log
        self.projections = projections
        self.services = services
        self.executor = Executor(services)
        self.horizons = HorizonStore()
        self.titles = Titles()
        self.alert_board = AlertBoard()
        self.board = Board()
        self.offers = Offers()

    @property
    def plugins(self) -> Mapping[str, Installed]:
        """How every module stands that the site ever had."""
        return self.services.plugins

    def look_at_plugins(self, connection: Connection, epoch: int) -> bool:
        """Follow what was installed or uninstalled since; the epoch tells when to look.

        :returns: whether anything was.
        """
        if epoch <= self._plugins_epoch:
            return False
        with self._arranging:
            found = self.services.shared.read(plugins_guard, connection, epoch)
            changed: bool = found != self.plugins
            if changed:
                self._arrange(self.declarations, found)
            self._plugins_epoch = max(epoch, self._plugins_epoch)
        return changed

    def look_again(self) -> bool:
        with self.store.reading() as connection:
            return self.look_at_plugins(connection, self.log.head(connection)[2])

    @property
    def system_actor(self) -> UUID:
        """Who acts where no person does."""
        return self.services.system_actor

    @property
    def signing_keys(self) -> SigningKeys:
        """The keys of its 存证点.

        :raises SigningKeyMissing: for a store opened without them.
        """
        if self._signing is None:
            raise SigningKeyMissing(None)
        return SigningKeys(self._signing, self.id, demonstration=self.demonstration)

    def now(self) -> int:
        """Microseconds UTC by the site's clock."""
        return self.log.clock.now()

    def setting(
        self, connection: Connection, name: str, day: date | None = None
    ) -> Any:
        """A parameter in force today, or on another day."""
        on = day or local_day(self.now(), self.zone)
        epoch = self.log.head(connection)[2]
        return self.services.setting(connection, epoch, name, on)

    def act(self, act: Act) -> Outcome:
        """Run one command; see :meth:`Executor.act` for what it raises."""
        with self.tally.counted(act):
            if self.services.frozen:
                # An upgrade may have come to its end elsewhere.
                self.look_again()
            try:
                return self.executor.act(act)
            except ClockBehind:
                # Another process may have set a demonstration's clock forward.
                if not self.demonstration:
                    raise
                self.read_clock()
            except (PluginsChanged, UnknownCommand):
                if not self.look_again():
                    raise
            return self.executor.act(act)

    def attempt(self, act: Act) -> tuple[dict[str, str], dict[str, str]]:
        """What a command would say, without doing anything; see the executor."""
        try:
            return self.executor.attempt(act)
        except PluginsChanged:
            self.look_again()
            return self.executor.attempt(act)

    def read_clock(self) -> None:
        """Take a demonstration's clock as its log last set it."""
        self._use(read_opening(self.store).clock)

    def _use(self, clock: Clock) -> None:
        self.log = Log(self.store, clock, self.declarations.topics)
        self.services.log = self.log

    def errors_of(self, act: Act) -> dict[str, str]:
        """The errors of a form's fields, without doing anything."""
        return self.executor.errors_of(act)

    @contextmanager
    def reader(self, horizon: Horizon = LIVE) -> Iterator[Reader]:
        """Read within one horizon, in one snapshot."""
        with self.store.reading() as connection:
            head = self.log.head(connection)
            if self.demonstration:
                self._follow_clock(head)
            self.look_at_plugins(connection, head[2])
            reader = Reader(self, connection, horizon)
            reader.head = head
            yield reader

    def _follow_clock(self, head: tuple[int, int, int]) -> None:
        """A demonstration's clock set forward elsewhere is ahead of ours."""
        _position, recorded, epoch = head
        running = isinstance(self.log.clock, RunningClock)
        if recorded > self.now() or (running and epoch != self._clock_epoch):
            self.read_clock()
        self._clock_epoch = epoch

    def live_source(self, connection: Connection) -> LiveSource:
        """The current generations."""
        return LiveSource(self.projections, connection, self.compiler)

    def horizon_source(self, connection: Connection, horizon: Horizon) -> HorizonSource:
        """Generations folded within a horizon."""
        return HorizonSource(
            self.horizons,
            self.projections,
            self.log,
            connection,
            limits_of(horizon, self.zone),
            self.declarations.event_topics,
        )

    def _title(self, connection: Connection, record: str) -> str:
        """A record's title for a message, within the writer's own transaction."""
        return Reader(self, connection, LIVE, known={}).title_of(UUID(record))

    def rebuild(
        self,
        names: list[str] | None = None,
        progress: Callable[[str, int, int], None] | None = None,
        jobs: int | None = None,
    ) -> dict[str, int]:
        """Rebuild ledgers into new generations.

        :param jobs: processes that fold, this among them; by default one a core.
        :returns: the generation of each rebuilt ledger.
        """
        declared = self.declarations.ledgers
        named = [declared[name] for name in names or declared]
        every = [ledger.name for ledger in bases_of(*named)]
        return {
            name: rebuild(
                self, begin_rebuild(self, name), progress, jobs=jobs, helping=True
            )
            for name in every
        }

    def resume(
        self, name: str, progress: Callable[[str, int, int], None] | None = None
    ) -> int:
        """Go on with a ledger that stands still.

        :returns: the position it stands at.
        """
        return resume(self, begin_resume(self, name), progress)

    def _tell_of_stop(self, ledger: Ledger, pointer: Pointer) -> None:
        """An alarm stays in 系统日志 when the ledger goes on again."""
        said = f"{ledger.title}停在登记序号{pointer.stopped_at}：{pointer.error}"
        # The command is committed; it does not fail for want of a line about it.
        with suppress(LogError):
            self.system_log.write([Entry(Kind.FAULT, said)])

    def author(self) -> Authorship:
        command = uuid4()
        return Authorship(self.system_actor, command, command)

    def step_demonstration(self, at: int, wall: int, *, loaded: bool = False) -> None:
        """Let the demonstration's clock run on from ``at``.

        :raises ValueError: when this is no demonstration, or ``at`` is in its past.
        """
        if not self.demonstration:
            message = "只有演示站点可以设定时间"
            raise ValueError(message)
        if at < self.now():
            message = "演示时间只能向前"
            raise ValueError(message)
        name = "DemonstrationLoaded" if loaded else "DemonstrationStepped"
        payload: dict[str, Any] = {"at": to_text(at), "wall": to_text(wall)}
        with self.log.transaction(self.author()) as transaction:
            stream = self.log.read_stream(transaction.connection, self.id)
            version = stream[-1].version + 1
            topic = f"{SiteRecord.topic}.{name}"
            event = NewEvent(self.id, version, topic, payload, transaction.now)
            transaction.append([event])
            transaction.record_itself()
            # Other processes look at their clock again.
            transaction.raise_epoch()
        self._use(RunningClock(at, wall))

    def confirm_clock(self, actor: UUID) -> None:
        """Record that an administrator finds the clock right after a jump."""
        self.log.confirm_clock()
        command = uuid4()
        author = Authorship(actor, command, command)
        with self.log.transaction(author) as transaction:
            stream = self.log.read_stream(transaction.connection, self.id)
            payload = {
                "now": to_text(transaction.now),
                "last": to_text(transaction.recorded),
            }
            topic = f"{SiteRecord.topic}.ClockConfirmed"
            version = stream[-1].version + 1
            event = NewEvent(self.id, version, topic, payload, transaction.now)
            transaction.append([event])
            transaction.record_itself()
