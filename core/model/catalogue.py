"""Everything declared, as commands, projections and pages look it up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from houqin.core.model.aggregate import event_classes
from houqin.core.model.case import Case
from houqin.core.model.guards import Guard, References, Register, reference_fields
from houqin.core.model.holdings import Holdings, file_fields
from houqin.core.model.rights import Role
from houqin.core.model.telling import Tellings
from houqin.core.projection.rollup import RollUp
from houqin.events.mapper import CanonicalMapper
from houqin.events.topics import Topics

if TYPE_CHECKING:
    from houqin.core.model.aggregate import Aggregate
    from houqin.core.model.alerts import Alert
    from houqin.core.model.command import CommandSpec
    from houqin.core.model.follower import Follower
    from houqin.core.model.imports import Import
    from houqin.core.model.rights import Clause, Permission
    from houqin.core.model.settings import SettingsSpec
    from houqin.core.model.tick import Tick
    from houqin.core.projection.kpi import Kpi
    from houqin.core.projection.ledger import Ledger


@dataclass(frozen=True, slots=True)
class AggregateSpec:
    """One aggregate with what belongs to it."""

    topic: str
    title: str
    plugin: str
    cls: type[Aggregate]

    @property
    def workflow(self) -> Any:
        """Its workflow."""
        return self.cls.workflow


@dataclass(frozen=True, slots=True)
class RoleSpec:
    """A role, what it is called, and where it reaches when it comes with a post.

    :param reach: ``site``; ``unit`` for the person's own department and those below
        it; ``letter`` for what only a letter gives.
    :param like: the role whose rights whoever holds it has besides.
    """

    code: str
    title: str
    reach: str = "site"
    like: str = ""


@dataclass(eq=False)
class Catalogue:
    """What all plugins declared; built by the directives, read by everything."""

    topics: Topics = field(default_factory=Topics)
    aggregates: dict[str, AggregateSpec] = field(default_factory=dict)
    commands: dict[str, CommandSpec] = field(default_factory=dict)
    ledgers: dict[str, Ledger] = field(default_factory=dict)
    kpis: dict[str, Kpi] = field(default_factory=dict)
    #: What may be imported, by ledger.
    imports: dict[str, Import] = field(default_factory=dict)
    guards: dict[str, Guard] = field(default_factory=dict)
    alerts: dict[str, Alert] = field(default_factory=dict)
    followers: dict[str, Follower] = field(default_factory=dict)
    ticks: dict[str, Tick] = field(default_factory=dict)
    settings: dict[str, SettingsSpec] = field(default_factory=dict)
    #: The default of every parameter, by its full name.
    defaults: dict[str, Any] = field(default_factory=dict)
    roles: dict[str, RoleSpec] = field(default_factory=dict)
    #: Each right with the clauses that grant it.
    permissions: dict[str, tuple[Clause, ...]] = field(default_factory=dict)
    #: Each right's member of its enum, for titles.
    rights: dict[str, Permission] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Core's own guards belong to every aggregate, and to every case."""
        self.mapper = CanonicalMapper(self.topics)
        self.references = References(self)
        self.tellings = Tellings()
        self.holdings = Holdings(self)
        # Commands ask these once all is declared; the answers stay the same.
        self._guards_of: dict[str, list[Guard]] = {}
        self._register_of: dict[str, Register | None] = {}
        self._reference_fields: dict[str, tuple[tuple[str, bool], ...]] = {}
        self._file_fields: dict[str, tuple[str, ...]] = {}

    def add_aggregate(self, cls: type[Aggregate]) -> AggregateSpec:
        """Register an aggregate and the topics of all its events."""
        spec = AggregateSpec(cls.topic, cls.title, cls.topic.partition(".")[0], cls)
        self.aggregates[cls.topic] = spec
        for event_class in event_classes(cls):
            topic = f"{cls.topic}.{event_class.__name__}"
            version = getattr(event_class, "class_version", 1)
            self.topics.register(topic, event_class, version)
        return spec

    def aggregate_of(self, topic: str) -> AggregateSpec | None:
        """The aggregate an event's topic belongs to."""
        return self.aggregates.get(topic.rpartition(".")[0])

    def event_topics(self, aggregate: str) -> tuple[str, ...]:
        """The topics of an aggregate's events."""
        cls = self.aggregates[aggregate].cls
        return tuple(f"{aggregate}.{e.__name__}" for e in event_classes(cls))

    def guards_of(self, aggregate: str) -> list[Guard]:
        """The guards an aggregate's events feed."""
        if aggregate not in self._guards_of:
            own = [g for g in self.guards.values() if aggregate in g.per]
            spec = self.aggregates.get(aggregate)
            told = [self.tellings] if spec and issubclass(spec.cls, Case) else []
            topics = self.event_topics(aggregate) if spec else ()
            held = [self.holdings] if any(map(self.file_fields, topics)) else []
            self._guards_of[aggregate] = [self.references, *told, *held, *own]
        return self._guards_of[aggregate]

    def register_of(self, aggregate: str) -> Register | None:
        """The register to choose records of an aggregate from."""
        if aggregate not in self._register_of:
            guards = self.guards_of(aggregate)
            found = (g for g in guards if isinstance(g, Register))
            self._register_of[aggregate] = next(found, None)
        return self._register_of[aggregate]

    def ledger_of(self, aggregate: str) -> Ledger | None:
        """The per-record ledger of an aggregate: its list and its titles.

        Another module may keep one of its own of the same records.
        """
        plugin = aggregate.partition(".")[0]
        return next(
            (
                x
                for x in self.ledgers.values()
                if x.per.topic == aggregate and x.kind == "record"
                if x.plugin == plugin
            ),
            None,
        )

    def ledger_named(self, name: str) -> Ledger:
        """The ledger of that name."""
        return self.ledgers[name]

    def measure(self, name: str) -> Kpi | None:
        """The KPI of that name, or a roll-up's measure ``<roll-up>.<column>``."""
        if name in self.kpis:
            return self.kpis[name]
        ledger, _, column = name.rpartition(".")
        found = self.ledgers.get(ledger)
        return found.measures.get(column) if isinstance(found, RollUp) else None

    def reference_fields(self, topic: str) -> tuple[tuple[str, bool], ...]:
        """The reference fields of an event's class, none of an unknown one."""
        if topic not in self._reference_fields:
            cls = self.topics.class_of(topic)
            self._reference_fields[topic] = reference_fields(cls) if cls else ()
        return self._reference_fields[topic]

    def setting(self, name: str, given: tuple[Any] | None) -> Any:
        """A parameter's given value, else its default.

        :raises KeyError: when no plugin declares it.
        """
        default = self.defaults[name]
        return given[0] if given else default

    def reach_of(self, role: str) -> str:
        """Where a role reaches when it comes with a post; nowhere when unknown."""
        spec = self.roles.get(role)
        return spec.reach if spec else "letter"

    def rights_of_role(self, role: str) -> set[str]:
        """Every right that some clause gives to holders of a role."""
        return {
            right
            for right, clauses in self.permissions.items()
            if any(Role(role) in clause for clause in clauses)
        }

    def file_fields(self, topic: str) -> tuple[str, ...]:
        """The fields of an event's class that hold attachments."""
        if topic not in self._file_fields:
            cls = self.topics.class_of(topic)
            self._file_fields[topic] = file_fields(cls) if cls else ()
        return self._file_fields[topic]
