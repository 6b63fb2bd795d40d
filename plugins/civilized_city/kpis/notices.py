"""通知书 and 整改按时率."""

from __future__ import annotations

from houqin.core.projection.kpi import Equals, Given, count, ratio
from houqin.plugins.civilized_city.ledgers.notices import notices, rectifications

_NOTICES, _ITEMS = "督查通知书台账", "督查整改台账"
_RECEIVED = Equals("direction", ("received",))
_ISSUED = Equals("direction", ("issued",))
_BY = ("unit", "person", "direction")

received = count(
    "civilized_city.notices_received", "收到督查整改通知书", over=notices,
    at="signed_at", unit="份", where=(_RECEIVED,), dimensions=("unit",), order=620,
    source=_NOTICES, meaning="收到并签收的通知书份数，按签收日计入，作废的不计。",
)  # fmt: skip
issued = count(
    "civilized_city.notices_issued", "发出督查整改通知书", over=notices,
    at="entered_at", unit="份", where=(_ISSUED,), dimensions=("unit",), order=625,
    source=_NOTICES, meaning="向单位发出的通知书份数，按发出日计入，作废的不计。",
)  # fmt: skip
closed = count(
    "civilized_city.notices_closed", "已销号通知书", over=notices, at="closed_at",
    unit="份", where=(_RECEIVED,), dimensions=("unit",), order=630, source=_NOTICES,
    meaning="收到的通知书中各项都已复核合格的份数，按销号日计入。",
)  # fmt: skip
due = count(
    "civilized_city.items_due", "到期整改事项", over=rectifications, at="deadline",
    unit="项", dimensions=_BY, order=635, source=_ITEMS,
    meaning="整改时限在统计期内的事项数；同意延期的按延期后的时限，作废的不计。",
)  # fmt: skip
in_time = count(
    "civilized_city.items_in_time", "按时整改事项", over=rectifications,
    at="deadline", unit="项", where=(Given("passed_in_time"),), dimensions=_BY,
    order=640, source=_ITEMS,
    meaning="到期整改事项中，在时限前反馈完成并经复核合格的项数；反复整改的按合格那次的完成时间。",
)  # fmt: skip
rate = ratio(
    "civilized_city.in_time_rate", "整改按时率",
    of=("civilized_city.items_in_time", "civilized_city.items_due"), unit="%",
    percent=True, scale=1, headline=50, order=45, source=_ITEMS,
    meaning="按时整改事项÷到期整改事项。",
)  # fmt: skip

ALL = (received, issued, closed, due, in_time, rate)
