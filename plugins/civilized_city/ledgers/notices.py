"""督查整改通知书 and 督查整改台账, which has a row for every numbered item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.rectified_rows import InTime, item_columns, keep_items
from houqin.core.projection.ledger import Column, Ledger, LookedUp
from houqin.core.projection.sources import field, occurred_at
from houqin.core.schema import types
from houqin.plugins.civilized_city.fields import Direction, Way
from houqin.plugins.civilized_city.notice import Item, Notice

if TYPE_CHECKING:
    from datetime import date

_ITEMS = "civilized_city.rectifications"
_department, _person = types.ref("core.Department"), types.ref("core.Person")
_items = types.integer("项")
#: Shown until the number of what was told on the phone has come.
UNNUMBERED = "文号待补"


def _of_items(title: str, name: str, column: str = "", state: str = "") -> Column:
    """How many items a notice has, of those in a state or with a column."""
    looked_up = LookedUp(_ITEMS, "notice", column, "count", state=state)
    return Column(name, title, _items, looked_up=looked_up)


def _in_time(values: dict[str, Any], _day: date) -> str | None:
    """按时 once every item is, 逾期 once all are settled and one is not."""
    items, passed, punctual = (
        values.get(name) or 0 for name in ("items", "passed", "punctual")
    )
    if not items or passed < items:
        return None
    return (InTime.YES if punctual == items else InTime.NO).title


notices = Ledger(
    "civilized_city.notices",
    "督查通知书台账",
    per=Notice,
    columns=[
        Column("label", "文号", types.text(), filter=True, primary=True),
        Column("direction", "收发", types.choice(Direction), filter=True,
               primary=True),
        Column("status", "办理状态", types.state(), filter=True, primary=True),
        Column("entered_at", "登记时间", types.instant(), filter=True),
        Column("issuer", "发文单位", _department, filter=True),
        Column("issuer_name", "发文机关", types.text(), filter=True),
        Column("unit", "主送单位", _department, filter=True),
        Column("area", "网格", types.ref("civilized_city.GridArea"), filter=True),
        Column("spot", "点位", types.text(), filter=True),
        Column("inspected_at", "检查时间", types.instant()),
        Column("inspector", "检查人", types.text()),
        Column("indicator", "对应测评指标", types.ref("civilized_city.Indicator"),
               filter=True, paper=False),
        Column("deadline", "整改时限", types.instant(), filter=True, primary=True),
        _of_items("问题", "items"),
        _of_items("已销号", "passed", state="passed"),
        _of_items("按时销号", "punctual", "passed_in_time"),
        Column("in_time", "是否按时", types.text(), derived=_in_time, primary=True),
        Column("came_by", "来文方式", types.choice(Way), filter=True, paper=False),
        Column("signed_at", "签收时间", types.instant(), filter=True),
        Column("signed_by", "签收人", _person, filter=True),
        Column("way", "签收方式", types.choice(Way), paper=False),
        Column("signatory", "签发人", types.text(), paper=False),
        Column("liaison", "联络员", _person, filter=True, paper=False),
        Column("replied_at", "回执时间", types.instant()),
        Column("handler", "经办人", _person, paper=False),
        Column("head", "单位负责人", types.text(), paper=False),
        Column("closed_at", "销号时间", types.instant(), filter=True),
        Column("basis", "依据和逾期后果", types.text(), paper=False),
        Column("contact", "联系人电话", types.text(), paper=False),
        Column("number", "来文文号", types.text(), hidden=True),
    ],
    period="entered_at",
    title_column="label",
)  # fmt: skip
notices.on(
    Notice.Entered, "direction", "unit", "deadline", "issuer", "issuer_name", "area",
    "spot", "inspected_at", "inspector", "indicator", "basis", "contact", "liaison",
    "came_by", "signatory", entered_at=occurred_at,
)  # fmt: skip
notices.on(Notice.Numbered, "number", label=field("number"))
notices.on(Notice.SignedFor, "signed_by", "way", signed_at=occurred_at)
notices.on(Notice.Replied, "handler", "head", replied_at=occurred_at)
notices.on(Notice.Settled, closed_at=occurred_at)


@notices.reduce(Notice.Entered)
def _entered(row: dict[str, Any], _event: Any) -> dict[str, Any]:
    """Until its number comes it is called so."""
    row.setdefault("label", UNNUMBERED)
    return row


@notices.reduce(Notice.Unsettled)
def _unsettled(row: dict[str, Any], _event: Any) -> dict[str, Any]:
    """Not off the list after all."""
    row["closed_at"] = None
    return row


rectifications = Ledger(
    _ITEMS,
    "督查整改台账",
    per=Item,
    columns=[
        Column("notice", "文号", types.ref("civilized_city.Notice"), filter=True,
               primary=True),
        Column("direction", "收发", types.choice(Direction), filter=True),
        Column("signed_at", "签收时间", types.instant(), looked_up=LookedUp(
            "civilized_city.notices", "key", "signed_at", "newest",
            order="entered_at", of="notice")),
        *item_columns(),
    ],
    period="deadline",
    title_column="matter",
)  # fmt: skip
keep_items(rectifications, "notice", "direction")

ALL = (notices, rectifications)
