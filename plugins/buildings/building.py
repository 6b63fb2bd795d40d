"""楼座: one building of a compound, with what the ledger's second part asks of it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema import types
from houqin.core.schema.fields import Day, Line
from houqin.core.schema.types import Fixed
from houqin.plugins.buildings import fields
from houqin.plugins.buildings.permissions import BuildingsPermission as Right

FIRST_YEAR, LAST_YEAR = 1900, 2199


class Safety(types.Choice):
    """房屋安全鉴定等级 (《危险房屋鉴定标准》 JGJ 125)."""

    A = "a", "A级"
    B = "b", "B级"
    C = "c", "C级"
    D = "d", "D级"


BuildingName = Annotated[Line, Field(title="楼座名称")]
#: Floors and rooms are called by it, so that it changes by a renaming alone.
RecordedName = Annotated[Line, Field(title="楼座名称"), Fixed()]
BuiltYear = Annotated[
    int, Field(title="建成年份", ge=FIRST_YEAR, le=LAST_YEAR), types.integer("年")
]
StructureField = Annotated[
    fields.Structure, Field(title="结构"), types.choice(fields.Structure)
]
Storeys = Annotated[int, Field(title="地上层数", ge=1, le=99), types.integer("层")]
Basements = Annotated[int, Field(title="地下层数", ge=0, le=9), types.integer("层")]
OwnershipField = Annotated[
    fields.Ownership, Field(title="权属"), types.choice(fields.Ownership)
]
AcquiredField = Annotated[
    fields.Acquired, Field(title="取得方式"), types.choice(fields.Acquired)
]
Grade = Annotated[Safety, Field(title="鉴定等级"), types.choice(Safety)]
Appraiser = Annotated[Line, Field(title="鉴定机构")]
AppraisedOn = Annotated[Day, Field(title="鉴定日期")]
ReportNumber = Annotated[Line, Field(title="鉴定报告编号")]


class Building(Aggregate):
    """One building (楼座); its floors name it."""

    topic = "buildings.Building"
    title = "楼座"
    seen_by = Right.SEE_ESTATE
    unavailable = frozenset({"disposed"})
    workflow = Workflow(
        [
            State("in_use", "使用中", stage=False),
            State("disposed", "已处置", stage=False),
        ],
        [
            Transition("Registered", (), "in_use"),
            Transition("Updated", ("in_use",), ""),
            Transition("Renamed", ("in_use",), ""),
            Transition("Appraised", ("in_use",), ""),
            Transition("Disposed", ("in_use",), "disposed"),
        ],
        latest=True,
    )

    class Registered(Aggregate.Created):
        """Entered in the register."""

        title = "登记"
        compound: fields.CompoundId
        name: RecordedName
        address: fields.Address
        built_year: BuiltYear
        structure: StructureField
        storeys: Storeys
        gross_area: fields.GrossArea
        ownership: OwnershipField
        basements: Basements | None = None
        acquired: AcquiredField | None = None
        value: fields.Value | None = None

    class Updated(Aggregate.Event):
        """Facts that changed: enlarged, rebuilt, taken over."""

        title = "变更"
        address: fields.Address
        structure: StructureField
        storeys: Storeys
        gross_area: fields.GrossArea
        ownership: OwnershipField
        basements: Basements | None = None
        acquired: AcquiredField | None = None
        value: fields.Value | None = None

    class Renamed(Aggregate.Event):
        """Called otherwise, with all its floors and rooms."""

        title = "改名"
        linked = True
        name: RecordedName
        reason: fields.Reason

    class Appraised(Aggregate.Event):
        """Somebody with a licence looked whether it is safe."""

        title = "安全鉴定"
        appraiser: Appraiser
        grade: Grade
        appraised_on: AppraisedOn
        number: ReportNumber | None = None
        scans: fields.Scans | None = None

    class Disposed(Aggregate.Event):
        """Pulled down, sold or handed over."""

        title = "处置"
        document: fields.Document
        reason: fields.Reason
