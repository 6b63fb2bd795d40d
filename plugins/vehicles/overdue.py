"""提醒 of oversight: meetings, accounts and reports not made, cases not closed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from houqin.core.model.alerts import RED, YELLOW, Alert, Found
from houqin.core.projection.watching import Is, PastBy
from houqin.plugins.vehicles.ledgers.duties import special_duties
from houqin.plugins.vehicles.ledgers.oversight import self_checks, unplanned_trips
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.projection.watching import Moment

_OPEN = Is("state", ("found", "prompted", "explained", "rectifying", "rectified"))
#: How long before the day on which the year's statistics are due.
_AHEAD = timedelta(days=30)
#: How long accounts and meetings are late before they are red.
_LATE = timedelta(days=5)

unplanned_open = Alert(
    name="vehicles.unplanned_open",
    title="无任务出行未销号",
    over=unplanned_trips,
    when=(_OPEN,),
    red_when=(PastBy("found_at", days=7),),
    falls_to=Right.OVERSEE,
    text="{vehicle}{moved_at}在{place}无任务出行，{status}，尚未销号",
    order=60,
)
check_overdue = Alert(
    name="vehicles.check_overdue",
    title="自查逾期未报",
    over=self_checks,
    when=(Is("state", ("assigned",)), PastBy("report_by")),
    due="report_by",
    person="checker",
    falls_to=Right.OVERSEE,
    level=RED,
    text="{name}应在{due}前上报，责任人{checker}",
    order=65,
)
duty_over = Alert(
    name="vehicles.duty_over",
    title="专项保障到期未结束",
    over=special_duties,
    when=(Is("state", ("running",)), PastBy("last", days=1)),
    due="last",
    falls_to=Right.DUTY,
    text="{name}已于{due}到期，尚未结束，抽调车辆和驾驶员尚未归队",
    order=68,
)


def _meeting(reader: Any, moment: Moment) -> Iterator[Found]:
    """本月没有开会的, from the day the site has set on."""
    due = moment.day.replace(day=moment.amount("vehicles.meeting_due_day"))
    if moment.day < due or not reader.ledger("vehicles.drivers").count():
        return
    held = reader.kpi("vehicles.meetings", moment.day.replace(day=1), moment.day)
    if not held.value:
        level = RED if moment.day >= due + _LATE else YELLOW
        text = f"{moment.day.month}月还没有召开安全例会"
        yield Found(text, level, due.isoformat(), "vehicles.safety_meetings")


def _account(reader: Any, moment: Moment) -> Iterator[Found]:
    """上月没有对账的主卡."""
    first = moment.day.replace(day=1)
    due = first.replace(day=moment.amount("vehicles.reconcile_due_day"))
    if moment.day < due:
        return
    month = (first - timedelta(days=1)).isoformat()[:7]
    cards = reader.ledger("vehicles.fuel_cards")
    for row in cards.rows({"kind": "main", "state": "active", "voided": "0"}):
        done = row.values["reconciled"] or ""
        issued = reader.display.moment(row.values["issued_at"])[:7]
        if done < month and issued <= month:
            level = RED if moment.day >= due + _LATE else YELLOW
            text = f"油卡{row.values['number']}{month}还没有对账"
            yield Found(text, level, due.isoformat(), cards.ledger.name, row.stream)


def _report(reader: Any, moment: Moment) -> Iterator[Found]:
    """上年用过车而没有上报的."""
    year = moment.day.year - 1
    month, day = map(int, moment.setting("vehicles.annual_report_due").split("-"))
    due = date(moment.day.year, month, day)
    if moment.day < due - _AHEAD:
        return
    used = reader.kpi("vehicles.trips_dispatched", date(year, 1, 1), date(year, 12, 31))
    filed = reader.ledger("vehicles.annual_reports")
    if used.value and not filed.count({"year": str(year), "voided": "0"}):
        level = RED if moment.day > due else YELLOW
        text = f"{year}年公务用车年度统计还没有上报"
        yield Found(text, level, due.isoformat(), filed.ledger.name)


meeting_missing = Alert(
    name="vehicles.meeting_missing", title="本月未开安全例会", falls_to=Right.ASSESS,
    find=_meeting, order=62,
)  # fmt: skip
account_missing = Alert(
    name="vehicles.account_missing", title="油卡未对账", falls_to=Right.CARDS,
    find=_account, order=64,
)  # fmt: skip
report_missing = Alert(
    name="vehicles.report_missing", title="年度统计未上报", falls_to=Right.REPORT,
    find=_report, order=66,
)  # fmt: skip

ALL = (
    unplanned_open,
    meeting_missing,
    account_missing,
    check_overdue,
    report_missing,
    duty_over,
)
