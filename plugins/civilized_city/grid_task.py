"""网格任务: 下达, 认领或分派, 上报, 核验, 销号."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.case import Case
from houqin.core.model.deadline import AtField
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.plugins.civilized_city import fields
from houqin.plugins.civilized_city.permissions import CityPermission as Right

if TYPE_CHECKING:
    from uuid import UUID

_DUE = (AtField("deadline"),)
#: States in which its time runs.
RUNNING = ("issued", "assigned", "returned")


class GridTask(Case):
    """One task in one area of the grid."""

    topic = "civilized_city.GridTask"
    title = "网格任务"
    seen_by = Right.SEE
    amended_by = Right.AMEND
    of_units = ("unit",)
    of_people = ("person",)
    workflow = Workflow(
        [
            State("issued", "待认领", "责任单位认领或分派", Right.WORK, due=_DUE),
            State(
                "assigned", "执行中", "责任人{person}上报",
                person_column="person", due=_DUE,
            ),
            State("reported", "待核验", "核验销号", Right.VERIFY),
            State(
                "returned", "退回重做", "责任人{person}重做并上报",
                person_column="person", stage=False, due=_DUE,
            ),
            State("closed", "已销号"),
            State("cancelled", "已取消", stage=False),
        ],
        [
            Transition("Issued", (), "issued"),
            Transition("Assigned", ("issued", "assigned", "returned"), "assigned"),
            Transition("Reported", ("assigned", "returned"), "reported"),
            Transition("Returned", ("reported",), "returned"),
            Transition("Verified", ("reported",), "closed"),
            Transition("Cancelled", RUNNING, "cancelled"),
        ],
    )  # fmt: skip

    class Issued(Aggregate.Created):
        """What has to be done in an area, until when."""

        title = "下达"
        serial: fields.Serial
        area: fields.AreaId
        kind: fields.KindOfTask
        task: fields.Task
        unit: fields.Unit
        deadline: fields.Due
        demand: fields.Demand | None = None
        indicator: fields.IndicatorId | None = None

    class Assigned(Aggregate.Event):
        """Somebody takes it on, or is given it."""

        title = "认领或分派"
        person: fields.Person

    class Reported(Aggregate.Event):
        """Done, with photos."""

        title = "上报"
        result: fields.Result
        photos: fields.ResultPhotos
        reporter: fields.Reporter

    class Returned(Aggregate.Event):
        """Not done well enough."""

        title = "退回"
        reason: fields.Reason

    class Verified(Aggregate.Event):
        """Looked at, and off the list."""

        title = "核验销号"
        opinion: fields.Opinion | None = None

    class Cancelled(Aggregate.Event):
        """Not to be done after all."""

        title = "取消"
        reason: fields.Reason

    def applicants(self) -> set[UUID]:
        """Who did it does not verify it."""
        names = ("person", "reporter")
        found: list[Any] = [getattr(self, name, None) for name in names]
        return {person for person in found if person}
