"""Everything a page or a command line reads, in one snapshot and one horizon."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from houqin.core.people.tree import DEPARTMENT, Tree
from houqin.core.projection.digests import digest
from houqin.core.projection.effective import Effective, resolve
from houqin.core.projection.horizon import Horizon, limits_of, local_day
from houqin.core.projection.kept_ledger import kept
from houqin.core.projection.kpi import measured_parts
from houqin.core.projection.query import LedgerReader
from houqin.core.projection.rollup import bases_of
from houqin.core.schema.errors import NotPermitted, RecordMissing
from houqin.core.site.alerts import Alerts
from houqin.core.site.choosing import Offer, ids_like
from houqin.core.site.display import Display
from houqin.core.site.figures import Figure, Figures
from houqin.core.site.history import Step, history
from houqin.core.site.records import RecordView, record_view
from houqin.core.site.seeing import (
    offered,
    require_seen,
    veiled,
    visibility,
)
from houqin.core.site.settings import setting_within
from houqin.core.site.units import tree_of
from houqin.core.site.worklists import Worklists, colleague_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from typing import Any

    from houqin.core.model.calendar import Calendar
    from houqin.core.model.rights import Standing
    from houqin.core.projection.kpi import Kpi
    from houqin.core.projection.ledger import Column, Ledger
    from houqin.core.projection.row import Row
    from houqin.core.projection.source import RowSource
    from houqin.core.projection.visibility import Veiled, Visibility
    from houqin.core.schema.form import FieldSpec
    from houqin.core.site.lines import Item
    from houqin.core.site.site import Site
    from houqin.core.site.titles import Known
    from houqin.events.entry import RecordedEvent
    from houqin.events.store import Connection


class UnknownLedger(LookupError):
    """No plugin declares a ledger of that name."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"没有台账“{name}”")


