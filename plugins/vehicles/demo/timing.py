"""When each act of a wish happens, when it is recorded, by whom and for whom.

Most acts are typed where they happen. Some come by phone, typed minutes later by the
dispatcher on duty; some driving slips come on paper, typed hours to two days later.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from houqin.core.demonstration.clock import (
    DAY,
    HOUR,
    LAST_DAY,
    MINUTE,
    SECOND,
    at,
    day_of,
    minute_of,
    to_minute,
)
from houqin.core.demonstration.county import clerk_of, reviewer_of
from houqin.core.demonstration.spread import between, chance

from .county import County, Refusal
from .year import Moment, Remark, SentBack

if TYPE_CHECKING:
    from .demand import Wish

NINE, HALF_PAST_TEN, WORK_BEGINS, WORK_ENDS = 540, 630, 470, 1020
THE_DRIVER = "driver"
"""Stands in a moment for whoever will drive."""
YEAR_ENDS = at(LAST_DAY, 1380)
ASKED_BY_PHONE, ASKED_ON_PAPER = 100, 30
DRIVEN_BY_PHONE, DRIVEN_ON_PAPER, RETURNED_ON_PAPER = 90, 32, 12
SENT_BACK = 30
REASSIGNED = 8
COSTS_AFTER_CLOSING = 30


@dataclass(frozen=True, slots=True)
class Approach:
    """The way of a request up to its dispatch, or to its refusal."""

    asked: Moment
    sent_back: SentBack | None
    reviewed: Moment | None
    approved: Moment | None
    refused: Remark | None
    dispatched: Moment


@dataclass(frozen=True, slots=True)
class Drive:
    """The way of a trip that departs; the driver is not yet known."""

    reassigned: Moment | None
    departed: Moment
    returned: Moment
    costs: Moment
    closed: Moment


def dispatcher_on(instant: int) -> str:
    """Name the dispatcher on duty: the two take turns by day."""
    return f"dispatcher/{day_of(instant).toordinal() % 2}"


def approach(county: County, wish: Wish) -> Approach:
    key = wish.key
    dispatched = _dispatched(wish)
    approved = dispatched - _minutes(3, 14 if _tight(wish) else 24, key, "approved")
    reviewed = approved - _minutes(4, 45, key, "reviewed")
    asked = reviewed - _minutes(6, 80, key, "asked")
    if minute_of(reviewed) < WORK_BEGINS:
        reviewed = at(day_of(reviewed - DAY), 1020) + _minutes(0, 40, key, "evening")
    if minute_of(asked) < WORK_BEGINS or asked >= reviewed:
        asked = at(day_of(dispatched - DAY), 890) + _minutes(0, 110, key, "before")
    first = Moment(asked, asked, clerk_of(wish.department))
    sent_back = _sent_back(county, wish, asked, reviewed)
    review = Moment(reviewed, reviewed, reviewer_of(wish.department))
    agreed = Moment(approved, approved, "director")
    asked_as = first if sent_back else _asked(first, key)
    dispatch = Moment(dispatched, dispatched, dispatcher_on(dispatched))
    if not isinstance(wish.fate, Refusal):
        return Approach(asked_as, sent_back, review, agreed, None, dispatch)
    if wish.fate.by == "reviewer":
        no = Remark(review, wish.fate.comment)
        return Approach(asked_as, None, None, None, no, dispatch)
    no = Remark(agreed, wish.fate.comment)
    return Approach(asked_as, None, review, None, no, dispatch)


def cancelled(county: County, wish: Wish, dispatched: int) -> Remark:
    """Call a trip off after dispatch, before the planned start."""
    gap = wish.start - dispatched
    when = dispatched + gap * between(30, 80, wish.key, "cancelled") // 100
    reason = county.text("cancellations", wish.key)
    when -= when % SECOND
    return Remark(Moment(when, when, dispatcher_on(when)), reason)


def drive(county: County, wish: Wish, dispatched: int) -> Drive:
    key = wish.key
    start = wish.start + _minutes(-5, 13, key, "start")
    start = max(start, dispatched + _minutes(4, 6, key, "hurry"))
    planned = wish.end - wish.start
    back = start + planned * between(90, 110, key, "length") // 100
    back -= back % SECOND
    departed, returned = _driven(county, wish, start, back)
    reassigned = _reassigned(wish, dispatched, start)
    closed = _closed(county, key, returned.recorded)
    costs = _costs(key, returned, closed.recorded)
    return Drive(reassigned, departed, returned, costs, closed)


def _reassigned(wish: Wish, dispatched: int, start: int) -> Moment | None:
    when = start - _minutes(7, 12, wish.key, "swap")
    early = when < dispatched + 10 * MINUTE
    if early or wish.duty or not chance(REASSIGNED, wish.key, "swap"):
        return None
    return Moment(when, when, dispatcher_on(when))


def _minutes(low: int, high: int, *key: object) -> int:
    """So many minutes and some odd seconds."""
    return between(low, high, *key) * MINUTE + between(1, 59, *key, "s") * SECOND


def _tight(wish: Wish) -> bool:
    return NINE <= minute_of(wish.start) < HALF_PAST_TEN


def _dispatched(wish: Wish) -> int:
    """Early trips get their car the afternoon before, others shortly before."""
    if wish.detached:
        return wish.start - _minutes(15, 25, wish.key, "dispatched")
    if minute_of(wish.start) < NINE:
        eve = at(day_of(wish.start - DAY), 960)
        return eve + _minutes(0, 95, wish.key, "dispatched")
    longest = 38 if _tight(wish) else 50
    return wish.start - _minutes(20, longest, wish.key, "dispatched")


def _asked(first: Moment, key: str) -> Moment:
    by_phone = chance(ASKED_BY_PHONE, key, "by phone")
    if not by_phone and not chance(ASKED_ON_PAPER, key, "on paper"):
        return first
    told = to_minute(first.occurred)
    recorded = first.occurred + _minutes(0, 3, key, "typed")
    channel = "phone" if by_phone else "paper"
    return Moment(told, recorded, dispatcher_on(told), first.actor, channel)


def _sent_back(
    county: County, wish: Wish, asked: int, reviewed: int
) -> SentBack | None:
    gap = reviewed - asked
    refused = isinstance(wish.fate, Refusal)
    if gap < HOUR or refused or not chance(SENT_BACK, wish.key, "sent back"):
        return None
    when = asked + gap // 3
    again = asked + gap * 2 // 3
    when, again = when - when % SECOND, again - again % SECOND
    comment = county.text("sent_back", wish.key)
    no = Remark(Moment(when, when, reviewer_of(wish.department)), comment)
    return SentBack(no, Moment(again, again, clerk_of(wish.department)))


def _driven(county: County, wish: Wish, start: int, back: int) -> tuple[Moment, Moment]:
    key = wish.key
    typed = None if wish.detached else _typed_late(county, key, back)
    if typed and chance(DRIVEN_ON_PAPER, key, "slip"):
        again = typed + _minutes(0, 2, key, "next line")
        return _on_paper(start, typed), _on_paper(back, again)
    departed = _by_phone(start, key, "out") or Moment(start, start, THE_DRIVER)
    if typed and chance(RETURNED_ON_PAPER, key, "return slip"):
        return departed, _on_paper(back, typed)
    return departed, _by_phone(back, key, "in") or Moment(back, back, THE_DRIVER)


def _by_phone(instant: int, *key: object) -> Moment | None:
    if not chance(DRIVEN_BY_PHONE, *key, "phone"):
        return None
    typed = instant + _minutes(0, 8, *key, "typed")
    return Moment(to_minute(instant), typed, dispatcher_on(typed), THE_DRIVER, "phone")


def _on_paper(instant: int, typed: int) -> Moment:
    typist = dispatcher_on(typed)
    return Moment(to_minute(instant), typed, typist, THE_DRIVER, "paper")


def _typed_late(county: County, key: str, back: int) -> int | None:
    """When a slip is typed: the next working morning, or up to two days later."""
    day = county.workdays.next_after(day_of(back))
    if chance(300, key, "later"):
        day = county.workdays.next_after(day)
    typed = at(day, 495) + _minutes(0, 90, key, "morning")
    late = typed - back
    return typed if late <= 2 * DAY and typed < YEAR_ENDS - DAY else None


def _closed(county: County, key: str, returned: int) -> Moment:
    """Close the same day, or on the next working morning."""
    closed = returned + _minutes(35, 150, key, "closed")
    if minute_of(closed) > WORK_ENDS or day_of(closed) not in county.workdays:
        morning = at(county.workdays.next_after(day_of(returned)), 500)
        closed = morning + _minutes(0, 120, key, "closed in the morning")
    if closed > YEAR_ENDS:
        evening = max(returned, at(LAST_DAY, 1230))
        closed = evening + _minutes(30, 80, key, "closed at last")
    return Moment(closed, closed, dispatcher_on(closed))


def _costs(key: str, returned: Moment, closed: int) -> Moment:
    """Receipts come after the return and mostly before the closing."""
    gap = closed - returned.recorded
    when = returned.recorded + gap * between(10, 90, key, "costs") // 100
    if chance(COSTS_AFTER_CLOSING, key, "after closing"):
        when = min(closed + _minutes(60, 2000, key, "receipt"), YEAR_ENDS + 30 * MINUTE)
    when -= when % SECOND
    if returned.channel == "paper":
        typist = dispatcher_on(when)
        return Moment(to_minute(returned.occurred), when, typist, THE_DRIVER, "paper")
    return Moment(when, when, THE_DRIVER)
