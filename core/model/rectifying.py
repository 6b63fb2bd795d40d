"""整改: one thing to be put right, by whom, until when, and who says that it is.

A plugin declares an item in a few lines; forms, rules and worklists are core's, the
events carry the topic of the plugin's aggregate::

    class Item(Rectifiable):
        topic, title, seen_by = "clinic.Item", "整改事项", Right.SEE
        rectified_by, verified_by = Right.RECTIFY, Right.VERIFY
        part_of = "notice"

        class Opened(Rectifiable.Opened):
            notice: NoticeId

Columns, figures and alerts of it are declared by
:mod:`houqin.core.model.rectified_rows`, the steps by
:mod:`houqin.core.model.rectification`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.approval import kept
from houqin.core.model.case import Awaited, Case
from houqin.core.model.deadline import AtField
from houqin.core.model.permission import named
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema import types
from houqin.core.schema.fields import (
    DepartmentId,
    Files,
    LongLine,
    Note,
    PersonId,
    TypedMoment,
)
from houqin.core.schema.types import Fixed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

#: Items one source has; a notice of an inspection has a dozen.
MOST_ITEMS = 200


class Verdict(types.Choice):
    """复核意见; the codes are the states it leads to."""

    PASSED = "passed", "合格"
    FAILED = "failed", "不合格"


#: States in which it is not yet said to be put right.
OPEN = ("opened", "assigned", "asked", "failed")
#: States in which it is not yet found to be put right.
UNSETTLED = (*OPEN, "fed_back")
_REFUSABLE = ("opened", "assigned", "asked", "failed")

Number = Annotated[
    int, Field(title="序号", ge=1, le=MOST_ITEMS), types.integer(), Fixed()
]
Matter = Annotated[LongLine, Field(title="问题", min_length=1)]
Demand = Annotated[LongLine, Field(title="整改要求")]
Unit = Annotated[DepartmentId, Field(title="责任单位")]
Person = Annotated[PersonId, Field(title="责任人")]
TypedDeadline = Annotated[TypedMoment, Field(title="整改时限")]
Deadline = Annotated[datetime, Field(title="整改时限"), types.instant()]
BeforePhotos = Annotated[Files, Field(title="整改前照片")]
AfterPhotos = Annotated[Files, Field(title="整改后照片")]
Issuer = Annotated[DepartmentId, Field(title="发出单位"), Fixed()]
Liaison = Annotated[PersonId, Field(title="联络员"), Fixed()]
Measures = Annotated[Note, Field(title="整改措施", min_length=1)]
Unfinished = Annotated[LongLine, Field(title="未完成原因和下步措施")]
Rectifier = Annotated[UUID, Field(title="反馈人"), types.ref("core.Person"), Fixed()]
VerdictField = Annotated[Verdict, Field(title="复核意见"), types.choice(Verdict)]
KeptVerdict = Annotated[
    Verdict, Field(title="复核意见"), types.choice(Verdict), Fixed()
]
Opinion = Annotated[LongLine, Field(title="复核说明")]
Scan = Annotated[Files, Field(title="盖章扫描件")]
Reason = Annotated[LongLine, Field(title="延期理由", min_length=1)]
Refusal = Annotated[LongLine, Field(title="不同意的理由", min_length=1)]
TypedUntil = Annotated[TypedMoment, Field(title="延期至")]
Until = Annotated[datetime, Field(title="延期至"), types.instant()]


def _keeping(
    aggregate: Any, name: str, apply: Callable[[Any], None], value: object
) -> None:
    """Apply an event that leaves a field as it was where it says nothing of it."""
    before = getattr(aggregate, name, None)
    apply(aggregate)
    if value is None:
        aggregate.__dict__[name] = before


class Rectifiable(Case):
    """One thing to be put right: 待整改 → 待复核 → 已销号, or back any number of times.

    It is verified by the issuer's own account, or by the liaison it names with a
    stamped scan, never by who said that it is put right.
    """

    #: The right of those who may assign it and feed back for the unit, beside the
    #: person responsible.
    rectified_by: ClassVar[str] = ""
    #: The right that the issuer's people verify with.
    verified_by: ClassVar[str] = ""
    #: Whether photos of before and after are asked for.
    pictured: ClassVar[bool] = False
    #: The field that names the record it belongs to, where it belongs to one.
    part_of: ClassVar[str] = ""
    of_units = ("unit", "issuer")
    of_people = ("person", "liaison")

    def __init_subclass__(cls, **given: Any) -> None:
        """Every kind of item goes the same way, by rights of its own."""
        super().__init_subclass__(**given)
        if cls.rectified_by and cls.verified_by:
            cls.workflow = _workflow(cls.rectified_by, cls.verified_by)

    class Opened(Aggregate.Created):
        """What is wrong; a subclass adds where it was found."""

        title = "列入整改"
        number: Number
        matter: Matter
        unit: Unit
        deadline: Deadline
        demand: Demand | None = kept(default=None)
        before: BeforePhotos | None = kept(default=None)
        issuer: Issuer | None = kept(default=None)
        liaison: Liaison | None = kept(default=None)

    class Assigned(Aggregate.Event):
        """Who puts it right."""

        title = "分派"
        person: Person
        unit: Unit

    class FedBack(Aggregate.Event):
        """It is said to be put right."""

        title = "反馈"
        measures: Measures
        rectifier: Rectifier
        before: BeforePhotos | None = None
        after: AfterPhotos | None = None
        unfinished: Unfinished | None = None

        def apply(self, aggregate: Any) -> None:
            """The photos of before stay where there are no other ones."""
            _keeping(aggregate, "before", super().apply, self.before)

    class Rechecked(Aggregate.Event):
        """Looked at again: 合格 settles it, 不合格 sends it back."""

        title = "复核"
        verdict: KeptVerdict
        opinion: Opinion | None = None
        scan: Scan | None = None
        deadline: Deadline | None = None

        def apply(self, aggregate: Any) -> None:
            """Without a new deadline the one before goes on."""
            _keeping(aggregate, "deadline", super().apply, self.deadline)

    class ExtensionAsked(Aggregate.Event):
        """More time is asked for."""

        title = "申请延期"
        reason: Reason
        until: Until

    class ExtensionGranted(Aggregate.Event):
        """More time is given."""

        title = "同意延期"
        deadline: Deadline
        opinion: Opinion | None = None
        scan: Scan | None = None

    class ExtensionRefused(Aggregate.Event):
        """It is not."""

        title = "不同意延期"
        refusal: Refusal

    def unready(self, context: Any) -> str:  # noqa: ARG002 - overridden
        """What is still missing before it can be said to be put right."""
        return ""

    def rectifiers(self) -> set[UUID]:
        """Who answers for it, and who said that it is put right."""
        found = (getattr(self, name, None) for name in ("person", "rectifier"))
        return {person for person in found if person}

    def applicants(self) -> set[UUID]:
        """Who puts it right does not verify it."""
        return self.rectifiers()

    def awaited(self, starter: UUID) -> Awaited | None:
        """What the issuer decides waits for the liaison, or for the issuer's people."""
        found = super().awaited(starter)
        if found is None or self.state not in {"asked", "fed_back"}:
            return found and replace(found, units=frozenset(named(self, ("unit",))))
        liaison = getattr(self, "liaison", None)
        if liaison:
            return replace(found, permission="", person=str(liaison))
        units = frozenset(named(self, ("issuer",)))
        return replace(found, units=units, barred=frozenset(self.rectifiers()))

    def event_voiding(self, context: Any, event: str) -> None:
        """A re-check taken back opens again what was settled with it."""
        if event == "Rechecked" and self.state == Verdict.PASSED:
            _reopen(self, context)

    def event_restoring(self, context: Any, event: str) -> None:
        """And the other way round."""
        if event == "Rechecked":
            settle(context, self)


