"""驾驶员名册, 驾驶员考核台账."""

from __future__ import annotations

from typing import Any

from houqin.core.projection.ledger import Column, Ledger, LookedUp
from houqin.core.projection.sources import Source, constant, field, occurred_at, stream
from houqin.core.schema import types
from houqin.plugins.vehicles.crew_fields import PenaltyKind
from houqin.plugins.vehicles.fields import DriverKind, Licence
from houqin.plugins.vehicles.fleet import Driver

_person = types.ref("core.Person")
_score = types.quantity("分", 1)


class DriverStatus(types.Choice):
    """状态 of 驾驶员名册: its own state, and 出车 from the trips."""

    ACTIVE = "active", "在岗"
    ON_DUTY = "on_duty", "出车"
    RESTING = "resting", "休息"
    DETACHED = "detached", "专项抽调"
    STOPPED = "stopped", "停驾"


class Merit(types.Choice):
    """考核类别."""

    SCORE = "score", "考核"
    REWARD = "reward", "奖励"
    PENALTY = "penalty", "处罚"
    LICENCE = "licence", "准驾车型变更"


def full_time_or(name: str) -> Source:
    """The kind of driver; an event says only that somebody is not full-time."""
    return Source(
        f"field({name}) or full_time",
        lambda event: event.payload.get(name, DriverKind.FULL_TIME.value),
    )


def _assessed(column: str) -> LookedUp:
    return LookedUp("vehicles.assessments", "driver", column, "count")


drivers = Ledger(
    "vehicles.drivers",
    "驾驶员名册",
    per=Driver,
    columns=[
        Column("person", "姓名", _person, filter=True, primary=True),
        Column("kind", "类别", types.choice(DriverKind), filter=True),
        Column("licence", "准驾车型", types.choice(Licence), filter=True, latest=True),
        Column(
            "status",
            "状态",
            types.choice(DriverStatus),
            filter=True,
            primary=True,
            looked_up=LookedUp(
                "vehicles.trips",
                "driver",
                "state",
                "newest",
                order="used_at",
                otherwise="state",
                mapping=(("departed", "on_duty"),),
            ),
        ),
        Column("period", "最近考核期", types.text(), latest=True),
        Column("score", "最近得分", _score, latest=True),
        Column("rewards", "奖励", types.integer("次"), looked_up=_assessed("reward")),
        Column(
            "penalties", "处罚", types.integer("次"), looked_up=_assessed("penalty")
        ),
    ],
    title_column="person",
    extensible=True,
    sort="licence",
)
drivers.on(
    Driver.Registered,
    "person", "licence",
    kind=full_time_or("kind"),
)  # fmt: skip
drivers.on(Driver.LicenceChanged, "licence")
drivers.on(Driver.Scored, "period", "score")

assessments = Ledger(
    "vehicles.assessments",
    "驾驶员考核台账",
    per=Driver,
    kind="event",
    columns=[
        Column("driver", "驾驶员", types.ref("vehicles.Driver"), filter=True,
               primary=True),
        Column("at", "日期", types.instant(), filter=True, primary=True),
        Column("kind", "类别", types.choice(Merit), filter=True, primary=True),
        Column("period", "考核期", types.text(), filter=True),
        Column("score", "得分", _score, primary=True),
        Column("reward", "奖励名称", types.text()),
        Column("penalty", "处罚类别", types.choice(PenaltyKind), filter=True),
        Column("amount", "金额", types.money()),
        Column("licence", "准驾车型", types.choice(Licence)),
        Column("grounds", "意见或事由", types.text()),
        Column("person", "驾驶员本人", _person, hidden=True),
    ],
    period="at",
    title_column="driver",
)  # fmt: skip


def _only(kind: str, **sources: Source) -> dict[str, Any]:
    """What one kind of entry says; a row takes nothing over from the one before."""
    empty = ("period", "score", "reward", "penalty", "amount", "licence", "grounds")
    return {
        **dict.fromkeys(empty, constant(None)),
        "kind": constant(kind),
        "at": occurred_at,
        **sources,
    }


assessments.carry(Driver.Registered, "person", driver=stream)
assessments.on(
    Driver.Scored,
    **_only(
        "score", period=field("period"), score=field("score"), grounds=field("note")
    ),
)
assessments.on(
    Driver.Rewarded,
    **_only(
        "reward",
        reward=field("name"),
        amount=field("amount"),
        grounds=field("grounds"),
    ),
)
assessments.on(
    Driver.Penalised,
    **_only(
        "penalty",
        penalty=field("kind"),
        amount=field("amount"),
        grounds=field("grounds"),
    ),
)
assessments.on(
    Driver.LicenceChanged,
    **_only("licence", licence=field("licence"), grounds=field("reason")),
)

ALL = (drivers, assessments)
