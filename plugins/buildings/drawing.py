"""图纸: the plan of one floor, handed in, checked, in force, replaced by the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.case import Case
from houqin.core.model.deadline import After
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema import types
from houqin.core.schema.fields import Day, DepartmentId, Files, Line, LongLine
from houqin.core.schema.regions import Drawn
from houqin.core.schema.types import Fixed
from houqin.plugins.buildings import fields
from houqin.plugins.buildings.permissions import BuildingsPermission as Right

if TYPE_CHECKING:
    from collections.abc import Callable

    from houqin.core.schema.types import FieldType

#: Guard: which drawing of a floor is in force.
CURRENT = "buildings.current_drawings"
#: Checked within three working days.
CHECKED = (After(days=3),)

#: 1号楼3层平面图 and its edition, as everybody calls it.
DrawingName = Annotated[str, Field(title="图纸"), types.text(), Fixed()]
DrawingNumber = Annotated[Line, Field(title="图号")]
Edition = Annotated[
    Line, Field(title="版本", description="例如2023年6月测绘"), types.text()
]
SurveyedOn = Annotated[Day, Field(title="测绘日期")]
Sheet = Annotated[
    Files,
    Field(
        title="图纸文件",
        min_length=1,
        max_length=1,
        description="PDF、JPG、PNG可在页面上显示和标注房间；DWG只保存",
    ),
]
Page = Annotated[
    int,
    Field(title="页码", ge=1, le=999, description="PDF有多页时，这一层在第几页"),
    types.integer("页"),
]
Original = Annotated[
    Files, Field(title="制图原件", max_length=1, description="DWG等，随图纸保存")
]
FilingUnit = Annotated[DepartmentId, Field(title="报送单位")]
Replaced = Annotated[
    UUID, Field(title="替代图纸"), types.ref("buildings.Drawing"), Fixed()
]
#: No reference: the newer one can be voided, and this one comes back.
ReplacedBy = Annotated[UUID, Field(title="被替换为"), Fixed()]
MarkedRooms = Annotated[
    list[UUID], Field(title="房间"), types.refs("buildings.Room"), Fixed()
]
Places = Annotated[Drawn, Field(title="房间位置")]
ReturnedWhy = Annotated[LongLine, Field(title="退回理由", min_length=1)]
Opinion = Annotated[LongLine, Field(title="审核意见")]


class Drawing(Case):
    """One edition of a floor's plan (平面图); earlier ones stay readable."""

    topic = "buildings.Drawing"
    title = "图纸"
    seen_by = Right.SEE_ESTATE
    of_units = ("unit",)
    workflow = Workflow(
        [
            State("uploaded", "待审核", "审核图纸", Right.REVIEW_DRAWING, due=CHECKED),
            State(
                "returned", "退回修改", "上传人修改后重新上传", own=True, stage=False
            ),
            State("in_force", "现行"),
            State("superseded", "已被替换"),
        ],
        [
            Transition("Uploaded", (), "uploaded"),
            Transition("RoomsPlaced", ("uploaded", "in_force")),
            Transition("SentBack", ("uploaded",), "returned"),
            Transition("Revised", ("returned",), "uploaded"),
            Transition("Approved", ("uploaded",), "in_force"),
            Transition("Superseded", ("in_force",), "superseded"),
            Transition("Revived", ("superseded",), "in_force"),
        ],
    )

    class Uploaded(Aggregate.Created):
        """Handed in."""

        title = "上传"
        name: DrawingName
        floor: fields.FloorId
        number: DrawingNumber
        edition: Edition
        surveyed_on: SurveyedOn
        sheet: Sheet
        page: Page | None = None
        original: Original | None = None
        unit: FilingUnit | None = None

    class Revised(Aggregate.Event):
        """Handed in again, as it was asked for."""

        title = "重新上传"
        number: DrawingNumber
        edition: Edition
        surveyed_on: SurveyedOn
        sheet: Sheet
        page: Page | None = None
        original: Original | None = None

    class RoomsPlaced(Aggregate.Event):
        """Where the rooms lie on it."""

        title = "标注房间"
        places: Places
        rooms: MarkedRooms

        @staticmethod
        def told(
            _catalogue: Any,
            _opened: dict[str, Any],
            payload: dict[str, Any],
            _show: Callable[[FieldType, Any], str],
        ) -> list[tuple[str, str, str]]:
            """How many; where they lie the picture shows."""
            return [("房间", "", f"{len(payload['places'])}间")]

    class SentBack(Aggregate.Event):
        """Something is wrong with it."""

        title = "退回修改"
        reason: ReturnedWhy

    class Approved(Aggregate.Event):
        """Checked: it is the floor's plan from now on."""

        title = "审核通过"
        replaces: Replaced | None = None
        opinion: Opinion | None = None

    class Superseded(Aggregate.Event):
        """A newer one is in force."""

        title = "被替换"
        linked = True
        by: ReplacedBy

    class Revived(Aggregate.Event):
        """The newer one was voided."""

        title = "恢复现行"
        linked = True

    def take_over(self) -> UUID | None:
        """Replace the drawing of this floor that is in force, and say which it was."""
        context: Any = self.context
        before: UUID | None = context.holder(CURRENT, str(self.floor))  # type: ignore[attr-defined]  # a field
        if before is not None:
            context.load(Drawing, before).record(Drawing.Superseded, by=self.id)
        return before

    def give_back(self, context: Any) -> None:
        """The one before is in force again."""
        before = getattr(self, "replaces", None)
        if self.state != "in_force" or not before:
            return
        if not context.effective(before).voided:
            found = context.load(Drawing, before)
            if found.state == "superseded" and found.by == self.id:
                found.record(Drawing.Revived)

    def voiding(self, context: Any) -> None:
        """A drawing that never was replaces none."""
        self.give_back(context)

    def event_voiding(self, context: Any, event: str) -> None:
        """Nor does one that was not approved."""
        if event == "Approved":
            self.give_back(context)

    def restoring(self, _context: Any) -> None:
        """Back in force, it replaces the other again."""
        if self.state == "in_force":
            self.take_over()

    def event_restoring(self, context: Any, event: str) -> None:
        """The same for the approval alone."""
        if event == "Approved":
            self.restoring(context)
