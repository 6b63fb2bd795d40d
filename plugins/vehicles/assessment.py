"""驾驶员考核: scores, rewards, penalties, the licence, days of rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.command import command
from houqin.core.model.recording import records
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.form import RecordForm
from houqin.plugins.vehicles.crew_fields import (
    AssessmentNote,
    Bonus,
    Fine,
    Grounds,
    PenaltyField,
    Period,
    RestReason,
    RewardName,
    Score,
)
from houqin.plugins.vehicles.fields import LicenceField
from houqin.plugins.vehicles.fleet import Driver
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right

if TYPE_CHECKING:
    from houqin.core.model.context import Context


class ScoreDriver(RecordForm):
    """按考核办法打分，满分100分；同一考核期只打一次，打错了请更正。"""

    period: Period
    score: Score
    note: AssessmentNote | None = None


class RewardDriver(RecordForm):
    """奖励记入考核台账。"""

    name: RewardName
    grounds: Grounds
    amount: Bonus | None = None


class PenaliseDriver(RecordForm):
    """处罚记入考核台账；需要停止派车的另办停驾。"""

    kind: PenaltyField
    grounds: Grounds
    amount: Fine | None = None


class ChangeLicence(RecordForm):
    """按驾驶证填写；自变更日起按新的准驾车型派车。"""

    licence: LicenceField
    reason: Grounds


class Rest(RecordForm):
    """休息期间不派车；上班后办理恢复驾驶。"""

    reason: RestReason


@command(
    "vehicles.score_driver", "考核打分", permission=Right.ASSESS, on=Driver,
    event=Driver.Scored, style="default", order=420,
)  # fmt: skip
def score_driver(context: Context, form: ScoreDriver) -> None:
    """Score a driver for a period, once."""
    driver = context.load(Driver, form.record)
    if form.period in driver.scored_periods():
        raise FormErrors({"period": f"{form.period}已经考核过，打错了请更正"})
    driver.record(Driver.Scored, **form.said())


reward_driver = records(
    "vehicles.reward_driver", "奖励", RewardDriver, Driver, Driver.Rewarded,
    permission=Right.ASSESS, style="default", order=430,
)  # fmt: skip


penalise_driver = records(
    "vehicles.penalise_driver", "处罚", PenaliseDriver, Driver, Driver.Penalised,
    permission=Right.ASSESS, style="default", order=440,
)  # fmt: skip


def _licence(_context: Context, driver: Any) -> dict[str, Any]:
    return {"licence": driver.licence}


@command(
    "vehicles.change_licence", "准驾车型变更", permission=Right.REGISTER, on=Driver,
    event=Driver.LicenceChanged, style="default", starts=_licence, order=450,
)  # fmt: skip
def change_licence(context: Context, form: ChangeLicence) -> None:
    """The licence allows other classes from here on."""
    driver: Any = context.load(Driver, form.record)
    if form.licence == driver.licence:
        raise FormErrors({"licence": "准驾车型没有改变"})
    context.load(Driver, form.record).record(Driver.LicenceChanged, **form.said())


rest_driver = records(
    "vehicles.rest_driver", "休息", Rest, Driver, Driver.Rested,
    permission=Right.REGISTER, style="default", order=245,
)  # fmt: skip


ALL = (score_driver, reward_driver, penalise_driver, change_licence, rest_driver)