class Reader:
    """Ledgers, records, histories and figures within one horizon.

    :param known: titles of its own, for a writer: what it reads may be rolled back.
    :param standing: who reads, and so which rows are there; nothing for the site.
    """

    def __init__(
        self,
        site: Site,
        connection: Connection,
        horizon: Horizon,
        known: Known | None = None,
        standing: Standing | None = None,
    ) -> None:
        self.site = site
        self.connection = connection
        self.horizon = horizon
        self.limits = limits_of(horizon, site.zone)
        self.source: RowSource = (
            site.live_source(connection)
            if horizon.live
            else site.horizon_source(connection, horizon)
        )
        self.standing = standing
        self.display = Display(self, known)
        self._ledgers: dict[str, LedgerReader] = {}
        self._upgrading: RowSource | None = None
        self._within: dict[Horizon, Reader] = {}

    def within(self, horizon: Horizon) -> Reader:
        """Another horizon of the same snapshot."""
        if horizon == self.horizon:
            return self
        if horizon not in self._within:
            self._within[horizon] = Reader(
                self.site, self.connection, horizon, standing=self.standing
            )
        return self._within[horizon]

    def seen_by(self, standing: Standing) -> Reader:
        """The same horizon and snapshot as a person sees it."""
        return Reader(self.site, self.connection, self.horizon, standing=standing)

    @cached_property
    def head(self) -> tuple[int, int, int]:
        """Last position, its recorded time and the epoch of this snapshot."""
        return self.site.log.head(self.connection)

    @property
    def position(self) -> int:
        """The last position of this snapshot."""
        return self.head[0]

    @property
    def epoch(self) -> int:
        """The log's epoch in this snapshot; what was kept before it may be gone."""
        return self.head[2]

    def unlimited(self) -> Reader:
        """The same horizon and snapshot as the site itself sees it."""
        if self.standing is None:
            return self
        return Reader(self.site, self.connection, self.horizon)

    @cached_property
    def alerts(self) -> Alerts:
        """提醒 within this horizon."""
        return Alerts(self)

    def setting(self, name: str, day: date | None = None) -> Any:
        """A parameter as this horizon knows it, on its last day or another."""
        on = day or self.last_day()
        if self.horizon.live:
            services = self.site.services
            return services.setting(self.connection, self.epoch, name, on)
        return setting_within(self, name, on)

    @property
    def calendar(self) -> Calendar:
        """The calendar of working days, as it is set now."""
        return self.site.services.calendar(self.connection, self.epoch)

    def last_day(self) -> date:
        """The day this view ends on: the business date, else today."""
        today = local_day(self.site.now(), self.site.zone)
        known = self.horizon.recorded_by or today
        return min(self.horizon.as_of or today, known)

    # Ledgers

    def ledger(self, name: str) -> LedgerReader:
        """A ledger's reader.

        :raises UnknownLedger: when nothing declares it.
        """
        if name not in self._ledgers:
            declared = self.site.declarations.ledgers.get(name) or self._kept(name)
            if declared is None:
                raise UnknownLedger(name)
            self._ledgers[name] = LedgerReader(
                declared, self.source_of(declared), self, self.site.zone,
                self.visibility(declared), self.veiled(declared),
            )  # fmt: skip
        return self._ledgers[name]

    def _kept(self, name: str) -> Ledger | None:
        """A ledger whose module is not here any more, as its tables are."""
        if not self.horizon.live or self.standing is not None:
            return None
        return kept(self.connection, name)

    def source_of(self, ledger: Ledger) -> RowSource:
        """Where a ledger is read; one that waits for its upgrade is folded anew.

        Its tables are of the version before, and are read by no other code.
        """
        if not self.horizon.live or ledger.plugin not in self.site.services.frozen:
            return self.source
        if self._upgrading is None:
            at = Horizon(position=self.position)
            self._upgrading = self.site.horizon_source(self.connection, at)
        return self._upgrading

    def reached(
        self, ledger: Ledger, standing: Standing, permission: str
    ) -> LedgerReader:
        """A ledger with the rows that a person's right reaches."""
        return LedgerReader(
            ledger,
            self.source_of(ledger),
            self,
            self.site.zone,
            visibility(standing, permission),
        )

    def opened(self, name: str) -> LedgerReader:
        """A ledger that whoever reads may open.

        :raises NotPermitted: when not a row of it is to be seen.
        """
        found = self.ledger(name)
        if not self.sees(found.ledger):
            message = f"没有查看{found.ledger.title}的权限"
            raise NotPermitted(message)
        return found

    def visibility(self, ledger: Ledger) -> Visibility | None:
        """The rows of a ledger that are there for whoever reads."""
        if self.standing is None:
            return None
        if ledger.kind == "rollup":
            # Each source gives only what is seen of it.
            return None
        return visibility(self.standing, ledger.seen_by)

    def veiled(self, ledger: Ledger) -> Veiled | None:
        """What covers a ledger's sensitive rows for whoever reads."""
        return None if self.standing is None else veiled(self.standing, ledger)

    def may_open(self, aggregate: str, record: str) -> bool:
        """Whether whoever reads may open a record that another refers to."""
        if self.standing is None:
            return True
        spec = self.site.declarations.aggregates.get(aggregate)
        extent = self.standing.extent(spec.cls.seen_by if spec else "")
        if extent.whole or not extent:
            return bool(extent)
        try:
            self.events(UUID(record))
        except (NotPermitted, RecordMissing):
            return False
        return True

    def sees(self, ledger: Ledger) -> bool:
        """Whether whoever reads may open a ledger at all."""
        return self.standing is None or all(
            self.standing.extent(base.seen_by) for base in bases_of(ledger)
        )

    def digest(self, name: str) -> str:
        """The digest of a ledger's rows."""
        ledger = self.ledger(name)
        return digest(ledger.ledger, ledger.stored())

    def shown(self, ledger: Ledger, row: Row, column: Column) -> str:
        """One column of a row as text."""
        return self.display.cell(ledger, row, column)

    # Titles, for LedgerReader

    def ids_like(self, aggregate: str, text: str) -> list[str]:
        """Ids of records found by ``text``: title, other name, pinyin, last digits."""
        return ids_like(self, aggregate, text)

    def counted_under(
        self, aggregate: str, ids: list[str], *, below: bool
    ) -> list[str]:
        """Of units also those merged into them, and those below if asked."""
        if aggregate != DEPARTMENT:
            return ids
        found = self.units.subtree if below else self.units.merged
        return sorted(set(ids).union(*map(found, ids)))

    def merged_units(self) -> Mapping[str, str]:
        """Units merged into others, each with the one that goes on for it."""
        return self.units.successors

    @cached_property
    def units(self) -> Tree:
        """The tree of units as this horizon has it."""
        if self.horizon.live:
            return Tree.of(self.site.services, self.connection)
        return tree_of(self.ledger("core.departments"))

    def ledger_of(self, aggregate: str) -> Ledger | None:
        """The ledger that holds an aggregate's titles."""
        return self.site.declarations.ledger_of(aggregate)

    def ledger_named(self, name: str) -> Ledger:
        """The declared ledger of that name."""
        return self.ledger(name).ledger

    def title(self, aggregate: str, record: UUID | str) -> str:
        """The title of a record whose kind is known."""
        return self.display.title(aggregate, str(record))

    def title_of(self, record: UUID) -> str:
        """The title of any record, with its kind in front."""
        events = self.site.log.read_stream(self.connection, record)
        spec = self.site.declarations.aggregate_of(events[0].topic) if events else None
        if spec is None:
            return str(record)[:8]
        return f"{spec.title}{self.title(spec.topic, record)}"

    def person_name(self, person: UUID) -> str:
        """A person's name; the system has one too."""
        if person == self.site.system_actor:
            return "系统"
        return self.title("core.Person", person)

    def choices(self, spec: FieldSpec) -> list[tuple[str, str, str]]:
        """What a reference field offers: id, title, hint."""
        return [(o.id, o.title, o.hint) for o in self.offers(spec.reference)]

    def offers(self, aggregate: str) -> list[Offer]:
        """What may be chosen of an aggregate, best first."""
        cls = self.site.declarations.aggregates[aggregate].cls
        return offered(self.standing, cls, self.site.offers.of(self, aggregate))

    # Figures

    @cached_property
    def figures(self) -> Figures:
        """KPI figures of this horizon."""
        return Figures(self)

    def kpi(self, name: str, start: date, end: date, by: str | None = None) -> Figure:
        """One figure between two inclusive local days."""
        return self.figures.figure(name, start, end, by)

    def kpi_months(self, name: str, year: int) -> list[Figure]:
        """The months of a year."""
        return self.figures.months(name, year)

    def kpi_rows(
        self, name: str, start: date, end: date
    ) -> list[tuple[LedgerReader, tuple[Kpi, date, date]]]:
        """The ledgers and conditions behind a figure; a ratio has two."""
        kpi = self.figures.kpi(name)
        found = []
        for part in measured_parts(kpi, self.site.declarations.kpis):
            reader = self
            if part.of_a_day:
                limit = min(self.horizon.as_of or end, end)
                reader = self.within(
                    Horizon(self.horizon.position, self.horizon.recorded_by, limit)
                )
            found.append((reader.ledger(part.over.name), (part, start, end)))
        return found

    # Records

    def events(self, record: UUID) -> list[RecordedEvent]:
        """All events of a record within position and knowledge date.

        :raises RecordMissing: when there are none.
        """
        limits = self.limits
        found = [
            e
            for e in self.site.log.read_stream(self.connection, record)
            if e.position <= limits.position and e.recorded < limits.recorded_before
        ]
        if not found:
            raise RecordMissing(record)
        require_seen(self, record, found)
        return found

    def effective(self, record: UUID) -> Effective:
        """What the horizon leaves of a record.

        :raises RecordMissing: when it leaves nothing.
        """
        found = resolve(self.events(record), self.limits)
        if found is None:
            raise RecordMissing(record)
        return found

    def record(self, record: UUID) -> RecordView:
        """A record's page."""
        return record_view(self, record)

    def history(self, record: UUID) -> list[Step]:
        """办理经过 of a record."""
        return history(self, record)

    def worklists(self, person: UUID) -> Worklists:
        """待办, 已办, 我发起的 and 知会我的 of a person."""
        return Worklists(self, colleague_of(self, person))

    def waiting(self, person: UUID) -> list[Item]:
        """The first of what waits for a person."""
        return list(self.worklists(person).waiting().items)

    def may(self, person: UUID, permission: str) -> bool:
        """Whether a person has a right somewhere."""
        return str(permission) in self.standing_of(person).rights

    def standing_of(self, person: UUID) -> Standing:
        """What a person holds now."""
        site, epoch = self.site, self.head[2]
        return site.services.standing(self.connection, person, site.now(), epoch)