class Rectified(Case):
    """The record items belong to: a notice, an inspection.

    Its workflow says what ``Settled`` and ``Unsettled`` do.
    """

    class Settled(Aggregate.Event):
        """The last of its items was found to be put right."""

        title = "销号"

    class Unsettled(Aggregate.Event):
        """A re-check was taken back."""

        title = "恢复整改"


def _workflow(rectify: str, verify: str) -> Workflow:
    due = (AtField("deadline"),)
    return Workflow(
        [
            State("opened", "待分派", "责任单位分派", rectify, due=due),
            State(
                "assigned", "待整改", "责任人{person}整改",
                person_column="person", due=due,
            ),
            State(
                "asked", "延期待批", "发出单位批复延期", verify, stage=False, due=due
            ),
            State("fed_back", "待复核", "发出单位或联络员复核", verify),
            State(
                "failed", "重新整改", "责任人{person}重新整改",
                person_column="person", stage=False, due=due,
            ),
            State("passed", "已销号"),
        ],
        [
            Transition("Opened", (), "opened"),
            Transition("Assigned", ("opened", "assigned", "failed"), "assigned"),
            Transition("ExtensionAsked", ("assigned", "failed"), "asked"),
            Transition("ExtensionGranted", _REFUSABLE, "assigned"),
            Transition("ExtensionRefused", ("asked",), "assigned"),
            Transition("FedBack", ("assigned", "asked", "failed"), "fed_back"),
            Transition("Rechecked", ("fed_back",), outcome="verdict"),
        ],
    )  # fmt: skip


def items_of(context: Any, source: UUID, *but: UUID) -> list[Rectifiable]:
    """Every item of a source that is not voided, by number."""
    found = context.connection.execute(
        "SELECT source FROM [guard_reference] WHERE target = ?", (str(source),)
    )
    streams = {UUID(bytes=bytes(row[0])) for row in found}
    loaded = (
        context.load_any(stream)
        for stream in streams - {*but, *context.voided}
        if not context.effective(stream).voided
    )
    items = [
        record
        for record in loaded
        if isinstance(record, Rectifiable)
        and getattr(record, record.part_of or "id") == source
    ]
    return sorted(items, key=lambda item: item.number)  # type: ignore[attr-defined]  # a field


def settle(context: Any, item: Rectifiable) -> None:
    """Say so to the source of an item when no item of it is left."""
    source = _source(context, item)
    if source is None or item.state != Verdict.PASSED:
        return
    others: Iterable[Rectifiable] = items_of(context, source.id, item.id)
    if all(other.state == Verdict.PASSED for other in others):
        source.record(type(source).Settled)


def _reopen(item: Rectifiable, context: Any) -> None:
    source = _source(context, item)
    if source is None or source.workflow is None:
        return
    moved = source.workflow.transitions.get("Settled")
    if moved is None or source.state == moved.target:
        source.record(type(source).Unsettled)


def _source(context: Any, item: Rectifiable) -> Rectified | None:
    """The record an item belongs to, where it is told of its items."""
    source = getattr(item, item.part_of, None) if item.part_of else None
    found = context.load_any(source) if source else None
    return found if isinstance(found, Rectified) else None
