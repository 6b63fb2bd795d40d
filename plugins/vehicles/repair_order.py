"""车辆维修单: asked for, approved, sent to a registered garage, accepted, paid."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.case import Case
from houqin.core.model.deadline import After
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema import types
from houqin.core.schema.fields import Day, Fen, Files, Line, LongLine, Note
from houqin.plugins.vehicles import fields
from houqin.plugins.vehicles.fleet_fields import PointId
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right

#: What an office takes for each step.
SOON = (After(days=1),)
IN_A_WEEK = (After(days=5),)


class RepairKind(types.Choice):
    """维修类别."""

    UPKEEP = "upkeep", "保养"
    REPAIR = "repair", "维修"
    OVERHAUL = "overhaul", "大修"


KindOfRepair = Annotated[RepairKind, Field(title="维修类别"), types.choice(RepairKind)]
Fault = Annotated[LongLine, Field(title="故障或保养内容", min_length=1)]
Estimate = Annotated[Fen, Field(title="预计费用")]
Opinion = Annotated[Note, Field(title="意见")]
Garage = Annotated[PointId, Field(title="维修点（定点）")]
Result = Annotated[LongLine, Field(title="验收情况", min_length=1)]
Parts = Annotated[LongLine, Field(title="更换配件")]
Reading = Annotated[
    int, Field(title="验收里程", ge=0, le=fields.MOST_KM), types.integer("公里")
]
RepairCost = Annotated[Fen, Field(title="维修费")]
Invoice = Annotated[Line, Field(title="发票号")]
PaidOn = Annotated[Day, Field(title="结算日期")]
Receipts = Annotated[Files, Field(title="票据照片")]


class RepairOrder(Case):
    """One repair or upkeep of one car; the car stays there until it is accepted."""

    topic = "vehicles.RepairOrder"
    title = "车辆维修单"
    seen_by = Right.SEE_FLEET
    workflow = Workflow(
        [
            State("requested", "已申请", "中心领导审核", Right.APPROVE, due=SOON),
            State("approved", "已审核", "调度员送修", Right.DISPATCH, due=IN_A_WEEK),
            State("sent", "维修中", "调度员验收", Right.DISPATCH, due=IN_A_WEEK),
            State("accepted", "已验收", "调度员结算", Right.DISPATCH, due=IN_A_WEEK),
            State("paid", "已结算"),
            State("refused", "不同意", stage=False),
        ],
        [
            Transition("Requested", (), "requested"),
            Transition("Approved", ("requested",), "approved"),
            Transition("Refused", ("requested",), "refused"),
            Transition("Sent", ("approved",), "sent"),
            Transition("Accepted", ("sent",), "accepted"),
            Transition("Paid", ("accepted",), "paid"),
        ],
    )

    class Requested(Aggregate.Created):
        """Somebody says what is wrong, or that upkeep is due."""

        title = "申请维修"
        serial: fields.Serial
        vehicle: fields.VehicleId
        kind: KindOfRepair
        fault: Fault
        estimate: Estimate | None = None

    class Approved(Aggregate.Event):
        """It may be sent."""

        title = "审核"
        comment: Opinion | None = None

    class Refused(Aggregate.Event):
        """It is not repaired."""

        title = "不同意"
        comment: Opinion

    class Sent(Aggregate.Event):
        """It stands at a registered garage and cannot go."""

        title = "送修"
        point: Garage

    class Accepted(Aggregate.Event):
        """It is back and was tried."""

        title = "验收"
        reading: Reading
        result: Result
        parts: Parts | None = None

    class Paid(Aggregate.Event):
        """The garage is paid."""

        title = "结算"
        amount: RepairCost
        invoice: Invoice
        paid_on: PaidOn
        receipts: Receipts | None = None
