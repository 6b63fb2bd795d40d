"""Fuel cards of the year: a main card, one sub-card a car, fillings, accounts, ETC."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from houqin.core.demonstration.clock import FIRST_DAY, SECOND, YEAR, at
from houqin.core.demonstration.identities import command_id, created_by, person_id
from houqin.core.demonstration.parts import Timed
from houqin.core.demonstration.spread import between
from houqin.core.model.command import Act

from .identities import vehicle_id
from .paying import LOST, LOST_PLATE, MAIN, card_id, card_of, fuel_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .year import CostLine, Year

KEEPER = "dispatcher/0"
ISSUED_AGAIN = at(date(YEAR, 8, 18), 600)
_ISSUED = at(FIRST_DAY, 540)
_HUNDRED_YUAN = 10_000
#: Months of the oil company's list that differ: card, difference in fen, why.
GAPS = {
    10: ("桂X·00017", 20_000, "他车误用本卡加油，油品公司已确认，责令退款"),
}
ACCOUNTED_MONTHS = range(1, 12)
ETC_DAYS = (date(YEAR, 1, 9), date(YEAR, 7, 10))


@dataclass(frozen=True, slots=True)
class Filling:
    """One receipt of fuel and the card that paid it."""

    card: str
    plate: str
    month: int
    line: CostLine


class Cards:
    """What the year's plan says of every card."""

    def __init__(self, year: Year) -> None:
        self._year = year

    @cached_property
    def plates(self) -> list[str]:
        """The cars that burn something."""
        return [v.plate for v in self._year.vehicles if v.energy != "electric"]

    @cached_property
    def fillings(self) -> list[Filling]:
        """Every receipt of fuel of the year."""
        return [
            Filling(
                card_of(trip.vehicle_gone, journey), trip.vehicle_gone,
                line.paid_on.month, line,
            )
            for _, trip, journey in self._year.journeys()
            for line in fuel_of(journey)
        ]  # fmt: skip

    def spent(self, month: int) -> dict[str, int]:
        """What each card pays in a month, in fen."""
        found: dict[str, int] = defaultdict(int)
        for filling in self.fillings:
            if filling.month == month:
                found[filling.card] += filling.line.amount
        return dict(sorted(found.items()))

    def shares(self, month: int) -> dict[str, int]:
        """What each card is given for a month: enough, in hundreds of yuan."""
        return {
            card: -(-amount // _HUNDRED_YUAN) * _HUNDRED_YUAN
            for card, amount in self.spent(month).items()
        }


def cards_of(year: Year) -> list[Timed]:
    """List everything about cards but the fillings, which trips bring."""
    cards = Cards(year)
    return [*_issued(cards), *_topped_up(cards), *_lost(cards), *_accounts(cards),
            *_etc(year)]  # fmt: skip


def _issued(cards: Cards) -> Iterator[Timed]:
    main = {"number": MAIN, "kind": "main", "issuer": "中国石化X县分公司"}
    yield _act("issue_card", "card", MAIN, _ISSUED, main)
    for number, plate in enumerate(cards.plates, 1):
        when = _ISSUED + number * 2 * SECOND
        yield _act("issue_card", "card", plate, when, _sub(plate, number))


def _sub(plate: str, number: int) -> dict[str, Any]:
    return {
        "number": f"{MAIN[:-4]}{number:04d}",
        "kind": "sub",
        "issuer": "中国石化X县分公司",
        "main": str(card_id(MAIN)),
        "vehicle": str(vehicle_id(plate)),
    }


def _topped_up(cards: Cards) -> Iterator[Timed]:
    """The main card is paid for and shared out on the first of every month."""
    for month in range(1, 13):
        when = max(at(date(YEAR, month, 1), 560), _ISSUED + 300 * SECOND)
        shares = cards.shares(month)
        total = sum(shares.values())
        paid = {"record": str(card_id(MAIN)), "amount": total}
        yield _act("top_up_card", "top up", month, when, paid)
        again = f"{LOST_PLATE}/2"
        at_once = [
            {"card": str(card_id(card)), "amount": amount}
            for card, amount in shares.items()
            if card != again or month > LOST_MONTH
        ]
        given = {"record": str(card_id(MAIN)), "shares": at_once}
        yield _act("distribute_card", "share", month, when + SECOND, given)


LOST_MONTH = 8


def _lost(cards: Cards) -> Iterator[Timed]:
    old, new = card_id(LOST_PLATE), f"{LOST_PLATE}/2"
    lost = {"record": str(old), "reason": "驾驶员遗失，已电话挂失"}
    yield _act("lose_card", "lose", LOST_PLATE, LOST, lost)
    issued = _sub(LOST_PLATE, len(cards.plates) + 1)
    yield _act("issue_card", "card", new, ISSUED_AGAIN, issued)
    amount = cards.shares(LOST_MONTH).get(new)
    if amount:
        share = {"card": str(card_id(new)), "amount": amount}
        given = {"record": str(card_id(MAIN)), "shares": [share]}
        when = ISSUED_AGAIN + SECOND
        yield _act("distribute_card", "share again", LOST_MONTH, when, given)


def _accounts(cards: Cards) -> Iterator[Timed]:
    """The list of a month is gone through on the tenth of the next."""
    for month in ACCOUNTED_MONTHS:
        listed = dict(cards.spent(month))
        given: dict[str, Any] = {
            "record": str(card_id(MAIN)),
            "month": f"{YEAR}-{month:02d}",
        }
        if month in GAPS:
            card, gap, why = GAPS[month]
            listed[card] = listed.get(card, 0) + gap
            given["reason"] = why
        given["lines"] = [
            {"card": str(card_id(card)), "listed": amount}
            for card, amount in listed.items()
        ]
        when = at(date(YEAR, month + 1, 10), 615)
        yield _act("reconcile_card", "account", month, when, given)


def _etc(year: Year) -> Iterator[Timed]:
    for number, vehicle in enumerate(year.vehicles, 1):
        plate = vehicle.plate
        given = {
            "number": f"4500230000{number:04d}",
            "vehicle": str(vehicle_id(plate)),
            "bank": "X县农村商业银行",
        }
        when = _ISSUED + (400 + 2 * number) * SECOND
        yield _act("issue_etc", "etc", plate, when, given)
        for day in ETC_DAYS:
            amount = between(2, 6, plate, day, "etc") * _HUNDRED_YUAN
            paid = {
                "record": str(created_by(command_id("etc", plate))),
                "amount": amount,
                "voucher": f"回单{day:%m%d}-{number:02d}",
            }
            when = at(day, 640) + number * SECOND
            yield _act("top_up_etc", f"etc {day}", plate, when, paid)


def _act(
    command: str, step: str, key: object, when: int, given: dict[str, Any]
) -> Timed:
    name = command_id(step, key)
    return Timed(when, Act(f"vehicles.{command}", given, person_id(KEEPER), name))
