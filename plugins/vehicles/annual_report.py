"""年度统计上报: what a unit reports of its cars for a year, pinned as it was filed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.schema import types
from houqin.core.schema.fields import DepartmentId, Fen, Files, Line, LongLine, PersonId
from houqin.core.schema.form import Form
from houqin.core.schema.types import Fixed
from houqin.plugins.vehicles.fields import VehicleId
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right

if TYPE_CHECKING:
    from collections.abc import Callable

    from houqin.core.schema.types import FieldType

#: Cars of one report; a county's centre has some dozens.
MOST_CARS = 500
MOST_POSTS = 99_999
MOST_KM = 1_000_000


class UnitKind(types.Choice):
    """单位性质."""

    PARTY = "party", "党委机关"
    GOVERNMENT = "government", "政府机关"
    CONGRESS = "congress", "人大机关"
    CONSULTATIVE = "consultative", "政协机关"
    JUDICIAL = "judicial", "监察、审判、检察机关"
    MASS = "mass", "群团组织"
    INSTITUTION = "institution", "事业单位"


class Use(types.Choice):
    """车辆用途, the official dictionary's."""

    MINISTER = "minister", "副部（省）级及以上领导用车"
    LEADER = "leader", "主要领导干部用车"
    CONFIDENTIAL = "confidential", "机要通信"
    EMERGENCY = "emergency", "应急保障"
    ENFORCEMENT = "enforcement", "执法执勤"
    SPECIAL = "special", "特种专业技术"
    RETIRED = "retired", "离退休干部"
    OTHER = "other", "其他"


class Fund(types.Choice):
    """经费来源."""

    BUDGET = "budget", "财政预算"
    SPECIAL = "special", "专项经费"
    OWN = "own", "单位自筹"
    ALLOCATED = "allocated", "上级调拨"


Year = Annotated[int, Field(title="统计年度", ge=1990, le=2199), types.integer("年")]
ReportUnit = Annotated[DepartmentId, Field(title="填报单位")]
UnitKindField = Annotated[UnitKind, Field(title="单位性质"), types.choice(UnitKind)]
Posts = Annotated[
    int, Field(title="编制人数", ge=0, le=MOST_POSTS), types.integer("人")
]
LeaderPosts = Annotated[
    int, Field(title="领导职数", ge=0, le=MOST_POSTS), types.integer("人")
]
Accidents = Annotated[int, Field(title="事故起数", ge=0, le=9_999), types.integer("起")]
Reviewer = Annotated[PersonId, Field(title="审核人")]
Leader = Annotated[PersonId, Field(title="负责人")]
Papers = Annotated[Files, Field(title="盖章报表")]
UseField = Annotated[Use, Field(title="用途"), types.choice(Use)]
FundField = Annotated[Fund, Field(title="经费来源"), types.choice(Fund)]
EngineNumber = Annotated[Line, Field(title="发动机号")]
FrameNumber = Annotated[Line, Field(title="车架号")]
YearKm = Annotated[
    int, Field(title="行驶里程", ge=0, le=MOST_KM), types.integer("公里")
]
YearFuel = Annotated[
    int, Field(title="油耗", ge=0, le=10_000_000), types.quantity("升", 2)
]
FuelCost = Annotated[Fen, Field(title="油费")]
RepairCost = Annotated[Fen, Field(title="维修费")]
Overhaul = Annotated[Line, Field(title="大修原因")]
OverhaulCost = Annotated[Fen, Field(title="大修费")]
Insurance = Annotated[Line, Field(title="投保方式")]
InsuranceCost = Annotated[Fen, Field(title="保险费")]
Change = Annotated[LongLine, Field(title="变动情况")]
Cars = Annotated[list[dict[str, Any]], Field(title="车辆"), Fixed()]
Late = Annotated[bool, Field(title="逾期上报"), types.boolean(), Fixed()]


class CarOfYear(Form):
    """One car's year."""

    vehicle: VehicleId
    engine_number: EngineNumber | None = None
    frame_number: FrameNumber | None = None
    fund: FundField = Fund.BUDGET
    use: UseField = Use.EMERGENCY
    distance: YearKm
    fuel: YearFuel = 0
    fuel_cost: FuelCost = 0
    repair_cost: RepairCost = 0
    overhaul: Overhaul | None = None
    overhaul_cost: OverhaulCost = 0
    insurance: Insurance | None = None
    insurance_cost: InsuranceCost = 0
    change: Change | None = None


class AnnualReport(Aggregate):
    """A year's statistics of official cars as one unit filed them (年度统计)."""

    topic = "vehicles.AnnualReport"
    title = "年度统计"
    seen_by = Right.SEE_FLEET

    class Filed(Aggregate.Created):
        """Filed, with every car of the year; wrong ones are voided and filed anew."""

        title = "年度统计上报"
        year: Year
        unit: ReportUnit
        kind: UnitKindField
        posts: Posts
        leader_posts: LeaderPosts
        accidents: Accidents
        reviewer: Reviewer
        leader: Leader
        cars: Cars
        late: Late
        papers: Papers | None = None

        @staticmethod
        def told(
            _catalogue: Any,
            _opened: dict[str, Any],
            payload: dict[str, Any],
            show: Callable[[FieldType, Any], str],
        ) -> list[tuple[str, str, str]]:
            """The unit and the sums; the cars stand in their own ledger."""
            cars = payload["cars"]
            money = types.money()
            return [
                ("统计年度", "", f"{payload['year']}年"),
                ("车辆数", "", f"{len(cars)}辆"),
                ("行驶里程", "", f"{sum(c['distance'] for c in cars)}公里"),
                ("油费", "", show(money, sum(c["fuel_cost"] for c in cars))),
                ("维修费", "", show(money, sum(c["repair_cost"] for c in cars))),
                ("事故起数", "", f"{payload['accidents']}起"),
            ]
