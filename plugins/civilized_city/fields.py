"""The words of this domain as field types; forms and events name the same ones."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from houqin.core.schema import types
from houqin.core.schema.fields import (
    Day,
    DepartmentId,
    Files,
    Line,
    LongLine,
    Note,
    PersonId,
    TypedMoment,
)
from houqin.core.schema.types import Copied, Fixed

MOST_COUNTED = 100_000
MOST_PEOPLE = 200


class AreaKind(types.Choice):
    """网格类别."""

    BUILDING = "building", "楼栋"
    BLOCK = "block", "片区"
    STREET = "street", "路段点位"


class Method(types.Choice):
    """测评方式 of the provinces' manuals (rules.md §3.6)."""

    MATERIAL = "material", "材料审核"
    FIELD = "field", "实地考察"
    POLL = "poll", "问卷调查"
    SECRET = "secret", "整体观察"


class TaskKind(types.Choice):
    """任务类别."""

    PATROL = "patrol", "网格巡查"
    CLEANUP = "cleanup", "清理整治"
    PUBLICITY = "publicity", "宣传动员"
    OTHER = "other", "其他"


class Direction(types.Choice):
    """收发: a notice that came in, or one of our own."""

    RECEIVED = "received", "收到"
    ISSUED = "issued", "发出"


class Way(types.Choice):
    """来文方式, 签收方式."""

    PAPER = "paper", "纸质"
    PHONE = "phone", "电话"
    MESSAGE = "message", "微信或短信"
    SYSTEM = "system", "系统"


AreaId = Annotated[UUID, Field(title="网格"), types.ref("civilized_city.GridArea")]
#: The unit that answers for the area.
AreaUnit = Annotated[
    UUID,
    Field(title="责任单位"),
    types.ref("core.Department"),
    Copied("area", "unit"),
]
IndicatorId = Annotated[
    UUID, Field(title="对应测评指标"), types.ref("civilized_city.Indicator")
]
Serial = Annotated[str, Field(title="编号"), types.text(), Fixed()]
Unit = Annotated[DepartmentId, Field(title="责任单位")]
Person = Annotated[PersonId, Field(title="责任人")]
Reason = Annotated[LongLine, Field(title="理由", min_length=1)]
Opinion = Annotated[LongLine, Field(title="核验意见")]
Remark = Annotated[LongLine, Field(title="备注")]
Photos = Annotated[Files, Field(title="照片")]
TypedDue = Annotated[TypedMoment, Field(title="完成时限")]
Due = Annotated[datetime, Field(title="完成时限"), types.instant()]
Households = Annotated[
    int, Field(title="入户户数", ge=0, le=MOST_COUNTED), types.integer("户")
]
Collected = Annotated[
    int, Field(title="问卷份数", ge=1, le=MOST_COUNTED), types.integer("份")
]
People = Annotated[
    list[UUID],
    Field(title="参加人员", min_length=1, max_length=MOST_PEOPLE),
    types.refs("core.Person"),
]
Content = Annotated[Note, Field(title="内容", min_length=1)]

# 网格

AreaCode = Annotated[Line, Field(title="网格编号", description="例如 G01；不能重复。")]
AreaName = Annotated[Line, Field(title="网格名称")]
KindOfArea = Annotated[AreaKind, Field(title="网格类别"), types.choice(AreaKind)]
Scope = Annotated[LongLine, Field(title="范围", min_length=1)]
Buildings = Annotated[int, Field(title="楼栋", ge=0, le=1000), types.integer("栋")]
Goal = Annotated[LongLine, Field(title="目标")]
Standard = Annotated[LongLine, Field(title="标准")]
Term = Annotated[Day, Field(title="时限")]

# 测评指标

IndicatorCode = Annotated[
    Line, Field(title="指标编号", description="照指标体系填写，例如 2.3.1。")
]
IndicatorName = Annotated[LongLine, Field(title="指标内容", min_length=1)]
ParentCode = Annotated[Line, Field(title="上级编号", description="一级指标不填。")]
MethodField = Annotated[Method, Field(title="测评方式"), types.choice(Method)]
Weight = Annotated[int, Field(title="分值", ge=0, le=100_000), types.quantity("分", 2)]
Edition = Annotated[Line, Field(title="指标体系", description="例如 2023年版。")]
ValidFrom = Annotated[Day, Field(title="启用日期")]
ValidUntil = Annotated[Day, Field(title="停用日期")]
Criterion = Annotated[Note, Field(title="测评标准")]

# 任务

KindOfTask = Annotated[TaskKind, Field(title="任务类别"), types.choice(TaskKind)]
Task = Annotated[LongLine, Field(title="任务内容", min_length=1)]
Demand = Annotated[LongLine, Field(title="任务要求")]
Result = Annotated[Note, Field(title="完成情况", min_length=1)]
ResultPhotos = Annotated[Files, Field(title="现场照片", min_length=1)]
Reporter = Annotated[UUID, Field(title="上报人"), types.ref("core.Person"), Fixed()]

# 清理整治

Place = Annotated[Line, Field(title="地点")]
Rubbish = Annotated[
    int, Field(title="清理垃圾", ge=0, le=MOST_COUNTED), types.quantity("立方米", 1)
]
Stairs = Annotated[
    int, Field(title="整治楼道", ge=0, le=MOST_COUNTED), types.integer("处")
]
Yards = Annotated[
    int, Field(title="收拾庭院", ge=0, le=MOST_COUNTED), types.integer("处")
]
Workers = Annotated[
    int, Field(title="参加人次", ge=1, le=MOST_COUNTED), types.integer("人次")
]
Led = Annotated[LongLine, Field(title="带队领导和分工")]
CleanBefore = Annotated[Files, Field(title="清理前照片")]
CleanAfter = Annotated[Files, Field(title="清理后照片")]
