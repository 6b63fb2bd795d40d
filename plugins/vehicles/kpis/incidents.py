"""事故数 and 违章数."""

from __future__ import annotations

from houqin.core.projection.kpi import Equals, count
from houqin.plugins.vehicles.ledgers.incidents import IncidentKind, incidents

_BY = ("vehicle", "driver")

accidents = count(
    "vehicles.accidents", "事故数", over=incidents, at="happened_at", unit="起",
    where=(Equals("kind", (IncidentKind.ACCIDENT.value,)),), dimensions=_BY, order=59,
    meaning="登记的交通事故起数，按事故发生日计入，作废的不计；不论责任大小。",
    source="违章事故台账",
)  # fmt: skip
violations = count(
    "vehicles.violations", "违章数", over=incidents, at="happened_at", unit="起",
    where=(Equals("kind", (IncidentKind.VIOLATION.value,)),), dimensions=_BY, order=120,
    meaning="登记的交通违章起数，按违章发生日计入，作废的不计。",
    source="违章事故台账",
)  # fmt: skip

ALL = (accidents, violations)
