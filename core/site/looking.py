"""查看完整号码: the whole of a masked value, once, with a reason that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from houqin.core.model.permission import CorePermission
from houqin.core.people.keyring import subject_of
from houqin.core.schema.errors import FormErrors, NotPermitted, RecordMissing
from houqin.core.schema.masks import ERASED
from houqin.core.site.seeing import reaches

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.projection.ledger import Column, Ledger
    from houqin.core.projection.row import Row
    from houqin.core.site.reader import Reader

SHORTEST_REASON, LONGEST_REASON = 4, 100
#: The look as the list of looks has it.
WHAT = "查看完整号码"


@dataclass(frozen=True, slots=True)
class Masked:
    """A fact whose whole value may be asked for: its column and whom it is about."""

    column: str
    subject: UUID


@dataclass(frozen=True, slots=True)
class Asked:
    """One value somebody wants to see; ``own`` needs no reason."""

    label: str
    shown: str
    own: bool
    column: Column
    row: Row

    def whole(self, reader: Reader) -> str:
        """The value itself; the look must have been recorded before."""
        value = self.row.values[self.column.name]
        return reader.display.opened(self.row.stream, self.column.name, value)


def masked_in(column: Column, value: Any, shown: str) -> Masked | None:
    """What a masked cell hides, if anything is left of it."""
    if not column.personal or column.type.mask == "none" or shown == ERASED:
        return None
    sealed = msgspec.json.decode(value) if isinstance(value, str) else value
    return Masked(column.name, subject_of(sealed)) if isinstance(sealed, dict) else None


def may_ask(reader: Reader, record: UUID, masked: Masked) -> bool:
    """One's own values; others' by right, in the records it reaches."""
    standing = reader.standing
    if standing is None:
        return False
    own = masked.subject == standing.person
    return own or reaches(reader, record, standing, CorePermission.SEE_PERSONAL)


def ask(reader: Reader, ledger: Ledger, record: UUID, name: str) -> Asked:
    """The value that a page asks for.

    :raises RecordMissing: when the record has no such masked value.
    :raises NotPermitted: without the right to it.
    """
    column, row = ledger.column(name), reader.ledger(ledger.name).row(str(record))
    if column is None or row is None or not row.values.get(name):
        raise RecordMissing(record)
    shown = reader.display.cell(ledger, row, column)
    masked = masked_in(column, row.values[name], shown)
    if masked is None:
        raise RecordMissing(record)
    if not may_ask(reader, record, masked):
        raise NotPermitted("您没有查看完整号码的权限")
    assert reader.standing is not None  # noqa: S101 - asked for by somebody
    own = masked.subject == reader.standing.person
    return Asked(column.title, shown, own, column, row)


def look(asked: Asked, session: UUID, reason: str) -> dict[str, Any]:
    """The input of core.look that must be recorded before the value is shown.

    :raises FormErrors: when the reason says too little.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise FormErrors({"reason": f"查看理由至少写{SHORTEST_REASON}个字"})
    return {
        "session": str(session),
        "what": WHAT,
        "subject": str(asked.row.stream),
        "fields": asked.label,
        "reason": reason.strip(),
    }
