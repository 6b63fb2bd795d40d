"""核定面积, 调整核定面积, 更新编制和人数."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.command import command
from houqin.core.model.recording import records
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.form import Form, RecordForm
from houqin.plugins.buildings import fields
from houqin.plugins.buildings.permissions import BuildingsPermission as Right
from houqin.plugins.buildings.quota import (
    ApprovedArea,
    CreditCode,
    Deputies,
    Heads,
    HeadsOfCounty,
    NatureField,
    Others,
    Posts,
    Staff,
    UnitLevel,
    UnitQuota,
)

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.context import Context


class SetQuota(Form):
    """按核定文件登记；一个单位只登记一次，以后用调整。"""

    unit: fields.UsingUnit
    approved_area: ApprovedArea
    document: fields.Document
    posts: Posts
    staff: Staff
    nature: NatureField | None = None
    level: UnitLevel | None = None
    credit_code: CreditCode | None = None
    county_heads: HeadsOfCounty | None = None
    heads: Heads | None = None
    deputies: Deputies | None = None
    others: Others | None = None


class ChangeQuota(RecordForm):
    """自调整日起按新的面积。"""

    approved_area: ApprovedArea
    document: fields.Document


class CountPeople(RecordForm):
    """每年一月、六月更新。"""

    posts: Posts
    staff: Staff
    county_heads: HeadsOfCounty | None = None
    heads: Heads | None = None
    deputies: Deputies | None = None
    others: Others | None = None


_BANDS = ("county_heads", "heads", "deputies", "others")


def _require_sum(form: Any) -> None:
    """人数 by rank band, where they are given, make the whole."""
    bands = [getattr(form, name) for name in _BANDS]
    if any(band is not None for band in bands):
        total = sum(band or 0 for band in bands)
        if total != form.staff:
            raise FormErrors({"staff": f"各职级人数之和为{total}，与实有人数不符"})


@command(
    "buildings.set_quota", "核定面积", permission=Right.STANDARDS, menu=True,
    event=UnitQuota.Set, order=550, batch=True,
)  # fmt: skip
def set_quota(context: Context, form: SetQuota) -> None:
    """Enter what a unit may use."""
    context.choose("core.Department", form.unit, "unit")
    _require_sum(form)
    context.create(UnitQuota, UnitQuota.Set, **dict(form))


change_quota = records(
    "buildings.change_quota", "调整核定面积", ChangeQuota, UnitQuota, UnitQuota.Changed,
    permission=Right.STANDARDS, style="default", order=551,
)  # fmt: skip


@command(
    "buildings.count_people", "更新编制和人数", permission=Right.STANDARDS,
    on=UnitQuota, event=UnitQuota.Counted, style="default", order=552,
)  # fmt: skip
def count_people(context: Context, form: CountPeople) -> None:
    """Enter how many people a unit has."""
    _require_sum(form)
    context.load(UnitQuota, form.record).record(UnitQuota.Counted, **form.said())


def beyond_quota(context: Context, unit: UUID, area: int) -> int | None:
    """By how much a unit is beyond its approved area with so much more, if it is.

    Only a unit's office and service rooms count; equipment and annexes serve all.
    """
    quota = next(
        (q for q in context.choosable("buildings.UnitQuota")
         if q.attributes["unit"] == str(unit)), None,
    )  # fmt: skip
    if quota is None:
        return None
    used = sum(
        room.attributes["usable_area"]
        for room in context.choosable("buildings.Room")
        if room.attributes.get("unit") == str(unit)
    )
    over = used + area - int(quota.attributes["approved_area"])
    return over if over > 0 else None


ALL = (set_quota, change_quota, count_people)
