"""提醒 of 垃圾分类: what is missing, bad or late, and whose it is to act."""

from __future__ import annotations

from houqin.core.model.alerts import RED, Alert
from houqin.core.model.rectified_rows import deadline_alerts
from houqin.core.model.rectifying import OPEN
from houqin.core.projection.watching import Below, DueWithin, Is, Missing, PastBy
from houqin.plugins.waste_sorting.ledgers.collection import carriers
from houqin.plugins.waste_sorting.ledgers.inspections import defects, inspections
from houqin.plugins.waste_sorting.ledgers.units import units
from houqin.plugins.waste_sorting.permissions import WastePermission as Right
from houqin.plugins.waste_sorting.watching import (
    bad_twice,
    no_collection,
    not_replaced,
)

supervisor_left = Alert(
    name="waste_sorting.supervisor_left",
    title="督导员离任未更换",
    find=not_replaced,
    falls_to=Right.NOMINATE,
    order=510,
)
no_supervisor = Alert(
    name="waste_sorting.no_supervisor",
    title="单位没有督导员",
    over=units,
    when=(Is("state", ("enrolled",)), Below("supervisors", 1)),
    falls_to=Right.NOMINATE,
    level=RED,
    text="{department}已开展分类，没有督导员",
    order=515,
)
score_low = Alert(
    name="waste_sorting.score_low",
    title="检查不合格",
    over=inspections,
    when=(
        Is("state", ("scored", "rectifying")),
        Below("score", "waste_sorting.pass_score"),
    ),
    falls_to=Right.INSPECT,
    text="{department}{scored_at}检查得{score}分，低于合格分",
    order=520,
)
twice_bad = Alert(
    name="waste_sorting.bad_twice",
    title="连续两次检查不合格",
    find=bad_twice,
    falls_to=Right.PUBLISH,
    order=525,
)
collection_missing = Alert(
    name="waste_sorting.no_collection",
    title="没有清运登记",
    find=no_collection,
    falls_to=Right.COLLECT,
    order=530,
)
licence_due = Alert(
    name="waste_sorting.licence_due",
    title="收运许可证到期",
    over=carriers,
    when=(
        Is("state", ("active",)),
        DueWithin("licensed_until", days="waste_sorting.licence_days"),
    ),
    red_when=(PastBy("licensed_until", days=1),),
    due="licensed_until",
    falls_to=Right.KEEP,
    text="{name}的危险废物经营许可证{due}到期",
    order=535,
)
not_signed = Alert(
    name="waste_sorting.not_signed",
    title="检查未签字",
    over=inspections,
    when=(Is("state", ("scored",)), PastBy("scored_at", days=3), Missing("signer")),
    falls_to=Right.RECTIFY,
    text="{department}{scored_at}的检查还没有签字确认",
    order=540,
)

ALL = (
    supervisor_left,
    no_supervisor,
    score_low,
    twice_bad,
    collection_missing,
    licence_due,
    not_signed,
    *deadline_alerts(
        "waste_sorting.defect", "垃圾分类整改", over=defects, states=OPEN,
        due="deadline", falls_to=Right.RECTIFY, text="{unit}：{matter}", order=550,
    ),
)  # fmt: skip
