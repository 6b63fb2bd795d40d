"""The steps of 整改: 分派, 反馈, 申请延期, 批复延期, 复核; one set for every module."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.command import command
from houqin.core.model.rectifying import (
    AfterPhotos,
    BeforePhotos,
    Demand,
    Matter,
    Measures,
    Opinion,
    Person,
    Reason,
    Rectifiable,
    Refusal,
    Scan,
    TypedDeadline,
    TypedUntil,
    Unfinished,
    Unit,
    Verdict,
    VerdictField,
    settle,
)
from houqin.core.schema.errors import FormErrors, NotPermitted, Refused
from houqin.core.schema.form import Form, RecordForm
from houqin.events.instants import from_datetime

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from houqin.core.model.context import Context


class ItemLine(Form):
    """One item of a notice; what is left out is as the notice says."""

    matter: Matter
    demand: Demand | None = None
    unit: Unit | None = None
    person: Person | None = None
    deadline: TypedDeadline | None = None
    before: BeforePhotos | None = None


class AssignItem(RecordForm):
    """由责任人在时限内整改；换人时可再次分派。"""

    person: Person
    unit: Unit | None = None


class FeedBack(RecordForm):
    """写明措施，附整改后照片；暂时不能完成的，写明原因和下步措施。"""

    measures: Measures
    after: AfterPhotos | None = None
    before: BeforePhotos | None = None
    unfinished: Unfinished | None = None


class AskExtension(RecordForm):
    """须在时限之前申请。"""

    reason: Reason
    until: TypedUntil


class GrantExtension(RecordForm):
    """须在时限之前批复；由联络员登记的，附发出单位的盖章扫描件。"""

    deadline: TypedDeadline
    opinion: Opinion | None = None
    scan: Scan | None = None


class RefuseExtension(RecordForm):
    """写明不同意的理由。"""

    refusal: Refusal


class Recheck(RecordForm):
    """合格的销号，不合格的退回重新整改；由联络员登记的，附盖章回执扫描件。"""

    verdict: VerdictField
    opinion: Opinion | None = None
    scan: Scan | None = None
    deadline: TypedDeadline | None = None


def open_items(
    context: Context,
    cls: type[Rectifiable],
    lines: Iterable[ItemLine],
    common: dict[str, Any],
    **own: Any,
) -> list[Rectifiable]:
    """Open one item a line, numbered from 1; one whose person is known is assigned.

    :param common: unit, person and deadline of lines that name none, issuer, liaison.
    :param own: the fields a subclass's ``Opened`` adds.
    """
    return [
        open_item(context, cls, number, f"items.{number - 1}.", line, common, **own)
        for number, line in enumerate(lines, 1)
    ]


def open_item(
    context: Context,
    cls: type[Rectifiable],
    number: int,
    prefix: str,
    line: ItemLine,
    common: dict[str, Any],
    **own: Any,
) -> Rectifiable:
    """Open one item.

    :param prefix: in front of the names of the line's fields in messages.
    """
    said = {name: value for name, value in line if value is not None}
    values = {**common, **said, "number": number}
    person = values.pop("person", None)
    for name, aggregate in (("unit", "core.Department"), ("deadline", "")):
        if values.get(name) is None:
            raise FormErrors({prefix + name: f"第{number}项没有写明{_TITLES[name]}"})
        if aggregate:
            context.choose(aggregate, values[name], prefix + name)
    _require_later(context, values["deadline"], prefix + "deadline")
    item = context.create(cls, cls.Opened, **values, **own)
    if person:
        context.choose("core.Person", person, prefix + "person")
        item.record(cls.Assigned, person=person, unit=values["unit"])
    return item


_TITLES = {"unit": "责任单位", "deadline": "整改时限"}


def _require_later(context: Context, deadline: datetime, name: str) -> None:
    if from_datetime(deadline) <= context.occurred:
        raise FormErrors({name: "时限必须晚于发生时间"})


# Who may


def _by_system(context: Context) -> bool:
    return context.actor == context.services.system_actor


def _for_unit(context: Context, item: Any) -> bool:
    """Whether the post of whoever acts answers for the responsible unit."""
    extent = context.standing(context.acting).extent(item.rectified_by)
    return _by_system(context) or extent.covers({str(item.unit)}, own=False)


def _may_assign(context: Context, item: Any) -> str | None:
    return None if _for_unit(context, item) else "这一步由责任单位办理"


def _may_feed_back(context: Context, item: Any) -> str | None:
    if context.acting == getattr(item, "person", None) or _for_unit(context, item):
        return None
    return "这一步由责任人或责任单位办理"


def may_verify(context: Context, item: Any) -> str | None:
    """Why whoever acts does not speak for the issuer, if so."""
    if _by_system(context):
        return None
    if {context.actor, context.acting} & item.rectifiers():
        return "整改人不能复核自己的整改"
    if is_liaison(context, item) or _is_issuer(context, item):
        return None
    return "由发出单位或指定的联络员办理"


def is_liaison(context: Context, item: Any) -> bool:
    """Whether whoever acts is the one named to bring what the issuer has stamped."""
    return bool(context.acting == getattr(item, "liaison", None))


def _is_issuer(context: Context, item: Any) -> bool:
    """Whether whoever acts has an account of the issuer's, and the post for it."""
    issuer = getattr(item, "issuer", None)
    verifies = context.standing(context.acting).extent(item.verified_by)
    if not issuer or not verifies:
        return False
    return belongs(context, context.acting, issuer)


