"""权属登记: the certificates that say whose a building is."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema import types
from houqin.core.schema.fields import Day, Line
from houqin.plugins.buildings import fields
from houqin.plugins.buildings.permissions import BuildingsPermission as Right


class CertKind(types.Choice):
    """证照类别."""

    REAL_ESTATE = "real_estate", "不动产权证"
    HOUSE = "house", "房屋所有权证"
    LAND = "land", "土地使用证"
    OTHER = "other", "其他权属证明"


Kind = Annotated[CertKind, Field(title="证照类别"), types.choice(CertKind)]
Number = Annotated[Line, Field(title="证号")]
Owner = Annotated[Line, Field(title="权利人")]
CertArea = Annotated[
    int, Field(title="证载面积", ge=1, le=fields.MOST_AREA), fields.AREA
]
IssuedOn = Annotated[Day, Field(title="发证日期")]
ChangedOn = Annotated[Day, Field(title="变更日期")]
CancelledOn = Annotated[Day, Field(title="注销日期")]


class PropertyCert(Aggregate):
    """One certificate (权属证照), until it is cancelled."""

    topic = "buildings.PropertyCert"
    title = "权属证照"
    seen_by = Right.SEE_ESTATE
    workflow = Workflow(
        [
            State("valid", "有效", stage=False),
            State("cancelled", "已注销", stage=False),
        ],
        [
            Transition("Registered", (), "valid"),
            Transition("Changed", ("valid",)),
            Transition("Cancelled", ("valid",), "cancelled"),
        ],
    )

    class Registered(Aggregate.Created):
        """Entered, as it is written."""

        title = "登记"
        building: fields.BuildingId
        kind: Kind
        number: Number
        owner: Owner
        area: CertArea
        issued_on: IssuedOn
        scans: fields.Scans | None = None
        remark: fields.Remark | None = None

    class Changed(Aggregate.Event):
        """Another owner or area under the same number."""

        title = "变更"
        owner: Owner
        area: CertArea
        changed_on: ChangedOn
        scans: fields.Scans | None = None

    class Cancelled(Aggregate.Event):
        """It holds no more: another one was issued, or the building is gone."""

        title = "注销"
        cancelled_on: CancelledOn
        reason: fields.Reason
