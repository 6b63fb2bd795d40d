"""网报材料: the steps of one item of the task table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.command import command
from houqin.core.model.recording import records
from houqin.core.schema.errors import NotPermitted
from houqin.core.schema.form import Form, RecordForm
from houqin.plugins.civilized_city.fields import (
    IndicatorId,
    Opinion,
    Person,
    Reason,
    Remark,
    Unit,
)
from houqin.plugins.civilized_city.online_item import (
    FilingNumber,
    ItemName,
    ItemNumber,
    LargestSize,
    Material,
    MaterialNote,
    Naming,
    OnlineItem,
    Screenshot,
    Supplement,
    Table,
    TypedSubmitBy,
    require_named,
)
from houqin.plugins.civilized_city.permissions import CityPermission as Right
from houqin.plugins.civilized_city.tasking import require_ahead

if TYPE_CHECKING:
    from houqin.core.model.context import Context


class AssignItem(Form):
    """照任务表逐项登记，也可以导入。"""

    number: ItemNumber
    name: ItemName
    table: Table
    unit: Unit
    person: Person
    deadline: TypedSubmitBy
    naming: Naming | None = None
    largest: LargestSize | None = None
    indicator: IndicatorId | None = None


class CollectMaterial(RecordForm):
    """文件名和大小照任务表的规则。"""

    files: Material
    note: MaterialNote | None = None


class SendBackMaterial(RecordForm):
    """写明缺什么；平台退回的也在这里登记。"""

    supplement: Supplement


class CheckMaterial(RecordForm):
    """材料齐全、符合要求的，初审通过。"""

    opinion: Opinion | None = None


class FileMaterial(RecordForm):
    """在网报平台提交后，上传提交成功的截图。"""

    screenshot: Screenshot
    filing: FilingNumber | None = None


class AdoptMaterial(RecordForm):
    """上级采用的。"""

    remark: Remark | None = None


class DeclineMaterial(RecordForm):
    """上级没有采用的，写明理由。"""

    reason: Reason


@command(
    "civilized_city.assign_online_item", "分解网报材料", permission=Right.FILE,
    menu=True, event=OnlineItem.Assigned, order=510, batch=True,
)  # fmt: skip
def assign_online_item(context: Context, form: AssignItem) -> None:
    """Give one row of the task table to a person."""
    context.choose("core.Department", form.unit, "unit")
    context.choose("core.Person", form.person, "person")
    require_ahead(context, form.deadline, "deadline")
    context.create(OnlineItem, OnlineItem.Assigned, **dict(form))


def _person(context: Context, item: Any) -> str | None:
    """The person named, or somebody of the unit's."""
    if context.acting in {item.person, context.services.system_actor}:
        return None
    extent = context.standing(context.acting).extent(Right.WORK)
    unit = extent.covers({str(item.unit)}, own=False)
    return None if unit else "这一步由责任人或责任单位办理"


@command(
    "civilized_city.collect_material", "报送材料", on=OnlineItem,
    event=OnlineItem.Collected, may=_person, order=520,
)  # fmt: skip
def collect_material(context: Context, form: CollectMaterial) -> None:
    """Hand in the material, named as the table says."""
    item: Any = context.load(OnlineItem, form.record)
    if message := _person(context, item):
        raise NotPermitted(message)
    require_named(item, form.files)
    system = context.acting == context.services.system_actor
    sender = item.person if system else context.acting
    item.record(OnlineItem.Collected, sender=sender, **form.said())


check_material = records(
    "civilized_city.check_material", "初审通过", CheckMaterial, OnlineItem,
    OnlineItem.Checked, permission=Right.FILE, order=530,
)  # fmt: skip


send_back_material = records(
    "civilized_city.send_back_material", "退回补正", SendBackMaterial, OnlineItem,
    OnlineItem.SentBack, permission=Right.FILE, style="default", order=540,
)  # fmt: skip


file_material = records(
    "civilized_city.file_material", "提交", FileMaterial, OnlineItem, OnlineItem.Filed,
    permission=Right.FILE, order=550,
)  # fmt: skip


adopt_material = records(
    "civilized_city.adopt_material", "采用", AdoptMaterial, OnlineItem,
    OnlineItem.Adopted, permission=Right.FILE, order=560,
)  # fmt: skip


decline_material = records(
    "civilized_city.decline_material", "未采用", DeclineMaterial, OnlineItem,
    OnlineItem.Declined, permission=Right.FILE, style="default", order=570,
)  # fmt: skip


ALL = (
    assign_online_item,
    collect_material,
    check_material,
    send_back_material,
    file_material,
    adopt_material,
    decline_material,
)
