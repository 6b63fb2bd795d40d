"""权属证照: 登记, 变更, 注销."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.command import command
from houqin.core.projection.horizon import local_day
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.form import Form, RecordForm
from houqin.plugins.buildings import fields
from houqin.plugins.buildings.permissions import BuildingsPermission as Right
from houqin.plugins.buildings.property_cert import (
    CancelledOn,
    CertArea,
    ChangedOn,
    IssuedOn,
    Kind,
    Number,
    Owner,
    PropertyCert,
)

if TYPE_CHECKING:
    from datetime import date

    from houqin.core.model.context import Context


class RegisterCert(Form):
    """照证书登记，上传扫描件。"""

    building: fields.BuildingId
    kind: Kind
    number: Number
    owner: Owner
    area: CertArea
    issued_on: IssuedOn
    scans: fields.Scans | None = None
    remark: fields.Remark | None = None


class ChangeCert(RecordForm):
    """证号不变、权利人或面积变更的登记；换发新证的先注销再登记。"""

    owner: Owner
    area: CertArea
    changed_on: ChangedOn
    scans: fields.Scans | None = None


class CancelCert(RecordForm):
    """注销后证号可以重新登记。"""

    cancelled_on: CancelledOn
    reason: fields.Reason


def _require_past(context: Context, name: str, day: date) -> None:
    if day > local_day(context.occurred, context.zone):
        raise FormErrors({name: "日期不能晚于登记的日期"})


@command(
    "buildings.register_cert", "登记权属证照", permission=Right.CERTIFY, menu=True,
    event=PropertyCert.Registered, order=640, batch=True,
)  # fmt: skip
def register_cert(context: Context, form: RegisterCert) -> None:
    """Enter a certificate."""
    _require_past(context, "issued_on", form.issued_on)
    context.choose("buildings.Building", form.building, "building")
    context.create(PropertyCert, PropertyCert.Registered, **dict(form))


def _as_it_is(_context: Context, cert: Any) -> dict[str, Any]:
    return {"owner": cert.owner, "area": cert.area}


@command(
    "buildings.change_cert", "变更", permission=Right.CERTIFY, on=PropertyCert,
    event=PropertyCert.Changed, starts=_as_it_is, style="default", order=641,
)  # fmt: skip
def change_cert(context: Context, form: ChangeCert) -> None:
    """Another owner or area."""
    _require_past(context, "changed_on", form.changed_on)
    context.load(PropertyCert, form.record).record(PropertyCert.Changed, **form.said())


@command(
    "buildings.cancel_cert", "注销", permission=Right.CERTIFY, on=PropertyCert,
    event=PropertyCert.Cancelled, style="danger", order=642,
)  # fmt: skip
def cancel_cert(context: Context, form: CancelCert) -> None:
    """It holds no more."""
    _require_past(context, "cancelled_on", form.cancelled_on)
    context.load(PropertyCert, form.record).record(
        PropertyCert.Cancelled, **form.said()
    )


ALL = (register_cert, change_cert, cancel_cert)
