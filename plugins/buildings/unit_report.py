"""单位用房报表: what one unit reports of its office rooms in one round."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.case import Case
from houqin.core.model.deadline import After, AtField
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.fields import DepartmentId, Files, LongLine, PersonId
from houqin.core.schema.types import Fixed
from houqin.plugins.buildings import fields
from houqin.plugins.buildings.permissions import BuildingsPermission as Right

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Checked, and done again, within three working days.
SOON = (After(days=3),)
MOST_PEOPLE = 9_999

ReportSerial = Annotated[str, Field(title="编号"), types.text(), Fixed()]
RoundId = Annotated[
    UUID, Field(title="统计报告"), types.ref("buildings.StatReport"), Fixed()
]
FilingUnit = Annotated[DepartmentId, Field(title="填报单位"), Fixed()]
Deadline = Annotated[datetime, Field(title="填报时限"), types.instant()]
_people = types.integer("人")
Posts = Annotated[int, Field(title="编制人数", ge=0, le=MOST_PEOPLE), _people]
Staff = Annotated[int, Field(title="实有人数", ge=0, le=MOST_PEOPLE), _people]
#: By rank, as the standard of areas has them for a county.
CountyChiefs = Annotated[int, Field(title="县级正职", ge=0, le=MOST_PEOPLE), _people]
CountyDeputies = Annotated[int, Field(title="县级副职", ge=0, le=MOST_PEOPLE), _people]
SectionChiefs = Annotated[int, Field(title="正科级", ge=0, le=MOST_PEOPLE), _people]
SectionDeputies = Annotated[int, Field(title="副科级", ge=0, le=MOST_PEOPLE), _people]
Others = Annotated[int, Field(title="科级以下", ge=0, le=MOST_PEOPLE), _people]
Sites = Annotated[
    int,
    Field(title="办公地点数", ge=0, le=999, description="不在同一院落的分别计"),
    types.integer("处"),
]
Rooms = Annotated[int, Field(title="房间数", ge=0, le=9_999), types.integer("间")]
OfficeArea = Annotated[
    int, Field(title="办公室用房面积", ge=0, le=fields.MOST_AREA), fields.AREA
]
ServiceArea = Annotated[
    int, Field(title="公共服务用房面积", ge=0, le=fields.MOST_AREA), fields.AREA
]
EquipmentArea = Annotated[
    int, Field(title="设备用房面积", ge=0, le=fields.MOST_AREA), fields.AREA
]
AnnexArea = Annotated[
    int, Field(title="附属用房面积", ge=0, le=fields.MOST_AREA), fields.AREA
]
RentedArea = Annotated[
    int, Field(title="租用借用面积", ge=0, le=fields.MOST_AREA), fields.AREA
]
#: What the register said of the unit when it reported.
Registered = Annotated[int, Field(title="登记面积"), fields.AREA, Fixed()]
Reviewer = Annotated[PersonId, Field(title="审核人")]
Leader = Annotated[PersonId, Field(title="负责人")]
Papers = Annotated[Files, Field(title="盖章报表")]
ReturnedWhy = Annotated[LongLine, Field(title="退回理由", min_length=1)]
Opinion = Annotated[LongLine, Field(title="审核意见")]

#: 四类用房.
AREAS = ("office_area", "service_area", "equipment_area", "annex_area")
BANDS = (
    "county_chiefs", "county_deputies", "section_chiefs", "section_deputies", "others",
)  # fmt: skip


def total_area(said: Mapping[str, object]) -> int:
    """0.01 m² of the four kinds together."""
    return sum(int(str(said[name])) for name in AREAS)


class UnitReport(Case):
    """One unit's report of a round (单位用房报表)."""

    topic = "buildings.UnitReport"
    title = "单位用房报表"
    seen_by = Right.SEE
    of_units = ("unit",)
    workflow = Workflow(
        [
            State(
                "assigned", "待填报", "单位填报", Right.RETURN,
                due=(AtField("deadline"),),
            ),
            State("reported", "待审核", "用房管理员审核", Right.COLLECT, due=SOON),
            State(
                "returned", "退回修改", "单位修改后重新填报", Right.RETURN, due=SOON,
                stage=False,
            ),
            State("accepted", "已通过"),
            State("filed", "已上报"),
        ],
        [
            Transition("Assigned", (), "assigned"),
            Transition("Reported", ("assigned", "returned"), "reported"),
            Transition("Returned", ("reported", "accepted"), "returned"),
            Transition("Accepted", ("reported",), "accepted"),
            Transition("Filed", ("accepted",), "filed"),
        ],
    )  # fmt: skip

    class Assigned(Aggregate.Created):
        """Asked of this unit."""

        title = "布置"
        serial: ReportSerial
        round: RoundId
        unit: FilingUnit
        deadline: Deadline

    class Reported(Aggregate.Event):
        """What the unit says of itself, answered for by three people."""

        title = "填报"
        posts: Posts
        staff: Staff
        county_chiefs: CountyChiefs
        county_deputies: CountyDeputies
        section_chiefs: SectionChiefs
        section_deputies: SectionDeputies
        others: Others
        sites: Sites
        rooms: Rooms
        office_area: OfficeArea
        service_area: ServiceArea
        equipment_area: EquipmentArea
        annex_area: AnnexArea
        rented_area: RentedArea
        registered: Registered
        reviewer: Reviewer
        leader: Leader
        papers: Papers | None = None
        remark: fields.Remark | None = None

        def check(self) -> None:
            """The bands together are everybody."""
            together = sum(getattr(self, band) for band in BANDS)
            if together != self.staff:
                message = f"各职级人数合计{together}人，与实有人数{self.staff}人不符"
                raise FormErrors({"staff": message})

    class Returned(Aggregate.Event):
        """Something is wrong with it."""

        title = "退回修改"
        reason: ReturnedWhy

    class Accepted(Aggregate.Event):
        """Checked."""

        title = "审核通过"
        opinion: Opinion | None = None

    class Filed(Aggregate.Event):
        """Sent upwards with the whole round."""

        title = "上报"
        linked = True
