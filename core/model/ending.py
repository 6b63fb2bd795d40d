"""Records that have ended for good, and people whose personal data are erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.schema.errors import Refused

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.context import Context


def has_ended(context: Context, record: UUID) -> bool:
    """Whether something happened to a record after which nothing does."""
    stream = context.stream(record)
    ends = context.catalogue.aggregates[stream.aggregate].cls.ends
    return bool(ends) and any(
        event.topic.rpartition(".")[2] in ends for event in stream.loaded
    )


def require_going_on(context: Context, record: UUID) -> None:
    """Refuse to record anything of a record that has ended."""
    if has_ended(context, record):
        raise Refused("个人信息已清除，不能再登记、更正或作废")


def require_not_erased(context: Context, person: UUID, field: str) -> None:
    """Refuse to seal anything under the key of somebody who was erased."""
    found = context.find("core.Person", person)
    if found is not None and found.attributes.get("erased"):
        raise Refused("此人的个人信息已清除，不能再登记", field)
