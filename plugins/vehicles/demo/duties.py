"""The year's special duties: opened, begun with what is detached, closed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from houqin.core.demonstration.clock import MINUTE, at
from houqin.core.demonstration.identities import command_id, department_id, person_id
from houqin.core.demonstration.parts import Timed
from houqin.core.model.command import Act

from .identities import driver_id, duty_id, vehicle_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .county import County, Duty

_OPENED, _BEGUN, _CLOSED = 570, 430, 1290
"""Minutes of the day: opened in the morning some days before, over in the evening."""
_AHEAD = timedelta(days=3)


def special_duties(county: County) -> list[Timed]:
    """List what is done for each special duty."""
    return [timed for duty in county.duties for timed in _of_duty(duty)]


def _of_duty(duty: Duty) -> Iterator[Timed]:
    opened: dict[str, Any] = {
        "name": duty.purpose,
        "unit": str(department_id(duty.unit)),
        "first": duty.first.isoformat(),
        "last": duty.last.isoformat(),
        "document": f"X办发〔{duty.first.year}〕{duty.first.timetuple().tm_yday}号",
        "plan": "按保障方案派车，驾驶员持证上岗，每日例检。",
    }
    at_ = at(duty.first - _AHEAD, _OPENED)
    yield _act("vehicles.open_duty", "duty", duty, at_, "director", opened)
    record = {"record": str(duty_id(duty.purpose))}
    taken = {
        "vehicles": [str(vehicle_id(plate)) for plate in sorted(duty.vehicles)],
        "drivers": [str(driver_id(person)) for person in sorted(duty.drivers)],
    }
    began = record | {name: ids for name, ids in taken.items() if ids}
    begins, ends = at(duty.first, _BEGUN), at(duty.last, _CLOSED)
    yield _act("vehicles.start_duty", "start", duty, begins, "dispatcher/0", began)
    closed = record | {"conclusion": f"{duty.purpose}完成，{duty.trips}车次，无事故。"}
    yield _act("vehicles.close_duty", "close duty", duty, ends, "dispatcher/0", closed)


def _act(
    command: str, step: str, duty: Duty, when: int, actor: str, given: dict[str, Any]
) -> Timed:
    name = command_id(step, duty.purpose)
    return Timed(when + MINUTE // 2, Act(command, given, person_id(actor), name))
