"""合并同意: agreeing to several records at once, each of which was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from pydantic import Field

from houqin.core.model.approval import (
    Approvable,
    Comment,
    due_step,
    record_agreement,
)
from houqin.core.model.command import command
from houqin.core.schema import types
from houqin.core.schema.errors import (
    FormErrors,
    NotPermitted,
    RecordMissing,
    Refused,
)
from houqin.core.schema.form import Form

if TYPE_CHECKING:
    from houqin.core.model.chain import Step
    from houqin.core.model.context import Context

#: More are not looked at one by one.
MOST_TOGETHER = 20


class AgreeTogether(Form):
    """一次最多20份，逐份看过后一并同意；须单独审批的不能合并办理。"""

    records: Annotated[
        list[UUID],
        Field(title="单据", min_length=1, max_length=MOST_TOGETHER),
        types.refs(""),
    ]
    comment: Comment | None = None


@command("core.agree_together", "合并同意", late=False)
def agree_together(context: Context, form: AgreeTogether) -> None:
    """Agree to the step that is due on each, or to none of them."""
    if context.acting != context.actor:
        message = "合并同意须由本人办理"
        raise NotPermitted(message)
    if len(set(form.records)) < len(form.records):
        raise FormErrors({"records": "同一份单据选了两次"})
    steps: list[tuple[Approvable, Step]] = []
    wrong: dict[str, str] = {}
    for number, record in enumerate(form.records):
        try:
            steps.append(due_together(context, record))
        except (Refused, NotPermitted) as refusal:
            name = context.title(record)
            wrong[f"records.{number}"] = f"{name}：{refusal.message}"
    if wrong:
        raise FormErrors(wrong)
    for loaded, step in steps:
        record_agreement(loaded, step, form.comment)


def due_together(context: Context, record: UUID) -> tuple[Approvable, Step]:
    """The record with the step this person may decide along with others.

    :raises Refused: when it is not due, or has to be looked at alone.
    :raises NotPermitted: when the step is somebody else's.
    """
    try:
        loaded = context.load(Approvable, record)
    except RecordMissing:
        message = "没有这份需要审批的单据"
        raise Refused(message) from None
    step = due_step(context, loaded)
    if why := loaded.alone(context):
        raise Refused(why)
    return loaded, step
