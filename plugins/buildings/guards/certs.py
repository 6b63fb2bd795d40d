"""Numbers of certificates."""

from __future__ import annotations

from houqin.core.model.guards import Claims
from houqin.core.projection.sources import field
from houqin.plugins.buildings.property_cert import PropertyCert

numbers = Claims(
    "buildings.cert_numbers", [PropertyCert], "证号", released=["cancelled"],
    field="number",
)  # fmt: skip
numbers.on(PropertyCert.Registered, value=field("number"))

ALL = (numbers,)
