"""权属证照."""

from __future__ import annotations

from houqin.core.projection.ledger import Column, Ledger
from houqin.core.schema import types
from houqin.plugins.buildings.fields import AREA
from houqin.plugins.buildings.property_cert import CertKind, PropertyCert

property_certs = Ledger(
    "buildings.property_certs",
    "权属证照",
    per=PropertyCert,
    columns=[
        Column("number", "证号", types.text(), filter=True, primary=True),
        Column("kind", "证照类别", types.choice(CertKind), filter=True, primary=True),
        Column("building", "楼座", types.ref("buildings.Building"), filter=True,
               primary=True),
        Column("owner", "权利人", types.text(), filter=True),
        Column("area", "证载面积", AREA, total=True),
        Column("issued_on", "发证日期", types.day(), filter=True),
        Column("status", "状态", types.state(), filter=True, primary=True),
        Column("changed_on", "变更日期", types.day()),
        Column("cancelled_on", "注销日期", types.day()),
        Column("remark", "备注", types.long_text()),
    ],
    period="issued_on",
    title_column="number",
    numbered=True,
    newest={"building": "issued_on"},
)  # fmt: skip
property_certs.on(
    PropertyCert.Registered, "number", "kind", "building", "owner", "area",
    "issued_on", "remark",
)  # fmt: skip
property_certs.on(PropertyCert.Changed, "owner", "area", "changed_on")
property_certs.on(PropertyCert.Cancelled, "cancelled_on")

ALL = (property_certs,)
