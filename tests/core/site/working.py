"""The work of an office: requests, trips, cars and drivers, in order and out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from tests.core.site.acting import (
    FLEET,
    HOUR,
    KM,
    PAID,
    PICK,
    TEXT,
    WHEN,
    Acting,
    instant_text,
    there_is,
)

if TYPE_CHECKING:
    from houqin.core.model.command import Outcome


class Working(Acting):
    """Rules of everyday work."""

    # The office opens

    @initialize(
        ways=st.lists(
            st.tuples(PICK, PICK, st.integers(0, 4), st.integers(1, 90)), max_size=5
        )
    )
    def open(self, ways: list[tuple[int, int, int, int]]) -> None:
        """Registers first, then some trips, each as far as it has come."""
        self._register()
        for car, driver, far, km in ways:
            self._travel(car, driver, far, km)

    def _register(self) -> None:
        """Two units, their people, three cars and two drivers."""
        self.people["system"] = self.site.system_actor
        for short in ("财政局", "青竹镇"):
            unit = self.give(
                "core.register_department", "system",
                name=f"县{short}", short=short, kind="county",
            )  # fmt: skip
            assert unit
            self.people[short] = unit.records[0]
        for role in ("clerk", "reviewer", "director", "dispatcher", "driver"):
            self._register_person(role, role)
        self._register_person("second", "driver")
        for plate, energy, seats, since in FLEET:
            assert self._register_car(plate, energy, seats, since)
        for person in ("driver", "second"):
            assert self.give(
                "vehicles.register_driver",
                person=str(self.people[person]), licence="C1",
            )  # fmt: skip

    def _register_person(self, name: str, role: str) -> None:
        person = self.give(
            "core.register_person", "system",
            name="张三", department=str(self.people["财政局"]), roles=[role],
        )  # fmt: skip
        assert person
        self.people[name] = person.records[0]

    def _register_car(
        self,
        plate: str,
        energy: str,
        seats: int,
        since: str,
        when: tuple[str, int] = ("now", 0),
    ) -> Outcome | None:
        return self.give(
            "vehicles.register_vehicle", "dispatcher", when,
            plate=plate, category="emergency", model="轿车", energy=energy,
            seats=seats, registered_on=since, price=11_600_000, odometer=1000,
        )  # fmt: skip

    @rule(car=PICK, driver=PICK, far=st.integers(0, 4), km=st.integers(1, 90))
    def travel(self, car: int, driver: int, far: int, km: int) -> None:
        """The way most trips go: 0 dispatched ... 4 closed."""
        self._travel(car, driver, far, km)

    def _travel(self, car: int, driver: int, far: int, km: int) -> None:
        request = self._approved(1, 2, 2)
        sent = self.give(
            "vehicles.dispatch", requests=[request],
            trips=[
                {
                    "vehicle": self.some_car(car),
                    "driver": self.some_driver(driver),
                    "reason": "charging",
                }
            ],
        )  # fmt: skip
        if sent is None:
            return
        trip, now = str(sent.records[0]), ("now", 0)
        paid = {"kind": "fuel", "amount": 100 * km, "volume": km, "paid_on": PAID}
        steps: list[tuple[str, dict[str, Any]]] = [
            ("vehicles.depart", {"odometer": self.reading(trip, now)}),
            ("vehicles.return_trip", {"odometer": self.reading(trip, now) + km}),
            ("vehicles.record_costs", {"lines": [paid]}),
            ("vehicles.close_trip", {}),
        ]
        for command, given in steps[:far]:
            self.now += HOUR
            self.give(command, record=trip, **given)

    # Time

    @rule(hours=st.integers(1, 40))
    def wait(self, hours: int) -> None:
        self.now += hours * HOUR

    # Requests

    def _asked(self, start: int, hours: int, people: int) -> dict[str, Any]:
        first = self.now + start * HOUR
        return {
            "user": str(self.people["clerk"]),
            "purpose": "调研",
            "passengers": people,
            "planned_start": instant_text(first),
            "planned_end": instant_text(first + hours * HOUR),
            "origin": "行政中心",
            "destination": "青竹镇",
        }

    @rule(
        start=st.integers(-30, 40),
        hours=st.integers(0, 9),
        people=st.integers(1, 5),
        when=WHEN,
    )
    def request(
        self, start: int, hours: int, people: int, when: tuple[str, int]
    ) -> None:
        self.give(
            "vehicles.request_vehicle", "clerk", when,
            unit=str(self.people["财政局"]), **self._asked(start, hours, people),
        )  # fmt: skip

    @rule(
        start=st.integers(-4, 30),
        hours=st.integers(1, 9),
        people=st.integers(1, 5),
        when=WHEN,
    )
    def request_and_approve(
        self, start: int, hours: int, people: int, when: tuple[str, int]
    ) -> None:
        self._approved(start, hours, people, when)

    def _approved(
        self,
        start: int,
        hours: int,
        people: int,
        when: tuple[str, int] = ("now", 0),
    ) -> str:
        """The request as the dispatcher gets it."""
        made = self.give(
            "vehicles.request_vehicle", "clerk", when,
            unit=str(self.people["财政局"]), **self._asked(start, hours, people),
        )  # fmt: skip
        assert made
        record = str(made.records[0])
        assert self.give("core.agree", "reviewer", record=record)
        assert self.give("core.agree", "director", record=record)
        return record

    @precondition(there_is("vehicles.VehicleRequest", "requested", "reviewed"))
    @rule(pick=PICK, who=st.sampled_from(["reviewer", "director"]), when=WHEN)
    def agree(self, pick: int, who: str, when: tuple[str, int]) -> None:
        record = self.some_request(
            pick, "requested" if who == "reviewer" else "reviewed"
        )
        self.give("core.agree", who, when, record=record)

    @precondition(there_is("vehicles.VehicleRequest", "requested", "reviewed"))
    @rule(
        pick=PICK,
        who=st.sampled_from(["reviewer", "director"]),
        command=st.sampled_from(["core.send_back", "core.refuse"]),
        when=WHEN,
    )
    def reject(self, pick: int, who: str, command: str, when: tuple[str, int]) -> None:
        record = self.some_request(
            pick, "requested" if who == "reviewer" else "reviewed"
        )
        self.give(command, who, when, record=record, comment="事由不清")

    @precondition(there_is("vehicles.VehicleRequest", "returned"))
    @rule(pick=PICK, start=st.integers(0, 20), hours=st.integers(1, 9), when=WHEN)
    def resubmit(
        self, pick: int, start: int, hours: int, when: tuple[str, int]
    ) -> None:
        record = self.some_request(pick, "returned")
        asked = self._asked(start, hours, 2)
        self.give("vehicles.resubmit_request", "clerk", when, record=record, **asked)

    @precondition(
        there_is(
            "vehicles.VehicleRequest", "requested", "reviewed", "returned", "approved"
        )
    )
    @rule(pick=PICK, when=WHEN)
    def withdraw(self, pick: int, when: tuple[str, int]) -> None:
        record = self.some_request(
            pick, "requested", "reviewed", "returned", "approved"
        )
        self.give("core.withdraw", "clerk", when, record=record)

    # Trips

    @precondition(there_is("vehicles.VehicleRequest", "approved"))
    @rule(
        requests=st.lists(PICK, min_size=1, max_size=2),
        cars=st.lists(st.tuples(PICK, PICK), min_size=1, max_size=2),
        reason=st.sampled_from([None, "charging", "specified", "range_too_long"]),
        when=WHEN,
    )
    def dispatch(
        self,
        requests: list[int],
        cars: list[tuple[int, int]],
        reason: str | None,
        when: tuple[str, int],
    ) -> None:
        chosen = {self.some_request(pick, "approved") for pick in requests} - {None}
        trips = [
            {"vehicle": self.some_car(car), "driver": self.some_driver(driver)}
            | ({"reason": reason} if reason else {})
            for car, driver in cars
        ]
        self.give(
            "vehicles.dispatch", "dispatcher", when,
            requests=sorted(str(r) for r in chosen), trips=trips,
        )  # fmt: skip

    @precondition(there_is("vehicles.Trip", "dispatched"))
    @rule(pick=PICK, car=PICK, driver=PICK, when=WHEN)
    def reassign(self, pick: int, car: int, driver: int, when: tuple[str, int]) -> None:
        self.give(
            "vehicles.reassign", "dispatcher", when,
            record=self.some_trip(pick, "dispatched"), vehicle=self.some_car(car),
            driver=self.some_driver(driver), reason="车辆检修",
        )  # fmt: skip

    @precondition(there_is("vehicles.Trip", "dispatched"))
    @rule(pick=PICK, km=KM, when=WHEN)
    def depart(self, pick: int, km: int, when: tuple[str, int]) -> None:
        trip = self.some_trip(pick, "dispatched")
        reading = self.reading(trip, when) + km // 10
        self.give("vehicles.depart", "driver", when, record=trip, odometer=reading)

    @precondition(there_is("vehicles.Trip", "departed"))
    @rule(pick=PICK, km=KM, route=TEXT, when=WHEN)
    def return_trip(
        self, pick: int, km: int, route: str, when: tuple[str, int]
    ) -> None:
        trip = self.some_trip(pick, "departed")
        self.give(
            "vehicles.return_trip", "driver", when,
            record=trip, odometer=self.reading(trip, when) + km, route=route or None,
        )  # fmt: skip

    @precondition(there_is("vehicles.Trip", "departed", "returned", "closed"))
    @rule(
        pick=PICK,
        lines=st.lists(
            st.fixed_dictionaries(
                {
                    "kind": st.sampled_from(
                        ["fuel", "electricity", "toll", "parking", "washing", "other"]
                    ),
                    "amount": st.integers(0, 90_000),
                    "paid_on": st.sampled_from(["2022-12-31", "2023-01-01"]),
                },
                optional={"volume": st.integers(0, 5000)},
            ),
            min_size=1,
            max_size=3,
        ),
        when=WHEN,
    )
    def costs(
        self, pick: int, lines: list[dict[str, Any]], when: tuple[str, int]
    ) -> None:
        trip = self.some_trip(pick, "departed", "returned", "closed")
        self.give("vehicles.record_costs", "driver", when, record=trip, lines=lines)

    @precondition(there_is("vehicles.Trip", "returned"))
    @rule(pick=PICK, remark=TEXT, when=WHEN)
    def close(self, pick: int, remark: str, when: tuple[str, int]) -> None:
        trip = self.some_trip(pick, "returned")
        self.give(
            "vehicles.close_trip", "dispatcher", when,
            record=trip, remark=remark or None,
        )  # fmt: skip

    @precondition(there_is("vehicles.Trip", "dispatched"))
    @rule(pick=PICK, reopen=st.booleans(), when=WHEN)
    def cancel(self, pick: int, reopen: bool, when: tuple[str, int]) -> None:  # noqa: FBT001 - drawn
        self.give(
            "vehicles.cancel_trip", "dispatcher", when,
            record=self.some_trip(pick, "dispatched"), reason="会议取消", reopen=reopen,
        )  # fmt: skip

    # Cars and drivers

    @rule(pick=PICK, seats=st.integers(2, 9), when=WHEN)
    def update_car(self, pick: int, seats: int, when: tuple[str, int]) -> None:
        self.give(
            "vehicles.update_vehicle", "dispatcher", when,
            record=self.some_car(pick), plate=next(self.spare_plates),
            category="special", model="越野车", seats=seats,
        )  # fmt: skip

    @rule(pick=PICK, when=WHEN)
    def dispose_car(self, pick: int, when: tuple[str, int]) -> None:
        self.give(
            "vehicles.approve_disposal", "director", when,
            record=self.some_car(pick), method="scrap", approval="5号", reason="报废",
        )  # fmt: skip
        self.give(
            "vehicles.dispose_vehicle", "dispatcher", when,
            record=self.some_car(pick), reason="报废",
        )  # fmt: skip

    @rule(energy=st.sampled_from(["electric", "petrol"]), when=WHEN)
    def register_car(self, energy: str, when: tuple[str, int]) -> None:
        if len(self.naive().of("vehicles.Vehicle")) < 5:
            plate = next(self.spare_plates)
            self._register_car(plate, energy, 5, "2015-01-01", when)

    @rule(pick=PICK, stop=st.booleans(), when=WHEN)
    def stop_or_resume(self, pick: int, stop: bool, when: tuple[str, int]) -> None:  # noqa: FBT001 - drawn
        self.give(
            "vehicles.stop_driver" if stop else "vehicles.resume_driver",
            "dispatcher", when,
            record=self.some_driver(pick), reason="请假" if stop else None,
        )  # fmt: skip
