"""登记定点, and which points a command may name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.recording import creates, records
from houqin.core.schema.form import Form, RecordForm
from houqin.plugins.vehicles.fields import Reason
from houqin.plugins.vehicles.fleet_fields import (
    Address,
    Contract,
    KindOfPoint,
    PointKind,
    PointName,
)
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right
from houqin.plugins.vehicles.point import Point

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.context import Context


class RegisterPoint(Form):
    """停放、洗车、维修、加油只在登记的定点进行；一处多种用途的分别登记。"""

    name: PointName
    kind: KindOfPoint
    address: Address | None = None
    contract: Contract | None = None


class EndPoint(RecordForm):
    """取消后不再供选择，以前的登记不受影响。"""

    reason: Reason


register_point = creates(
    "vehicles.register_point", "登记定点", RegisterPoint, Point, Point.Registered,
    permission=Right.REGISTER, menu=True, order=270, batch=True,
)  # fmt: skip


end_point = records(
    "vehicles.end_point", "取消定点", EndPoint, Point, Point.Ended,
    permission=Right.REGISTER, style="danger", order=280,
)  # fmt: skip


def offered_points(kind: PointKind, field: str = "point") -> Any:
    """What a command's ``choices`` offers: the points in use for that purpose."""

    def choices(context: Context, _record: Any) -> dict[str, list[UUID]]:
        return {
            field: [
                point.id
                for point in context.choosable("vehicles.Point")
                if point.state == "active" and point.attributes["kind"] == kind
            ]
        }

    return choices


def require_point(
    context: Context, point: UUID, kind: PointKind, field: str = "point"
) -> None:
    """只能在登记的定点: for that purpose, and still in use."""
    found = context.as_it_was("vehicles.Point", point, field)
    name = found.attributes["name"]
    if found.state != "active":
        context.breach(f"“{name}”已取消定点", field)
    if found.attributes["kind"] != kind:
        context.breach(f"“{name}”不是{kind.title}定点", field)


ALL = (register_point, end_point)
