"""Rows of a ledger as they are quoted in evidence: what they say, and their digest."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from houqin.core.projection.digests import canonical_row
from houqin.core.schema.errors import Refused
from houqin.core.site.in_json import shown_columns
from houqin.events import canonical

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from houqin.core.site.reader import Reader


class Quoted(NamedTuple):
    """One row; the digest is the SHA-256 of its canonical bytes and a line feed."""

    ledger: str
    title: str
    key: str
    record: UUID
    canonical: bytes
    shown: tuple[tuple[str, str], ...]

    @property
    def digest(self) -> str:
        """What the row is compared by, as a ledger's digest is taken."""
        return sha256(self.canonical + b"\n").hexdigest()


def quoted(reader: Reader, name: str, keys: Sequence[str]) -> list[Quoted]:
    """Rows of a ledger by their keys, in their order.

    :raises NotPermitted: when the ledger is not to be seen.
    :raises Refused: when a row is not there for whoever reads.
    """
    reading = reader.opened(name)
    ledger = reading.ledger
    if ledger.kind == "rollup":
        raise Refused(f"{ledger.title}由其他台账汇总，请从所汇总的台账取证")
    rows, stored = reading.by_keys(keys), reading.stored_by_keys(keys)
    if missing := [key for key in keys if key not in rows or key not in stored]:
        raise Refused(f"{ledger.title}中没有这些记录，或者您不能查看：{missing[0]}")
    reader.display.prefetch(ledger, list(rows.values()))
    columns = shown_columns(ledger)
    return [
        Quoted(
            name,
            ledger.title,
            key,
            rows[key].stream,
            canonical.encode(canonical_row(ledger, stored[key])),
            tuple((c.title, reader.shown(ledger, rows[key], c)) for c in columns),
        )
        for key in keys
    ]
