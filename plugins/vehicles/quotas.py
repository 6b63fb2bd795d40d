"""核定编制, 调整编制, and whether one more car is within it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.command import command
from houqin.core.model.recording import records
from houqin.core.schema.form import Form, RecordForm
from houqin.plugins.vehicles.fields import CategoryField
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right
from houqin.plugins.vehicles.quota import Document, Number, OfUnit, Quota

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.context import Context


class ApproveQuota(Form):
    """按核定文件登记；同一单位同一类别只登记一次，以后用调整。"""

    unit: OfUnit
    category: CategoryField
    number: Number
    document: Document


class ChangeQuota(RecordForm):
    """自调整日起按新的编制数。"""

    number: Number
    document: Document


@command(
    "vehicles.approve_quota", "核定编制", permission=Right.REGISTER, menu=True,
    event=Quota.Approved, order=290, batch=True,
)  # fmt: skip
def approve_quota(context: Context, form: ApproveQuota) -> None:
    """Enter a quota."""
    context.choose("core.Department", form.unit, "unit")
    context.create(Quota, Quota.Approved, **dict(form))


change_quota = records(
    "vehicles.change_quota", "调整编制", ChangeQuota, Quota, Quota.Changed,
    permission=Right.REGISTER, style="default", order=295,
)  # fmt: skip


def exceeded(context: Context, unit: UUID | None, category: str) -> int | None:
    """The quota that one more car of a unit and category goes beyond, if any."""
    if unit is None:
        return None
    quota = _matching(context, "vehicles.Quota", unit, category)
    if not quota:
        return None
    cars = _matching(context, "vehicles.Vehicle", unit, category)
    number: int = quota[0].attributes["number"]
    return number if sum(c.state != "disposed" for c in cars) >= number else None


def _matching(context: Context, what: str, unit: UUID, category: str) -> list[Any]:
    wanted = (str(unit), str(category))
    return [
        found
        for found in context.choosable(what)
        if (found.attributes.get("unit"), found.attributes["category"]) == wanted
    ]


ALL = (approve_quota, change_quota)
