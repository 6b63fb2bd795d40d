"""A module that adds a tab to vehicles' cars, and a column to their ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.command import command
from houqin.core.model.rights import Permission, PermissionMap
from houqin.core.people.roles import dispatcher
from houqin.core.projection.elsewhere import Elsewhere
from houqin.core.projection.ledger import Column, Ledger, LookedUp
from houqin.core.registry.declarations import RecordTab
from houqin.core.schema import types
from houqin.core.schema.fields import Line
from houqin.core.schema.form import Form

if TYPE_CHECKING:
    from uuid import UUID

    from pyramid.config import Configurator

    from houqin.core.model.context import Context


class CarwashPermission(Permission):
    SEE = "carwash.see", "查看洗车"


MAP: PermissionMap = {CarwashPermission.SEE: ((dispatcher,),)}
trip = Elsewhere("vehicles.Trip", CarwashPermission.SEE)
dirty = Ledger(
    "carwash.dirty",
    "待洗登记",
    per=trip,
    kind="event",
    columns=[Column("vehicle", "车辆", types.ref("vehicles.Vehicle"), filter=True)],
)
dirty.on(trip.event("Dispatched"), "vehicle")
times = Column(
    "washes", "应洗次数", types.integer("次"),
    looked_up=LookedUp("carwash.dirty", "vehicle", "", "count"),
)  # fmt: skip


def show(request: Any, record: UUID) -> dict[str, Any]:
    """How often the car went out."""
    rows = request.reader.ledger("carwash.dirty").rows()
    return {"times": sum(row.values["vehicle"] == str(record) for row in rows)}


tab = RecordTab(
    "carwash.car", "洗车", "vehicles.Vehicle", CarwashPermission.SEE, show,
    "carwash_car.pt",
)  # fmt: skip
#: Named as the fields of 补录 are.
Reason = Annotated[Line, Field(title="晚到原因")]


class Wash(Aggregate):
    """One wash of a car that came late."""

    topic = "carwash.Wash"
    title = "洗车单"
    seen_by = CarwashPermission.SEE

    class Washed(Aggregate.Created):
        title = "洗毕"
        late_reason: Reason


class WashCar(Form):
    """洗车。"""

    late_reason: Reason


@command("carwash.wash", "洗车", permission=CarwashPermission.SEE)
def wash(context: Context, form: WashCar) -> None:
    context.create(Wash, Wash.Washed, **dict(form))


washes = Ledger(
    "carwash.washes", "洗车台账", per=Wash,
    columns=[Column("late_reason", "晚到原因", types.text())],
)  # fmt: skip
washes.on(Wash.Washed, "late_reason")


def includeme(config: Configurator) -> None:
    config.add_plugin("carwash", "洗车", "1.0", requires=("vehicles",))
    config.add_permissions(MAP)
    config.add_aggregate(Wash)
    config.add_command(wash)
    config.add_ledger(dirty)
    config.add_ledger(washes)
    config.add_ledger_columns("vehicles.vehicles", times)
    config.add_record_tab(tab)
