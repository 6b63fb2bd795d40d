"""Numbers of tasks, visits, clean-ups and shifts; items of one task table."""

from __future__ import annotations

from houqin.core.model.guards import Claims
from houqin.core.model.numbers import Serials
from houqin.core.projection.sources import Source, field
from houqin.plugins.civilized_city.cleanup import Cleanup
from houqin.plugins.civilized_city.grid_task import GridTask
from houqin.plugins.civilized_city.household import Household
from houqin.plugins.civilized_city.online_item import OnlineItem
from houqin.plugins.civilized_city.volunteer_shift import VolunteerShift

task_serials = Serials("civilized_city.task_serials", GridTask, "格")
task_serials.on(GridTask.Issued, serial=field("serial"))

visit_serials = Serials("civilized_city.visit_serials", Household, "户")
visit_serials.on(Household.Visited, serial=field("serial"))

cleanup_serials = Serials("civilized_city.cleanup_serials", Cleanup, "清")
cleanup_serials.on(Cleanup.Done, serial=field("serial"))

shift_serials = Serials("civilized_city.shift_serials", VolunteerShift, "志")
shift_serials.on(VolunteerShift.Planned, serial=field("serial"))

#: An item has one row in its table.
_tabled = Source(
    "table and number",
    lambda event: f"{event.payload['table']} {event.payload['number']}",
)
item_numbers = Claims(
    "civilized_city.item_numbers", [OnlineItem], "项目编号", field="number"
)
item_numbers.on(OnlineItem.Assigned, value=_tabled)

ALL = (task_serials, visit_serials, cleanup_serials, shift_serials, item_numbers)
