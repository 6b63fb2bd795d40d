"""Parameters of 垃圾分类 [U]: what a rule asks, from which day, an office decides."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from houqin.core.schema import types
from houqin.core.schema.form import Form

_Days = Annotated[int, Field(ge=1, le=365), types.integer("天")]
_PerBin = Annotated[int, Field(ge=1, le=10_000), types.quantity("公斤", 1)]
_Score = Annotated[int, Field(ge=0, le=1000), types.quantity("分", 1)]
_BINS = "240升桶；自填写的生效日起用于桶数折算。"


class WasteRules(Form):
    """检查评分、督导员更换、整改和清运到什么程度就提醒。"""

    pass_score: _Score = Field(
        800, title="合格分", description="低于此分提醒，连续两次低于此分应下发通报。"
    )
    replace_days: _Days = Field(
        10, title="督导员离任后更换期限", description="按工作日计。"
    )
    rectify_days: _Days = Field(
        7, title="问题整改期限", description="检查时没有填写时限的，按此计算。"
    )
    collection_days: _Days = Field(
        3, title="没有清运登记提醒", description="按工作日计。"
    )
    licence_days: _Days = Field(30, title="收运许可证到期前提醒")


class BinWeights(Form):
    """每桶公斤数：没有过磅的按桶数折算。"""

    per_bin_recyclable: _PerBin = Field(
        300, title="可回收物每桶重量", description=_BINS
    )
    per_bin_food: _PerBin = Field(1000, title="厨余垃圾每桶重量", description=_BINS)
    per_bin_other: _PerBin = Field(500, title="其他垃圾每桶重量", description=_BINS)


GROUPS = (
    ("rules", "垃圾分类规则和提醒", WasteRules, 510),
    ("bins", "清运折算重量", BinWeights, 520),
)
