"""网格责任区: drawing the grid and saying who answers for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.command import command
from houqin.core.model.recording import records
from houqin.core.schema.form import Form, RecordForm
from houqin.plugins.civilized_city.fields import (
    AreaCode,
    AreaName,
    Buildings,
    Goal,
    KindOfArea,
    Person,
    Reason,
    Scope,
    Standard,
    Term,
    Unit,
)
from houqin.plugins.civilized_city.grid_area import GridArea
from houqin.plugins.civilized_city.permissions import CityPermission as Right

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.context import Context


class RegisterArea(Form):
    """写明范围和目标标准；责任单位和责任人可以随后确定。"""

    code: AreaCode
    name: AreaName
    kind: KindOfArea
    scope: Scope
    buildings: Buildings
    unit: Unit | None = None
    person: Person | None = None
    goal: Goal | None = None
    standard: Standard | None = None
    term: Term | None = None


class AssignArea(RecordForm):
    """换人时再次登记。"""

    unit: Unit
    person: Person


class ReleaseArea(RecordForm):
    """责任人离岗后，网格显示为无责任人，直到另行确定。"""

    reason: Reason


class CloseArea(RecordForm):
    """撤销后不再下达任务，以前的登记不受影响。"""

    reason: Reason


@command(
    "civilized_city.register_area", "登记网格", permission=Right.MANAGE, menu=True,
    event=GridArea.Registered, order=10, batch=True,
)  # fmt: skip
def register_area(context: Context, form: RegisterArea) -> None:
    """Draw an area, with its person where that is settled."""
    values = dict(form)
    unit, person = values.pop("unit"), values.pop("person")
    area = context.create(GridArea, GridArea.Registered, **values)
    if unit and person:
        _assign(context, area, unit, person)


@command(
    "civilized_city.assign_area", "确定责任人", permission=Right.MANAGE, on=GridArea,
    event=GridArea.Assigned, order=20,
)  # fmt: skip
def assign_area(context: Context, form: AssignArea) -> None:
    """Say who answers for it."""
    area = context.load(GridArea, form.record)
    _assign(context, area, form.unit, form.person)


def _assign(context: Context, area: GridArea, unit: UUID, person: UUID) -> None:
    context.choose("core.Department", unit, "unit")
    context.choose("core.Person", person, "person")
    area.record(GridArea.Assigned, unit=unit, person=person)


release_area = records(
    "civilized_city.release_area", "责任人离岗", ReleaseArea, GridArea,
    GridArea.Released, permission=Right.MANAGE, style="default", order=30,
)  # fmt: skip


close_area = records(
    "civilized_city.close_area", "撤销网格", CloseArea, GridArea, GridArea.Closed,
    permission=Right.MANAGE, style="danger", order=40,
)  # fmt: skip


def require_area(context: Context, area: UUID, field: str = "area") -> Any:
    """An area that is part of the grid."""
    found = context.as_it_was("civilized_city.GridArea", area, field)
    if found.state == "closed":
        context.breach(f"“{found.attributes['name']}”已撤销", field)
    return found


ALL = (register_area, assign_area, release_area, close_area)
