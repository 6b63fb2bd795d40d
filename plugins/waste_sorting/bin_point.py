"""投放点: where the bins of the four categories stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.command import command
from houqin.core.model.recording import records
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.fields import Files, Line, Yes
from houqin.core.schema.form import Form, RecordForm
from houqin.plugins.waste_sorting.fields import (
    COLOURS,
    UNIT,
    Category,
    Department,
    Reason,
    UnitId,
)
from houqin.plugins.waste_sorting.permissions import WastePermission as Right

if TYPE_CHECKING:
    from houqin.core.model.context import Context

PointName = Annotated[Line, Field(title="投放点")]


def bins(category: Category) -> Any:
    """How many bins of a category stand there; its colour is in the title."""
    title = f"{category.title}桶（{COLOURS[category]}）"
    return Annotated[int, Field(title=title, ge=0, le=1000), types.integer("个")]


Recyclable, Hazardous = bins(Category.RECYCLABLE), bins(Category.HAZARDOUS)
Food, Other = bins(Category.FOOD), bins(Category.OTHER)
Signed = Annotated[Yes, Field(title="标识齐全")]
Photos = Annotated[Files, Field(title="照片")]


class BinPoint(Aggregate):
    """One place where a unit throws its waste away."""

    topic = "waste_sorting.BinPoint"
    title = "投放点"
    seen_by = Right.SEE
    amended_by = Right.KEEP
    of_units = ("department",)
    hinted = "department"
    unavailable = frozenset({"removed"})
    workflow = Workflow(
        [State("used", "在用", stage=False), State("removed", "已撤除", stage=False)],
        [Transition("Set", (), "used"), Transition("Removed", ("used",), "removed")],
        latest=True,
    )

    class Set(Aggregate.Created):
        """Set up."""

        title = "设置"
        unit: UnitId
        name: PointName
        recyclable: Recyclable
        hazardous: Hazardous
        food: Food
        other: Other
        signed: Signed
        photos: Photos | None = None
        department: Department | None = None

        def check(self) -> None:
            """A point without a bin is none."""
            if not self.recyclable + self.hazardous + self.food + self.other:
                raise FormErrors({"other": "投放点至少有一个桶"})

    class Changed(Aggregate.Event):
        """Other bins, or their signs were put right."""

        title = "变更"
        recyclable: Recyclable
        hazardous: Hazardous
        food: Food
        other: Other
        signed: Signed
        photos: Photos | None = None

    class Removed(Aggregate.Event):
        """Stands there no more."""

        title = "撤除"
        reason: Reason


class SetPoint(Form):
    """四类颜色和标识按GB/T 19095-2019；没有某类桶的填0。"""

    unit: UnitId
    name: PointName
    recyclable: Recyclable = 1
    hazardous: Hazardous = 0
    food: Food = 0
    other: Other = 1
    signed: Signed = True
    photos: Photos | None = None


class ChangePoint(RecordForm):
    """变更自变更日起生效；登记错误请用“更正”。"""

    recyclable: Recyclable
    hazardous: Hazardous
    food: Food
    other: Other
    signed: Signed = True
    photos: Photos | None = None


class RemovePoint(RecordForm):
    """撤除后不再计入，以前的登记不受影响。"""

    reason: Reason


@command(
    "waste_sorting.set_point", "登记投放点", permission=Right.NOMINATE, menu=True,
    event=BinPoint.Set, order=110, batch=True,
)  # fmt: skip
def set_point(context: Context, form: SetPoint) -> None:
    """Set up a point."""
    context.choose(UNIT, form.unit, "unit")
    context.create(BinPoint, BinPoint.Set, **dict(form))


_BINS = ("recyclable", "hazardous", "food", "other", "signed")


def _as_it_is(_context: Context, point: Any) -> dict[str, Any]:
    return {name: getattr(point, name) for name in _BINS}


def _used(_context: Context, point: Any) -> str | None:
    return "已撤除" if point.state == "removed" else None


change_point = records(
    "waste_sorting.change_point", "变更", ChangePoint, BinPoint, BinPoint.Changed,
    permission=Right.NOMINATE, style="default", starts=_as_it_is, may=_used, order=120,
)  # fmt: skip


remove_point = records(
    "waste_sorting.remove_point", "撤除", RemovePoint, BinPoint, BinPoint.Removed,
    permission=Right.NOMINATE, style="danger", order=130,
)  # fmt: skip


ALL = (set_point, change_point, remove_point)
