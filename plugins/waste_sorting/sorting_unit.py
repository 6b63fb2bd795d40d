"""分类单位: the institutions on the list, and those that sort their waste."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.command import command
from houqin.core.model.recording import records
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema import types
from houqin.core.schema.errors import Refused
from houqin.core.schema.fields import Day, DepartmentId, Line, Yes
from houqin.core.schema.form import Form, RecordForm
from houqin.plugins.waste_sorting.fields import Reason, UnitKind
from houqin.plugins.waste_sorting.permissions import WastePermission as Right

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.context import Context

ListedDepartment = Annotated[DepartmentId, Field(title="单位")]
People = Annotated[int, Field(title="人数", ge=1, le=100_000), types.integer("人")]
Canteen = Annotated[Yes, Field(title="有食堂")]
Address = Annotated[Line, Field(title="办公地点")]
EnrolledOn = Annotated[Day, Field(title="开展日期")]


class SortingUnit(Aggregate):
    """One institution of the list (名录); it takes part from its enrolment on."""

    topic = "waste_sorting.SortingUnit"
    title = "分类单位"
    seen_by = Right.SEE
    amended_by = Right.KEEP
    of_units = ("department",)
    unavailable = frozenset({"removed"})
    workflow = Workflow(
        [
            State("listed", "已列入名录", "上报督导员后开展分类", Right.KEEP),
            State("enrolled", "已开展", stage=False),
            State("removed", "已退出", stage=False),
        ],
        [
            Transition("Listed", (), "listed"),
            Transition("Enrolled", ("listed",), "enrolled"),
            Transition("Removed", ("listed", "enrolled"), "removed"),
        ],
        latest=True,
    )

    class Listed(Aggregate.Created):
        """On the list of public institutions of the county."""

        title = "列入名录"
        department: ListedDepartment
        people: People
        canteen: Canteen
        address: Address | None = None
        kind: UnitKind | None = None

    class Enrolled(Aggregate.Event):
        """Sorts its waste from here on."""

        title = "开展分类"

    class Updated(Aggregate.Event):
        """Facts that changed."""

        title = "变更"
        people: People
        canteen: Canteen
        address: Address | None = None

    class Warned(Aggregate.Event):
        """Told in writing that it was bad twice."""

        title = "下发通报"
        reason: Reason

    class Removed(Aggregate.Event):
        """Closed, or merged into another unit."""

        title = "退出名录"
        reason: Reason


class ListUnit(Form):
    """列入名录后上报督导员，再办理开展分类。"""

    department: ListedDepartment
    people: People
    canteen: Canteen = False
    address: Address | None = None


class UpdateUnit(RecordForm):
    """变更自变更日起生效；登记错误请用“更正”。"""

    people: People
    canteen: Canteen = False
    address: Address | None = None


class EnrolUnit(RecordForm):
    """至少有一名督导员的单位才能开展。"""


class RemoveUnit(RecordForm):
    """退出后不再计入名录单位，以前的登记不受影响。"""

    reason: Reason


@command(
    "waste_sorting.list_unit", "登记分类单位", permission=Right.KEEP, menu=True,
    event=SortingUnit.Listed, order=10, batch=True,
)  # fmt: skip
def list_unit(context: Context, form: ListUnit) -> None:
    """Put a unit on the list."""
    context.choose("core.Department", form.department, "department")
    context.create(SortingUnit, SortingUnit.Listed, **dict(form))


def supervisors_of(context: Context, unit: UUID) -> list[UUID]:
    """The supervisors of a unit who have not left."""
    return [
        found.id
        for found in context.choosable("waste_sorting.Supervisor")
        if found.attributes.get("unit") == str(unit)
        and found.state not in {"left", "replaced"}
    ]


@command(
    "waste_sorting.enrol_unit", "开展分类", permission=Right.KEEP, on=SortingUnit,
    event=SortingUnit.Enrolled, order=20,
)  # fmt: skip
def enrol_unit(context: Context, form: EnrolUnit) -> None:
    """A unit begins to sort: 每个单位至少一名督导员."""
    unit = context.load(SortingUnit, form.record)
    if not supervisors_of(context, unit.id):
        raise Refused("这个单位还没有督导员，请先上报至少一名督导员")
    unit.record(SortingUnit.Enrolled)


def _as_it_is(_context: Context, unit: Any) -> dict[str, Any]:
    return {
        "people": unit.people, "canteen": unit.canteen, "address": unit.address,
    }  # fmt: skip


update_unit = records(
    "waste_sorting.update_unit", "变更", UpdateUnit, SortingUnit, SortingUnit.Updated,
    permission=Right.KEEP, style="default", starts=_as_it_is, order=30,
    may=lambda _context, unit: "已退出名录" if unit.state == "removed" else None,
)  # fmt: skip


remove_unit = records(
    "waste_sorting.remove_unit", "退出名录", RemoveUnit, SortingUnit,
    SortingUnit.Removed, permission=Right.KEEP, style="danger", order=40,
)  # fmt: skip


ALL = (list_unit, enrol_unit, update_unit, remove_unit)
