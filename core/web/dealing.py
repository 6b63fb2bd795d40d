"""How a record is being handled, as its page says it: due times, tellings, remarks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from houqin.core.web import durations

if TYPE_CHECKING:
    from houqin.core.site.dealing import Dealing

#: Buttons beside 现在等谁, and below what people have said; 已阅 stands on top.
NUDGES = ("core.hand_over", "core.urge")
TALK = ("core.inform", "core.comment")


@dataclass(frozen=True, slots=True)
class WaitLine:
    """现在等谁, since when, until when."""

    text: str
    waited: str
    due: str
    overdue: bool
    urged: int
    handed_to: str
    handed_by: str


@dataclass(frozen=True, slots=True)
class ToldLine:
    """Somebody who was told."""

    name: str
    by: str
    at: str
    comment: str
    read: str


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """A remark."""

    name: str
    at: str
    text: str


def wait_line(request: Any, dealing: Dealing) -> WaitLine | None:
    """What the record waits for, or nothing."""
    if not dealing.waiting_for:
        return None
    now = request.site.now()
    return WaitLine(
        dealing.waiting_for,
        durations.waited_text(dealing.since, now),
        durations.due_text(dealing.due, now, request.zone),
        dealing.overdue,
        dealing.urged,
        dealing.handed_to,
        dealing.handed_by,
    )


def told_lines(request: Any, dealing: Dealing) -> list[ToldLine]:
    """Who was told, and who has read it when."""
    minute = durations.minute_text
    return [
        ToldLine(
            told.name, told.by, minute(told.at, request.zone), told.comment,
            minute(told.read_at, request.zone),
        )
        for told in dealing.told
    ]  # fmt: skip


def remark_lines(request: Any, dealing: Dealing) -> list[RemarkLine]:
    """What was said, in the order in which it was said."""
    return [
        RemarkLine(said.name, durations.minute_text(said.at, request.zone), said.text)
        for said in dealing.remarks
    ]
