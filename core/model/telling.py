"""Who was told of which case (知会), as a guard: worklists ask by person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from houqin.core.model.guards import Guard, GuardRow, guard_metadata
from houqin.core.model.handling import handling_of

if TYPE_CHECKING:
    from houqin.core.projection.effective import Effective
    from houqin.events.entry import RecordedEvent

_EVENTS = frozenset({"Informed", "Read"})


class Tellings(Guard):
    """One row for each person a case was told to; only 知会 and 已阅 move it."""

    table = "guard_telling"
    columns = ("guard", "person", "stream", "told_at", "unread")

    def __init__(self) -> None:
        super().__init__("core.tellings", ())

    def rows(self, _aggregate: str, effective: Effective) -> frozenset[GuardRow]:
        """Who was told, when, and whether it is still to be read."""
        if not any(_named(event) in _EVENTS for event in effective.events):
            return frozenset()
        stream = effective.first.stream.bytes
        told = handling_of(None, effective).told.values()
        return frozenset(
            (
                self.name, telling.person.bytes, stream, telling.at,
                int(telling.read_at is None and not effective.voided),
            )
            for telling in told
        )  # fmt: skip

    def concerns(self, _aggregate: str, event: RecordedEvent) -> bool:
        """Whether it tells somebody or says it was read."""
        return _named(event) in _EVENTS


def _named(event: RecordedEvent) -> str:
    return event.topic.rpartition(".")[2]


sa.Table(
    "guard_telling",
    guard_metadata,
    sa.Column("person", sa.LargeBinary, primary_key=True),
    sa.Column("stream", sa.LargeBinary, primary_key=True),
    sa.Column("guard", sa.Text, nullable=False),
    sa.Column("told_at", sa.BigInteger, nullable=False),
    sa.Column("unread", sa.BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
