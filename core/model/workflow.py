"""A workflow as data: states, transitions, and whom a state waits for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from houqin.core.model.deadline import Deadline
    from houqin.events.entry import RecordedEvent


@dataclass(frozen=True, slots=True)
class State:
    """One state of a record.

    :param waiting: what is waited for, as 现在等谁 says it; nothing when closed.
    :param permission: who is waited for; their worklist shows the record.
    :param person_column: the ledger's column that names the one person waited for.
    :param own: waits for whoever began the record.
    :param due: when it has to be done; the earliest of these counts.
    :param stage: shown in the row of stages on the record's page.
    """

    code: str
    title: str
    waiting: str = ""
    permission: str = ""
    stage: bool = True
    person_column: str = ""
    own: bool = False
    due: tuple[Deadline, ...] = ()


@dataclass(frozen=True, slots=True)
class Transition:
    """An event that changes the state.

    :param event: the event class's name.
    :param sources: states it may happen in; none for an event that opens a record.
    :param target: the state after it, or nothing to stay where it is.
    :param outcome: the payload's field that names the state after it instead, where
        the event has it.
    """

    event: str
    sources: tuple[str, ...]
    target: str = ""
    outcome: str = ""


class Workflow:
    """States and transitions of one aggregate; pages and worklists read them.

    :param latest: the state comes from the event with the greatest (occurred,
        version), not from the one recorded last.
    """

    def __init__(
        self,
        states: Sequence[State],
        transitions: Sequence[Transition],
        *,
        latest: bool = False,
    ) -> None:
        self.states = {s.code: s for s in states}
        self.transitions = {t.event: t for t in transitions}
        self.latest = latest

    def title(self, state: str | None) -> str:
        """The state's Chinese title."""
        known = self.states.get(state or "")
        return known.title if known else (state or "")

    def allows(self, state: str | None, event: str) -> bool:
        """Whether ``event`` may happen in ``state``."""
        transition = self.transitions.get(event)
        return transition is None or state in transition.sources

    def step(
        self, state: str | None, event: str, values: Mapping[str, Any]
    ) -> str | None:
        """The state after an event of that name with those values."""
        transition = self.transitions.get(event)
        if transition is None:
            return state
        if transition.outcome and values.get(transition.outcome) is not None:
            return str(values[transition.outcome])
        return transition.target or state

    def after(self, state: str | None, event: RecordedEvent) -> str | None:
        """The state after a recorded event."""
        return self.step(state, event.topic.rpartition(".")[2], event.payload)

    def moves(self, event: str) -> bool:
        """Whether the event belongs to the workflow (voided from the end only)."""
        return event in self.transitions

    def lands(self, event: str) -> str | None:
        """The one state an event of that name leads to; nothing if that depends."""
        transition = self.transitions.get(event)
        if transition is None or transition.outcome:
            return None
        return transition.target or None
