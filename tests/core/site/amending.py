"""更正, 作废, 撤销 of whatever there is; commands twice, sites reopened and rebuilt."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from houqin.core.model.command import Act, Outcome
from houqin.core.projection.horizon import LIVE
from houqin.core.site.directory import Directory
from houqin.events.errors import CommandReused
from tests.core.site.acting import (
    HOUR,
    LEDGERS,
    PICK,
    instant_text,
    there_is,
)
from tests.core.site.naive import WORKFLOWS
from tests.core.site.naive_events import is_amendment, name_of
from tests.core.site.working import Working

if TYPE_CHECKING:
    from tests.core.site.naive_events import Event, Record


class Amending(Working):
    """Rules that change what was recorded, or how it is kept."""

    # Amendments

    def _amendable(self, data: st.DataObject) -> tuple[Record, list[Event]]:
        """A record (trips most often) and its raw events."""
        kinds = ["vehicles.Trip", "vehicles.VehicleRequest", "vehicles.Vehicle"]
        kinds += ["vehicles.Trip", "vehicles.Driver"]
        view = self.naive()
        records = view.of(data.draw(st.sampled_from(kinds), label="kind"))
        records = records or view.of("vehicles.Vehicle")
        pick = data.draw(PICK, label="record")
        alive = [r for r in records if not r.voided] if pick < 10 else records
        records = alive or records
        record = records[-1 - pick % len(records)]
        return record, sorted(record.known, key=lambda e: e["version"])

    @rule(data=st.data())
    def correct_payload(self, data: st.DataObject) -> None:
        record, events = self._amendable(data)
        again = [e["payload"]["target"] for e in events if "payload" in e["payload"]]
        events = [e for e in events if not is_amendment(e)]
        if again and data.draw(st.booleans(), label="again"):
            events = [e for e in events if e["version"] in again]
        event = events[data.draw(PICK, label="event") % len(events)]
        fields = self._new_values(event)
        if not fields:
            return
        names = data.draw(
            st.lists(st.sampled_from(sorted(fields)), min_size=1, unique=True),
            label="fields",
        )
        new = {name: data.draw(fields[name], label=name) for name in names}
        self.give(
            "core.correct", record=record.stream, target=event["version"],
            payload=new, reason="填错",
        )  # fmt: skip

    def _new_values(self, event: Event) -> dict[str, st.SearchStrategy[Any]]:
        """What may be typed for an event's fields."""
        cars = st.sampled_from([r.stream for r in self.naive().of("vehicles.Vehicle")])
        drivers = st.sampled_from(
            [r.stream for r in self.naive().of("vehicles.Driver")]
        )
        km = st.integers(-20, 20).map(
            lambda n: max(0, event["payload"]["odometer"] + n)
        )
        shift = st.integers(-30, 30).map(lambda h: instant_text(self.now + h * HOUR))
        text = st.sampled_from([None, "已核实"])
        return {
            "vehicles.Trip.Dispatched": {
                "vehicle": cars,
                "driver": drivers,
                "passengers": st.integers(1, 4),
                "planned_end": shift,
                "purpose": st.just("送文件"),
                "reason": st.sampled_from([None, "charging"]),
            },
            "vehicles.Trip.Reassigned": {"vehicle": cars, "driver": drivers},
            "vehicles.Trip.Departed": {"odometer": km},
            "vehicles.Trip.Returned": {"odometer": km, "route": text},
            "vehicles.Trip.CostRecorded": {
                "kind": st.sampled_from(["fuel", "toll", "other"]),
                "amount": st.integers(0, 500),
                "volume": st.sampled_from([None, 100]),
            },
            "vehicles.Trip.Closed": {"remark": text},
            "vehicles.Trip.Cancelled": {"reason": st.just("改期")},
            "vehicles.VehicleRequest.Requested": {
                "purpose": st.just("送文件"),
                "passengers": st.integers(1, 4),
                "planned_start": shift,
                "contact": st.sampled_from([None, "12345678"]),
            },
            "vehicles.VehicleRequest.Revised": {"planned_end": shift},
            "vehicles.VehicleRequest.SentBack": {"comment": st.just("请补充")},
            "vehicles.Vehicle.Registered": {
                "energy": st.sampled_from(["diesel", "electric"]),
                "registered_on": st.sampled_from(["2014-12-31", "2015-01-03"]),
                "odometer": km,
                "seats": st.integers(2, 9),
                "plate": st.just("桂X·D0001"),
            },
            "vehicles.Vehicle.Updated": {"seats": st.integers(2, 9)},
            "vehicles.Driver.Registered": {"licence": st.just("B1")},
        }.get(event["topic"], {})

    @precondition(there_is("vehicles.Trip", "dispatched", "departed", "returned"))
    @rule(pick=PICK, car=PICK, driver=PICK)
    def correct_car(self, pick: int, car: int, driver: int) -> None:
        """Another car or driver went; what is copied from them must follow."""
        trip = str(self.some_trip(pick, "dispatched", "departed", "returned"))
        sent = [
            e
            for e in self.naive().records[trip].events
            if name_of(e) in {"Dispatched", "Reassigned"}
        ][-1]
        new = {"vehicle": self.some_car(car), "driver": self.some_driver(driver)}
        self.give(
            "core.correct", record=trip, target=sent["version"], payload=new,
            reason="车号填错",
        )  # fmt: skip

    @rule(data=st.data(), shift=st.integers(-72, 72), by_day=st.booleans())
    def correct_occurred(self, data: st.DataObject, shift: int, by_day: bool) -> None:  # noqa: FBT001 - drawn
        """Across days, most of the time."""
        record, events = self._amendable(data)
        events = [e for e in events if not is_amendment(e)]
        event = events[data.draw(PICK, label="event") % len(events)]
        at = min(event["occurred"] + shift * HOUR, event["recorded"])
        header = {"occurred": instant_text(at), "precision": "minute"}
        if by_day:
            day = datetime.fromtimestamp(at // 1_000_000, self.site.zone).date()
            start = instant_text(self.day_start(day))
            header = {"occurred": start, "precision": "day"}
        self.give(
            "core.correct", record=record.stream, target=event["version"],
            header=header, reason="时间填错",
        )  # fmt: skip

    @rule(data=st.data(), channel=st.sampled_from(["phone", "paper"]), who=PICK)
    def correct_header(self, data: st.DataObject, channel: str, who: int) -> None:
        record, events = self._amendable(data)
        event = events[data.draw(PICK, label="event") % len(events)]
        header = {"channel": channel}
        if who % 2:
            header["on_behalf_of"] = str(self.people["second"])
        self.give(
            "core.correct", record=record.stream, target=event["version"],
            header=header, reason="当事人填错",
        )  # fmt: skip

    @rule(data=st.data())
    def void_record(self, data: st.DataObject) -> None:
        record, _ = self._amendable(data)
        self.give("core.void", record=record.stream, reason="重复登记")

    @precondition(there_is("vehicles.VehicleRequest", "arranged", "cancelled"))
    @rule(pick=PICK, with_trips=st.booleans())
    def void_set(self, pick: int, with_trips: bool) -> None:  # noqa: FBT001 - drawn
        """A request together with the trips that serve it."""
        request = self.some_request(pick, "arranged", "cancelled")
        trips = [
            r.stream
            for r in self.naive().of("vehicles.Trip")
            if request in r.events[0]["payload"]["requests"] and not r.voided
        ]
        self.give(
            "core.void", record=request, reason="误报",
            others=trips if with_trips else [],
        )  # fmt: skip

    @rule(data=st.data(), back=st.integers(0, 4))
    def void_event(self, data: st.DataObject, back: int) -> None:
        """Mostly the last one, which is the one that may be."""
        record, events = self._amendable(data)
        event = events[-1 - back % len(events)]
        self.give(
            "core.void", record=record.stream, target=event["version"], reason="误记"
        )

    @precondition(lambda self: any(map(is_amendment, self.log)))
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        """Undo an amendment, or the undoing of one."""
        found = [e for e in self.log if is_amendment(e)]
        back = data.draw(st.integers(0, 9), label="back") % len(found)
        event = found[-1 - back]
        self.give(
            "core.restore", record=event["stream"], target=event["version"],
            reason="更正有误",
        )  # fmt: skip

    @precondition(there_is("vehicles.Trip", "departed", "returned", "closed"))
    @rule(pick=PICK, steps=st.integers(1, 3), order=st.permutations(range(3)))
    def take_back_and_put_back(self, pick: int, steps: int, order: list[int]) -> None:
        """The last steps of a trip voided one by one, and put back in some order."""
        trip = self.some_trip(pick, "departed", "returned", "closed")
        taken = []
        for _ in range(steps):
            moves = WORKFLOWS["vehicles.Trip"]
            left = self.naive().records[str(trip)].events
            last = [e for e in left if name_of(e) in moves][-1]
            voided = self.give(
                "core.void", record=trip, target=last["version"], reason="误记"
            )
            if voided:
                taken.append(self.log[-1]["version"])
        for index in order:
            if index < len(taken):
                self.give(
                    "core.restore", record=trip, target=taken[index], reason="弄错了"
                )

    # Commands twice, sites reopened, ledgers rebuilt

    @rule(pick=st.integers(0, 99))
    def repeat(self, pick: int) -> None:
        """The same command again: the same outcome, and nothing appended."""
        act, outcome = self.done[-1 - pick % len(self.done)]
        before = self.head()
        again = self.site.act(act)
        assert again == Outcome(
            outcome.first, outcome.last, outcome.records, repeated=True
        )
        assert self.head() == before

    @rule(pick=st.integers(0, 99), other=st.sampled_from(["actor", "channel", "when"]))
    def reuse_id(self, pick: int, other: str) -> None:
        """Another command under an id that was given."""
        act, _ = self.done[-1 - pick % len(self.done)]
        changed = {
            "actor": {"actor": uuid4()},
            "channel": {"channel": "phone"},
            "when": {"occurred_at": self.now - 7 * HOUR},
        }[other]
        before = self.head()
        parts = {name: getattr(act, name) for name in Act.__slots__}
        with pytest.raises(CommandReused):
            self.site.act(Act(**(parts | changed)))
        assert self.head() == before

    @rule()
    def reopen(self) -> None:
        self.site.store.close()
        self.site = Directory(self.var, self.declarations).open(self.name)
        assert self.site.demonstration
        self.set_clock()
        assert self.head() == len(self.log)

    @rule(name=st.sampled_from([*LEDGERS, None]))
    def rebuild(self, name: str | None) -> None:
        before = self.digests(LIVE)
        rebuilt = self.site.rebuild([name] if name else None)
        assert name is None or list(rebuilt) == [name]
        assert self.digests(LIVE) == before
        assert self.head() == len(self.log)
