"""What the work summary says of waste sorting."""

from __future__ import annotations

from houqin.core.registry.reporting import ReportSection, clause

_TRAINED, _INSPECTED = ("waste_sorting.sessions",), ("waste_sorting.inspected",)
_FOUND, _POLLED = ("waste_sorting.defects_found",), ("waste_sorting.polled",)

sorting = ReportSection(
    "waste_sorting.sorting",
    "垃圾分类",
    (
        clause("{period}"),
        clause(
            "举办垃圾分类培训{waste_sorting.sessions}期，"
            "{waste_sorting.trainees:余}名督导员参训",
            some_of=_TRAINED,
        ),
        clause("覆盖单位{waste_sorting.units_enrolled}家", opens="；"),
        clause("检查{waste_sorting.inspected}次", some_of=_INSPECTED),
        clause("平均得分{waste_sorting.mean_score}分", some_of=_INSPECTED),
        clause("整改率{waste_sorting.rectified:%}", some_of=_FOUND),
        clause("知晓率{waste_sorting.awareness:%}", some_of=_POLLED),
    ),
    order=510,
)
collection = ReportSection(
    "waste_sorting.collection",
    "分类清运",
    (
        clause(
            "清运厨余垃圾{waste_sorting.food:万}公斤、"
            "可回收物{waste_sorting.recyclable:万}公斤、"
            "其他垃圾{waste_sorting.other:万}公斤",
            some_of=("waste_sorting.weight",),
        ),
        clause(
            "有害垃圾{waste_sorting.hazardous}公斤全部交有资质的单位处置",
            some_of=("waste_sorting.hazardous",),
        ),
        clause("可回收物占{waste_sorting.recyclable_share:%}", opens="；"),
    ),
    order=520,
)
supervisors = ReportSection(
    "waste_sorting.supervisors",
    "督导员队伍",
    (
        clause("累计上报督导员{waste_sorting.nominated}名"),
        clause("在任{waste_sorting.in_office}名"),
        clause("督导员配备率{waste_sorting.supervised:%}"),
        clause("更换{waste_sorting.replaced}名", some_of=("waste_sorting.replaced",)),
        clause("培训率{waste_sorting.trained_rate:%}"),
    ),
    order=530,
)

ALL = (sorting, supervisors, collection)
