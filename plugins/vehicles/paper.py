"""纸质单号: a number printed on paper slips stands for one slip of a year."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import normalize

from houqin.core.model.guards import Claims
from houqin.core.projection.horizon import local_day
from houqin.core.projection.sources import Source
from houqin.core.schema.errors import Refused
from houqin.plugins.vehicles.aggregates import Trip

if TYPE_CHECKING:
    from houqin.core.model.context import Context
    from houqin.events.entry import RecordedEvent

NAME = "vehicles.paper_numbers"
_SPACE = re.compile(r"\s+")


def claimed(year: str, number: str) -> str:
    """A number as it is compared: NO. 12 is No.12."""
    return f"{year} {_SPACE.sub('', normalize('NFKC', number)).casefold()}"


def _claimed_by(event: RecordedEvent) -> str | None:
    """The year is that of the slip's own number (派2023-00001)."""
    number = event.payload.get("paper_number")
    return claimed(event.payload["serial"][1:5], number) if number else None


class PaperNumbers(Claims):
    """A number of a kind and a year is one slip's; voiding the slip frees it."""

    def refusal(self, value: str) -> str:
        """Name the year: the same number of another year is another slip's."""
        year, _, number = value.partition(" ")
        return f"{self.what}“{number}”在{year}年已经登记过，不能重复"


paper_numbers = PaperNumbers(NAME, [Trip], "纸质单号", field="paper_number")
paper_numbers.on(Trip.Dispatched, value=Source("paper number of a year", _claimed_by))


def require_unused(context: Context, number: str | None) -> None:
    """Refuse a number that another slip has, and name the slip."""
    if not number:
        return
    year = str(local_day(context.occurred, context.zone).year)
    known = context.holder(NAME, claimed(year, number))
    if known:
        message = f"纸质单号“{number}”已用于{context.title(known)}，不能重复"
        raise Refused(message, "paper_number")


ALL = (paper_numbers,)
