"""A module of yards: a picture of each, with places that are cars of vehicles'."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.command import command
from houqin.core.model.rights import Permission, PermissionMap
from houqin.core.people.roles import dispatcher, driver
from houqin.core.projection.ledger import Column, Ledger
from houqin.core.registry.books import Beside, Book, BookPart
from houqin.core.registry.declarations import RecordTab
from houqin.core.schema import types
from houqin.core.schema.fields import Files, Line
from houqin.core.schema.form import Form, RecordForm
from houqin.core.schema.regions import Drawn, Region, drawn
from houqin.core.web.regions import TEMPLATE, Regions

if TYPE_CHECKING:
    from pyramid.config import Configurator

    from houqin.core.model.context import Context


class ParkingPermission(Permission):
    SEE = "parking.see", "查看停车场"
    DRAW = "parking.draw", "绘制停车场"


MAP: PermissionMap = {
    ParkingPermission.SEE: ((dispatcher,), (driver,)),
    ParkingPermission.DRAW: ((dispatcher,),),
}
Name = Annotated[Line, Field(title="停车场")]
Sheet = Annotated[Files, Field(title="图", min_length=1, max_length=1)]
Page = Annotated[int, Field(title="页码", ge=1, le=999), types.integer("页")]
Places = Annotated[Drawn, Field(title="车位")]
Car = Annotated[UUID, Field(title="车号"), types.ref("vehicles.Vehicle")]


class Yard(Aggregate):
    """One yard."""

    topic = "parking.Yard"
    title = "停车场"
    seen_by = ParkingPermission.SEE

    class Opened(Aggregate.Created):
        title = "启用"
        name: Name
        sheet: Sheet
        page: Page | None = None

    class Marked(Aggregate.Event):
        title = "标注"
        places: Places


class Place(Region):
    """One car's place."""

    car: Car | None = None


class OpenYard(Form):
    """启用。"""

    name: Name
    sheet: Sheet
    page: Page | None = None


class Mark(RecordForm):
    """标注。"""

    places: Annotated[list[Place], Field(title="车位"), types.regions("parking.yard")]


def _known(context: Context, _record: Any) -> dict[str, Any]:
    """A line for each car."""
    return {"places": [{"car": c.id} for c in context.choosable("vehicles.Vehicle")]}


@command("parking.open_yard", "启用停车场", permission=ParkingPermission.DRAW)
def open_yard(context: Context, form: OpenYard) -> None:
    context.create(Yard, Yard.Opened, **dict(form))


@command(
    "parking.mark", "标注车位", permission=ParkingPermission.DRAW, on=Yard,
    event=Yard.Marked, starts=_known,
)  # fmt: skip
def mark(context: Context, form: Mark) -> None:
    places = drawn("places", form.places)
    context.load(Yard, form.record).record(Yard.Marked, places=places)


yards = Ledger(
    "parking.yards", "停车场台账", per=Yard,
    columns=[Column("name", "停车场", types.text(), filter=True)],
)  # fmt: skip
yards.on(Yard.Opened, "name")
shown = Regions(
    files="sheet", regions="places", bound="car", of="vehicles.Vehicle", page="page",
    tones={"available": "free"}, caption="model",
)  # fmt: skip
tab = RecordTab(
    "parking.yard", "平面图", "parking.Yard", ParkingPermission.SEE, shown, TEMPLATE
)


fleet = Book(
    "parking.fleet", "车辆停放台账", ParkingPermission.SEE,
    (
        BookPart(
            "一、车辆", "vehicles.vehicles", ("plate", "energy", "seats", "price"),
            group="energy", sort="plate",
            beside=Beside("vehicles.trips", "vehicle", "key", ("serial",)),
        ),
        BookPart("二、停车场", "parking.yards", ("name",)),
    ),
    "表号：停放 01",
)  # fmt: skip


def includeme(config: Configurator) -> None:
    config.add_plugin("parking", "停车场", "1.0", requires=("vehicles",))
    config.add_permissions(MAP)
    config.add_aggregate(Yard)
    config.add_command(open_yard, mark)
    config.add_ledger(yards)
    config.add_record_tab(tab)
    config.add_book(fleet)
