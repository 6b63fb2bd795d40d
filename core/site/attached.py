"""The attachments a record holds, and which of them were erased."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from houqin.core.model.aggregate import field_annotations
from houqin.core.model.lawful import grounds_text
from houqin.core.projection.effective import ATTACHMENT_ERASED
from houqin.core.projection.sources import acting
from houqin.core.schema.form import title_of
from houqin.core.site.seeing import covered

if TYPE_CHECKING:
    from houqin.core.site.reader import Reader
    from houqin.events.entry import RecordedEvent


@dataclass(frozen=True, slots=True)
class Erasure:
    """Why a content is gone, and when; what is handed in later is another matter."""

    grounds: str
    when: int
    position: int

    @property
    def text(self) -> str:
        """What stands where the attachment stood."""
        return f"已清除（{self.grounds}）"


@dataclass(frozen=True, slots=True)
class Held:
    """One attachment of a record.

    :param step: what was done when it was handed in: 费用登记.
    :param struck: whether that entry, or the whole record, was voided.
    """

    digest: str
    name: str
    media_type: str
    size: int
    title: str
    step: str
    who: str
    when: int
    struck: bool
    erasure: Erasure | None


def erasures(reader: Reader, record: UUID) -> dict[str, Erasure]:
    """What was erased of a record, by digest; every horizon knows of it."""
    events = reader.site.log.read_stream(reader.connection, record)
    return {
        event.payload["digest"]: Erasure(
            grounds_text(event.payload), event.recorded, event.position
        )
        for event in events
        if event.topic == ATTACHMENT_ERASED
    }


def erased_of(reader: Reader) -> frozenset[str]:
    """The digests of everything erased in this site."""
    events = reader.site.log.read(reader.connection, topics=(ATTACHMENT_ERASED,))
    return frozenset(event.payload["digest"] for event in events)


def erasure_of(
    event: RecordedEvent, reference: dict[str, Any], erased: dict[str, Erasure]
) -> Erasure | None:
    """What removed the attachment an event names, if anything did."""
    found = erased.get(reference["digest"])
    return found if found and found.position > event.position else None


def shown_files(
    event: RecordedEvent, references: list[dict[str, Any]], erased: dict[str, Erasure]
) -> str:
    """Names of attachments; in place of an erased one, why."""
    return "、".join(
        gone.text if (gone := erasure_of(event, r, erased)) else r["name"]
        for r in references
    )


def attachments_of(reader: Reader, record: UUID) -> list[Held]:
    """Everything the record's events hold within the reader's horizon, in order.

    Nothing of a record that is 公务 to whoever reads: a photo would tell where it went.
    """
    if covered(reader, record):
        return []
    effective = reader.effective(record)
    catalogue = reader.site.declarations
    struck = {event.version for event in effective.struck}
    events = sorted((*effective.events, *effective.struck), key=lambda e: e.version)
    holding = [event for event in events if catalogue.file_fields(event.topic)]
    erased = erasures(reader, record) if holding else {}
    return [
        _held(
            reader, event, field, reference, erased,
            struck=effective.voided or event.version in struck,
        )
        for event in holding
        for field in catalogue.file_fields(event.topic)
        for reference in event.payload.get(field, ())
    ]  # fmt: skip


def _held(
    reader: Reader,
    event: RecordedEvent,
    field: str,
    reference: dict[str, Any],
    erased: dict[str, Erasure],
    *,
    struck: bool,
) -> Held:
    cls: Any = reader.site.declarations.topics.class_of(event.topic)
    return Held(
        reference["digest"],
        reference["name"],
        reference["type"],
        reference["size"],
        title_of(field_annotations(cls)[field]),
        cls.title,
        reader.person_name(UUID(acting.read(event))),
        event.occurred,
        struck,
        erasure_of(event, reference, erased),
    )
