"""Numbers of leases."""

from __future__ import annotations

from houqin.core.model.numbers import Serials
from houqin.core.projection.sources import field
from houqin.plugins.buildings.lease import Lease
from houqin.plugins.buildings.leasing import SERIALS

serials = Serials(SERIALS, Lease, "租")
serials.on(Lease.Requested, serial=field("serial"))

ALL = (serials,)
