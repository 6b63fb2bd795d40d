"""What core puts into an event's fields: sealed values, copies, what is reckoned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from houqin.core.model.aggregate import copies_of, field_types, personal_of

if TYPE_CHECKING:
    from houqin.core.model.context import Context


def filled(
    context: Context, event_class: Any, record: UUID, values: dict[str, Any]
) -> dict[str, Any]:
    """Seal what is personal, fill what is copied from another record or reckoned."""
    if event_class.reckons_from:
        before = context.effective(record).events
        values |= event_class.reckoned(context, before, context.occurred, values)
    if personal_of(event_class):
        values = sealed(context, event_class, record, values, values)
    copies = copies_of(event_class)
    if not copies:
        return values
    kinds, found = field_types(event_class), dict(values)
    for name, source in copies.items():
        if name not in values:
            value = copied(
                context, event_class, source.source, source.attribute, values
            )
            reference = name in kinds and kinds[name].kind == "reference"
            found[name] = as_id(value) if value and reference else value
    return found


def copied(
    context: Context,
    event_class: type,
    source: str,
    attribute: str,
    values: dict[str, Any],
) -> Any:
    """The attribute of the record that ``source`` names, if it names one."""
    if values.get(source) is None:
        return None
    reference = field_types(event_class)[source].reference
    chosen = context.find(reference, as_id(values[source]))
    return None if chosen is None else chosen.attributes.get(attribute)


def sealed(
    context: Context,
    event_class: type,
    record: UUID,
    typed: dict[str, Any],
    known: dict[str, Any],
) -> dict[str, Any]:
    """What is typed of people sealed; a value that is sealed already stays.

    :param known: values of the event's other fields, which name the people.
    """
    found = dict(typed)
    for name, kind in personal_of(event_class).items():
        if isinstance(found.get(name), str):
            subject = as_id(known[kind.of]) if kind.of else record
            found[name] = context.seal(subject, name, found[name], record)
    return found


def as_id(value: UUID | str) -> UUID:
    """An id, also as a payload holds it."""
    return value if isinstance(value, UUID) else UUID(value)
