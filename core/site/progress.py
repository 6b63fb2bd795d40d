"""办理流程: the stages a record has gone through, stands in, and would come to.

An application's stages are those of its own route, which its event holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from houqin.core.model.approval import Applied, Approvable
from houqin.core.projection.sources import acting

if TYPE_CHECKING:
    from houqin.core.model.catalogue import AggregateSpec
    from houqin.core.model.chain import Step
    from houqin.core.projection.effective import Effective
    from houqin.core.site.reader import Reader
    from houqin.events.entry import RecordedEvent


@dataclass(frozen=True, slots=True)
class Stage:
    """One state of the way a record goes; ``post`` is who brings a later one about."""

    title: str
    state: str
    who: str = ""
    when: int | None = None
    post: str = ""


class Way:
    """The stages of one record, after the events it has followed.

    A state stands for the stage that was reached last: where a step was left out, the
    state in which the next one waits must not say that somebody did it.
    """

    def __init__(self, spec: AggregateSpec) -> None:
        self._cls, self.workflow = spec.cls, spec.workflow
        self._spec = spec
        self._first = ""
        self._route: list[str] | None = None
        self.rule = ""

    def follow(self, event: RecordedEvent) -> None:
        """Take the route an application's event holds."""
        name = event.topic.rpartition(".")[2]
        kind = getattr(self._cls, name, None)
        if isinstance(kind, type) and issubclass(kind, Applied):
            self._route = event.payload.get("route")
            self.rule = event.payload.get("rule", "")
            self._first = self.workflow.transitions[name].target

    @property
    def _steps(self) -> tuple[Step, ...]:
        if not issubclass(self._cls, Approvable):
            return ()
        return self._cls.chain.named(self._route)

    def stages(self) -> list[str]:
        """The states that stand for the way from the first event to the last."""
        every = [s.code for s in self.workflow.states.values() if s.stage]
        if not issubclass(self._cls, Approvable):
            return every
        chain = self._cls.chain
        passed = [self._first, *(self._reached(step) for step in self._steps)]
        waiting = {step.source for step in chain.steps if not step.arrives}
        skipped = waiting | set(passed)
        found = passed + [code for code in every if code not in skipped]
        if any(step.arrives for step in self._steps):
            # The module's own stages stand between those of the chain.
            found.sort(key=list(self.workflow.states).index)
        return found

    def stage(self, state: str | None) -> str | None:
        """The stage that a state stands for."""
        before = self._first
        for step in self._steps:
            if step.source == state:
                return state if step.arrives else before
            before = self._reached(step)
        return state

    def _reached(self, step: Step) -> str:
        assert issubclass(self._cls, Approvable)  # noqa: S101 - only it has steps
        return self._cls.chain.reached(step, self._route)

    def post(self, reader: Reader, stage: str) -> str:
        """The roles that bring a stage about, where a step of the chain does."""
        for step in self._steps:
            if self._reached(step) == stage:
                return posts_of(reader, step)
        return ""


def posts_of(reader: Reader, step: Step) -> str:
    """The titles of the roles that have a step's right."""
    declared = reader.site.declarations
    return "、".join(
        role.title
        for role in declared.roles.values()
        if step.permission in declared.rights_of_role(role.code)
    )


class Progress(NamedTuple):
    """The stages, what the one it stands in is called, and by which rule it goes."""

    stages: tuple[Stage, ...] = ()
    state_title: str = ""
    rule: str = ""


def progress(reader: Reader, spec: AggregateSpec, effective: Effective) -> Progress:
    """States gone through, where it stands, and what would come next."""
    if spec.workflow is None:
        return Progress()
    way = Way(spec)
    workflow, state, here = spec.workflow, None, None
    visited: dict[str, Stage] = {}
    for event in effective.events:
        way.follow(event)
        after = workflow.after(state, event)
        if after is not None and after != state:
            here = way.stage(after) or after
            who = reader.person_name(UUID(acting.read(event)))
            visited.pop(here, None)
            visited[here] = Stage(workflow.title(here), "done", who, event.occurred)
        state = after
    stages = way.stages()
    if here in stages:
        found = tuple(_stage(reader, way, visited, code, here) for code in stages)
    else:
        found = _left_aside(visited, stages, here)
    return Progress(found, workflow.title(here), way.rule)


def _stage(
    reader: Reader, way: Way, visited: dict[str, Stage], code: str, here: str
) -> Stage:
    stages, title = way.stages(), way.workflow.title(code)
    index, now = stages.index(code), stages.index(here)
    if index > now:
        return Stage(title, "todo", post=way.post(reader, code))
    known = visited.get(code, Stage(title, "done"))
    place = "current" if index == now else "done"
    return Stage(title, place, known.who, known.when)


def _left_aside(
    visited: dict[str, Stage], main: list[str], here: str | None
) -> tuple[Stage, ...]:
    """Refused, withdrawn, cancelled: what was gone through, then where it ended."""
    stages = [visited[code] for code in main if code in visited]
    if here in visited:
        last = visited[here]
        stages.append(Stage(last.title, "current", last.who, last.when))
    return tuple(stages) if len(stages) > 1 else ()
