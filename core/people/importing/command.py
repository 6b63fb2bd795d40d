"""导入单位和人员: all rows in one command, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import Field

from houqin.core.files.sheets import MOST_ROWS
from houqin.core.model.command import command
from houqin.core.model.permission import CorePermission
from houqin.core.people.aggregates import (
    Department,
    DepartmentName,
    Kind,
    Login,
    Number,
    Order,
    Person,
    Roles,
    ShortName,
)
from houqin.core.people.commands import CalledName, Telephone
from houqin.core.people.importing.judging import Known, Places, judge
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.fields import Line
from houqin.core.schema.form import Form

if TYPE_CHECKING:
    from houqin.core.model.context import Context

IMPORT = "core.import_organisation"


class UnitRow(Form):
    """One unit; ``parent`` is a unit's name, of the file or of the site."""

    name: DepartmentName
    short: ShortName
    kind: Kind
    parent: Annotated[Line, Field(title="上级单位")] | None = None
    order: Order | None = None


class PersonRow(Form):
    """One person; ``unit`` is a unit's name, of the file or of the site."""

    name: CalledName
    unit: Annotated[Line, Field(title="单位")]
    roles: Roles = []  # noqa: RUF012 - pydantic copies it
    number: Number | None = None
    login: Login | None = None
    phone: Telephone | None = None


class ImportOrganisation(Form):
    """一次导入单位和人员，有一行不对就全部不导入。"""

    units: Annotated[list[UnitRow], Field(title="单位", max_length=MOST_ROWS)] = []  # noqa: RUF012 - pydantic copies it
    people: Annotated[list[PersonRow], Field(title="人员", max_length=MOST_ROWS)] = []  # noqa: RUF012 - pydantic copies it


@command(IMPORT, "导入单位和人员", permission=CorePermission.ORGANISE, order=960)
def import_organisation(context: Context, form: ImportOrganisation) -> None:
    """Register every unit, then every person."""
    if not form.units and not form.people:
        raise FormErrors({"": "没有要导入的单位和人员"})
    units = [dict(row) for row in form.units]
    people = [dict(row) for row in form.people]
    known = Known(context)
    if errors := judge(known, units, people):
        raise FormErrors(errors)
    places = Places(known.active, units)
    ids = _register_units(context, places, units)
    for row in people:
        place = _meant(places, row.pop("unit"), ids)
        context.create(Person, Person.Registered, **row, department=place)


def _register_units(
    context: Context, places: Places, units: list[dict[str, Any]]
) -> list[UUID]:
    """Ids follow the command and the row; a parent may stand further down."""
    ids = [context.new_id() for _row in units]
    for id_, row in zip(ids, units, strict=True):
        parent = row.pop("parent")
        above = _meant(places, parent, ids) if parent else None
        context.create(Department, Department.Registered, id=id_, **row, parent=above)
    return ids


def _meant(places: Places, called: str, ids: list[UUID]) -> UUID:
    place, _wrong = places.find(called)
    return ids[place] if isinstance(place, int) else UUID(place)
