"""专项保障台账, and when cars and drivers were detached and came back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.projection.ledger import Column, Ledger, LookedUp
from houqin.core.projection.sources import constant, occurred_at, stream
from houqin.core.schema import types
from houqin.plugins.vehicles.fleet import Driver, Vehicle
from houqin.plugins.vehicles.special_duty import SpecialDuty

if TYPE_CHECKING:
    from houqin.core.projection.sources import Source

_duty = types.ref("vehicles.SpecialDuty")
_trips = "vehicles.trips"


class Movement(types.Choice):
    """抽调 or 归队."""

    DETACHED = "detached", "抽调"
    RELEASED = "released", "归队"


def _detached(ledger: str) -> LookedUp:
    """How many were ever detached for it."""
    return LookedUp(ledger, "duty", "until", "count")


special_duties = Ledger(
    "vehicles.special_duties",
    "专项保障台账",
    per=SpecialDuty,
    columns=[
        Column("serial", "编号", types.text(), filter=True),
        Column("name", "保障任务", types.text(), filter=True, primary=True),
        Column("status", "办理状态", types.state(), filter=True, primary=True),
        Column("unit", "保障单位", types.ref("core.Department"), filter=True),
        Column("first", "开始日期", types.day(), filter=True, primary=True),
        Column("last", "结束日期", types.day(), primary=True),
        Column("document", "依据文号", types.text()),
        Column(
            "cars", "抽调车辆", types.integer("辆"),
            looked_up=_detached("vehicles.detached_vehicles"),
        ),
        Column(
            "drivers", "抽调驾驶员", types.integer("人"),
            looked_up=_detached("vehicles.detached_drivers"),
        ),
        Column(
            "trips", "保障车次", types.integer("车次"), primary=True,
            looked_up=LookedUp(_trips, "duty", "departed_at", "count"),
        ),
        Column(
            "distance", "保障里程", types.integer("公里"),
            looked_up=LookedUp(_trips, "duty", "distance", "sum"),
        ),
        Column("started_at", "开始时间", types.instant()),
        Column("closed_at", "结束时间", types.instant()),
        Column("conclusion", "保障小结", types.long_text()),
    ],
    period="first",
    title_column="name",
)  # fmt: skip
special_duties.on(
    SpecialDuty.Opened, "serial", "name", "unit", "first", "last", "document"
)
special_duties.on(SpecialDuty.Closed, "conclusion", closed_at=occurred_at)


@special_duties.reduce(SpecialDuty.Started)
def _begun(row: dict[str, Any], event: Any) -> dict[str, Any]:
    """It begins once, however often something is added to it."""
    row["started_at"] = row.get("started_at") or event.occurred
    return row


def _movements(name: str, title: str, per: Any, what: Column) -> Ledger:
    """抽调 and 归队 of one kind of record."""
    found = Ledger(
        name,
        title,
        per=per,
        kind="event",
        columns=[
            what,
            Column("at", "时间", types.instant(), filter=True, primary=True),
            Column("movement", "类别", types.choice(Movement), filter=True,
                   primary=True),
            Column("duty", "专项保障", _duty, filter=True, primary=True),
            Column("until", "计划归队", types.day()),
        ],
        period="at",
        title_column=what.name,
    )  # fmt: skip
    mine: dict[str, Source] = {what.name: stream, "at": occurred_at}
    found.on(per.Detached, "duty", "until", movement=constant("detached"), **mine)
    found.on(
        per.Released, "duty", movement=constant("released"), until=constant(None),
        **mine,
    )  # fmt: skip
    return found


detached_vehicles = _movements(
    "vehicles.detached_vehicles", "车辆抽调归队记录", Vehicle,
    Column("vehicle", "车号", types.ref("vehicles.Vehicle"), filter=True, primary=True),
)  # fmt: skip
detached_drivers = _movements(
    "vehicles.detached_drivers", "驾驶员抽调归队记录", Driver,
    Column("driver", "驾驶员", types.ref("vehicles.Driver"), filter=True, primary=True),
)  # fmt: skip

ALL = (special_duties, detached_vehicles, detached_drivers)
