"""问题: what an inspection found, to be put right by a day; core's 整改 leads it."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from houqin.core.model.rectifying import Rectifiable
from houqin.core.schema import types
from houqin.core.schema.types import Fixed
from houqin.plugins.waste_sorting.fields import UnitId
from houqin.plugins.waste_sorting.inspection import INSPECTION
from houqin.plugins.waste_sorting.permissions import WastePermission as Right

FoundBy = Annotated[UUID, Field(title="检查"), types.ref(INSPECTION), Fixed()]
OfUnit = Annotated[UnitId, Fixed()]


class Defect(Rectifiable):
    """One thing that an inspection found wrong with a unit's sorting."""

    topic = "waste_sorting.Defect"
    title = "整改问题"
    seen_by = Right.SEE
    amended_by = Right.INSPECT
    rectified_by = Right.RECTIFY
    verified_by = Right.INSPECT
    part_of = "inspection"

    class Opened(Rectifiable.Opened):
        """Where it was found."""

        inspection: FoundBy
        sorting_unit: OfUnit
