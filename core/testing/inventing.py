"""Streams made up from what events declare: every event, every field, no command.

They hold for reducers, guards and aggregates what no set of commands can: any order
of any subset, as corrections, voidings and horizons leave it.
"""

from __future__ import annotations

import types
from datetime import date, datetime
from enum import Enum
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)
from uuid import UUID, uuid5

from annotated_types import Ge

from houqin.core.model.aggregate import (
    Aggregate,
    event_classes,
    field_types,
    payload_fields,
)
from houqin.core.schema.types import marker
from houqin.events.entry import NIL, RecordedEvent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.schema.types import FieldType

#: 2023-03-06 09:00 in Shanghai.
_BEGAN = 1_678_064_400_000_000
_HOUR = 3_600_000_000
_SPACE = UUID("5e0c5f0e-6f5b-5a55-8d5e-2f6f6c6f7571")
_DAY, _INSTANT = "2023-03-06", "2023-03-06T01:00:00.000000Z"


def invented(aggregate: type[Aggregate], *, whole: bool = True) -> list[RecordedEvent]:
    """One stream with every event of an aggregate, the opening one first.

    :param whole: with the fields that may be left out.
    """
    classes = sorted(event_classes(aggregate), key=lambda c: _order(aggregate, c))
    stream = uuid5(_SPACE, aggregate.topic)
    return [
        RecordedEvent(
            number, stream, number, getattr(cls, "class_version", 1),
            f"{aggregate.topic}.{cls.__name__}", _BEGAN + number * _HOUR,
            _BEGAN + number * _HOUR, stream, NIL, stream, stream, 0,
            payload_of(cls, whole=whole), {"channel": "system"},
        )
        for number, cls in enumerate(classes, 1)
    ]  # fmt: skip


def _order(aggregate: type[Aggregate], event_class: type) -> tuple[int, int, str]:
    """The opening event, then by the workflow, then by name."""
    opens = issubclass(event_class, Aggregate.Created)
    steps = list(aggregate.workflow.transitions) if aggregate.workflow else []
    name = event_class.__name__
    return (not opens, steps.index(name) if name in steps else len(steps), name)


def payload_of(event_class: type, *, whole: bool = True) -> dict[str, Any]:
    """A payload as the event could have it."""
    hints = get_type_hints(event_class, include_extras=True)
    kinds = field_types(event_class)
    return {
        name: _value(hints[name], kinds.get(name))
        for name in payload_fields(event_class)
        if whole or not _optional(hints[name])
    }


def _parts(hint: Any) -> Iterator[Any]:
    """Everything an annotation says, inside ``Annotated`` and ``Optional`` too."""
    yield hint
    if get_origin(hint) is Annotated or get_origin(hint) in {Union, types.UnionType}:
        for part in get_args(hint):
            yield from _parts(part)
    elif hasattr(hint, "metadata"):
        yield from hint.metadata


def _optional(hint: Any) -> bool:
    return any(part is type(None) for part in _parts(hint))


def _value(hint: Any, kind: FieldType | None) -> Any:
    parts = tuple(_parts(hint))
    if kind is not None and kind.choices:
        return kind.choices[0][0]
    for part in parts:
        base = get_origin(part) or part
        if isinstance(base, type) and issubclass(base, Enum):
            return next(iter(base)).value
        if base is list:
            return _listed(get_args(part))
        if base is dict:
            return {}
        if base in _SAMPLES:
            return _number(parts) if base is int else _text(kind, _SAMPLES[base])
    return None


def _listed(items: tuple[Any, ...]) -> list[Any]:
    """One item; what a mapping in a list holds nobody declares."""
    inner = items[0] if items else str
    return [] if (get_origin(inner) or inner) is dict else [_value(inner, None)]


def _number(parts: tuple[Any, ...]) -> int:
    least = marker(parts, Ge)
    return int(str(least.ge)) + 1 if least else 1


def _text(kind: FieldType | None, sample: Any) -> Any:
    """A date or an id may be kept as text."""
    if kind is not None and kind.kind in {"reference", "record"}:
        return str(uuid5(_SPACE, kind.reference))
    by_kind = {"date": _DAY, "instant": _INSTANT}
    return by_kind.get(kind.kind, sample) if kind is not None else sample


_SAMPLES: dict[Any, Any] = {
    str: "甲",
    int: 1,
    bool: True,
    date: _DAY,
    datetime: _INSTANT,
    UUID: str(uuid5(_SPACE, "someone")),
}
