"""The steps every workflow has: 同意, 退回修改, 不同意, 撤回, over a chain of posts.

The commands are core's; the events carry the topic of the plugin's aggregate. A plugin
declares its chain as data and gets pages, worklists and rules with it.
"""

from __future__ import annotations

from dataclasses import field as of_event
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.case import Aside, Case
from houqin.core.model.command import command
from houqin.core.model.permission import reaches
from houqin.core.model.routing import known_facts, route_of
from houqin.core.model.workflow import Transition
from houqin.core.schema.errors import NotPermitted, Refused
from houqin.core.schema.fields import Files, Line, Note
from houqin.core.schema.form import RecordForm
from houqin.core.schema.types import Fixed

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.case import Awaited
    from houqin.core.model.chain import Chain, Step
    from houqin.core.model.context import Context

Comment = Annotated[Note, Field(title="意见")]
Reason = Annotated[Line, Field(title="理由")]
StepCode = Annotated[str, Field(title="环节"), Fixed()]
Version = Annotated[int, Field(title="哪一条"), Fixed()]
#: A field that a subclass's own, required ones may follow.
kept = partial(of_event, kw_only=True)


class Applied(Aggregate.Event):
    """What makes or renews an application; core writes its route into it.

    A subclass opens the record (then ``Aggregate.Created`` is its base too) or takes it
    up again after 退回修改.
    """

    rule: Annotated[Line, Field(title="审批规则"), Fixed()] | None = kept(default=None)
    route: Annotated[list[str], Field(title="审批环节"), Fixed()] | None = kept(
        default=None
    )
    outcome: StepCode | None = kept(default=None)


class Approvable(Case):
    """An aggregate with a chain; its first event is the application."""

    chain: ClassVar[Chain]
    route: ClassVar[list[str] | None] = None

    def __init_subclass__(cls, **given: Any) -> None:
        """What core decides moves the record to the state its route says."""
        super().__init_subclass__(**given)
        for name, event in list(vars(cls).items()):
            if isinstance(event, type) and issubclass(event, Applied) and cls.workflow:
                known = cls.workflow.transitions[name]
                cls.workflow.transitions[name] = replace(known, outcome="outcome")
        if cls.workflow:
            disowned = Transition("Disowned", tuple(cls.workflow.states), "", "outcome")
            cls.workflow.transitions["Disowned"] = disowned

    @classmethod
    def completed(
        cls,
        context: Context,
        record: Aggregate | None,
        event_class: type[Any],
        values: dict[str, Any],
    ) -> dict[str, Any]:
        """An application's event says which way it takes, and by which rule."""
        if not issubclass(event_class, Applied):
            return values
        known = {**vars(record), **values} if record else values
        return {**values, **route_of(context, cls.topic, cls.chain, known)}

    class Agreed(Aggregate.Event):
        """One step agreed."""

        title = "同意"
        step: StepCode
        outcome: StepCode
        comment: Comment | None = None

    class SentBack(Aggregate.Event):
        """Sent back to be revised."""

        title = "退回修改"
        step: StepCode
        comment: Comment

    class Refused(Aggregate.Event):
        """Refused for good."""

        title = "不同意"
        step: StepCode
        comment: Comment

    class Withdrawn(Aggregate.Event):
        """Taken back by who applied."""

        title = "撤回"
        comment: Comment | None = None

    class Confirmed(Aside):
        """An agreement told on the phone is signed for; ``of`` is its version."""

        title = "补签确认"
        of: Version
        comment: Comment | None = None
        files: Annotated[Files, Field(title="签字扫描件")] | None = None

    class Disowned(Aggregate.Event):
        """Who is said to have agreed on the phone has not.

        ``outcome`` is the state in which the step waits again; there is none where the
        matter has gone on since (冲突).
        """

        title = "否认电话同意"
        of: Version
        outcome: StepCode | None = None
        comment: Comment | None = None

    def applicants(self) -> set[UUID]:
        """People whose own matter this is; none of them may agree to it."""
        return set()

    def facts(self, context: Context) -> dict[str, Any]:
        """What the rules know of it, as it stands: 天数, 节假日 and the like."""
        return known_facts(context, self.chain, vars(self))

    def alone(self, context: Context) -> str | None:  # noqa: ARG002 - overridden
        """Why nobody agrees to it together with others, if so."""
        return None

    def awaited(self, starter: UUID) -> Awaited | None:
        """The post of the step that is due; nobody decides about an own matter."""
        found, step = super().awaited(starter), self.chain.due(self.state)
        if found is None or step is None:
            return found
        barred = frozenset({starter, *self.applicants()})
        return replace(found, permission=step.permission, barred=barred)


def applied_event(cls: type[Approvable]) -> type[Any]:
    """The event by which such a record is applied for."""
    return next(
        event
        for event in vars(cls).values()
        if isinstance(event, type)
        and issubclass(event, Applied)
        and issubclass(event, Aggregate.Created)
    )


