"""Beside a record's stages: who is waited for and until when, who was told, remarks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from houqin.core.model.case import Case
from houqin.core.model.handling import handling_of
from houqin.core.model.waiting import pending_step
from houqin.core.site.lines import waiting_text

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.handling import Handling
    from houqin.core.model.waiting import Pending
    from houqin.core.model.workflow import Workflow
    from houqin.core.projection.effective import Effective
    from houqin.core.projection.ledger import Ledger
    from houqin.core.projection.row import Row
    from houqin.core.site.reader import Reader


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody who was told, by whom, and when it was read."""

    name: str
    by: str
    at: int
    comment: str
    read_at: int | None


@dataclass(frozen=True, slots=True)
class Said:
    """A remark."""

    name: str
    at: int
    text: str


@dataclass(frozen=True, slots=True)
class Dealing:
    """How a record is being handled, in names and words.

    :param waiting_for: what is waited for; nothing when it is closed.
    """

    waiting_for: str | None = None
    since: int | None = None
    due: int | None = None
    overdue: bool = False
    urged: int = 0
    handed_to: str = ""
    handed_by: str = ""
    told: tuple[Told, ...] = ()
    remarks: tuple[Said, ...] = ()


#: Of what has no workflow.
NO_DEALING = Dealing()


def dealing(
    reader: Reader,
    workflow: Workflow | None,
    ledger: Ledger,
    row: Row,
    effective: Effective,
) -> Dealing:
    """How a record of any kind is being handled, within the reader's horizon."""
    if workflow is None:
        return NO_DEALING
    handling = handling_of(workflow, effective)
    told, remarks = _told(reader, handling), _remarks(reader, handling)
    state = workflow.states.get(row.state or "")
    if state is None or not state.waiting or row.voided:
        return Dealing(told=told, remarks=remarks)
    pending = _pending(reader, effective)
    due = pending.due if pending else None
    return Dealing(
        waiting_text(reader, ledger, row, state.waiting),
        handling.since,
        due,
        reader.horizon.live and due is not None and due < reader.site.now(),
        len(handling.urged),
        _name(reader, handling.holder),
        _name(reader, handling.handed_by),
        told,
        remarks,
    )


def _pending(reader: Reader, effective: Effective) -> Pending | None:
    services = reader.site.services
    record = services.fold(effective)
    if not isinstance(record, Case):
        return None
    return pending_step(services, reader.connection, record, effective)


def _told(reader: Reader, handling: Handling) -> tuple[Told, ...]:
    return tuple(
        Told(
            reader.person_name(x.person), reader.person_name(x.by), x.at, x.comment,
            x.read_at,
        )
        for x in handling.told.values()
    )  # fmt: skip


def _remarks(reader: Reader, handling: Handling) -> tuple[Said, ...]:
    return tuple(Said(reader.person_name(x.by), x.at, x.text) for x in handling.remarks)


def _name(reader: Reader, person: UUID | None) -> str:
    return reader.person_name(person) if person else ""
