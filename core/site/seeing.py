"""What a person sees: rows of ledgers, single records, and what is 公务 to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.model.permission import CorePermission, named
from houqin.core.projection.effective import resolve
from houqin.core.projection.visibility import Seen, Veil, Veiled, Visibility
from houqin.core.schema.errors import NotPermitted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from houqin.core.model.aggregate import Aggregate
    from houqin.core.model.rights import Standing
    from houqin.core.projection.ledger import Ledger
    from houqin.core.site.choosing import Offer
    from houqin.core.site.reader import Reader
    from houqin.events.entry import RecordedEvent


def visibility(standing: Standing, permission: str) -> Visibility:
    """The rows a right reaches."""
    parts = standing.extent(permission).parts
    seen = frozenset(Seen(part.units, part.own) for part in parts)
    return Visibility(str(standing.person), seen)


def veiled(standing: Standing, ledger: Ledger) -> Veiled | None:
    """What covers a ledger's sensitive rows; nothing for who sees through it all."""
    veil: Veil | None = getattr(ledger.per, "veil", None)
    if veil is None:
        return None
    lifted = visibility(standing, veil.lifted_by)
    return None if lifted.whole else Veiled(veil, lifted, ledger)


def covered(reader: Reader, record: UUID) -> frozenset[str]:
    """The fields of a record that its history must not tell whoever reads."""
    if reader.standing is None:
        return frozenset()
    events = reader.site.log.read_stream(reader.connection, record)
    spec = reader.site.declarations.aggregate_of(events[0].topic)
    veil: Veil | None = spec.cls.veil if spec else None
    if spec is None or veil is None:
        return frozenset()
    effective = resolve(events)
    marked = effective and any(e.payload.get(veil.marked) for e in effective.events)
    if not marked or reaches(reader, record, reader.standing, veil.lifted_by):
        return frozenset()
    return frozenset(veil.fields)


def require_seen(reader: Reader, record: UUID, events: Sequence[RecordedEvent]) -> None:
    """Whoever reads must be allowed to see the record.

    Whom a record belongs to is asked of it as it is now, whatever the horizon.

    :raises NotPermitted: when the right does not reach it.
    """
    standing = reader.standing
    if standing is None:
        return
    spec = reader.site.declarations.aggregate_of(events[0].topic)
    permission = spec.cls.seen_by if spec else CorePermission.OVERSEE
    extent = standing.extent(permission)
    if extent.whole:
        return
    if extent and spec is not None and reaches(reader, record, standing, permission):
        return
    message = "您没有查看这份档案或单据的权限"
    raise NotPermitted(message)


def offered(
    standing: Standing | None, cls: type[Aggregate], offers: list[Offer]
) -> list[Offer]:
    """What a pick list offers a person: one chooses among what one sees."""
    if standing is None:
        return offers
    extent, me = standing.extent(cls.seen_by), str(standing.person)
    if extent.whole:
        return offers
    return [o for o in offers if extent.covers(o.units, own=me in o.people)]


def reaches(reader: Reader, record: UUID, standing: Standing, permission: str) -> bool:
    """Whether a right reaches a record, as it is now."""
    events = reader.site.log.read_stream(reader.connection, record)
    effective = resolve(events)
    if effective is None:
        return False
    made = reader.site.services.fold(effective)
    first, person = effective.first, standing.person
    own = str(person) in named(made, made.of_people)
    own = own or person in {first.actor, first.on_behalf_of}
    units = named(made, made.of_units)
    return standing.extent(permission).covers(units, own=own)
