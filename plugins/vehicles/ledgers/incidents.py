"""违章事故台账: what happened, and what became of it, each in a row."""

from __future__ import annotations

from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import constant, field, occurred_at, stream
from houqin.core.schema import types
from houqin.plugins.vehicles.fleet import Vehicle
from houqin.plugins.vehicles.incident_fields import Liability


class IncidentKind(types.Choice):
    """类别 of 违章事故台账."""

    VIOLATION = "violation", "违章"
    VIOLATION_HANDLED = "violation_handled", "违章处理"
    ACCIDENT = "accident", "事故"
    ACCIDENT_HANDLED = "accident_handled", "事故处理"


incidents = Ledger(
    "vehicles.incidents",
    "违章事故台账",
    per=Vehicle,
    kind="event",
    columns=[
        Column("document", "文书编号", types.text(), filter=True, primary=True),
        Column("happened_at", "时刻", types.instant(), filter=True, primary=True),
        Column("kind", "类别", types.choice(IncidentKind), filter=True, primary=True),
        Column(
            "vehicle", "车号", types.ref("vehicles.Vehicle"), filter=True, primary=True
        ),
        Column("driver", "驾驶员", types.ref("vehicles.Driver"), filter=True),
        Column("trip", "派车单", types.ref("vehicles.Trip")),
        Column("spot", "地点", types.text(), filter=True),
        Column("told", "违章行为或事故经过", types.text(), filter=True),
        Column("penalty_points", "扣分", types.integer("分"), total=True),
        Column("fine", "罚款", types.money(), total=True),
        Column("injured", "伤亡人数", types.integer("人"), total=True),
        Column("damage", "损失金额", types.money(), total=True),
        Column("liability", "责任认定", types.choice(Liability), filter=True),
        Column("outcome", "处理情况", types.text()),
        Column("recorded_at", "登记时间", types.instant()),
    ],
    period="happened_at",
    title_column="document",
)


def _row(kind: IncidentKind, event: type, *names: str, told: str = "") -> None:
    """One row an event; what it does not say is empty, whatever came before."""
    said = {name: field(name) for name in names}
    fixed = {
        "vehicle": stream,
        "recorded_at": occurred_at,
        "kind": constant(kind.value),
    }
    if told:
        said["told"] = field(told)
    else:
        fixed["happened_at"] = occurred_at
    empty = {c.name: constant(None) for c in incidents.stored}
    incidents.on(event, **(empty | fixed | said))


_MET = ("document", "happened_at", "spot", "driver", "trip")
_row(
    IncidentKind.VIOLATION, Vehicle.ViolationRecorded, *_MET, "penalty_points", "fine",
    told="conduct",
)  # fmt: skip
_row(IncidentKind.VIOLATION_HANDLED, Vehicle.ViolationHandled, "document", "outcome")
_row(
    IncidentKind.ACCIDENT, Vehicle.AccidentRecorded, *_MET, "injured", "damage",
    "liability", told="story",
)  # fmt: skip
_row(
    IncidentKind.ACCIDENT_HANDLED, Vehicle.AccidentHandled, "document", "outcome",
    "liability",
)  # fmt: skip

ALL = (incidents,)
