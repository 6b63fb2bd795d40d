"""个人信息清除记录: one record for each erasure, whatever was erased."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.lawful import BasisField, BasisText, Document, ErasingReason
from houqin.core.model.permission import CorePermission
from houqin.core.schema import types

if TYPE_CHECKING:
    from houqin.core.model.context import Context


class Extent(types.Choice):
    """What was erased."""

    PERSON = "person", "人员的全部个人信息"
    TEXT = "text", "文字中的个人信息"
    FILE = "file", "附件"


ExtentField = Annotated[Extent, Field(title="清除范围"), types.choice(Extent)]
Subject = Annotated[UUID, Field(title="人员或单据"), types.anything()]


class Erasure(Aggregate):
    """One erasure, as the list of them has it."""

    topic = "core.Erasure"
    title = "个人信息清除记录"
    seen_by = CorePermission.SEE_ERASURES
    # What was erased is erased; there is nothing to correct or void.
    amended_by = ""

    class Recorded(Aggregate.Created):
        """Something was erased, on those grounds."""

        title = "清除"
        extent: ExtentField
        subject: Subject
        basis: BasisField
        document: Document
        reason: ErasingReason
        basis_text: BasisText | None = None


def note(
    context: Context, extent: Extent, record: UUID, grounds: dict[str, Any]
) -> None:
    """Enter an erasure into the list."""
    with context.told(occurred=context.now):
        context.create(
            Erasure, Erasure.Recorded, extent=extent, subject=record, **grounds
        )
