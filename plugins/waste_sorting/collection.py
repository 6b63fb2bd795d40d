"""清运: loads, a carrier's month slip, hazardous waste handed over by itself."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema import types
from houqin.core.schema.fields import Files, Line, LongLine, PersonId
from houqin.plugins.waste_sorting.carrier import CARRIER
from houqin.plugins.waste_sorting.fields import (
    CategoryField,
    Department,
    OnDay,
    Remark,
    Serial,
    UnitId,
    Weight,
)
from houqin.plugins.waste_sorting.permissions import WastePermission as Right


class Basis(types.Choice):
    """重量来源."""

    WEIGHED = "weighed", "过磅"
    BINS = "bins", "按桶折算"
    SLIP = "slip", "月报单"
    MANIFEST = "manifest", "转移联单"


CarrierId = Annotated[UUID, Field(title="收运单位"), types.ref(CARRIER)]
BasisField = Annotated[Basis, Field(title="重量来源"), types.choice(Basis)]
Bins = Annotated[int, Field(title="桶数", ge=1, le=100_000), types.integer("桶")]
PerBin = Annotated[
    int, Field(title="每桶重量", ge=1, le=100_000), types.quantity("公斤", 1)
]
Month = Annotated[
    str,
    Field(title="月份", pattern=r"^20\d\d-(0[1-9]|1[0-2])$", description="例如2023-06"),
    types.text(),
]
SlipNumber = Annotated[Line, Field(title="月报单编号")]
Manifest = Annotated[Line, Field(title="转移联单编号")]
Kinds = Annotated[LongLine, Field(title="种类和数量", min_length=1)]
GivenBy = Annotated[PersonId, Field(title="交出人")]
ReceivedBy = Annotated[Line, Field(title="接收人")]
LicenceUsed = Annotated[Line, Field(title="许可证号"), types.Fixed()]
LicenceEnd = Annotated[date, Field(title="许可证有效期至"), types.day(), types.Fixed()]
Scan = Annotated[Files, Field(title="单据照片或扫描件")]


class Collection(Aggregate):
    """What was taken away once, or by one line of a month's slip."""

    topic = "waste_sorting.Collection"
    title = "清运单"
    seen_by = Right.SEE
    amended_by = Right.KEEP
    of_units = ("department",)
    workflow = Workflow(
        [
            State("weighed", "已称重", "交接双方签字", Right.COLLECT),
            State("signed", "已交接"),
        ],
        [
            Transition("Weighed", (), "weighed"),
            Transition("Reported", (), "signed"),
            Transition("HazardousHandedOver", (), "signed"),
            Transition("Signed", ("weighed",), "signed"),
        ],
    )

    class Weighed(Aggregate.Created):
        """One load."""

        title = "称重"
        serial: Serial
        collected_on: OnDay
        category: CategoryField
        carrier: CarrierId
        weight: Weight
        basis: BasisField
        unit: UnitId | None = None
        bins: Bins | None = None
        per_bin: PerBin | None = None
        remark: Remark | None = None
        department: Department | None = None

    class Reported(Aggregate.Created):
        """One category of a carrier's month."""

        title = "月报单"
        serial: Serial
        collected_on: OnDay
        month: Month
        category: CategoryField
        carrier: CarrierId
        weight: Weight
        basis: BasisField
        slip: SlipNumber
        given_by: GivenBy
        received_by: ReceivedBy
        unit: UnitId | None = None
        bins: Bins | None = None
        per_bin: PerBin | None = None
        scan: Scan | None = None
        department: Department | None = None

    class HazardousHandedOver(Aggregate.Created):
        """Hazardous waste, to a carrier with a licence."""

        title = "有害垃圾交接"
        serial: Serial
        collected_on: OnDay
        category: CategoryField
        carrier: CarrierId
        weight: Weight
        basis: BasisField
        manifest: Manifest
        kinds: Kinds
        given_by: GivenBy
        received_by: ReceivedBy
        licence: LicenceUsed | None = None
        licensed_until: LicenceEnd | None = None
        unit: UnitId | None = None
        scan: Scan | None = None
        department: Department | None = None

    class Signed(Aggregate.Event):
        """Handed over and signed by both."""

        title = "交接签字"
        given_by: GivenBy
        received_by: ReceivedBy
        scan: Scan | None = None


def weight_of(bins: int, per_bin: int) -> dict[str, Any]:
    """桶数×每桶公斤; the weight in force goes into the record."""
    return {"bins": bins, "per_bin": per_bin, "weight": bins * per_bin}
