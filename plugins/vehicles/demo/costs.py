"""What a trip costs: tanks and batteries run down and are filled, roads have tolls."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from houqin.core.demonstration.spread import between, chance

from .year import CostLine, Vehicle

if TYPE_CHECKING:
    from datetime import date

    from .county import County
    from .demand import Wish

FULL = {"electric": 2800, "diesel": 4200, "plug_in_hybrid": 2500, "petrol": 3400}
"""What is used before a car is filled again, in 0.01 kWh or 0.01 L."""
TOLL_FREE_KM = 90
TOLL_FEN_PER_KM = 42
PARKING = {"county": 60, "city": 600, "province": 800, "outside": 850}
WASHING = 35


@dataclass(slots=True)
class Tanks:
    """What every car has used since it was filled, and the receipts so far."""

    county: County
    _used: dict[str, int] = field(default_factory=dict)
    _receipts: int = 0

    def lines(self, wish: Wish, vehicle: Vehicle, day: date) -> tuple[CostLine, ...]:
        """Give the receipts of one trip, dated its day of return."""
        lines = [self._filling(wish, vehicle, day), *_on_the_road(wish, day)]
        return tuple(line for line in lines if line)

    def _filling(self, wish: Wish, vehicle: Vehicle, day: date) -> CostLine | None:
        used = self._used.get(vehicle.plate, 0)
        used += consumed(vehicle, wish.km, day)
        filled = used >= FULL[vehicle.energy]
        self._used[vehicle.plate] = 0 if filled else used
        if not filled:
            return None
        self._receipts += 1
        amount = used * self.county.price(vehicle.energy, day) // 100
        kind = "electricity" if vehicle.energy == "electric" else "fuel"
        return CostLine(kind, amount, day, used, f"{day:%m}-{self._receipts:04d}")


def consumed(vehicle: Vehicle, km: int, day: date) -> int:
    """0.01 L or kWh for a distance; it grows by 2 % with each year of age."""
    age = (day - vehicle.registered_on).days // 365
    return round(vehicle.consumption * 1.02**age * km / 10)


def _on_the_road(wish: Wish, day: date) -> list[CostLine]:
    key, lines = wish.key, []
    if wish.km > TOLL_FREE_KM:
        toll = wish.km * TOLL_FEN_PER_KM // 500 * 500
        lines.append(CostLine("toll", toll, day))
    if chance(PARKING[wish.purpose.range], key, "parking"):
        lines.append(CostLine("parking", between(1, 6, key, "parked") * 500, day))
    if chance(WASHING, key, "washing"):
        lines.append(CostLine("washing", 3000, day))
    return lines