def belongs(context: Context, person: UUID, unit: UUID) -> bool:
    """Whether a person is of a department, or of one below it."""
    known = context.find("core.Person", person)
    above = known.attributes.get("department") if known else None
    seen: set[str] = set()
    parents = {
        str(d.id): d.attributes.get("parent")
        for d in context.choosable("core.Department")
    }
    while above and above not in seen:
        if above == str(unit):
            return True
        seen.add(above)
        above = parents.get(above)
    return False


def _required(context: Context, form: Any, may: Any) -> Any:
    """The item, when whoever acts may.

    :raises NotPermitted: otherwise.
    """
    item = context.load(Rectifiable, form.record)
    if message := may(context, item):
        raise NotPermitted(message)
    return item


def _require_scan(context: Context, item: Any, form: Any, name: str) -> None:
    """What the issuer said without an account stands on stamped paper."""
    told = is_liaison(context, item) and not _is_issuer(context, item)
    if told and not form.scan:
        raise FormErrors({"scan": f"由联络员登记的，请上传盖章的{name}扫描件"})


def _require_in_time(context: Context, item: Any, what: str) -> None:
    deadline = from_datetime(item.deadline)
    if not context.precedes(deadline):
        message = f"整改时限{context.moment(deadline)}已过，不能{what}"
        raise Refused(message)


def _require_beyond(item: Any, until: datetime, name: str) -> None:
    if until <= item.deadline:
        raise FormErrors({name: "延期后的时限必须晚于原时限"})


# The steps


@command(
    "core.assign_item", "分派", on=Rectifiable, event=Rectifiable.Assigned,
    may=_may_assign, order=10,
)  # fmt: skip
def assign_item(context: Context, form: AssignItem) -> None:
    """Say who puts it right."""
    item = _required(context, form, _may_assign)
    context.choose("core.Person", form.person, "person")
    unit = form.unit or item.unit
    context.choose("core.Department", unit, "unit")
    item.record(type(item).Assigned, person=form.person, unit=unit)


@command(
    "core.feed_back", "反馈", on=Rectifiable, event=Rectifiable.FedBack,
    may=_may_feed_back, order=20,
)  # fmt: skip
def feed_back(context: Context, form: FeedBack) -> None:
    """Say that it is put right."""
    item = _required(context, form, _may_feed_back)
    if message := item.unready(context):
        raise Refused(message)
    before = form.before or getattr(item, "before", None)
    if item.pictured and not (before and form.after):
        name, title = ("after", "整改后") if before else ("before", "整改前")
        raise FormErrors({name: f"请上传{title}照片"})
    rectifier = item.person if _by_system(context) else context.acting
    item.record(type(item).FedBack, rectifier=rectifier, **form.said())


@command(
    "core.ask_extension", "申请延期", on=Rectifiable,
    event=Rectifiable.ExtensionAsked, may=_may_feed_back, style="default", order=30,
)  # fmt: skip
def ask_extension(context: Context, form: AskExtension) -> None:
    """Ask for more time, while there is some."""
    item = _required(context, form, _may_feed_back)
    _require_in_time(context, item, "申请延期")
    _require_beyond(item, form.until, "until")
    item.record(type(item).ExtensionAsked, **form.said())


def _asked(_context: Context, item: Any) -> dict[str, Any]:
    """The time that was asked for."""
    return {"deadline": getattr(item, "until", None)}


@command(
    "core.grant_extension", "同意延期", on=Rectifiable,
    event=Rectifiable.ExtensionGranted, may=may_verify, starts=_asked,
    style="default", order=40,
)  # fmt: skip
def grant_extension(context: Context, form: GrantExtension) -> None:
    """Give more time, while there is some."""
    item = _required(context, form, may_verify)
    _require_in_time(context, item, "延期")
    _require_beyond(item, form.deadline, "deadline")
    _require_scan(context, item, form, "批复")
    item.record(type(item).ExtensionGranted, **form.said())


@command(
    "core.refuse_extension", "不同意延期", on=Rectifiable,
    event=Rectifiable.ExtensionRefused, may=may_verify, style="default", order=50,
)  # fmt: skip
def refuse_extension(context: Context, form: RefuseExtension) -> None:
    """Give no more time."""
    item = _required(context, form, may_verify)
    item.record(type(item).ExtensionRefused, **form.said())


@command(
    "core.recheck", "复核", on=Rectifiable, event=Rectifiable.Rechecked,
    may=may_verify, order=60,
)  # fmt: skip
def recheck(context: Context, form: Recheck) -> None:
    """Look at it again, as often as it takes."""
    item = _required(context, form, may_verify)
    _require_scan(context, item, form, "回执")
    if form.deadline:
        if form.verdict is Verdict.PASSED:
            raise FormErrors({"deadline": "合格的不再写整改时限"})
        _require_later(context, form.deadline, "deadline")
    item.record(type(item).Rechecked, **form.said())
    settle(context, item)


ALL = (
    assign_item,
    feed_back,
    ask_extension,
    grant_extension,
    refuse_extension,
    recheck,
)
