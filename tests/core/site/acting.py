"""What a state machine needs to act in an office: people, a clock, records to choose.

Every command goes through the site; a refused one must leave nothing behind.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID, uuid4

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from houqin.core.model.command import Act, Outcome
from houqin.core.schema.errors import (
    FormErrors,
    NotPermitted,
    RecordMissing,
    Refused,
)
from houqin.core.site.directory import Directory
from houqin.events.clock import SteppingClock
from tests.core.site.naive import Naive

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from houqin.core.registry.declarations import Declarations
    from houqin.core.site.site import Site
    from tests.core.site.naive import Event

MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
#: Friday afternoon of the year's last working day: lateness crosses days and years.
START = datetime(2022, 12, 30, 6, 0, tzinfo=UTC)
LEDGERS = (
    "vehicles.vehicles",
    "vehicles.drivers",
    "vehicles.requests",
    "vehicles.trips",
    "vehicles.trip_costs",
)
REFUSALS = (Refused, FormErrors, NotPermitted, RecordMissing)
FLEET = (
    ("桂X·D0001", "electric", 5, "2022-03-01"),
    ("桂X·D0002", "plug_in_hybrid", 5, "2015-01-02"),
    ("桂X·00003", "petrol", 7, "2014-12-31"),
)

PAID = "2022-12-31"

#: Chooses one of a list, whatever its length.
PICK = st.integers(0, 11)
#: When it happened: now, minutes ago, or on a day of which only the date is known.
WHEN = st.one_of(
    st.just(("now", 0)),
    st.just(("now", 0)),
    st.tuples(st.just("minutes"), st.integers(1, 4000)),
    st.tuples(st.just("day"), st.integers(0, 3)),
)
#: Kilometres on top of the last reading; below nothing is an error.
KM = st.integers(-3, 60)
TEXT = st.sampled_from(["", "调研", "送材料"])


def instant_text(at: int) -> str:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


def there_is(aggregate: str, *states: str) -> Callable[[Acting], bool]:
    """A precondition: some unvoided record is in one of the states."""

    def holds(office: Acting) -> bool:
        view = office.naive()
        return any(not r.voided and view.state(r) in states for r in view.of(aggregate))

    return holds


class Acting(RuleBasedStateMachine):
    """One site and the people of its office."""

    declarations: ClassVar[Declarations]
    var: ClassVar[Path]
    url: ClassVar[str | None] = None
    serial: ClassVar[count[int]] = count()

    def __init__(self) -> None:
        super().__init__()
        self.name = f"office{next(self.serial)}"
        self.now = int(START.timestamp()) * 1_000_000
        clock = SteppingClock(self.now)
        directory = Directory(self.var, self.declarations)
        self.site: Site = directory.create(
            self.name, title="测试县", store_url=self.url, clock=clock
        )
        self.live: tuple[int, Naive] | None = None
        self.log: list[Event] = []
        self.done: list[tuple[Act, Outcome]] = []
        self.people: dict[str, UUID] = {}
        self.spare_plates = (f"桂X·9{n:04d}" for n in count())
        self.read_on()

    # Giving commands

    def act(self, act: Act) -> Outcome | None:
        """Give a command; refused ones must leave nothing."""
        self.now += MINUTE
        self.set_clock()
        before = self.head()
        try:
            outcome = self.site.act(act)
        except REFUSALS:
            assert self.head() == before
            assert not self.command_rows(act.id)
            return None
        assert (outcome.first, outcome.last) == (before + 1, self.head())
        added = self.read_on()
        assert {UUID(e["stream"]) for e in added} == set(outcome.records)
        assert not outcome.repeated
        self.done.append((act, outcome))
        self.agree_live(outcome)
        return outcome

    def give(
        self,
        command: str,
        who: str = "dispatcher",
        when: tuple[str, int] = ("now", 0),
        **given: Any,
    ) -> Outcome | None:
        """Let a person do something; the dispatcher types what is late."""
        occurred, precision = self.moment(*when)
        late = occurred is not None and who != "dispatcher"
        actor = self.people["dispatcher" if late else who]
        behalf = self.people[who] if late else None
        return self.act(
            Act(
                command,
                {name: value for name, value in given.items() if value is not None},
                actor,
                uuid4(),
                on_behalf_of=behalf,
                channel="paper" if late else "system",
                occurred_at=occurred,
                precision=precision,
            )
        )

    def moment(self, kind: str, back: int) -> tuple[int | None, str | None]:
        if kind == "now":
            return None, None
        if kind == "minutes":
            return self.now - back * MINUTE, None
        return self.day_start(self.today() - timedelta(days=back)), "day"

    def day_start(self, day: date) -> int:
        start = datetime.combine(day, time(), self.site.zone)
        return int(start.timestamp()) * 1_000_000

    def set_clock(self) -> None:
        clock = self.site.log.clock
        assert isinstance(clock, SteppingClock)
        clock.step(max(self.now, clock.now()))

    def today(self) -> date:
        return datetime.fromtimestamp(self.now // 1_000_000, self.site.zone).date()

    # Reading the log

    def head(self) -> int:
        with self.site.store.reading() as connection:
            return int(self.site.log.head(connection)[0])

    def command_rows(self, command: UUID) -> list[tuple[Any, ...]]:
        with self.site.store.reading() as connection:
            return connection.execute(
                "SELECT id FROM [command] WHERE id = ?", (command.bytes,)
            )

    def read_on(self) -> list[Event]:
        """Take in what was appended, as raw as it was recorded."""
        with self.site.store.reading() as connection:
            added = [
                {
                    **e._asdict(),
                    "stream": str(e.stream),
                    "actor": str(e.actor),
                    "on_behalf_of": str(e.on_behalf_of),
                }
                for e in self.site.log.read(connection, len(self.log) + 1)
            ]
        self.log += added
        assert [e["position"] for e in self.log] == list(range(1, len(self.log) + 1))
        return added

    def naive(self) -> Naive:
        """The live horizon; asked for so often that one is kept for each head."""
        if self.live is None or self.live[0] != len(self.log):
            self.live = len(self.log), Naive(self.log, self.site.zone)
        return self.live[1]

    # Choosing records

    def some(self, aggregate: str, pick: int, *states: str) -> str | None:
        """A record in one of the states; of late picks, any record at all."""
        view = self.naive()
        found = view.of(aggregate)
        wanted = [r for r in found if not r.voided and view.state(r) in states]
        chosen = wanted if wanted and pick < 10 else found
        return chosen[-1 - pick % len(chosen)].stream if chosen else None

    def some_request(self, pick: int, *states: str) -> str | None:
        return self.some("vehicles.VehicleRequest", pick, *states)

    def some_trip(self, pick: int, *states: str) -> str | None:
        return self.some("vehicles.Trip", pick, *states)

    def some_car(self, pick: int) -> str:
        cars = self.naive().of("vehicles.Vehicle")
        return cars[pick % len(cars)].stream

    def some_driver(self, pick: int) -> str:
        drivers = self.naive().of("vehicles.Driver")
        return drivers[pick % len(drivers)].stream

    def reading(self, trip: str | None, when: tuple[str, int]) -> int:
        """What the car's odometer showed at that time, as far as is known."""
        view = self.naive()
        row = view.ledger("vehicles.trips").get(trip or "", {})
        at = self.moment(*when)[0]
        at = self.now if at is None else at
        known = [
            value
            for car, event, value in view.readings()
            if car == row.get("vehicle") and event["occurred"] <= at
        ]
        return max(known, default=1000)

    def agree_live(self, outcome: Outcome) -> None:
        """What must hold after every command; the rules for comparing say it."""
