"""Folding a stream's effective events into rows: ledgers and guards both do it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from houqin.core.projection.effective import Effective
    from houqin.core.projection.sources import Source
    from houqin.events.entry import RecordedEvent

Row = dict[str, Any]
Reduce = Callable[[Row, "RecordedEvent"], Row]


class StateMachine(Protocol):
    """What folding needs to know of a workflow."""

    #: The state follows business time, not the order of recording.
    latest: bool

    def after(self, state: str | None, event: RecordedEvent) -> str | None:
        """The state once ``event`` has happened."""
        ...

    def moves(self, event: str) -> bool:
        """Whether an event of that name may change the state."""
        ...

    def lands(self, event: str) -> str | None:
        """The one state an event of that name leads to; nothing if that depends."""
        ...

    def title(self, state: str | None) -> str:
        """The state's title."""
        ...


class Streamed(Protocol):
    """What folding needs to know of an aggregate's class."""

    #: ``<plugin>.<Aggregate>``; its events' topics begin with it.
    topic: str
    workflow: StateMachine | None


class Folded(NamedTuple):
    """One event of a stream together with the row and the state after it."""

    event: RecordedEvent
    row: Row
    state: str | None


class Step(NamedTuple):
    """What folding does with one topic's events."""

    copied: tuple[tuple[str, str], ...]
    assigned: tuple[tuple[str, Source], ...]
    functions: tuple[Reduce, ...]


class Fold:
    """Reducers by topic, as data: ``fold.on(Trip.Departed, vehicle=field("vehicle"))``.

    :param latest: columns whose value comes from the event with the greatest
        (occurred, version) instead of the last one recorded.
    """

    def __init__(self, latest: frozenset[str] = frozenset()) -> None:
        self.latest = latest
        self.assignments: dict[str, dict[str, Source]] = {}
        self.functions: dict[str, list[Reduce]] = {}
        self._steps: dict[str, Step] = {}

    def assign(self, topic: str, sources: Mapping[str, Source]) -> None:
        """Set (or add to) columns when an event of ``topic`` is folded."""
        self.assignments.setdefault(topic, {}).update(sources)
        self._steps.pop(topic, None)

    def reduce(self, topic: str, function: Reduce) -> None:
        """Let a pure function (row, event) -> row do what data cannot say."""
        self.functions.setdefault(topic, []).append(function)
        self._steps.pop(topic, None)

    @property
    def topics(self) -> frozenset[str]:
        """The topics this fold reads."""
        return frozenset(self.assignments) | frozenset(self.functions)

    def reads(self, event: RecordedEvent, machine: StateMachine | None) -> bool:
        """Whether the event can change the row or the state."""
        topic = event.topic
        return (
            topic in self.assignments
            or topic in self.functions
            or (machine is not None and machine.moves(topic.rpartition(".")[2]))
        )

    def __call__(
        self, effective: Effective, machine: StateMachine | None
    ) -> Iterator[Folded]:
        """Yield every event with the row and the state after it."""
        row: Row = {}
        state: str | None = None
        state_at = (-1, -1)
        stamps: dict[str, tuple[int, int]] = {}
        for event in effective.events:
            if machine is not None:
                at = (event.occurred, event.version)
                if not machine.latest:
                    state = machine.after(state, event)
                elif at > state_at and machine.moves(event.topic.rpartition(".")[2]):
                    state, state_at = machine.after(state, event), at
            step = self.step(event.topic)
            self._apply(step, row, event, stamps)
            for function in step.functions:
                row = function(dict(row), event)
            yield Folded(event, row, state)

    def step(self, topic: str) -> Step:
        """What an event of that topic does; sorted out once."""
        return self._steps.get(topic) or self._compile(topic)

    def _compile(self, topic: str) -> Step:
        """Sort a topic's assignments by what they take; done once a topic."""
        copied, assigned = [], []
        for column, source in self.assignments.get(topic, {}).items():
            if source.copies and column not in self.latest:
                copied.append((column, source.copies))
            else:
                assigned.append((column, source))
        functions = tuple(self.functions.get(topic, ()))
        self._steps[topic] = Step(tuple(copied), tuple(assigned), functions)
        return self._steps[topic]

    def _apply(
        self,
        step: Step,
        row: Row,
        event: RecordedEvent,
        stamps: dict[str, tuple[int, int]],
    ) -> None:
        payload = event.payload
        for column, name in step.copied:
            row[column] = payload.get(name)
        for column, source in step.assigned:
            value = source.read(event)
            if source.adds:
                if value is not None:
                    row[column] = (row.get(column) or 0) + value
            elif column not in self.latest or self._is_latest(column, event, stamps):
                row[column] = value

    def _is_latest(
        self, column: str, event: RecordedEvent, stamps: dict[str, tuple[int, int]]
    ) -> bool:
        stamp = (event.occurred, event.version)
        if stamp < stamps.get(column, (-1, -1)):
            return False
        stamps[column] = stamp
        return True
