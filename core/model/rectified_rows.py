"""What ledgers, indicators and 提醒 show of 整改, declared in a few lines::

items = Ledger("clinic.items", "整改台账", per=Item,
    columns=[Column("notice", ...), *item_columns()], period="deadline")
keep_items(items)
ALERTS = deadline_alerts("clinic.items", "整改", over=items, states=OPEN,
    due="deadline", falls_to=Right.RECTIFY, text="{notice}第{number}项")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.alerts import RED, Alert
from houqin.core.model.rectifying import Verdict
from houqin.core.projection.ledger import Column
from houqin.core.projection.sources import field, instant_of, occurred_at
from houqin.core.projection.watching import DueAfter, DueWithin, Is, PastBy
from houqin.core.schema import types

if TYPE_CHECKING:
    from houqin.core.projection.ledger import Ledger
    from houqin.core.projection.watching import Amount

_person, _count = types.ref("core.Person"), types.integer("次")
_photos = types.integer("张")


class InTime(types.Choice):
    """是否按时: put right, and said so before the time was up."""

    YES = "yes", "按时"
    NO = "no", "逾期"


#: The column 是否按时 of any ledger whose records have a deadline.
IN_TIME = Column("in_time", "是否按时", types.choice(InTime), filter=True)


def in_time(row: dict[str, Any], done: str, deadline: str, event: Any) -> str:
    """Whether what ``done`` says was by the column ``deadline``.

    Without it, as a horizon may leave a record, the event itself was when.
    """
    at = row.get(done) or event.occurred
    return (InTime.YES if at <= _instant(row.get(deadline)) else InTime.NO).value


def item_columns() -> tuple[Column, ...]:
    """The columns of an item, in the order in which an office keeps them."""
    return (
        Column("number", "序号", types.integer(), primary=True),
        Column("status", "办理状态", types.state(), filter=True, primary=True),
        Column("matter", "问题", types.text(), filter=True, primary=True),
        Column("demand", "整改要求", types.text(), paper=False),
        Column("unit", "责任单位", types.ref("core.Department"), filter=True),
        Column("person", "责任人", _person, filter=True, primary=True),
        Column("deadline", "整改时限", types.instant(), filter=True, primary=True),
        Column("first_deadline", "原时限", types.instant(), paper=False),
        Column("before", "整改前照片", _photos, total=True),
        Column("after", "整改后照片", _photos, total=True),
        Column("measures", "整改措施", types.long_text()),
        Column("fed_back_at", "完成时间", types.instant(), filter=True),
        Column("unfinished", "未完成原因和下步措施", types.text(), paper=False),
        Column("extended_at", "批准延期", types.instant(), paper=False),
        Column("rechecks", "复核次数", _count, total=True, paper=False),
        Column("rechecked_at", "复核时间", types.instant(), filter=True),
        Column("opinion", "复核说明", types.text(), paper=False),
        IN_TIME,
        Column("passed_in_time", "按时", types.integer(), hidden=True),
        Column("issuer", "发出单位", types.ref("core.Department"), hidden=True,
               filter=True),
        Column("liaison", "联络员", _person, hidden=True, filter=True),
    )  # fmt: skip


def keep_items(ledger: Ledger, *own: str) -> None:
    """Fill the columns of :func:`item_columns`, and the module's own from Opened."""
    cls: Any = ledger.per
    ledger.on(
        cls.Opened, "number", "matter", "demand", "unit", "deadline", "issuer",
        "liaison", *own, first_deadline=field("deadline"),
    )  # fmt: skip
    ledger.on(cls.Assigned, "person", "unit")
    ledger.on(cls.ExtensionGranted, "deadline", extended_at=occurred_at)
    ledger.on(cls.FedBack, "measures", "unfinished", fed_back_at=occurred_at)
    ledger.on(cls.Rechecked, "opinion", rechecked_at=occurred_at)
    ledger.reduce(cls.Opened)(_opened)
    ledger.reduce(cls.FedBack)(_fed_back)
    ledger.reduce(cls.Rechecked)(_rechecked)


def _opened(row: dict[str, Any], event: Any) -> dict[str, Any]:
    """How many photos there are of before."""
    row["before"] = len(event.payload.get("before") or ())
    return row


def _fed_back(row: dict[str, Any], event: Any) -> dict[str, Any]:
    """How many photos there are now; a further cycle adds to them."""
    for name in ("before", "after"):
        more = len(event.payload.get(name) or ())
        row[name] = (row.get(name) or 0) + more
    return row


def _rechecked(row: dict[str, Any], event: Any) -> dict[str, Any]:
    """按时 is what was fed back in time and found 合格."""
    row["rechecks"] = (row.get("rechecks") or 0) + 1
    if event.payload.get("deadline"):
        row["deadline"] = event.payload["deadline"]
    passed = event.payload["verdict"] == Verdict.PASSED
    row["in_time"] = row["passed_in_time"] = None
    if passed:
        row["in_time"] = in_time(row, "fed_back_at", "deadline", event)
        row["passed_in_time"] = 1 if row["in_time"] == InTime.YES else None
    return row


def _instant(value: Any) -> int:
    """An instant as it stands in a payload."""
    return instant_of(value) if isinstance(value, str) else int(value or 0)


def deadline_alerts(  # noqa: PLR0913 - a declaration names all it declares
    name: str,
    title: str,
    *,
    over: Ledger,
    states: tuple[str, ...],
    due: str,
    falls_to: str,
    text: str,
    person: str = "person",
    days: tuple[Amount, Amount] = (3, 1),
    order: int = 100,
) -> tuple[Alert, Alert, Alert]:
    """提醒 so many days before, the day before, and when the time is over.

    :param name: of the alerts, ``_3d``, ``_1d`` and ``_overdue`` behind it.
    :param states: the record's states in which the time runs.
    :param text: what it is about; when it is due is said behind it.
    """
    early, late = days
    running: Any = Is("state", states)
    given: dict[str, Any] = {
        "over": over, "due": due, "falls_to": falls_to, "person": person,
    }  # fmt: skip
    return (
        Alert(
            name=f"{name}_3d", title=f"{title}三日内到期", order=order + 2, **given,
            when=(running, DueWithin(due, days=early), DueAfter(due, days=late)),
            text=f"{text}，{{{due}}}到期",
        ),
        Alert(
            name=f"{name}_1d", title=f"{title}一日内到期", order=order + 1, **given,
            when=(running, DueWithin(due, days=late), DueAfter(due)),
            text=f"{text}，{{{due}}}到期",
        ),
        Alert(
            name=f"{name}_overdue", title=f"{title}逾期", order=order, **given,
            when=(running, PastBy(due)), level=RED,
            text=f"{text}，应在{{{due}}}前完成，已逾期",
        ),
    )  # fmt: skip
