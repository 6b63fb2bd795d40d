"""Which fuel card pays a receipt."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from houqin.core.demonstration.clock import YEAR, at
from houqin.core.demonstration.identities import command_id, created_by

if TYPE_CHECKING:
    from uuid import UUID

    from .year import CostLine, Journey

#: The station at which the office fills.
FUEL_POINT = created_by(command_id("point", "城北加油站"))
MAIN = "9100000000000000"
#: The car whose card is lost, and when; its new card is issued within the hour.
LOST_PLATE = "桂X·00009"
LOST = at(date(YEAR, 8, 18), 560)


def fuel_of(journey: Journey) -> list[CostLine]:
    """The receipts that a card pays."""
    return [line for line in journey.costs if line.kind == "fuel"]


def card_of(plate: str, journey: Journey) -> str:
    """The card of a car when the receipt is typed."""
    typed = journey.costs_recorded
    again = plate == LOST_PLATE and typed is not None and typed.recorded > LOST
    return f"{plate}/2" if again else plate


def card_id(card: str) -> UUID:
    """The record of a card."""
    return created_by(command_id("card", card))
