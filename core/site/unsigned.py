"""提醒 of 电话同意待补签: agreements on the phone that nobody signed for in time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from houqin.core.model.alerts import RED, Alert, Found
from houqin.core.model.approval import Approvable
from houqin.core.model.permission import CorePermission
from houqin.core.model.phone import unsigned
from houqin.core.model.to_sign import UNCONFIRMED_DAYS
from houqin.core.projection.horizon import local_day
from houqin.core.schema.errors import RecordMissing
from houqin.events.entry import NIL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.projection.effective import Effective
    from houqin.core.projection.watching import Moment
    from houqin.core.site.reader import Reader


def awaited_of(reader: Reader, person: UUID) -> list[tuple[UUID, int]]:
    """Records with an agreement that waits for a person's signature, and since when."""
    found = reader.connection.execute(
        "SELECT stream, MIN(occurred) FROM [guard_unsigned] WHERE approver = ?"
        " GROUP BY stream ORDER BY MIN(occurred), stream",
        (str(person),),
    )
    return [(UUID(bytes=bytes(stream)), occurred) for stream, occurred in found]


def _candidates(reader: Reader) -> Iterator[UUID]:
    """Records that may have one; a guard knows them, but only as of now."""
    statement, given = "SELECT DISTINCT stream FROM [guard_unsigned]", tuple[object]()
    if not reader.horizon.live:
        topics = [
            f"{topic}.Agreed"
            for topic, spec in reader.site.declarations.aggregates.items()
            if issubclass(spec.cls, Approvable)
        ]
        marks = ", ".join("?" * len(topics))
        statement = (
            "SELECT DISTINCT originator_id FROM [event]"  # noqa: S608 - marks
            f" WHERE topic IN ({marks}) AND on_behalf_of <> ?"
        )
        given = (*topics, NIL.bytes)
    for (stream,) in reader.connection.execute(statement, given):
        yield UUID(bytes=bytes(stream))


def _effective(reader: Reader, record: UUID) -> Effective | None:
    try:
        found = reader.effective(record)
    except RecordMissing:
        return None
    return None if found.voided else found


def _late(reader: Reader, moment: Moment) -> Iterator[Found]:
    free = timedelta(days=moment.amount(UNCONFIRMED_DAYS))
    for record in sorted(_candidates(reader)):
        effective = _effective(reader, record)
        for agreed in unsigned(effective.events) if effective else ():
            due = local_day(agreed.occurred, reader.site.zone) + free
            if moment.day > due:
                who = reader.person_name(agreed.approver)
                yield Found(
                    f"{reader.title_of(record)}：{who}电话同意后还没有补签",
                    RED, due.isoformat(), record=record, person=str(agreed.approver),
                    ledger=_ledger(reader, effective),
                )  # fmt: skip


def _ledger(reader: Reader, effective: Effective | None) -> str:
    declared = reader.site.declarations
    spec = effective and declared.aggregate_of(effective.first.topic)
    ledger = declared.ledger_of(spec.topic) if spec else None
    return ledger.name if ledger else ""


#: It falls to whoever is said to have agreed; who verifies the log knows of it too.
unsigned_late = Alert(
    name="core.unsigned", title="电话同意待补签", falls_to=CorePermission.VERIFY,
    find=_late, order=10,
)  # fmt: skip
