"""平面图: every edition of every floor's plan."""

from __future__ import annotations

from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import acting, field, occurred_at
from houqin.core.schema import types
from houqin.plugins.buildings.drawing import Drawing

_drawing = types.ref("buildings.Drawing")
_person = types.ref("core.Person")

drawings = Ledger(
    "buildings.drawings",
    "平面图",
    per=Drawing,
    columns=[
        Column("number", "图号", types.text(), filter=True, primary=True),
        Column("name", "图纸", types.text(), filter=True, paper=False),
        Column("status", "状态", types.state(), filter=True, primary=True),
        Column("floor", "楼层", types.ref("buildings.Floor"), filter=True,
               primary=True),
        Column("edition", "版本", types.text(), filter=True, primary=True),
        Column("surveyed_on", "测绘日期", types.day(), filter=True),
        Column("marked", "已标房间", types.integer("间")),
        Column("unit", "报送单位", types.ref("core.Department"), filter=True),
        Column("uploaded_at", "上传时间", types.instant(), filter=True),
        Column("uploader", "上传人", _person),
        Column("in_force_at", "生效时间", types.instant(), filter=True),
        Column("reviewer", "审核人", _person),
        Column("replaces", "替代", _drawing),
        Column("superseded_at", "替换时间", types.instant()),
        Column("by", "被替换为", _drawing),
    ],
    period="uploaded_at",
    title_column="name",
    numbered=True,
)  # fmt: skip
drawings.on(
    Drawing.Uploaded, "number", "name", "floor", "edition", "surveyed_on", "unit",
    uploaded_at=occurred_at, uploader=acting,
)  # fmt: skip
drawings.on(Drawing.Revised, "number", "edition", "surveyed_on")
drawings.on(Drawing.Approved, "replaces", in_force_at=occurred_at, reviewer=acting)
drawings.on(Drawing.Superseded, by=field("by"), superseded_at=occurred_at)


@drawings.reduce(Drawing.RoomsPlaced)
def _marked(row: dict[str, object], event: object) -> dict[str, object]:
    """How many rooms are on it."""
    row["marked"] = len(event.payload["places"])  # type: ignore[attr-defined]  # an event
    return row


@drawings.reduce(Drawing.Revived)
def _revived(row: dict[str, object], _event: object) -> dict[str, object]:
    """It is replaced by none."""
    row["by"] = row["superseded_at"] = None
    return row


ALL = (drawings,)
