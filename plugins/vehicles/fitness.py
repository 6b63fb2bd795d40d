"""Whether a car may go: its state, its insurance, its inspection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.projection.horizon import local_day
from houqin.plugins.vehicles.fleet import Vehicle

if TYPE_CHECKING:
    from houqin.core.model.context import Context
    from houqin.core.model.streams import Choosable

_EXPIRING = (("insured_until", "保险"), ("inspected_until", "年检"))


def in_repair(context: Context, interval: tuple[int, int]) -> set[str]:
    """The cars that stand in a garage in an interval of instants."""
    return context.bookings("vehicles.repairs").taken(context.connection, *interval)


def unfit(
    context: Context, car: Choosable, interval: tuple[int, int], repaired: set[str]
) -> str | None:
    """Why a car cannot go in an interval of instants, or nothing.

    :param repaired: what :func:`in_repair` says of it, asked once for many cars.
    """
    if car.state == "disposed":
        return "已处置"
    # What is detached goes for its own duty, which is asked apart.
    if car.state not in {"available", "detached"}:
        return f"当前为“{Vehicle.workflow.title(car.state)}”"
    if str(car.id) in repaired:
        return "正在维修保养"
    return _expired(context, car, interval)


def _expired(context: Context, car: Choosable, interval: tuple[int, int]) -> str | None:
    """Insurance and inspection hold until the trip's last day, where known."""
    if not context.setting("vehicles.refuse_expired"):
        return None
    last = local_day(interval[1], context.zone).isoformat()
    for name, title in _EXPIRING:
        until = car.attributes.get(name)
        if until is not None and until < last:
            return (
                f"{title}已于{until}到期"
                if until < _today(context)
                else (f"{title}将于{until}到期")
            )
    return None


def _today(context: Context) -> str:
    return local_day(context.occurred, context.zone).isoformat()
