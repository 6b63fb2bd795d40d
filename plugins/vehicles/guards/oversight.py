"""Numbers of safety meetings, trips without a task and self-checks."""

from __future__ import annotations

from houqin.core.model.numbers import Serials
from houqin.core.projection.sources import field
from houqin.plugins.vehicles.safety import SafetyMeeting
from houqin.plugins.vehicles.self_check import SelfCheck
from houqin.plugins.vehicles.unplanned_trip import UnplannedTrip

meeting_serials = Serials("vehicles.meeting_serials", SafetyMeeting, "安")
meeting_serials.on(SafetyMeeting.Held, serial=field("serial"))

unplanned_serials = Serials("vehicles.unplanned_serials", UnplannedTrip, "督")
unplanned_serials.on(UnplannedTrip.Found, serial=field("serial"))

check_serials = Serials("vehicles.check_serials", SelfCheck, "查")
check_serials.on(SelfCheck.Assigned, serial=field("serial"))

ALL = (meeting_serials, unplanned_serials, check_serials)
