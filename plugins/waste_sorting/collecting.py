"""登记清运, 登记月报单, 有害垃圾交接, 交接签字."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from houqin.core.model.command import command
from houqin.core.schema.errors import FormErrors, Refused
from houqin.core.schema.form import Form, RecordForm
from houqin.plugins.waste_sorting.carrier import (
    require_carrier,
    require_licensed,
    today_of,
)
from houqin.plugins.waste_sorting.collection import (
    Basis,
    Bins,
    CarrierId,
    Collection,
    GivenBy,
    Kinds,
    Manifest,
    Month,
    ReceivedBy,
    Scan,
    SlipNumber,
    weight_of,
)
from houqin.plugins.waste_sorting.fields import (
    UNIT,
    Category,
    CategoryField,
    OnDay,
    Remark,
    UnitId,
    Weight,
)
from houqin.plugins.waste_sorting.permissions import WastePermission as Right

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.context import Context

_MOST_LINES = 50


class RecordLoad(Form):
    """填公斤数，没有过磅的填桶数按每桶重量折算；有害垃圾另办交接。"""

    category: CategoryField
    carrier: CarrierId
    collected_on: OnDay | None = None
    unit: UnitId | None = None
    weight: Weight | None = None
    bins: Bins | None = None
    given_by: GivenBy | None = None
    received_by: ReceivedBy | None = None
    scan: Scan | None = None
    remark: Remark | None = None


class SlipLine(Form):
    """One category of a month's slip."""

    category: CategoryField
    weight: Weight | None = None
    bins: Bins | None = None
    unit: UnitId | None = None


class RecordMonthSlip(Form):
    """照收运单位的月报单登记，一类一行；没有重量的填桶数。"""

    month: Month
    carrier: CarrierId
    slip: SlipNumber
    given_by: GivenBy
    received_by: ReceivedBy
    lines: Annotated[
        list[SlipLine], Field(title="各类重量", min_length=1, max_length=_MOST_LINES)
    ]
    scan: Scan | None = None


class HandOverHazardous(Form):
    """有害垃圾只交持有危险废物经营许可证的单位，联单留存。"""

    carrier: CarrierId
    weight: Weight
    kinds: Kinds
    manifest: Manifest
    given_by: GivenBy
    received_by: ReceivedBy
    collected_on: OnDay | None = None
    unit: UnitId | None = None
    scan: Scan | None = None


class SignCollection(RecordForm):
    """交接双方在清运单上签字后登记。"""

    given_by: GivenBy
    received_by: ReceivedBy
    scan: Scan | None = None


def _weighed(
    context: Context, form: RecordLoad | SlipLine, day: date, field: str = "weight"
) -> dict[str, Any]:
    """Kilograms as weighed, or the bins times what one of that day holds."""
    if form.category is Category.HAZARDOUS:
        raise Refused(
            "有害垃圾请用“有害垃圾交接”登记", field.replace("weight", "category")
        )
    if form.weight is not None:
        return {"weight": form.weight, "bins": form.bins, "basis": Basis.WEIGHED}
    if form.bins is None:
        raise FormErrors({field: "重量和桶数至少填一项"})
    per_bin = context.setting(f"waste_sorting.per_bin_{form.category}", day)
    return {**weight_of(form.bins, per_bin), "basis": Basis.BINS}


def _day(context: Context, given: date | None) -> date:
    today = today_of(context)
    if given is not None and given > today:
        raise FormErrors({"collected_on": "清运日期不能晚于今天"})
    return given or today


def _checked(context: Context, unit: UUID | None) -> None:
    if unit is not None:
        context.choose(UNIT, unit, "unit")


@command(
    "waste_sorting.record_load", "登记清运", permission=Right.COLLECT, menu=True,
    event=Collection.Weighed, order=150, batch=True,
)  # fmt: skip
def record_load(context: Context, form: RecordLoad) -> None:
    """Enter one load, signed at once where both names are there."""
    require_carrier(context, form.carrier)
    _checked(context, form.unit)
    day = _day(context, form.collected_on)
    if (form.given_by is None) != (form.received_by is None):
        raise FormErrors({"received_by": "交出人和接收人要一起填写"})
    load = context.create(
        Collection, Collection.Weighed, collected_on=day, category=form.category,
        carrier=form.carrier, unit=form.unit, remark=form.remark,
        serial=_serial(context), **_weighed(context, form, day),
    )  # fmt: skip
    if form.given_by is not None:
        load.record(
            Collection.Signed, given_by=form.given_by, received_by=form.received_by,
            scan=form.scan,
        )  # fmt: skip


def _serial(context: Context) -> str:
    return context.serial("waste_sorting.collection_serials")


@command(
    "waste_sorting.sign_collection", "交接签字", permission=Right.COLLECT,
    on=Collection, event=Collection.Signed, order=160, batch=True,
)  # fmt: skip
def sign_collection(context: Context, form: SignCollection) -> None:
    """Both have signed."""
    context.choose("core.Person", form.given_by, "given_by")
    context.load(Collection, form.record).record(Collection.Signed, **form.said())


def _last_day(month: str) -> date:
    first = date.fromisoformat(f"{month}-01")
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


@command(
    "waste_sorting.record_month_slip", "登记月报单", permission=Right.COLLECT,
    menu=True, event=Collection.Reported, order=170,
)  # fmt: skip
def record_month_slip(context: Context, form: RecordMonthSlip) -> None:
    """Enter a carrier's month, a record for each line."""
    require_carrier(context, form.carrier)
    context.choose("core.Person", form.given_by, "given_by")
    last, today = _last_day(form.month), today_of(context)
    if form.month > today.isoformat()[:7]:
        raise FormErrors({"month": "还没有到这个月份"})
    for number, line in enumerate(form.lines):
        _checked(context, line.unit)
        weighed = _weighed(context, line, last, f"lines.{number}.weight")
        if weighed["basis"] is Basis.WEIGHED:
            weighed["basis"] = Basis.SLIP
        context.create(
            Collection, Collection.Reported, serial=_serial(context),
            collected_on=min(last, today), month=form.month, carrier=form.carrier,
            slip=form.slip, given_by=form.given_by, received_by=form.received_by,
            category=line.category, unit=line.unit, scan=form.scan, **weighed,
        )  # fmt: skip


@command(
    "waste_sorting.hand_over_hazardous", "有害垃圾交接", permission=Right.COLLECT,
    menu=True, event=Collection.HazardousHandedOver, order=180,
)  # fmt: skip
def hand_over_hazardous(context: Context, form: HandOverHazardous) -> None:
    """Hand hazardous waste to a carrier whose licence holds."""
    day = _day(context, form.collected_on)
    _checked(context, form.unit)
    context.choose("core.Person", form.given_by, "given_by")
    known = require_licensed(context, form.carrier, day).attributes
    until = known.get("licensed_until")
    said = {**dict(form), "collected_on": day, "licence": known.get("licence")}
    context.create(
        Collection, Collection.HazardousHandedOver, serial=_serial(context),
        category=Category.HAZARDOUS, basis=Basis.MANIFEST,
        licensed_until=date.fromisoformat(until) if until else None, **said,
    )  # fmt: skip


ALL = (record_load, sign_collection, record_month_slip, hand_over_hazardous)
