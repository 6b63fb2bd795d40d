"""Agreements on the phone, as tests write them down and look at them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from houqin.core.model.command import Act
from houqin.core.model.phone import Signature, phone_agreements
from houqin.core.projection.horizon import Horizon
from tests.office import hour

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.command import Outcome
    from tests.office import Office


def phoned(office: Office, request: UUID, at: str = "09:00", **more: Any) -> Outcome:
    """The dispatcher writes down that the director agreed on the phone."""
    given = {"approver": office.director, "agreed_at": hour(at), **more}
    return office.do("core.agree_by_phone", office.dispatcher, record=request, **given)


def told_by(office: Office, by: UUID, request: UUID, channel: str, **more: Any) -> None:
    """``core.agree`` itself, typed for the director."""
    office.site.act(
        Act(
            "core.agree", {"record": str(request)}, by, uuid4(),
            on_behalf_of=office.director, channel=channel, **more,
        )
    )  # fmt: skip


def signatures(office: Office, request: UUID, **horizon: Any) -> list[Signature]:
    with office.site.reader(Horizon(**horizon)) as reader:
        events = reader.effective(request).events
        return [a.signature for a in phone_agreements(events)]


def held(office: Office) -> set[tuple[Any, ...]]:
    """What the guard holds: approver and version."""
    guard = office.site.declarations.guards["core.unsigned"]
    with office.site.store.reading() as connection:
        return {(row[1], row[3]) for row in guard.stored(connection)}