class Decide(RecordForm):
    """可填写意见。"""

    comment: Comment | None = None


class Reject(RecordForm):
    """请写明原因，申请人会看到。"""

    comment: Annotated[Note, Field(title="意见", min_length=1)]


def applicants_of(context: Context, record: Approvable) -> set[UUID]:
    """Who applied (当事人 of the first event), and whose own matter it is."""
    first = context.effective(record.id).first
    behalf = first.on_behalf_of
    return {first.actor if behalf.int == 0 else behalf} | record.applicants()


def due_step(context: Context, record: Aggregate) -> Step:
    """The step this person may decide now.

    :raises Refused: when no step is due, or it is the person's own application.
    :raises NotPermitted: when the step belongs to another post or unit.
    """
    if not isinstance(record, Approvable):
        message = f"{record.title}没有审批环节"
        raise Refused(message)
    step = record.chain.due(record.state)
    if step is None:
        state = record.workflow.title(record.state) if record.workflow else ""
        message = f"{record.title}当前为“{state}”，没有待审批的环节"
        raise Refused(message)
    if context.actor == context.services.system_actor:
        return step
    _require_post(context, record, step)
    if {context.actor, context.acting} & applicants_of(context, record):
        context.breach("本人的申请不能由本人审批")
    return step


def _require_post(context: Context, record: Approvable, step: Step) -> None:
    if step.permission not in context.rights(context.acting):
        context.lacking(f"{step.title}由相应岗位办理，您没有该权限")
    elif not reaches(context, step.permission, record):
        context.lacking(f"{step.title}由用车单位的审批人办理")


def may_decide_step(context: Context, record: Approvable, step: Step) -> bool:
    """Whether the step belongs to the acting person's post and unit."""
    try:
        _require_post(context, record, step)
    except NotPermitted:
        return False
    return True


def _decision(context: Context, record: UUID) -> tuple[Any, Step]:
    loaded = context.load_any(record)
    return loaded, due_step(context, loaded)


def _may_decide(context: Context, record: Aggregate) -> str | None:
    try:
        due_step(context, record)
    except (Refused, NotPermitted) as error:
        return error.message
    return None


@command("core.agree", "同意", on=Approvable, may=_may_decide, order=10)
def agree(context: Context, form: Decide) -> None:
    """Agree to the step that is due."""
    record, step = _decision(context, form.record)
    _require_told(context)
    record_agreement(record, step, form.comment)


def _require_told(context: Context) -> None:
    """What another person agreed to was told on the phone or stands on paper."""
    if context.actor in {context.acting, context.services.system_actor}:
        return
    if context.stamp.channel not in {"phone", "paper"}:
        message = "代他人登记同意，请选择方式：电话或纸质"
        raise Refused(message, "channel")
    if context.stamp.channel == "phone" and context.stamp.precision:
        message = "电话同意须写明同意的时间，到分钟"
        raise Refused(message, "occurred_at")


def record_agreement(record: Any, step: Step, comment: str | None) -> None:
    """Go on to the next step of the record's own route, or to the outcome."""
    record.record(
        type(record).Agreed,
        step=step.code,
        outcome=record.chain.after(step, record.route),
        comment=comment,
    )


@command(
    "core.send_back", "退回修改", on=Approvable, may=_may_decide, style="default",
    order=20,
)  # fmt: skip
def send_back(context: Context, form: Reject) -> None:
    """Send the application back."""
    record, step = _decision(context, form.record)
    record.record(type(record).SentBack, step=step.code, comment=form.comment)


@command(
    "core.refuse", "不同意", on=Approvable, may=_may_decide, style="danger", order=30
)
def refuse(context: Context, form: Reject) -> None:
    """Refuse the application."""
    record, step = _decision(context, form.record)
    record.record(type(record).Refused, step=step.code, comment=form.comment)


def _may_withdraw(context: Context, record: Aggregate) -> str | None:
    if not isinstance(record, Approvable):
        return "这类单据没有撤回"
    if not record.workflow or not record.workflow.allows(record.state, "Withdrawn"):
        state = record.workflow.title(record.state) if record.workflow else ""
        return f"{record.title}当前为“{state}”，不能撤回"
    own = applicants_of(context, record) | {context.effective(record.id).first.actor}
    if context.actor == context.services.system_actor:
        return None
    return None if context.acting in own else "只有申请人可以撤回"


@command(
    "core.withdraw", "撤回", on=Approvable, may=_may_withdraw, style="default", order=40
)
def withdraw(context: Context, form: Decide) -> None:
    """Take one's own application back."""
    record = context.load_any(form.record)
    if message := _may_withdraw(context, record):
        raise Refused(message)
    record.record(type(record).Withdrawn, comment=form.comment)  # type: ignore[attr-defined]  # _may_withdraw has looked
