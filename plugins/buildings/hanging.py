"""标牌: 悬挂, 更换, 拆除."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.model.command import command
from houqin.core.projection.horizon import local_day
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.form import Form, RecordForm
from houqin.plugins.buildings import fields
from houqin.plugins.buildings.permissions import BuildingsPermission as Right
from houqin.plugins.buildings.sign import (
    ChangedOn,
    Kind,
    Material,
    OfUnit,
    PostedOn,
    RemovedOn,
    Sign,
    Spot,
    Wording,
)

if TYPE_CHECKING:
    from datetime import date

    from houqin.core.model.context import Context


class PostSign(Form):
    """单位牌匾、索引牌、门牌等悬挂后登记。"""

    kind: Kind
    wording: Wording
    building: fields.BuildingId
    spot: Spot
    posted_on: PostedOn
    room: fields.RoomId | None = None
    unit: OfUnit | None = None
    material: Material | None = None
    photos: fields.Photos | None = None


class ChangeSign(RecordForm):
    """内容变更后登记；原内容在办理经过中可查。"""

    wording: Wording
    changed_on: ChangedOn
    photos: fields.Photos | None = None


class RemoveSign(RecordForm):
    """拆除后登记。"""

    removed_on: RemovedOn
    reason: fields.Reason


def _require_past(context: Context, name: str, day: date) -> None:
    if day > local_day(context.occurred, context.zone):
        raise FormErrors({name: "日期不能晚于登记的日期"})


@command(
    "buildings.post_sign", "登记标牌", permission=Right.CERTIFY, menu=True,
    event=Sign.Posted, order=650, batch=True,
)  # fmt: skip
def post_sign(context: Context, form: PostSign) -> None:
    """Enter a sign that hangs."""
    _require_past(context, "posted_on", form.posted_on)
    context.choose("buildings.Building", form.building, "building")
    if form.room:
        room = context.choose("buildings.Room", form.room, "room")
        if room.attributes.get("building") != str(form.building):
            raise FormErrors({"room": "房间不在所选的楼座"})
    context.create(Sign, Sign.Posted, **dict(form))


@command(
    "buildings.change_sign", "变更标牌", permission=Right.CERTIFY, on=Sign,
    event=Sign.Changed, order=651,
)  # fmt: skip
def change_sign(context: Context, form: ChangeSign) -> None:
    """Something else stands on it."""
    _require_past(context, "changed_on", form.changed_on)
    context.load(Sign, form.record).record(Sign.Changed, **form.said())


@command(
    "buildings.remove_sign", "撤除标牌", permission=Right.CERTIFY, on=Sign,
    event=Sign.Removed, style="danger", order=652,
)  # fmt: skip
def remove_sign(context: Context, form: RemoveSign) -> None:
    """It hangs no more."""
    _require_past(context, "removed_on", form.removed_on)
    context.load(Sign, form.record).record(Sign.Removed, **form.said())


ALL = (post_sign, change_sign, remove_sign)
