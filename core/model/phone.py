"""电话同意（待补签）: what follows from a record's events, and the guard that holds it.

An agreement that somebody else recorded as told on the phone counts at once, and waits
for the signature of whoever agreed: 补签确认, a signed scan, or 否认.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from houqin.core.model.approval import Approvable
from houqin.core.model.guards import Guard, GuardRow, guard_metadata
from houqin.core.schema import types
from houqin.events.entry import NIL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

    from houqin.core.model.catalogue import Catalogue
    from houqin.core.projection.effective import Effective
    from houqin.events.entry import RecordedEvent

PHONE = "phone"


class Signature(types.Choice):
    """What became of an agreement told on the phone."""

    WAITING = "waiting", "待补签"
    CONFIRMED = "confirmed", "已补签"
    DISOWNED = "disowned", "已否认"


@dataclass(frozen=True, slots=True)
class PhoneAgreement:
    """One of them.

    :param conflicting: disowned when the matter had gone on already.
    """

    version: int
    step: str
    approver: UUID
    occurred: int
    signature: Signature
    conflicting: bool = False


def _name(event: RecordedEvent) -> str:
    return event.topic.rpartition(".")[2]


def is_by_phone(event: RecordedEvent) -> bool:
    """Whether the event is an agreement that another person recorded as told."""
    return (
        event.on_behalf_of != NIL
        and event.metadata.get("channel") == PHONE
        and _name(event) == "Agreed"
    )


def phone_agreements(events: Iterable[RecordedEvent]) -> tuple[PhoneAgreement, ...]:
    """Every agreement by phone among effective events, and what became of it."""
    found: dict[int, PhoneAgreement] = {}
    for event in events:
        if is_by_phone(event):
            found[event.version] = _agreement(event, Signature.WAITING)
            continue
        known = found.get(event.payload.get("of", 0))
        if known is not None and _name(event) == "Confirmed":
            found[known.version] = _after(known, Signature.CONFIRMED)
        elif known is not None and _name(event) == "Disowned":
            conflicting = "outcome" not in event.payload
            found[known.version] = _after(
                known, Signature.DISOWNED, conflicting=conflicting
            )
    return tuple(found.values())


def _agreement(event: RecordedEvent, signature: Signature) -> PhoneAgreement:
    return PhoneAgreement(
        event.version,
        event.payload["step"],
        event.on_behalf_of,
        event.occurred,
        signature,
    )


def _after(
    known: PhoneAgreement, signature: Signature, *, conflicting: bool = False
) -> PhoneAgreement:
    return PhoneAgreement(
        known.version, known.step, known.approver, known.occurred, signature,
        conflicting,
    )  # fmt: skip


def unsigned(events: Iterable[RecordedEvent]) -> tuple[PhoneAgreement, ...]:
    """Those that still wait for a signature."""
    found = phone_agreements(events)
    return tuple(a for a in found if a.signature is Signature.WAITING)


class Approvables(Collection[str]):
    """The topics of all aggregates with a chain, whichever plugin has them."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def __contains__(self, topic: object) -> bool:
        return topic in set(self)

    def __len__(self) -> int:
        return sum(1 for _topic in self)

    def __iter__(self) -> Iterator[str]:
        for topic, spec in self._catalogue.aggregates.items():
            if issubclass(spec.cls, Approvable):
                yield topic


class Unsigned(Guard):
    """Agreements by phone that wait for a signature, by whom they wait for."""

    table = "guard_unsigned"
    columns = ("guard", "approver", "stream", "version", "occurred")

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__("core.unsigned", ())
        self.per = Approvables(catalogue)

    def rows(self, _aggregate: str, effective: Effective) -> frozenset[GuardRow]:
        """One row each; none of a voided record."""
        if effective.voided:
            return frozenset()
        stream = effective.first.stream.bytes
        return frozenset(
            (self.name, str(waiting.approver), stream, waiting.version,
             waiting.occurred)
            for waiting in unsigned(effective.events)
        )  # fmt: skip

    def concerns(self, _aggregate: str, event: RecordedEvent) -> bool:
        """Whether one is added, or signed."""
        return is_by_phone(event) or "of" in event.payload


sa.Table(
    "guard_unsigned",
    guard_metadata,
    sa.Column("approver", sa.Text, primary_key=True),
    sa.Column("stream", sa.LargeBinary, primary_key=True),
    sa.Column("version", sa.BigInteger, primary_key=True),
    # Behind the key: SQLite 3.40 finds a table without rowid damaged otherwise.
    sa.Column("guard", sa.Text, nullable=False),
    sa.Column("occurred", sa.BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
