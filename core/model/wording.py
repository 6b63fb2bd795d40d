"""What an event and its fields are called, while its code is there and afterwards.

A site writes down the words of an aggregate with the first event that this process
records of it. They are never forgotten: a later version adds to what an earlier one
said, for what it recorded stays.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from houqin.core.model.aggregate import (
    event_classes,
    field_annotations,
    field_types,
)
from houqin.core.projection.descriptions import AGGREGATE, describe, description
from houqin.core.schema.form import title_of
from houqin.core.schema.kept_type import facts_of, type_of
from houqin.core.schema.types import Copied, FieldType, Fixed, marker

if TYPE_CHECKING:
    from collections.abc import Iterable

    from houqin.core.model.aggregate import Aggregate
    from houqin.core.model.catalogue import Catalogue
    from houqin.events.store import Connection
    from houqin.events.transaction import LogTransaction

#: Aggregates of core, whose code is always there.
_CORE = "core"


class FieldWording(NamedTuple):
    """One field: its title, its type, and whether 办理经过 tells it."""

    title: str
    type: FieldType | None = None
    told: bool = True


class Wording(NamedTuple):
    """An event's title, and its fields in the order its class declares."""

    title: str
    fields: dict[str, FieldWording]


class AggregateWording(NamedTuple):
    """What records of an aggregate are called, and the events of their streams."""

    title: str
    events: dict[str, Wording]


@cache
def wording_of(event_class: type) -> Wording:
    """The words of a class that is here."""
    types = field_types(event_class)
    fields = {
        name: _field(annotations, types.get(name))
        for name, annotations in field_annotations(event_class).items()
    }
    return Wording(getattr(event_class, "title", ""), fields)


def _field(annotations: tuple[Any, ...], kind: FieldType | None) -> FieldWording:
    linked = marker(annotations, Fixed) and kind is None
    copied = marker(annotations, Copied)
    return FieldWording(title_of(annotations), kind, not (linked or copied))


class Wordings:
    """Writes down the words of what one process records in one site."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._written: set[str] = set()

    def keep(self, transaction: LogTransaction, aggregates: Iterable[str]) -> None:
        """Have the words of these aggregates in the site, those of modules."""
        new = [a for a in set(aggregates) - self._written if not _of_core(a)]
        if new:
            for aggregate in sorted(new):
                self._write(transaction.connection, aggregate)
            transaction.afterwards.append(partial(self._written.update, new))

    def _write(self, connection: Connection, aggregate: str) -> None:
        before = description(connection, AGGREGATE, aggregate)
        known = msgspec.json.decode(before)["events"] if before else {}
        now = _described(self._catalogue.aggregates[aggregate].cls)
        now["events"] = {**known, **_added(known, now["events"])}
        text = msgspec.json.encode(now).decode()
        if text != before:
            describe(connection, AGGREGATE, aggregate, text)


def _added(known: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """The events of now, with the fields they had before."""
    return {
        name: [title, {**known.get(name, ["", {}])[1], **fields}]
        for name, (title, fields) in now.items()
    }


def _described(aggregate: type[Aggregate]) -> dict[str, Any]:
    classes: list[type] = event_classes(aggregate)
    events = {cls.__name__: wording_of(cls) for cls in classes}
    return {
        "title": aggregate.title,
        "events": {
            name: [each.title, {f: _facts(w) for f, w in each.fields.items()}]
            for name, each in events.items()
        },
    }


def _facts(field: FieldWording) -> list[Any]:
    return [field.title, facts_of(field.type) if field.type else None, field.told]


def kept_wording(connection: Connection, aggregate: str) -> AggregateWording:
    """The words of an aggregate whose class is not here; none if none were kept."""
    found = description(connection, AGGREGATE, aggregate)
    if found is None:
        return AggregateWording("", {})
    facts = msgspec.json.decode(found)
    events = {
        name: Wording(title, {f: _revived(*each) for f, each in fields.items()})
        for name, (title, fields) in facts["events"].items()
    }
    return AggregateWording(facts["title"], events)


def _revived(title: str, kind: dict[str, Any] | None, told: bool) -> FieldWording:  # noqa: FBT001 - as it was written
    return FieldWording(title, type_of(kind) if kind else None, told)


def _of_core(aggregate: str) -> bool:
    return aggregate.partition(".")[0] == _CORE
