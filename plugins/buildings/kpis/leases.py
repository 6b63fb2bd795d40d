"""What is rented out, lent, rented and borrowed."""

from __future__ import annotations

from houqin.core.projection.kpi import Equals, level
from houqin.plugins.buildings.lease import LeaseKind
from houqin.plugins.buildings.ledgers.leases import leases

_OUT = (LeaseKind.RENT_OUT.value, LeaseKind.LEND.value)
_IN = (LeaseKind.RENT_IN.value, LeaseKind.BORROW.value)
_RUNNING = Equals("state", ("running",))

leased_out = level(
    "buildings.leased_out", "出租出借合同", over=leases, unit="份", order=510,
    where=(_RUNNING, Equals("kind", _OUT)), source="出租和租用",
    meaning="截止日在履行的出租、出借合同份数。",
)  # fmt: skip
rented_in = level(
    "buildings.rented_in", "租用借用合同", over=leases, unit="份", order=520,
    where=(_RUNNING, Equals("kind", _IN)), source="出租和租用",
    meaning="截止日在履行的租用、借用合同份数。",
)  # fmt: skip

ALL = (leased_out, rented_in)
