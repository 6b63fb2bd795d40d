"""Which record holds which attachment, from the declared types of events' fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from houqin.core.model.aggregate import field_types
from houqin.core.model.guards import Guard, GuardRow, guard_metadata

if TYPE_CHECKING:
    from houqin.core.model.catalogue import Catalogue
    from houqin.core.projection.effective import Effective
    from houqin.events.entry import RecordedEvent


class Holdings(Guard):
    """A content is kept as long as any record holds it, a voided one too."""

    table = "guard_attachment"
    columns = ("guard", "digest", "stream")

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__("core.attachments", ())
        self._catalogue = catalogue

    def rows(self, _aggregate: str, effective: Effective) -> frozenset[GuardRow]:
        """Pairs of a digest and this stream."""
        stream = effective.first.stream.bytes
        return frozenset(
            (self.name, reference["digest"], stream)
            for event in (*effective.events, *effective.struck)
            for name in self._catalogue.file_fields(event.topic)
            for reference in event.payload.get(name, ())
        )

    def concerns(self, _aggregate: str, event: RecordedEvent) -> bool:
        """Whether the event names a content."""
        fields = self._catalogue.file_fields(event.topic)
        return any(event.payload.get(name) for name in fields)


def file_fields(event_class: type) -> tuple[str, ...]:
    """Fields that hold attachments."""
    return tuple(
        name for name, kind in field_types(event_class).items() if kind.kind == "files"
    )


sa.Table(
    "guard_attachment",
    guard_metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("stream", sa.LargeBinary, primary_key=True),
    sa.Column("guard", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)
