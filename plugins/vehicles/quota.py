"""编制: how many cars of a category a unit may have."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema import types
from houqin.core.schema.fields import DepartmentId, Line
from houqin.plugins.vehicles import fields
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right

OfUnit = Annotated[DepartmentId, Field(title="使用单位")]
Number = Annotated[int, Field(title="编制数", ge=0, le=9999), types.integer("辆")]
Document = Annotated[Line, Field(title="核定文号")]


class Quota(Aggregate):
    """The quota of one unit in one category."""

    topic = "vehicles.Quota"
    title = "车辆编制"
    seen_by = Right.SEE_FLEET
    of_units = ("unit",)
    workflow = Workflow(
        [State("valid", "有效", stage=False)],
        [Transition("Approved", (), "valid"), Transition("Changed", ("valid",), "")],
        latest=True,
    )

    class Approved(Aggregate.Created):
        """So many, by this document."""

        title = "核定编制"
        unit: OfUnit
        category: fields.CategoryField
        number: Number
        document: Document

    class Changed(Aggregate.Event):
        """Another number, by another document."""

        title = "调整编制"
        number: Number
        document: Document
