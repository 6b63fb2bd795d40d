"""The words of this domain as field types; forms and events name the same ones."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from houqin.core.people.aggregates import DepartmentKind
from houqin.core.schema import types
from houqin.core.schema.fields import Day, DepartmentId, Line, LongLine
from houqin.core.schema.types import Copied, Fixed

UNIT, SUPERVISOR = "waste_sorting.SortingUnit", "waste_sorting.Supervisor"


class Category(types.Choice):
    """The four categories and colours of GB/T 19095-2019."""

    RECYCLABLE = "recyclable", "可回收物"
    HAZARDOUS = "hazardous", "有害垃圾"
    FOOD = "food", "厨余垃圾"
    OTHER = "other", "其他垃圾"


#: The colour of a category's bins, by the standard.
COLOURS = {
    Category.RECYCLABLE: "蓝色",
    Category.HAZARDOUS: "红色",
    Category.FOOD: "绿色",
    Category.OTHER: "灰色",
}
#: What a carrier of household waste takes; 有害垃圾 is handed over by itself.
ORDINARY = (Category.RECYCLABLE, Category.FOOD, Category.OTHER)

UnitId = Annotated[UUID, Field(title="分类单位"), types.ref(UNIT)]
SupervisorId = Annotated[UUID, Field(title="督导员"), types.ref(SUPERVISOR)]
UnitKind = Annotated[
    str, Field(title="类别"), types.choice(DepartmentKind),
    Copied("department", "kind"),
]  # fmt: skip
UnitKindCopied = Annotated[
    str, Field(title="单位类别"), types.choice(DepartmentKind), Copied("unit", "kind")
]  # fmt: skip
#: The department behind a sorting unit: whose matter it is.
Department = Annotated[
    DepartmentId, Field(title="所在单位"), Copied("unit", "department")
]
CategoryField = Annotated[Category, Field(title="类别"), types.choice(Category)]
Reason = Annotated[LongLine, Field(title="原因", min_length=1)]
Remark = Annotated[LongLine, Field(title="备注")]
Place = Annotated[Line, Field(title="地点")]
#: Of the record's own day, where only the day is on the paper.
OnDay = Annotated[Day, Field(title="日期")]
Serial = Annotated[str, Field(title="编号"), types.text(), Fixed()]
#: Weights in 0.1 kg; no county's month has ten thousand tonnes.
MOST_WEIGHT = 100_000_000
Weight = Annotated[
    int, Field(title="重量", ge=1, le=MOST_WEIGHT), types.quantity("公斤", 1)
]
