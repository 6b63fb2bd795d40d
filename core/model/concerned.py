"""Who has to do with a case: waits for it, did a step, was told, may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.model.case import Colleague
from houqin.core.model.handling import (
    Handling,
    acting_of,
    concerned_in,
    handling_of,
)
from houqin.core.model.permission import named

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.case import Awaited, Case
    from houqin.core.model.context import Context


def handling(context: Context, record: Case) -> Handling:
    """How the record is being handled."""
    return handling_of(record.workflow, context.effective(record.id))


def awaited(context: Context, record: Case) -> Awaited | None:
    """Whom the record waits for."""
    return record.awaited(acting_of(context.effective(record.id).first))


def colleague(context: Context, person: UUID) -> Colleague:
    """A person with what that person may do, whoever asks."""
    if person == context.acting:
        return Colleague(person, context.standing(person))
    services, epoch = context.services, context.transaction.epoch
    standing = services.standing(context.connection, person, context.now, epoch)
    return Colleague(person, standing)


def people(context: Context) -> list[UUID]:
    """Everybody who has not left."""
    known = context.choosable("core.Person")
    return [person.id for person in known if person.state != "left"]


def is_awaited(context: Context, record: Case) -> bool:
    """Whether the record waits for whoever acts: by post, or by a hand-over."""
    waits = awaited(context, record)
    if waits is None:
        return False
    holder = handling(context, record).holder
    return context.acting == holder or waits.means(colleague(context, context.acting))


def is_concerned(context: Context, record: Case) -> bool:
    """Who did a step, who was told, who applied and who is waited for."""
    known = concerned_in(context.effective(record.id).events) | record.applicants()
    told = handling(context, record).told
    return (
        context.acting in known or context.acting in told or is_awaited(context, record)
    )


def sees(context: Context, record: Case, person: UUID) -> bool:
    """Whether a person may see the record."""
    extent = colleague(context, person).standing.extent(record.seen_by)
    own = str(person) in named(record, record.of_people)
    own = own or person in concerned_in([context.effective(record.id).first])
    return extent.covers(named(record, record.of_units), own=own)


def by_system(context: Context) -> bool:
    """Whether nobody acts but the system."""
    return context.actor == context.services.system_actor
