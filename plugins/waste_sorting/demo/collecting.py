"""What was taken away: 41 t of food, 9.6 t to sell, 0.18 t hazardous, 138 t other."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from houqin.core.demonstration.clock import MINUTE, at
from houqin.core.demonstration.county import clerk_of
from houqin.core.demonstration.identities import person_id, record_of
from houqin.core.demonstration.parts import done
from houqin.core.demonstration.spread import apportion, between, evenly

from .supervising import unit_id
from .texts import OFFICER, text, told, units, working_days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.demonstration.parts import Timed

#: In tenths of a kilogram.
FOOD, RECYCLABLE, HAZARDOUS, OTHER = 410_000, 96_000, 1_800, 1_380_000
#: What one bin of other waste weighs, and in which months it is reckoned by bins.
_PER_BIN, _BY_BINS = 500, (2, 5, 8, 11)
_LOAD, _SLIP = "waste_sorting.record_load", "waste_sorting.record_month_slip"
#: The unit whose hall and canteen fill most bins.
_MAIN = "县政府办公室"


def _carrier(number: int) -> str:
    return str(record_of("waste_sorting.register_carrier", number))


def _handed(day: date) -> dict[str, Any]:
    return {
        "given_by": str(person_id(OFFICER)),
        "received_by": text("receivers", day),
    }


def registering() -> Iterator[Timed]:
    """收运单位 and 投放点."""
    for number, carrier in enumerate(told()["carriers"]):
        yield done(
            at(date(2023, 1, 3), 10 * 60 + number), "waste_sorting.register_carrier",
            OFFICER, number, **carrier,
        )  # fmt: skip
    for number, unit in enumerate(units()):
        canteen = not number % 9
        yield done(
            at(date(2023, 2, 20), 9 * 60) + number * MINUTE, "waste_sorting.set_point",
            OFFICER, unit, unit=str(unit_id(unit)), name=f"{unit}一楼投放点",
            recyclable=1, hazardous=1, food=int(canteen), other=between(1, 3, unit),
        )  # fmt: skip


def collecting() -> Iterator[Timed]:
    """厨余 every working day, 可回收物 every fortnight, the rest by month."""
    yield from _food()
    yield from _recyclables()
    yield from _slips()
    yield from _hazardous()


def _food() -> Iterator[Timed]:
    worked = working_days(date(2023, 1, 3), date(2023, 12, 29))
    weights = [between(80, 120, "food", day) for day in worked]
    for day, weight in zip(worked, apportion(FOOD, weights), strict=True):
        yield done(
            at(day, 16 * 60 + 30), _LOAD, OFFICER, "food", day, category="food",
            carrier=_carrier(0), weight=weight, unit=str(unit_id(_MAIN)),
            **_handed(day),
        )  # fmt: skip


def _recyclables() -> Iterator[Timed]:
    worked = evenly(working_days(date(2023, 1, 3), date(2023, 12, 29)), 24)
    weights = [between(80, 120, "recyclable", day) for day in worked]
    for day, weight in zip(worked, apportion(RECYCLABLE, weights), strict=True):
        yield done(
            at(day, 10 * 60 + 20), _LOAD, OFFICER, "recyclable", day,
            category="recyclable", carrier=_carrier(1), weight=weight, **_handed(day),
        )  # fmt: skip


def _slips() -> Iterator[Timed]:
    """Twelve slips; in four months nobody weighed, and bins were counted."""
    shares = apportion(
        OTHER // _PER_BIN, [between(90, 110, "other", m) for m in _MONTHS]
    )
    for month, bins in zip(_MONTHS, shares, strict=True):
        first = date(2023, month, 1)
        after = date(2023, month + 1, 1) if month < len(_MONTHS) else date(2024, 1, 1)
        day = working_days(first, date.fromordinal(after.toordinal() - 1))[-1]
        amount = {"bins": bins} if month in _BY_BINS else {"weight": bins * _PER_BIN}
        yield done(
            at(day, 17 * 60), _SLIP, OFFICER, month, month=f"2023-{month:02d}",
            carrier=_carrier(0), slip=f"绿洁2023-{month:02d}",
            lines=[{"category": "other", **amount}], **_handed(day),
        )  # fmt: skip


_MONTHS = range(1, 13)
_HANDED_OVER = (
    date(2023, 3, 28), date(2023, 6, 27), date(2023, 9, 26), date(2023, 12, 26),
)  # fmt: skip


def _hazardous() -> Iterator[Timed]:
    shares = apportion(HAZARDOUS, [9, 10, 12, 11])
    for number, (day, weight) in enumerate(zip(_HANDED_OVER, shares, strict=True)):
        yield done(
            at(day, 10 * 60), "waste_sorting.hand_over_hazardous", OFFICER, number,
            carrier=_carrier(2), weight=weight, kinds=told()["hazardous"][number],
            manifest=f"450{number + 1}2023{number + 11:04d}",
            given_by=str(person_id(clerk_of(_MAIN))), received_by="处置公司押运员",
        )  # fmt: skip
