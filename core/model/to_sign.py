"""待补签 in 待办: agreements on the phone wait for the person who gave them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from houqin.core.model.approval import Approvable
from houqin.core.model.case import Awaited
from houqin.core.model.phone import unsigned
from houqin.core.model.waiting import Pending
from houqin.core.projection.horizon import day_start, local_day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from houqin.core.model.case import Case
    from houqin.core.model.services import Services
    from houqin.core.projection.effective import Effective
    from houqin.events.store import Connection

#: Days within which an agreement on the phone is signed for.
UNCONFIRMED_DAYS = "core.unconfirmed_days"


class ToSign:
    """Every agreement that waits for its signature, beside the steps."""

    def streams(self, connection: Connection) -> Iterable[UUID]:
        """The records that have one."""
        rows = connection.execute("SELECT DISTINCT stream FROM [guard_unsigned]")
        return [UUID(bytes=bytes(stream)) for (stream,) in rows]

    def pending(
        self,
        services: Services,
        connection: Connection,
        record: Case,
        effective: Effective,
    ) -> Iterable[Pending]:
        """One thing to sign each, by the person who is said to have agreed."""
        if not isinstance(record, Approvable):
            return
        for agreed in unsigned(effective.events):
            titles = (step.title for step in record.chain.named([agreed.step]))
            awaited = Awaited("", person=str(agreed.approver))
            due = _due(services, connection, agreed.occurred)
            step = next(titles, agreed.step)
            waiting = f"补签电话同意（{step}）"
            yield Pending(awaited, waiting, agreed.occurred, due)


def _due(services: Services, connection: Connection, occurred: int) -> int:
    """The end of the last day on which it is not late yet."""
    day, zone = local_day(occurred, services.zone), services.zone
    epoch = services.log.head(connection)[2]
    free = int(services.setting(connection, epoch, UNCONFIRMED_DAYS, day))
    return day_start(day + timedelta(days=free + 1), zone)
