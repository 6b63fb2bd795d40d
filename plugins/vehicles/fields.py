"""The words of this domain as field types; forms and events name the same ones."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.fields import (
    Day,
    DepartmentId,
    Fen,
    Files,
    Line,
    LongLine,
    Note,
    PersonalText,
    PersonId,
    TypedMoment,
)
from houqin.core.schema.types import Copied, Fixed

MOST_KM = 3_000_000


class Category(types.Choice):
    """编制类别 (《党政机关公务用车管理办法》)."""

    CONFIDENTIAL = "confidential", "机要通信"
    EMERGENCY = "emergency", "应急保障"
    ENFORCEMENT = "enforcement", "执法执勤"
    SPECIAL = "special", "特种专业技术"
    OTHER = "other", "其他按规定配备"


class Energy(types.Choice):
    """能源."""

    ELECTRIC = "electric", "纯电动"
    HYBRID = "plug_in_hybrid", "插电混动"
    PETROL = "petrol", "汽油"
    DIESEL = "diesel", "柴油"


#: 优先调度: electric, then hybrid, then the rest.
ENERGY_RANK = {Energy.ELECTRIC: 0, Energy.HYBRID: 1}
LAST_RANK = 2


def rank(energy: str) -> int:
    """0 electric, 1 hybrid, 2 the rest: the order in which cars are offered."""
    return ENERGY_RANK.get(Energy(energy), LAST_RANK)


#: States of a request in which it waits for no car.
NOT_APPROVED = (
    "requested", "reviewed", "endorsed", "arranged", "returned", "refused",
    "withdrawn", "cancelled", "emergency", "approved_after", "no_vehicle", "rented",
)  # fmt: skip
#: States of a request in which somebody decides on it.
IN_APPROVAL = ("requested", "reviewed", "endorsed")
#: States of a vehicle that is on the books (在编).
IN_SERVICE = ("available", "sealed", "detached", "pending_disposal")
#: 节能车型 of the KPI 节能车型出车占比, and 新能源 of 新能源车占比.
SAVING = (Energy.ELECTRIC.value, Energy.HYBRID.value)


class Licence(types.Choice):
    """准驾车型."""

    A1 = "A1", "A1"
    A2 = "A2", "A2"
    B1 = "B1", "B1"
    B2 = "B2", "B2"
    C1 = "C1", "C1"


class DriverKind(types.Choice):
    """Who drives: it is the post, or one drives oneself (自驾)."""

    FULL_TIME = "full_time", "专职驾驶员"
    AUTHORISED = "authorised", "准驾人员"


class Rating(types.Choice):
    """评价 of who sat in the car."""

    GOOD = "good", "满意"
    FAIR = "fair", "基本满意"
    POOR = "poor", "不满意"


class Task(types.Choice):
    """任务类别."""

    GENERAL = "general", "一般公务"
    MEETING = "meeting", "会议培训"
    INSPECTION = "inspection", "调研检查"
    RECEPTION = "reception", "公务接待"
    EMERGENCY = "emergency", "应急处置"
    SPECIAL_DUTY = "special_duty", "专项保障"
    CONFIDENTIAL = "confidential", "机要通信"


class Range(types.Choice):
    """行程范围."""

    COUNTY = "county", "县内"
    CITY = "city", "市内"
    PROVINCE = "province", "省内市外"
    OUTSIDE = "outside", "省外"


#: Journeys beyond the city (市外、省外).
OUT_OF_CITY = (Range.PROVINCE, Range.OUTSIDE)


class EnergyReason(types.Choice):
    """Why not the electric or hybrid car that was free."""

    RANGE = "range_too_long", "续航不足"
    CHARGING = "charging", "正在充电或电量不足"
    ROAD = "road_conditions", "路况不适合"
    LUGGAGE = "seats_luggage", "需装载物资"
    SPECIFIED = "specified", "任务指定车型"


class CostKind(types.Choice):
    """费用类别."""

    FUEL = "fuel", "加油"
    ELECTRICITY = "electricity", "充电"
    TOLL = "toll", "过路费"
    PARKING = "parking", "停车费"
    WASHING = "washing", "洗车"
    OTHER = "other", "其他"


VehicleId = Annotated[UUID, Field(title="车号"), types.ref("vehicles.Vehicle")]
DriverId = Annotated[UUID, Field(title="驾驶员"), types.ref("vehicles.Driver")]
DutyId = Annotated[
    UUID,
    Field(title="专项保障", description="专项保障任务用车填写"),
    types.ref("vehicles.SpecialDuty"),
]
RequestIds = Annotated[
    list[UUID],
    Field(title="用车申请", min_length=1, max_length=10),
    types.refs("vehicles.VehicleRequest"),
]
FixedRequests = Annotated[
    list[UUID], Field(title="用车申请"), types.refs("vehicles.VehicleRequest"), Fixed()
]
LinkedTrips = Annotated[list[UUID], Field(title="派车单"), Fixed()]
LinkedTrip = Annotated[UUID, Field(title="派车单"), Fixed()]

Plate = Annotated[
    str,
    Field(title="号牌", pattern=r"^[\u4e00-\u9fff][A-Z]·[A-Z0-9]{5,6}$"),
    types.text(),
]
CategoryField = Annotated[Category, Field(title="编制类别"), types.choice(Category)]
Model = Annotated[Line, Field(title="品牌型号")]
EnergyField = Annotated[Energy, Field(title="能源"), types.choice(Energy)]
Seats = Annotated[int, Field(title="座位数", ge=1, le=60), types.integer("座")]
Displacement = Annotated[
    int, Field(title="排量", ge=0, le=20_000), types.integer("毫升")
]
RegisteredOn = Annotated[Day, Field(title="登记日期")]
Price = Annotated[Fen, Field(title="购置价")]
Odometer = Annotated[int, Field(title="里程", ge=0, le=MOST_KM), types.integer("公里")]
OdometerOut = Annotated[
    int, Field(title="出车里程", ge=0, le=MOST_KM), types.integer("公里")
]
OdometerIn = Annotated[
    int, Field(title="回场里程", ge=0, le=MOST_KM), types.integer("公里")
]
#: What a change of the odometer on the way took off the reading.
Dropped = Annotated[int, Field(title="换表少计"), types.integer("公里"), Fixed()]
SpecialCase = Annotated[LongLine, Field(title="特殊配备说明")]
UsingUnit = Annotated[DepartmentId, Field(title="使用单位")]
Unit = Annotated[DepartmentId, Field(title="用车单位")]
User = Annotated[PersonId, Field(title="用车人")]
PersonOf = Annotated[PersonId, Field(title="人员")]
LicenceField = Annotated[Licence, Field(title="准驾车型"), types.choice(Licence)]
Purpose = Annotated[Line, Field(title="事由")]
TaskField = Annotated[Task, Field(title="任务类别"), types.choice(Task)]
RangeField = Annotated[Range, Field(title="行程范围"), types.choice(Range)]
Passengers = Annotated[int, Field(title="人数", ge=1, le=60), types.integer("人")]
TypedStart = Annotated[TypedMoment, Field(title="计划出发")]
TypedEnd = Annotated[TypedMoment, Field(title="计划返回")]
PlannedStart = Annotated[datetime, Field(title="计划出发"), types.instant()]
PlannedEnd = Annotated[datetime, Field(title="计划返回"), types.instant()]
FixedInstant = Annotated[datetime, Field(title="批准时间"), types.instant(), Fixed()]
Origin = Annotated[Line, Field(title="出发地")]
Destination = Annotated[LongLine, Field(title="目的地及途经", min_length=1)]
Contact = Annotated[
    PersonalText, Field(title="联系电话"), types.personal(mask="phone", of="user")
]
#: Sealed under the key of who will sit in the car.
SealedContact = Annotated[
    dict[str, Any],
    Field(title="联系电话"),
    types.personal(mask="phone", of="user"),
]
Serial = Annotated[str, Field(title="单号"), types.text(), Fixed()]
PaperNumber = Annotated[Line, Field(title="纸质单号")]
ReasonField = Annotated[
    EnergyReason, Field(title="未派新能源车理由"), types.choice(EnergyReason)
]
Reason = Annotated[LongLine, Field(title="理由", min_length=1)]
Route = Annotated[LongLine, Field(title="实际路线")]
Place = Annotated[Line, Field(title="停放地点")]
#: Reckoned at the return: by the calendar of working days as it stood then.
Nights = Annotated[int, Field(title="过夜", ge=0), types.integer("夜")]
DaysOff = Annotated[int, Field(title="节假日天数", ge=0), types.integer("天")]
Sensitive = Annotated[
    bool,
    Field(title="敏感任务", description="他人只看到“公务”"),
    types.boolean(),
]
Remark = Annotated[Note, Field(title="备注")]
KindOfCost = Annotated[CostKind, Field(title="费用类别"), types.choice(CostKind)]
Amount = Annotated[Fen, Field(title="金额")]
Volume = Annotated[
    int, Field(title="数量（升或度）", ge=0, le=10_000_000), types.quantity("", 2)
]
PaidOn = Annotated[Day, Field(title="票据日期")]
Voucher = Annotated[Line, Field(title="票据号")]
Photos = Annotated[Files, Field(title="票据照片")]
#: The dashboard and the car, as the driver photographs them.
CarPhotos = Annotated[Files, Field(title="里程表和车况照片")]
PaperScans = Annotated[Files, Field(title="纸质单照片或扫描件")]
CopiedEnergy = Annotated[
    str, Field(title="能源"), types.choice(Energy), Copied("vehicle", "energy")
]
DriverKindField = Annotated[
    DriverKind, Field(title="驾驶员类别"), types.choice(DriverKind)
]
CopiedDriverKind = Annotated[
    str, Field(title="驾驶员类别"), types.choice(DriverKind), Copied("driver", "kind")
]
EmergencyReason = Annotated[LongLine, Field(title="先用后补理由", min_length=1)]
Opinion = Annotated[Note, Field(title="意见")]
FixedHours = Annotated[int, Field(title="补批时限"), types.integer("小时"), Fixed()]
FixedLate = Annotated[bool, Field(title="补批逾期"), types.boolean(), Fixed()]
RentedFrom = Annotated[Line, Field(title="租赁单位")]
RentedPlate = Annotated[Line, Field(title="租用车号")]
Rent = Annotated[Fen, Field(title="租车费")]
RatingField = Annotated[Rating, Field(title="评价"), types.choice(Rating)]
InspectionNote = Annotated[LongLine, Field(title="不合格项说明")]
CopiedPerson = Annotated[
    UUID,
    Field(title="驾驶员本人"),
    types.ref("core.Person"),
    Copied("driver", "person"),
]
FixedPerson = Annotated[UUID, Field(title="批准人"), types.ref("core.Person"), Fixed()]
FixedUnit = Annotated[
    UUID, Field(title="用车单位"), types.ref("core.Department"), Fixed()
]


class Planned:
    """An event that plans an interval."""

    planned_start: PlannedStart
    planned_end: PlannedEnd

    def check(self) -> None:
        """The way back comes after the way out."""
        if self.planned_end <= self.planned_start:
            raise FormErrors({"planned_end": "计划返回必须晚于计划出发"})
