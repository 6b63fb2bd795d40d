"""图纸: 上传, 标注房间, 审核, 退回, 重新上传."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import Field

from houqin.core.model.command import command
from houqin.core.projection.horizon import local_day
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors, NotPermitted
from houqin.core.schema.form import Form, RecordForm
from houqin.core.schema.regions import SIDES, Region, drawn
from houqin.plugins.buildings import fields
from houqin.plugins.buildings.drawing import (
    Drawing,
    DrawingNumber,
    Edition,
    FilingUnit,
    Opinion,
    Original,
    Page,
    ReturnedWhy,
    Sheet,
    SurveyedOn,
)
from houqin.plugins.buildings.permissions import BuildingsPermission as Right

if TYPE_CHECKING:
    from datetime import date

    from houqin.core.model.context import Context

#: The record tab that shows the rooms on the drawing.
TAB = "buildings.plan"


class UploadDrawing(Form):
    """上传一层楼的平面图，审核通过后生效，同一楼层原来的图纸即被替换。"""

    floor: fields.FloorId
    number: DrawingNumber
    edition: Edition
    surveyed_on: SurveyedOn
    sheet: Sheet
    page: Page | None = None
    original: Original | None = None
    unit: FilingUnit | None = None


class ReuploadDrawing(RecordForm):
    """按退回理由修改后重新上传；房间位置保留，图面变动的须重新标注。"""

    number: DrawingNumber
    edition: Edition
    surveyed_on: SurveyedOn
    sheet: Sheet
    page: Page | None = None
    original: Original | None = None


class RoomPlace(Region):
    """Where one room lies."""

    room: fields.RoomId | None = None


class MarkRooms(RecordForm):
    """每间房画一个矩形；没有画的房间不显示在图上。"""

    places: Annotated[
        list[RoomPlace],
        Field(title="房间位置", min_length=1, max_length=100),
        types.regions(TAB),
    ]


class ApproveDrawing(RecordForm):
    """核对图面、图号和测绘日期；通过后立即生效。"""

    opinion: Opinion | None = None


class ReturnDrawing(RecordForm):
    """写明哪里需要修改。"""

    reason: ReturnedWhy


def _require_past(context: Context, surveyed_on: date) -> None:
    if surveyed_on > local_day(context.occurred, context.zone):
        raise FormErrors({"surveyed_on": "测绘日期不能晚于上传的日期"})


def _own_unit(context: Context, _record: None) -> dict[str, Any]:
    """A clerk hands it in for the unit of his own."""
    person = context.find("core.Person", context.actor)
    return {"unit": person.attributes.get("department")} if person else {}


@command(
    "buildings.upload_drawing", "上传图纸", permission=Right.DRAW, menu=True,
    event=Drawing.Uploaded, starts=_own_unit, order=610,
)  # fmt: skip
def upload_drawing(context: Context, form: UploadDrawing) -> None:
    """Hand a floor's plan in."""
    _require_past(context, form.surveyed_on)
    floor = context.choose("buildings.Floor", form.floor, "floor")
    name = f"{floor.attributes['name']}平面图（{form.edition}）"
    context.create(Drawing, Drawing.Uploaded, name=name, **dict(form))


def _uploaded(_context: Context, drawing: Any) -> dict[str, Any]:
    names = ("number", "edition", "surveyed_on", "page")
    return {name: getattr(drawing, name) for name in names}


@command(
    "buildings.reupload_drawing", "重新上传", permission=Right.DRAW, on=Drawing,
    event=Drawing.Revised, starts=_uploaded, order=611,
)  # fmt: skip
def reupload_drawing(context: Context, form: ReuploadDrawing) -> None:
    """Hand it in again."""
    _require_past(context, form.surveyed_on)
    context.load(Drawing, form.record).record(Drawing.Revised, **form.said())


def _on_floor(context: Context, drawing: Any) -> dict[str, str]:
    """The rooms of its floor by id, with their names, in order."""
    found = {
        str(room.id): room.attributes["name"]
        for room in context.choosable("buildings.Room")
        if room.attributes.get("floor") == str(drawing.floor)
        and room.state != "disposed"
    }
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def _known(context: Context, drawing: Any) -> dict[str, Any]:
    """A line for every room of the floor; those marked before with their place."""
    known = {place["room"]: place for place in getattr(drawing, "places", None) or ()}
    return {
        "places": [
            {"room": room, **{s: known[room][s] for s in SIDES if room in known}}
            for room in _on_floor(context, drawing)
        ]
    }


def _offered(context: Context, drawing: Any) -> dict[str, list[Any]]:
    return {"room": list(_on_floor(context, drawing))}


@command(
    "buildings.mark_rooms", "标注房间", permission=Right.DRAW, on=Drawing,
    event=Drawing.RoomsPlaced, starts=_known, choices=_offered, style="default",
    order=612,
)  # fmt: skip
def mark_rooms(context: Context, form: MarkRooms) -> None:
    """Say where the rooms lie; the whole drawing anew each time."""
    drawing = context.load(Drawing, form.record)
    places = drawn("places", form.places)
    if not places:
        raise FormErrors({"places": "至少标注一间房"})
    there = _on_floor(context, drawing)
    wrong = {
        f"places.{number}.room": "请从这一层的房间中选择"
        for number, line in enumerate(form.places)
        if line.left is not None and str(line.room) not in there
    }
    if wrong:
        raise FormErrors(wrong)
    rooms = [UUID(room) for room in dict.fromkeys(place["room"] for place in places)]
    drawing.record(Drawing.RoomsPlaced, places=places, rooms=rooms)


def _by_another(context: Context, drawing: Any) -> str | None:
    """上传和审核不由同一人办理."""
    begun = context.effective(drawing.id).first
    uploader = begun.on_behalf_of if begun.on_behalf_of.int else begun.actor
    own = context.acting == uploader != context.services.system_actor
    return "本人上传的图纸由他人审核" if own else None


@command(
    "buildings.approve_drawing", "审核通过", permission=Right.REVIEW_DRAWING,
    on=Drawing, event=Drawing.Approved, may=_by_another, order=613,
)  # fmt: skip
def approve_drawing(context: Context, form: ApproveDrawing) -> None:
    """It is in force; the one before is replaced."""
    drawing = _checked(context, form.record)
    replaces = drawing.take_over()
    drawing.record(Drawing.Approved, replaces=replaces, opinion=form.opinion)


def _checked(context: Context, record: UUID) -> Drawing:
    drawing = context.load(Drawing, record)
    if message := _by_another(context, drawing):
        raise NotPermitted(message)
    return drawing


@command(
    "buildings.return_drawing", "退回修改", permission=Right.REVIEW_DRAWING,
    on=Drawing, event=Drawing.SentBack, may=_by_another, style="default", order=614,
)  # fmt: skip
def return_drawing(context: Context, form: ReturnDrawing) -> None:
    """Something is wrong with it."""
    _checked(context, form.record).record(Drawing.SentBack, reason=form.reason)


def current_of(request: Any, floor: UUID) -> UUID | None:
    """The drawing of a floor that is in force within a request's horizon."""
    asked = {"floor": str(floor), "state": "in_force"}
    rows = request.reader.ledger("buildings.drawings").page(asked, size=1)
    return rows[0].stream if rows else None


ALL = (
    upload_drawing,
    reupload_drawing,
    mark_rooms,
    approve_drawing,
    return_drawing,
)
