"""Papers of 垃圾分类: 签到表, 检查评分表, 检查通报."""

from __future__ import annotations

from houqin.core.registry.printing import Leaf, Listed, Part, PrintedForm, place
from houqin.plugins.waste_sorting.bulletin import Bulletin
from houqin.plugins.waste_sorting.inspection import Inspection
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

score_sheet = PrintedForm(
    "waste_sorting.score_sheet",
    "公共机构生活垃圾分类检查评分表",
    Inspection,
    "表号：垃圾分类 03",
    (
        Leaf(
            "scores", "",
            (
                Part("", (
                    (place("编号", "serial", span=10),
                     place("检查批次", "round", span=14)),
                    (place("被检查单位", "department", span=14),
                     place("检查时间", "scored_at", span=10)),
                    (place("检查人", "inspectors", span=14),
                     place("评分表", "sheet.since", span=10)),
                )),
                Part("", (
                    Listed("waste_sorting.scores", ("item", "points", "score", "why"),
                           blank=8, numbered=True),
                    (place("得分", "score", span=6),
                     place("抽查袋数", "sampled", span=9),
                     place("其中准确", "accurate", span=9)),
                )),
                Part("", (
                    (place("单位意见", "opinion", span=24, lines=2),),
                    (place("检查人签字", span=8, lines=2),
                     place("被检查单位签字", "signer", span=8, lines=2),
                     place("单位（盖章）", span=8, lines=2)),
                )),
            ),
            original=("scored", "rectifying", "closed"),
        ),
    ),
    paper="a4",
)  # fmt: skip

bulletin = PrintedForm(
    "waste_sorting.bulletin",
    "垃圾分类检查通报",
    Bulletin,
    "表号：垃圾分类 04",
    (
        Leaf(
            "ranking", "",
            (
                Part("", (
                    (place("标题", "name", span=24),),
                    (place("编号", "serial", span=8),
                     place("检查起止", "first", "last", span=16)),
                    (place("检查单位", "inspected", span=8),
                     place("平均得分", "mean", span=8),
                     place("发现问题", "defects", span=8)),
                    (place("通报内容", "text", span=24, lines=3),),
                )),
                Part("得分排名", (
                    Listed("waste_sorting.ranking",
                           ("rank", "department", "score", "found")),
                )),
                Part("", (
                    (place("拟稿人", span=8, lines=2),
                     place("签发人", span=8, lines=2),
                     place("单位（盖章）", span=8, lines=2)),
                )),
            ),
            original=("published",),
        ),
    ),
    paper="a4",
)  # fmt: skip

ALL = (sign_in_sheet, score_sheet, bulletin)
