"""单据: a record that people handle step by step, and what they say beside the steps.

转办, 催办, 知会, 已读 and 留言 are core's on every case; their events carry the topic
of the plugin's aggregate. They stand in 办理经过 and move no workflow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.permission import named
from houqin.core.schema import types
from houqin.core.schema.fields import Files, Line, Note, PersonId
from houqin.core.schema.types import Fixed

if TYPE_CHECKING:
    from houqin.core.model.rights import Standing

#: More are told at once by a notice on the wall.
MOST_TOLD = 20

Receiver = Annotated[PersonId, Field(title="转给"), Fixed()]
Told = Annotated[
    list[UUID],
    Field(title="知会", min_length=1, max_length=MOST_TOLD),
    types.refs("core.Person"),
    Fixed(),
]
StateCode = Annotated[str, Field(title="环节"), Fixed()]
Handed = Annotated[Files, Field(title="附件", min_length=1)]
FilesNote = Annotated[Line, Field(title="附件说明")]
Comment = Annotated[Note, Field(title="留言")]


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person with what the person holds, as far as waiting asks."""

    id: UUID
    standing: Standing


@dataclass(frozen=True, slots=True)
class Awaited:
    """Whom a record waits for, as its workflow and its own fields say it.

    :param permission: the right of the post; empty where one person is meant anyway.
    :param units: the departments the record belongs to.
    :param people: those whose own matter it is.
    :param person: the one person meant, if it is one.
    :param barred: people who may not do it, because it is their own matter.
    """

    permission: str
    units: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    person: str = ""
    barred: frozenset[UUID] = frozenset()

    def obstacle(self, colleague: Colleague) -> str | None:
        """Why that colleague cannot do it, if so."""
        if not self.permission:
            own = self.person == str(colleague.id)
            return None if own else "这一步只能由本人办理"
        extent = colleague.standing.extent(self.permission)
        if not extent:
            return "没有办理这一步的权限"
        if not extent.covers(self.units, own=str(colleague.id) in self.people):
            return "不办理这个单位的单据"
        return "不能办理本人的事项" if colleague.id in self.barred else None

    def means(self, colleague: Colleague) -> bool:
        """Whether the record waits for that colleague."""
        named = not self.person or self.person == str(colleague.id)
        return named and self.obstacle(colleague) is None


class Aside(Aggregate.Event):
    """An event beside the workflow; the record's own fields stay as they are."""

    def apply(self, aggregate: Any) -> None:
        """Set nothing: who was told, urged or asked follows from the events."""


class Case(Aggregate):
    """A record that waits for somebody until it is closed."""

    class HandedOver(Aside):
        """Whoever it waited for asks a colleague to do this step; ``step`` is where."""

        title = "转办"
        to: Receiver
        step: StateCode
        comment: Comment | None = None

    class Urged(Aside):
        """Whoever began it asks for it to be done."""

        title = "催办"
        comment: Comment | None = None

    class Informed(Aside):
        """People are told of it; nothing waits for them."""

        title = "知会"
        to: Told
        comment: Comment | None = None

    class Read(Aside):
        """One of them has read it."""

        title = "已读"

    class Attached(Aside):
        """Somebody concerned hands in files that belong to it."""

        title = "上传附件"
        files: Handed
        note: FilesNote | None = None

    class Commented(Aside):
        """Somebody concerned says something."""

        title = "留言"
        comment: Comment

    def applicants(self) -> set[UUID]:
        """People whose own matter this is, beside whoever began it."""
        return set()

    def awaited(self, starter: UUID) -> Awaited | None:
        """Whom it waits for now, or nothing; ``starter`` is who began it."""
        state = self.workflow.states.get(self.state or "") if self.workflow else None
        if state is None or not state.waiting:
            return None
        person: object = starter if state.own else ""
        if state.person_column:
            person = getattr(self, state.person_column, None) or ""
        return Awaited(
            state.permission,
            frozenset(named(self, self.of_units)),
            frozenset(named(self, self.of_people)),
            person=str(person),
        )
