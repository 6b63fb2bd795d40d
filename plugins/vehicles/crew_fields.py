"""The words of drivers' assessment and states, for forms and events alike."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from houqin.core.schema import types
from houqin.core.schema.fields import Day, Fen, Line, LongLine
from houqin.core.schema.types import Fixed

TOP_SCORE = 1000


class PenaltyKind(types.Choice):
    """处罚类别."""

    MINOR = "minor", "轻微（批评教育）"
    WARNING = "warning", "警告"
    DEDUCTION = "deduction", "扣发奖金"
    SUSPENSION = "suspension", "暂停出车"


Period = Annotated[
    str,
    Field(
        title="考核期",
        pattern=r"^\d{4}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]))?$",
        description="2023、2023-06、2023-Q2或2023-H1",
    ),
    types.text(),
]
Score = Annotated[int, Field(title="得分", ge=0, le=TOP_SCORE), types.quantity("分", 1)]
AssessmentNote = Annotated[LongLine, Field(title="考核意见")]
RewardName = Annotated[Line, Field(title="奖励名称")]
Bonus = Annotated[Fen, Field(title="奖金")]
PenaltyField = Annotated[
    PenaltyKind, Field(title="处罚类别"), types.choice(PenaltyKind)
]
Fine = Annotated[Fen, Field(title="扣款")]
Grounds = Annotated[LongLine, Field(title="事由", min_length=1)]
RestReason = Annotated[Line, Field(title="休息原因")]
#: Told by the duty that takes the car or the driver: corrected and voided there.
LinkedDuty = Annotated[UUID, Field(title="专项保障"), Fixed()]
DutyName = Annotated[str, Field(title="保障任务"), types.text(), Fixed()]
DutyUntil = Annotated[Day, Field(title="计划归队"), Fixed()]
