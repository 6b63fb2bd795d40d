"""A small invented office, run by the same commands a person gives.

Its clock stands still until :meth:`Office.at` steps it. Every act is a real command on
a real store; the short verbs only fill in what a test does not care about.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.config import configure, declarations_of
from houqin.core.schema.errors import Refused
from houqin.core.testing import opened as open_site
from houqin.core.testing.acting import ZONE, Acting, plain, when
from houqin.core.testing.bench import KEY, OPENED
from tests.looking import Looking

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from houqin.core.model.command import Outcome
    from houqin.core.registry.declarations import Declarations
    from houqin.core.site.site import Site
    from houqin.events.store import Store

#: What tests of an office need of the kit beside it.
__all__ = [
    "KEY",
    "OPENED",
    "ZONE",
    "Office",
    "car",
    "declared",
    "driver",
    "hour",
    "office",
    "open_site",
    "quick",
    "refused",
    "when",
]
#: A Monday; the verbs' hours are of this day.
TODAY = "2023-03-06"


def hour(text: str) -> str:
    """A local minute as a form gives it; the day may be left out."""
    text = text if len(text) > 5 else f"{TODAY} {text}"
    return f"{text.replace(' ', 'T')}+08:00"


@cache
def declared() -> Declarations:
    """Core and vehicles, declared once for all tests."""
    settings = {"houqin.plugins": "houqin.plugins.vehicles"}
    return declarations_of(configure(settings, web=False))


def quick(new_store: Callable[..., Store], database: str) -> Store:
    """A store that need not outlive the machine."""
    return new_store(**({"durable": False} if database == "sqlite" else {}))


def refused(message: str, error: type[Exception] = Refused) -> Any:
    """The command inside is refused with these words."""
    return pytest.raises(error, match=message)


@dataclass
class Office(Acting, Looking):
    """A site with its people; ``by`` is who types, ``behalf`` for whom."""

    site: Site
    unit: UUID = field(init=False)
    other_unit: UUID = field(init=False)
    clerk: UUID = field(init=False)
    reviewer: UUID = field(init=False)
    director: UUID = field(init=False)
    dispatcher: UUID = field(init=False)
    administrator: UUID = field(init=False)
    _plates: int = 0

    def __post_init__(self) -> None:
        """Two departments, and one person of each role."""
        self.unit = self.department("县财政局", "财政局")
        self.other_unit = self.department("县教育局", "教育局")
        self.clerk = self.person("周经办", "clerk")
        self.reviewer = self.person("吴审核", "reviewer")
        self.director = self.person("郑主任", "director")
        self.dispatcher = self.person("王调度", "dispatcher")
        self.administrator = self.person("冯管理", "administrator")

    # People and cars

    def department(self, name: str, short: str, **more: Any) -> UUID:
        more.setdefault("kind", "county")
        return self.made("core.register_department", name=name, short=short, **more)

    def person(
        self, name: str, *roles: str, unit: UUID | None = None, **more: Any
    ) -> UUID:
        return self.made(
            "core.register_person",
            name=name,
            department=unit or self.unit,
            roles=list(roles),
            **more,
        )

    def car(self, energy: str = "petrol", **more: Any) -> UUID:
        self._plates += 1
        facts = {
            "plate": f"桂X·{self._plates:05d}",
            "category": "emergency",
            "model": "轿车",
            "energy": energy,
            "seats": 5,
            "registered_on": "2018-05-15",
            "price": 11_600_000,
            "odometer": 1000,
        }
        return self.made("vehicles.register_vehicle", **{**facts, **more})

    def dispose(self, car: UUID, reason: str = "报废") -> None:
        """Approve that a car goes for good, and enter that it has gone."""
        self.do(
            "vehicles.approve_disposal",
            self.director,
            record=car,
            method="scrap",
            approval="青机管〔2023〕5号",
            reason=reason,
        )
        self.do("vehicles.dispose_vehicle", self.dispatcher, record=car, reason=reason)

    def driver(self, name: str = "陈师傅") -> UUID:
        person = self.person(name, "driver")
        return self.made("vehicles.register_driver", person=person, licence="C1")

    # Requests

    def request(
        self,
        start: str = "09:00",
        end: str = "12:00",
        *,
        by: UUID | None = None,
        user: UUID | None = None,
        people: int = 3,
        at: str | None = None,
        behalf: UUID | None = None,
        **more: Any,
    ) -> UUID:
        facts = {
            "unit": self.unit,
            "user": user or self.clerk,
            "purpose": "项目调研",
            "passengers": people,
            "planned_start": hour(start),
            "planned_end": hour(end),
            "origin": "行政中心",
            "destination": "青竹镇",
        }
        return self.made(
            "vehicles.request_vehicle",
            by or self.clerk,
            at=at,
            behalf=behalf,
            **{**facts, **more},
        )

    def review(self, request: UUID, by: UUID | None = None, **more: Any) -> Outcome:
        return self.do("core.agree", by or self.reviewer, record=request, **more)

    def approve(self, request: UUID, by: UUID | None = None, **more: Any) -> Outcome:
        return self.do("core.agree", by or self.director, record=request, **more)

    def approved(self, start: str = "09:00", end: str = "12:00", **more: Any) -> UUID:
        """A request that waits for a car."""
        request = self.request(start, end, **more)
        self.review(request)
        self.approve(request)
        return request

    # Trips

    def dispatch(
        self,
        request: UUID | list[UUID],
        car: UUID,
        driver: UUID,
        reason: str | None = "charging",
        **more: Any,
    ) -> UUID:
        """Send one car; the reason is given so that no test is about it by chance."""
        requests = request if isinstance(request, list) else [request]
        line = {"vehicle": str(car), "driver": str(driver), "reason": reason}
        return self.made(
            "vehicles.dispatch",
            self.dispatcher,
            requests=requests,
            trips=[{k: v for k, v in line.items() if v}],
            **more,
        )

    def trip(
        self,
        car: UUID,
        driver: UUID,
        start: str = "09:00",
        end: str = "12:00",
        **more: Any,
    ) -> UUID:
        """A dispatched trip, from its application on."""
        return self.dispatch(self.approved(start, end, **more), car, driver)

    def depart(self, trip: UUID, odometer: int, **more: Any) -> Outcome:
        more.setdefault("by", self.dispatcher)
        return self.do("vehicles.depart", record=trip, odometer=odometer, **more)

    def back(self, trip: UUID, odometer: int, **more: Any) -> Outcome:
        more.setdefault("by", self.dispatcher)
        return self.do("vehicles.return_trip", record=trip, odometer=odometer, **more)

    def cost(self, trip: UUID, *lines: dict[str, Any], **more: Any) -> Outcome:
        more.setdefault("by", self.dispatcher)
        given = [{"paid_on": TODAY, **line} for line in lines]
        return self.do("vehicles.record_costs", record=trip, lines=given, **more)

    def close(self, trip: UUID, **more: Any) -> Outcome:
        return self.do("vehicles.close_trip", self.dispatcher, record=trip, **more)

    def cancel(self, trip: UUID, *, reopen: bool = False) -> Outcome:
        return self.do(
            "vehicles.cancel_trip",
            self.dispatcher,
            record=trip,
            reason="会议取消",
            reopen=reopen,
        )

    def reassign(self, trip: UUID, car: UUID, driver: UUID) -> Outcome:
        return self.do(
            "vehicles.reassign",
            self.dispatcher,
            record=trip,
            vehicle=car,
            driver=driver,
            reason="车辆故障",
        )

    def driven(
        self, car: UUID, driver: UUID, out: int, back: int, day: str = TODAY
    ) -> UUID:
        """A whole trip of one morning; the clock stands at its return after it."""
        self.at(f"{day} 08:00")
        trip = self.trip(car, driver, f"{day} 09:00", f"{day} 12:00")
        self.at(f"{day} 09:00")
        self.depart(trip, out)
        self.at(f"{day} 12:00")
        self.back(trip, back)
        return trip

    # Amendments

    def correct(
        self, record: UUID, target: int, *, header: Any = None, **payload: Any
    ) -> Outcome:
        given = {"header": header} if header else {}
        return self.do(
            "core.correct",
            self.dispatcher,
            record=record,
            target=target,
            payload={n: plain(v) for n, v in payload.items()},
            reason="填错",
            **given,
        )

    def void(self, record: UUID, target: int = 0, *, others: Any = ()) -> Outcome:
        return self.do(
            "core.void",
            self.dispatcher,
            record=record,
            target=target,
            others=list(others),
            reason="重复登记",
        )

    def restore(self, record: UUID, target: int | None = None) -> Outcome:
        """Undo an amendment, the last one if none is named."""
        named = target or self.last(record).version
        return self.do(
            "core.restore",
            self.dispatcher,
            record=record,
            target=named,
            reason="弄错了",
        )


@pytest.fixture
def office(new_store: Callable[..., Store], database: str) -> Office:
    """An office on each database."""
    return Office(open_site(quick(new_store, database), declared()))


@pytest.fixture
def car(office: Office) -> UUID:
    """A petrol car of five seats at 1000 km."""
    return office.car()


@pytest.fixture
def driver(office: Office) -> UUID:
    """A driver on duty."""
    return office.driver()
