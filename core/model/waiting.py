"""What a case waits for now: what worklists, marks and counts are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from houqin.core.model.case import Case
from houqin.core.model.deadline import earliest
from houqin.core.model.handling import acting_of, handling_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from houqin.core.model.case import Awaited, Colleague
    from houqin.core.model.services import Services
    from houqin.core.projection.effective import Effective
    from houqin.events.store import Connection


@dataclass(frozen=True, slots=True)
class Pending:
    """One thing that waits for somebody.

    :param waiting: what is waited for; names in braces are columns of the row.
    :param holder: whom it was handed over to; nobody else's list shows it then.
    """

    awaited: Awaited
    waiting: str
    since: int
    due: int | None = None
    holder: UUID | None = None
    urged: int = 0

    def waits_for(self, colleague: Colleague) -> bool:
        """Whether that colleague's worklist shows it."""
        if self.holder is not None:
            return self.holder == colleague.id
        return self.awaited.means(colleague)


class WorklistSource(Protocol):
    """Adds to 待办 what a workflow's states do not say."""

    def streams(self, connection: Connection) -> Iterable[UUID]:
        """Every record that may have something pending."""
        ...

    def pending(
        self,
        services: Services,
        connection: Connection,
        record: Case,
        effective: Effective,
    ) -> Iterable[Pending]:
        """What one record, which is not voided, has pending."""
        ...


def pending_step(
    services: Services, connection: Connection, record: Case, effective: Effective
) -> Pending | None:
    """The step a workflow's state waits for."""
    awaited = record.awaited(acting_of(effective.first))
    if awaited is None or record.workflow is None:
        return None
    state = record.workflow.states[record.state or ""]
    handling = handling_of(record.workflow, effective)
    due = None
    if state.due:
        working = services.working_time(connection)
        due = earliest(state.due, record, handling.since, working)
    return Pending(
        awaited, state.waiting, handling.since, due, handling.holder,
        len(handling.urged),
    )  # fmt: skip


def all_pending(
    services: Services,
    connection: Connection,
    effective: Effective,
    sources: Iterable[WorklistSource],
) -> tuple[Pending, ...]:
    """Everything one stream has pending; nothing where it is no case or is voided."""
    record = None if effective.voided else services.fold(effective)
    if not isinstance(record, Case):
        return ()
    step = pending_step(services, connection, record, effective)
    found = [step] if step else []
    for source in sources:
        found += source.pending(services, connection, record, effective)
    return tuple(found)
