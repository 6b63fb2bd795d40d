"""督查整改通知书: what comes in and what we issue; signing for it, 回执."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from houqin.core.model.command import command
from houqin.core.model.rectification import ItemLine, open_items
from houqin.core.model.rectifying import (
    MOST_ITEMS,
    OPEN,
    Person,
    TypedDeadline,
    items_of,
)
from houqin.core.schema.errors import FormErrors, Refused
from houqin.core.schema.form import Form, RecordForm
from houqin.plugins.civilized_city.fields import AreaId, Direction, IndicatorId, Way
from houqin.plugins.civilized_city.notice import (
    Addressee,
    Basis,
    CameBy,
    Contact,
    DocumentNumber,
    Inspector,
    IssuerName,
    IssuerUnit,
    Item,
    Notice,
    NoticeLiaison,
    NoticeScan,
    ReplyHandler,
    ReplyHead,
    ReplyNote,
    ReplyScan,
    Signatory,
    SignedBy,
    SignedWay,
    Spot,
    TypedInspected,
)
from houqin.plugins.civilized_city.permissions import CityPermission as Right
from houqin.plugins.civilized_city.tasking import require_ahead

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.context import Context

Items = Annotated[
    list[ItemLine], Field(title="问题", min_length=1, max_length=MOST_ITEMS)
]


class ReceiveNotice(Form):
    """电话、微信先通知的，文号可以随后补登；各项不填单位、责任人和时限的照上面的。"""

    came_by: CameBy
    number: DocumentNumber | None = None
    issuer: IssuerUnit | None = None
    issuer_name: IssuerName | None = None
    liaison: NoticeLiaison
    unit: Addressee
    person: Person | None = None
    deadline: TypedDeadline
    area: AreaId | None = None
    spot: Spot | None = None
    inspected_at: TypedInspected | None = None
    inspector: Inspector | None = None
    indicator: IndicatorId | None = None
    basis: Basis | None = None
    contact: Contact | None = None
    items: Items
    scan: NoticeScan | None = None


class IssueNotice(Form):
    """发出后自动编号；主送单位签收后整改，由发文单位复核。"""

    issuer: IssuerUnit
    unit: Addressee
    deadline: TypedDeadline
    area: AreaId | None = None
    spot: Spot | None = None
    inspected_at: TypedInspected | None = None
    inspector: Inspector | None = None
    indicator: IndicatorId | None = None
    basis: Basis | None = None
    contact: Contact | None = None
    signatory: Signatory
    items: Items


class NumberNotice(RecordForm):
    """补登来文文号。"""

    number: DocumentNumber


class SignFor(RecordForm):
    """签收后按时限整改。"""

    signed_by: SignedBy
    way: SignedWay


class Reply(RecordForm):
    """各项都已反馈后报送；打印的回执签字盖章后扫描上传。"""

    handler: ReplyHandler
    head: ReplyHead
    note: ReplyNote | None = None
    reply: ReplyScan | None = None


#: What the notice says for all of its items, and what is the items' alone.
_OF_ITEMS = ("items", "person")


def _entered(
    context: Context, form: Any, direction: Direction, **more: Any
) -> tuple[Notice, list[Any]]:
    """The notice and its items; a time in the past is refused."""
    context.choose("core.Department", form.unit, "unit")
    require_ahead(context, form.deadline, "deadline")
    values = {n: v for n, v in form if n not in {*_OF_ITEMS, "number"}}
    notice = context.create(
        Notice, Notice.Entered, direction=direction, **values, **more
    )
    common: dict[str, Any] = {
        name: getattr(form, name, None)
        for name in ("unit", "person", "deadline", "issuer", "liaison")
    }
    own = {"notice": notice.id, "direction": direction}
    return notice, open_items(context, Item, form.items, common, **own)


def _here(context: Context, _record: Any) -> dict[str, Any]:
    """Whoever enters it is of the unit it is addressed to, and its liaison."""
    known = context.find("core.Person", context.actor)
    unit = known.attributes.get("department") if known else None
    return {"came_by": Way.PAPER.value, "unit": unit, "liaison": str(context.actor)}


@command(
    "civilized_city.receive_notice", "登记收到的通知书", permission=Right.RECEIVE,
    menu=True, event=Notice.Entered, starts=_here, order=210,
)  # fmt: skip
def receive_notice(context: Context, form: ReceiveNotice) -> None:
    """Enter what came in, with every numbered item; it is signed for at once."""
    if not (form.issuer or form.issuer_name):
        raise FormErrors({"issuer_name": "请填写发文单位或发文机关"})
    if form.came_by is Way.PAPER and not form.number:
        raise FormErrors({"number": "纸质来文请填写文号"})
    context.choose("core.Person", form.liaison, "liaison")
    if form.liaison in {form.person, *(line.person for line in form.items)}:
        raise FormErrors({"liaison": "联络员不能是整改责任人"})
    notice, _items = _entered(context, form, Direction.RECEIVED)
    if form.number:
        notice.record(Notice.Numbered, number=form.number)
    system = context.acting == context.services.system_actor
    signed_by = form.liaison if system else context.acting
    notice.record(Notice.SignedFor, signed_by=signed_by, way=form.came_by)


def _issuing(context: Context, _record: Any) -> dict[str, Any]:
    """Whoever issues does so for his own unit."""
    known = context.find("core.Person", context.actor)
    return {"issuer": known.attributes.get("department") if known else None}


@command(
    "civilized_city.issue_notice", "发出督查整改通知书", permission=Right.ISSUE,
    menu=True, event=Notice.Entered, starts=_issuing, order=220,
)  # fmt: skip
def issue_notice(context: Context, form: IssueNotice) -> None:
    """Issue one of our own: it gets its number, every item its photo of before."""
    if form.issuer == form.unit:
        raise FormErrors({"unit": "主送单位不能是发文单位"})
    bare = [n for n, line in enumerate(form.items) if not line.before]
    if bare:
        raise FormErrors({f"items.{n}.before": "请上传整改前照片" for n in bare})
    number = context.serial("civilized_city.notice_serials")
    notice, _items = _entered(context, form, Direction.ISSUED, serial=number)
    notice.record(Notice.Numbered, number=number)


def _unnumbered(_context: Context, notice: Any) -> str | None:
    has = getattr(notice, "number", None)
    return "已有文号；有误的请用更正" if has else None


@command(
    "civilized_city.number_notice", "补登文号", permission=Right.RECEIVE, on=Notice,
    may=_unnumbered, order=230,
)  # fmt: skip
def number_notice(context: Context, form: NumberNotice) -> None:
    """The number of what was told on the phone has come."""
    notice = context.load(Notice, form.record)
    if message := _unnumbered(context, notice):
        raise Refused(message)
    notice.record(Notice.Numbered, number=form.number)


def _myself(context: Context, _record: Any) -> dict[str, Any]:
    return {"signed_by": str(context.actor), "way": Way.SYSTEM.value}


def _of_addressee(context: Context, notice: Any) -> str | None:
    """Signed for by the unit it is addressed to."""
    extent = context.standing(context.acting).extent(Right.WORK)
    system = context.actor == context.services.system_actor
    addressed = extent.covers({str(notice.unit)}, own=False)
    return None if system or addressed else "由主送单位签收"


@command(
    "civilized_city.sign_for", "签收", permission=Right.WORK, on=Notice,
    event=Notice.SignedFor, may=_of_addressee, starts=_myself, order=240,
)  # fmt: skip
def sign_for(context: Context, form: SignFor) -> None:
    """The unit has it."""
    notice = context.load(Notice, form.record)
    if message := _of_addressee(context, notice):
        raise Refused(message)
    context.choose("core.Person", form.signed_by, "signed_by")
    notice.record(Notice.SignedFor, **form.said())


@command(
    "civilized_city.reply", "报送回执", permission=Right.WORK, on=Notice,
    event=Notice.Replied, order=250,
)  # fmt: skip
def reply(context: Context, form: Reply) -> None:
    """Send the 回执: every item has been fed back."""
    notice = context.load(Notice, form.record)
    waiting = _waiting(context, notice.id)
    if waiting:
        numbers = "、".join(str(item.number) for item in waiting)
        message = f"第{numbers}项还没有反馈，不能报送回执"
        raise Refused(message)
    notice.record(Notice.Replied, **form.said())


def _waiting(context: Context, notice: UUID) -> list[Any]:
    items: list[Any] = items_of(context, notice)
    return [item for item in items if item.state in OPEN]


ALL = (receive_notice, issue_notice, number_notice, sign_for, reply)
