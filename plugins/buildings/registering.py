"""登记院落、楼座、楼层, their changes and their end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.model.command import command
from houqin.core.model.recording import creates, records
from houqin.core.schema.errors import Refused
from houqin.core.schema.form import Form, RecordForm
from houqin.plugins.buildings import fields
from houqin.plugins.buildings.building import (
    AcquiredField,
    AppraisedOn,
    Appraiser,
    Basements,
    Building,
    BuildingName,
    BuiltYear,
    Grade,
    OwnershipField,
    ReportNumber,
    Storeys,
    StructureField,
)
from houqin.plugins.buildings.compound import Compound, CompoundName, LandArea
from houqin.plugins.buildings.floor import Floor, FloorUse, Level, named
from houqin.plugins.buildings.permissions import BuildingsPermission as Right

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.context import Context


class RegisterCompound(Form):
    """先登记院落，再登记其中的楼座。"""

    name: CompoundName
    address: fields.Address
    land_area: LandArea | None = None


class UpdateCompound(RecordForm):
    """变更自变更日起生效；登记错误请用“更正”。"""

    address: fields.Address
    land_area: LandArea | None = None


class EndEstate(RecordForm):
    """请写明批准文号和理由；其中的房间须先处置。"""

    document: fields.Document
    reason: fields.Reason


class RegisterBuilding(Form):
    """登记一栋楼，再登记楼层和房间。"""

    compound: fields.CompoundId
    name: BuildingName
    address: fields.Address
    built_year: BuiltYear
    structure: StructureField
    storeys: Storeys
    gross_area: fields.GrossArea
    ownership: OwnershipField
    basements: Basements | None = None
    acquired: AcquiredField | None = None
    value: fields.Value | None = None


class UpdateBuilding(RecordForm):
    """变更自变更日起生效；登记错误请用“更正”。"""

    address: fields.Address
    structure: StructureField
    storeys: Storeys
    gross_area: fields.GrossArea
    ownership: OwnershipField
    basements: Basements | None = None
    acquired: AcquiredField | None = None
    value: fields.Value | None = None


class AppraiseBuilding(RecordForm):
    """登记鉴定机构出具的房屋安全鉴定报告。"""

    appraiser: Appraiser
    grade: Grade
    appraised_on: AppraisedOn
    number: ReportNumber | None = None
    scans: fields.Scans | None = None


class RegisterFloor(Form):
    """登记一层，再登记这一层的房间。"""

    building: fields.BuildingId
    level: Level
    gross_area: fields.GrossArea | None = None
    use: FloorUse | None = None


class UpdateFloor(RecordForm):
    """变更自变更日起生效；登记错误请用“更正”。"""

    gross_area: fields.GrossArea | None = None
    use: FloorUse | None = None


register_compound = creates(
    "buildings.register_compound", "登记院落", RegisterCompound, Compound,
    Compound.Registered, permission=Right.REGISTER, menu=True, order=510, batch=True,
)  # fmt: skip


update_compound = records(
    "buildings.update_compound", "变更院落", UpdateCompound, Compound, Compound.Updated,
    permission=Right.REGISTER, style="default", order=511,
)  # fmt: skip


@command(
    "buildings.close_compound", "移交院落", permission=Right.APPROVE, on=Compound,
    event=Compound.Closed, style="danger", order=512,
)  # fmt: skip
def close_compound(context: Context, form: EndEstate) -> None:
    """Hand a compound over, once none of its buildings is in use."""
    _require_empty(context, "buildings.Building", "compound", form.record, "楼座")
    context.load(Compound, form.record).record(Compound.Closed, **form.said())


@command(
    "buildings.register_building", "登记楼座", permission=Right.REGISTER, menu=True,
    event=Building.Registered, order=520, batch=True,
)  # fmt: skip
def register_building(context: Context, form: RegisterBuilding) -> None:
    """Enter a building."""
    context.choose("buildings.Compound", form.compound, "compound")
    context.create(Building, Building.Registered, **dict(form))


update_building = records(
    "buildings.update_building", "变更楼座", UpdateBuilding, Building, Building.Updated,
    permission=Right.REGISTER, style="default", order=521,
)  # fmt: skip


appraise_building = records(
    "buildings.appraise_building", "安全鉴定", AppraiseBuilding, Building,
    Building.Appraised, permission=Right.REGISTER, style="default", order=522,
)  # fmt: skip


@command(
    "buildings.dispose_building", "处置楼座", permission=Right.APPROVE, on=Building,
    event=Building.Disposed, style="danger", order=523,
)  # fmt: skip
def dispose_building(context: Context, form: EndEstate) -> None:
    """A building goes, once all its rooms are gone."""
    _require_empty(context, "buildings.Room", "building", form.record, "房间")
    context.load(Building, form.record).record(Building.Disposed, **form.said())


def _require_empty(
    context: Context, aggregate: str, column: str, whole: UUID, what: str
) -> None:
    """Nothing of it is in use any more."""
    left = [
        part
        for part in context.choosable(aggregate)
        if part.attributes.get(column) == str(whole) and part.state != "disposed"
    ]
    if left:
        raise Refused(f"还有{len(left)}个{what}没有处置，如{context.title(left[0].id)}")


@command(
    "buildings.register_floor", "登记楼层", permission=Right.REGISTER, menu=True,
    event=Floor.Registered, order=530, batch=True,
)  # fmt: skip
def register_floor(context: Context, form: RegisterFloor) -> None:
    """Enter a floor."""
    building = context.choose("buildings.Building", form.building, "building")
    name = named(building.attributes["name"], form.level)
    context.create(Floor, Floor.Registered, name=name, **dict(form))


update_floor = records(
    "buildings.update_floor", "变更楼层", UpdateFloor, Floor, Floor.Updated,
    permission=Right.REGISTER, style="default", order=531,
)  # fmt: skip


ALL = (
    register_compound,
    update_compound,
    close_compound,
    register_building,
    update_building,
    appraise_building,
    dispose_building,
    register_floor,
    update_floor,
)
