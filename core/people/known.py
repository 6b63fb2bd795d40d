"""Who is meant by a name that is typed with a unit: somebody known, or somebody new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.people.aggregates import Person
from houqin.core.schema.errors import Refused

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.context import Context


def named(context: Context, unit: UUID, name: str) -> list[UUID]:
    """Those of a unit, not below it, who bear a name and have not left."""
    people = context.choosable(Person.topic)
    near = [p.id for p in people if p.attributes.get("department") == str(unit)]
    return [person for person in near if _bears(context, person, name)]


def _bears(context: Context, person: UUID, name: str) -> bool:
    found: Any = context.load(Person, person)
    known = context.services.keys.open(context.connection, person, "name", found.name)
    return found.state == "active" and known == name


def person_of(
    context: Context,
    unit: UUID,
    name: str,
    phone: str | None = None,
    field: str = "name",
) -> UUID:
    """The one of a unit who bears a name; where nobody does, a person is registered.

    Somebody new has no login and no role. The same name twice in a file of a thousand
    rows is the same person.

    :raises Refused: where two of the unit bear it.
    """
    found = named(context, unit, name)
    if len(found) > 1:
        raise Refused(f"本单位有{len(found)}人叫“{name}”，请先在人员名册区分", field)
    if found:
        return found[0]
    made = context.create(
        Person, Person.Registered, name=name, department=unit, roles=[], phone=phone
    )
    return made.id
