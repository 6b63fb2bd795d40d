"""年度统计上报, begun with what is already known of every car."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from houqin.core.model.command import command
from houqin.core.projection.horizon import day_start, local_day
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.form import Form
from houqin.core.schema.plain import plain
from houqin.plugins.vehicles.annual_report import (
    MOST_CARS,
    Accidents,
    AnnualReport,
    CarOfYear,
    Leader,
    LeaderPosts,
    Papers,
    Posts,
    ReportUnit,
    Reviewer,
    UnitKind,
    UnitKindField,
    Use,
    Year,
)
from houqin.plugins.vehicles.fleet import Vehicle
from houqin.plugins.vehicles.fuel_card import FuelCard
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.context import Choosable, Context

#: Taken over from the register as they stood when it was filed.
_REGISTERED = ("plate", "model", "displacement", "seats", "registered_on", "price")


class FileReport(Form):
    """每年3月1日前上报上一年；里程按里程表、油费按油卡填好，其余补齐后提交。"""

    year: Year
    unit: ReportUnit
    kind: UnitKindField = UnitKind.INSTITUTION
    posts: Posts
    leader_posts: LeaderPosts
    accidents: Accidents = 0
    reviewer: Reviewer
    leader: Leader
    cars: Annotated[
        list[CarOfYear], Field(title="车辆", min_length=1, max_length=MOST_CARS)
    ]
    papers: Papers | None = None


def _known(context: Context, _record: None) -> dict[str, Any]:
    """Last year's kilometres and fuel of every car that is in service."""
    year = local_day(context.now, context.zone).year - 1
    paid = _paid_by_card(context, year)
    cars = [
        {
            "vehicle": str(car.id),
            "use": _use(car),
            "distance": _driven(context, car.id, year),
            **dict(
                zip(("fuel_cost", "fuel"), paid.get(str(car.id), (0, 0)), strict=True)
            ),
        }
        for car in context.choosable(Vehicle.topic)
        if car.state != "disposed"
    ]
    person = context.find("core.Person", context.actor)
    own = {"unit": person.attributes.get("department")} if person else {}
    return own | {"year": year, "cars": cars}


def _use(car: Choosable) -> str:
    """The register's category, where the dictionary has it."""
    named = car.attributes["category"]
    return named if named in {use.value for use in Use} else Use.OTHER.value


def _driven(context: Context, vehicle: UUID, year: int) -> int:
    """What the odometer went on by between the two New Year's Days."""
    series = context.series("vehicles.odometers")
    ends = (date(year, 1, 1), date(year + 1, 1, 1))
    first, last = (
        series.latest(context.connection, str(vehicle), day_start(day, context.zone))
        for day in ends
    )
    if first is None:
        # It came within the year, with this reading.
        first = getattr(context.load(Vehicle, vehicle), "odometer", 0)
    return max((last or 0) - first, 0)


def _paid_by_card(context: Context, year: int) -> dict[str, tuple[int, int]]:
    """Fen and 0.01 L of each car's cards."""
    found: dict[str, tuple[int, int]] = {}
    for card in context.choosable(FuelCard.topic):
        vehicle = card.attributes.get("vehicle")
        if vehicle:
            amount, volume = context.load(FuelCard, card.id).filled(context, str(year))
            known = found.get(vehicle, (0, 0))
            found[vehicle] = (known[0] + amount, known[1] + volume)
    return found


@command(
    "vehicles.file_report", "年度统计上报", permission=Right.REPORT, menu=True,
    event=AnnualReport.Filed, starts=_known, order=690,
)  # fmt: skip
def file_report(context: Context, form: FileReport) -> None:
    """File a year's statistics, every car once."""
    today = local_day(context.occurred, context.zone)
    if form.year >= today.year:
        raise FormErrors({"year": f"{form.year}年还没有结束"})
    context.choose("core.Department", form.unit, "unit")
    for name in ("reviewer", "leader"):
        context.choose("core.Person", getattr(form, name), name)
    if len({car.vehicle for car in form.cars}) < len(form.cars):
        raise FormErrors({"cars": "同一辆车填了两次"})
    values = dict(form) | {"cars": [_car(context, car) for car in form.cars]}
    month, day = map(int, context.setting("vehicles.annual_report_due").split("-"))
    late = today > date(form.year + 1, month, day)
    context.create(AnnualReport, AnnualReport.Filed, late=late, **values)


def _car(context: Context, car: CarOfYear) -> dict[str, Any]:
    """A car's line, with what the register says of it."""
    vehicle = context.load(Vehicle, car.vehicle)
    known = {name: getattr(vehicle, name, None) for name in _REGISTERED}
    said = known | dict(car)
    return {name: plain(value) for name, value in said.items() if value is not None}


ALL = (file_report,)
