"""提醒 of 办公用房: what is above the standard, late or over, and for whom."""

from __future__ import annotations

from houqin.core.model.alerts import Alert
from houqin.core.model.rectified_rows import deadline_alerts
from houqin.core.model.rectifying import OPEN
from houqin.core.projection.watching import DueWithin, Is, PastBy
from houqin.plugins.buildings.ledgers.oversight import over_standards
from houqin.plugins.buildings.ledgers.people import occupancies
from houqin.plugins.buildings.ledgers.rooms import rooms
from houqin.plugins.buildings.permissions import BuildingsPermission as Right

over_standard = Alert(
    name="buildings.over_standard",
    title="超标用房",
    over=rooms,
    when=(Is("is_over", ("yes",)), Is("state", ("allocated",))),
    falls_to=Right.OVERSEE,
    text="{name}使用面积{usable_area}平方米，标准{standard}平方米，超标{over}平方米",
    order=210,
)
second_office = Alert(
    name="buildings.second_office",
    title="另处办公用房",
    over=occupancies,
    when=(Is("place", ("second",)), Is("state", ("using", "must_vacate"))),
    red_when=(PastBy("until", days=1),),
    due="until",
    falls_to=Right.OVERSEE,
    text="{person}另处使用{room}，批准至{until}",
    order=220,
)
still_in_room = Alert(
    name="buildings.still_in_room",
    title="离任退休未腾退",
    over=occupancies,
    when=(
        Is("state", ("must_vacate",)),
        DueWithin("due_on", days="buildings.vacate_days"),
    ),
    red_when=(PastBy("due_on", days=1),),
    due="due_on",
    falls_to=Right.OCCUPY,
    text="{person}{vacate_reason}，应在{due_on}前腾退{room}",
    order=230,
)

ALL = (
    over_standard,
    second_office,
    still_in_room,
    *deadline_alerts(
        "buildings.over_standards",
        "超标整改",
        over=over_standards,
        states=OPEN,
        due="deadline",
        falls_to=Right.RECTIFY,
        text="{room}超标{over}平方米",
        order=240,
    ),
)
