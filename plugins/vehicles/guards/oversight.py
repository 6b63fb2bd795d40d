"""Numbers of safety meetings (one a notice), trips without a task and self-checks."""

from __future__ import annotations

from houqin.core.model.guards import Claims
from houqin.core.model.numbers import Serials
from houqin.core.projection.sources import Source, field
from houqin.plugins.vehicles.annual_report import AnnualReport
from houqin.plugins.vehicles.safety import SafetyMeeting
from houqin.plugins.vehicles.self_check import SelfCheck
from houqin.plugins.vehicles.unplanned_trip import UnplannedTrip

#: One report a unit and year.
_of_unit = Source(
    "unit and year", lambda event: f"{event.payload['year']}:{event.payload['unit']}"
)

meeting_serials = Serials("vehicles.meeting_serials", SafetyMeeting, "安")
meeting_serials.on(SafetyMeeting.Held, serial=field("serial"))

#: A notice becomes one meeting.
held_notices = Claims("vehicles.held_notices", [SafetyMeeting], "例会通知")
held_notices.on(SafetyMeeting.Held, value=field("notice"))

unplanned_serials = Serials("vehicles.unplanned_serials", UnplannedTrip, "督")
unplanned_serials.on(UnplannedTrip.Found, serial=field("serial"))

check_serials = Serials("vehicles.check_serials", SelfCheck, "查")
check_serials.on(SelfCheck.Assigned, serial=field("serial"))

filed_years = Claims("vehicles.filed_years", [AnnualReport], "年度统计")
filed_years.on(AnnualReport.Filed, value=_of_unit)

ALL = (
    meeting_serials,
    held_notices,
    unplanned_serials,
    check_serials,
    filed_years,
)
