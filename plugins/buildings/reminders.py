"""提醒: leases that run out, reports due, defects whose time is nearly over."""

from __future__ import annotations

from houqin.core.model.alerts import Alert
from houqin.core.model.rectified_rows import deadline_alerts
from houqin.core.model.rectifying import OPEN
from houqin.core.projection.watching import DueWithin, Is, PastBy
from houqin.plugins.buildings.ledgers.inspections import defects, inspections
from houqin.plugins.buildings.ledgers.leases import leases
from houqin.plugins.buildings.ledgers.stats import unit_reports
from houqin.plugins.buildings.permissions import BuildingsPermission as Right

lease_end = Alert(
    name="buildings.lease_end", title="租用合同到期", over=leases,
    when=(Is("state", ("running",)),
          DueWithin("until", days="buildings.lease_days")),
    red_when=(PastBy("until", days=1),), due="until", falls_to=Right.LEASE, order=310,
    text="与{counterparty}的{kind}合同{serial}将于{until}到期，请续租或收回、退租",
)  # fmt: skip
report_due = Alert(
    name="buildings.report_due", title="用房数据待报", over=unit_reports,
    when=(Is("state", ("assigned", "returned")),
          DueWithin("deadline", days="buildings.report_days")),
    red_when=(PastBy("deadline"),), due="deadline", falls_to=Right.RETURN, order=320,
    text="{round}：{unit}的用房数据应在{deadline}前填报",
)  # fmt: skip
inspection_due = Alert(
    name="buildings.inspection_due", title="巡检未完成", over=inspections,
    when=(Is("state", ("planned",)), PastBy("planned_for")), due="planned_for",
    falls_to=Right.INSPECT, person="inspector", order=330,
    text="{scope}应在{planned_for}前检查",
)  # fmt: skip

ALL = (
    lease_end,
    report_due,
    inspection_due,
    *deadline_alerts(
        "buildings.defects", "巡检问题整改", over=defects, states=OPEN, due="deadline",
        falls_to=Right.MEND, text="{inspection}第{number}项{matter}", order=340,
    ),
)  # fmt: skip
