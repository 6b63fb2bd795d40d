"""知晓率调查: how many were asked, and how many knew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.command import command
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.fields import Files
from houqin.core.schema.form import Form
from houqin.plugins.waste_sorting.fields import (
    UNIT,
    Department,
    OnDay,
    Place,
    Remark,
    UnitId,
)
from houqin.plugins.waste_sorting.permissions import WastePermission as Right

if TYPE_CHECKING:
    from houqin.core.model.context import Context


class Method(types.Choice):
    """调查方式."""

    PAPER = "paper", "问卷"
    ASKED = "asked", "现场询问"
    PHONE = "phone", "电话"


Asked = Annotated[int, Field(title="调查人数", ge=1, le=100_000), types.integer("人")]
Aware = Annotated[int, Field(title="知晓人数", ge=0, le=100_000), types.integer("人")]
MethodField = Annotated[Method, Field(title="调查方式"), types.choice(Method)]
Sheets = Annotated[Files, Field(title="汇总表或照片")]


class AwarenessPoll(Aggregate):
    """One poll; counts alone, without names."""

    topic = "waste_sorting.AwarenessPoll"
    title = "知晓率调查"
    seen_by = Right.SEE
    amended_by = Right.TRAIN

    class Done(Aggregate.Created):
        """So many were asked, so many knew."""

        title = "调查"
        polled_on: OnDay
        place: Place
        method: MethodField
        asked: Asked
        aware: Aware
        unit: UnitId | None = None
        sheets: Sheets | None = None
        remark: Remark | None = None
        department: Department | None = None

        def check(self) -> None:
            """Nobody knows who was not asked."""
            if self.aware > self.asked:
                raise FormErrors({"aware": "知晓人数不能多于调查人数"})


class RecordPoll(Form):
    """只登记人数，不登记姓名。"""

    polled_on: OnDay
    place: Place
    asked: Asked
    aware: Aware
    method: MethodField = Method.PAPER
    unit: UnitId | None = None
    sheets: Sheets | None = None
    remark: Remark | None = None


@command(
    "waste_sorting.record_poll", "登记知晓率调查", permission=Right.TRAIN, menu=True,
    event=AwarenessPoll.Done, order=330, batch=True,
)  # fmt: skip
def record_poll(context: Context, form: RecordPoll) -> None:
    """Enter a poll."""
    if form.unit is not None:
        context.choose(UNIT, form.unit, "unit")
    context.create(AwarenessPoll, AwarenessPoll.Done, **dict(form))


ALL = (record_poll,)
