"""提醒 of the civilized city: what is due, nobody's or not signed in for."""

from __future__ import annotations

from houqin.core.model.alerts import Alert
from houqin.core.model.rectified_rows import deadline_alerts
from houqin.core.model.rectifying import OPEN
from houqin.core.projection.watching import Is, Missing, PastBy
from houqin.plugins.civilized_city import grid_task, online_item
from houqin.plugins.civilized_city.ledgers.grid import grid_areas
from houqin.plugins.civilized_city.ledgers.notices import notices, rectifications
from houqin.plugins.civilized_city.ledgers.online import online_items
from houqin.plugins.civilized_city.ledgers.tasks import tasks
from houqin.plugins.civilized_city.ledgers.volunteers import shifts
from houqin.plugins.civilized_city.permissions import CityPermission as Right

#: Working out who stands at a post takes a moment.
_SIGN_IN_HOURS = "civilized_city.sign_in_hours"
_NUMBER_DAYS = "civilized_city.number_days"
_AHEAD = ("civilized_city.early_days", "civilized_city.late_days")

rectification = deadline_alerts(
    "civilized_city.rectification", "通知书整改", over=rectifications, states=OPEN,
    due="deadline", falls_to=Right.WORK, days=_AHEAD, order=10,
    text="{notice}第{number}项“{matter}”，责任人{person}",
)  # fmt: skip
task = deadline_alerts(
    "civilized_city.task", "网格任务", over=tasks, states=grid_task.RUNNING,
    due="deadline", falls_to=Right.WORK, days=_AHEAD, order=20,
    text="{serial}{area}“{task}”，责任人{person}",
)  # fmt: skip
online = deadline_alerts(
    "civilized_city.online", "网报材料", over=online_items,
    states=online_item.RUNNING, due="deadline", falls_to=Right.FILE, days=_AHEAD,
    order=30, text="{number}{name}，责任人{person}",
)  # fmt: skip
unowned = Alert(
    name="civilized_city.area_unowned",
    title="网格无责任人",
    over=grid_areas,
    when=(Is("state", ("unowned",)),),
    falls_to=Right.MANAGE,
    text="网格{code}{name}没有责任人",
    order=40,
)
not_signed_in = Alert(
    name="civilized_city.shift_not_signed_in",
    title="执勤未签到",
    over=shifts,
    when=(Is("state", ("planned",)), PastBy("starts", hours=_SIGN_IN_HOURS)),
    red_when=(PastBy("ends"),),
    due="starts",
    falls_to=Right.VOLUNTEER,
    text="{serial}{post}{starts}开始，还没有签到，带班人{head}",
    order=50,
)
unnumbered = Alert(
    name="civilized_city.notice_unnumbered",
    title="通知书文号未补",
    over=notices,
    when=(Missing("number"), PastBy("entered_at", days=_NUMBER_DAYS)),
    falls_to=Right.RECEIVE,
    text="{entered_at}电话或消息通知的整改，文号还没有补登",
    order=60,
)

ALL = (*rectification, *task, *online, unowned, not_signed_in, unnumbered)
