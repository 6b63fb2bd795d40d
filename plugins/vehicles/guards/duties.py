"""Special duties that can be chosen, and what a detached car or driver is bound to."""

from __future__ import annotations

from houqin.core.model.guards import Register
from houqin.core.model.numbers import Serials
from houqin.core.projection.sources import constant, field, occurred_at
from houqin.plugins.vehicles.special_duty import SpecialDuty

#: What the registers of cars and drivers say of one that is detached.
AWAY = {
    "duty": field("duty"),
    "duty_name": field("name"),
    "duty_since": occurred_at,
    "duty_until": field("until"),
}
BACK = dict.fromkeys(AWAY, constant(None))

duties = Register("vehicles.duties", SpecialDuty, ["name", "unit"])
duties.keep(SpecialDuty.Opened, "name", "unit")

duty_serials = Serials("vehicles.duty_serials", SpecialDuty, "保")
duty_serials.on(SpecialDuty.Opened, serial=field("serial"))

ALL = (duties, duty_serials)
