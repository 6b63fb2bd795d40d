"""签到表 on paper: printed by unit before the training, with its ticks after it."""

from __future__ import annotations

from houqin.core.registry.printing import Leaf, Listed, Part, PrintedForm, place
from houqin.plugins.waste_sorting.training import Training

_head = Part(
    "",
    (
        (place("培训名称", "name", span=24),),
        (
            place("时间", "planned_for", span=10),
            place("地点", "place", span=14),
        ),
        (
            place("主持人", "host", span=10),
            place("应到", "expected", span=7),
            place("实到", "came", span=7),
        ),
    ),
)
_WHO = ("supervisor.department", "supervisor", "supervisor.post", "supervisor.phone")
_foot = (
    place("登记人签字", span=8, lines=2),
    place("主持人签字", span=8, lines=2),
    place("单位（盖章）", span=8, lines=2),
)
to_sign = Listed(
    "waste_sorting.expected", _WHO, by_hand=("签名", "代签"), numbered=True
)
signed = Listed("waste_sorting.sign_ins", (*_WHO, "tick"), numbered=True)

sign_in_sheet = PrintedForm(
    "waste_sorting.sign_in_sheet",
    "垃圾分类督导员培训签到表",
    Training,
    "表号：垃圾分类 02",
    (
        Leaf("sign", "", (_head, Part("", (to_sign, _foot))), original=("planned",)),
        Leaf("ticks", "签到情况", (_head, Part("", (signed, _foot))),
             original=("held",)),
    ),
    paper="a4",
)  # fmt: skip

ALL = (sign_in_sheet,)
