"""The rules about the clock, on a clock set by hand."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar
from uuid import uuid4

import psycopg
import pytest

from houqin.events.clock import SteppingClock, SystemClock
from houqin.events.entry import Authorship, NewEvent
from houqin.events.errors import ClockBehind, ClockJumped, OccurredAhead
from houqin.events.instants import DAY, MINUTE, SECOND
from houqin.events.log import Log
from houqin.events.store import PostgresStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from houqin.events.entry import RecordedEvent
    from houqin.events.store import Store

NOON = 1_700_000_000_000_000


class HandClock:
    """An ordinary clock that somebody sets."""

    stepping: ClassVar[bool] = False

    def __init__(self, at: int) -> None:
        self.at = at

    def now(self) -> int:
        return self.at


@pytest.fixture
def clock() -> HandClock:
    return HandClock(NOON)


@pytest.fixture
def log(store: Store, clock: HandClock) -> Log:
    return Log(store, clock)


def append(log: Log, occurred: int = 0, count: int = 1) -> list[RecordedEvent]:
    with log.transaction(Authorship(uuid4(), uuid4(), uuid4())) as transaction:
        return transaction.append(
            [NewEvent(uuid4(), 1, "a.B.C", {}, occurred) for _ in range(count)]
        )


def test_recorded_times_grow_strictly_though_the_clock_stands(log: Log) -> None:
    recorded = [event.recorded for event in append(log, count=3) + append(log)]
    assert recorded == [NOON, NOON + 1, NOON + 2, NOON + 3]


def test_the_next_recorded_time_is_told_before(log: Log) -> None:
    with log.transaction(Authorship(uuid4(), uuid4(), uuid4())) as transaction:
        for _ in range(3):
            expected = transaction.now
            (event,) = transaction.append([NewEvent(uuid4(), 1, "a.B.C", {}, 0)])
            assert event.recorded == transaction.recorded == expected


def test_a_clock_a_little_behind_is_carried_on(log: Log, clock: HandClock) -> None:
    append(log)
    clock.at -= 5 * MINUTE
    assert append(log)[0].recorded == NOON + 1


def test_a_clock_behind_five_minutes_is_refused(log: Log, clock: HandClock) -> None:
    append(log)
    clock.at -= 5 * MINUTE + 1
    with pytest.raises(ClockBehind) as caught:
        append(log)
    assert (caught.value.now, caught.value.last) == (clock.at, NOON)
    clock.at = NOON + SECOND
    assert append(log)[0].position == 2


def test_a_clock_a_day_ahead_waits_for_confirmation(log: Log, clock: HandClock) -> None:
    append(log)
    clock.at += 2 * DAY
    for _ in range(2):
        with pytest.raises(ClockJumped) as caught:
            append(log)
    assert caught.value.now == clock.at
    assert NOON <= caught.value.last < NOON + MINUTE
    log.confirm_clock()
    assert append(log)[0].recorded == clock.at


def test_a_confirmation_lets_one_transaction_pass(log: Log, clock: HandClock) -> None:
    append(log)
    clock.at += 2 * DAY
    log.confirm_clock()
    append(log)
    clock.at += 2 * DAY
    with pytest.raises(ClockJumped):
        append(log)


def test_just_a_day_ahead_is_believed(log: Log, clock: HandClock) -> None:
    append(log)
    clock.at += DAY
    assert append(log)[0].recorded == NOON + DAY


def test_a_new_process_knows_only_the_last_event(store: Store) -> None:
    append(Log(store, HandClock(NOON)))
    with pytest.raises(ClockJumped) as caught:
        append(Log(store, HandClock(NOON + 2 * DAY)))
    assert caught.value.last == NOON


def test_a_process_that_lived_through_it_sees_no_jump(
    log: Log, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(log)
    clock.at += 3 * DAY
    monotonic = time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: monotonic() + 3 * 24 * 3600)
    assert append(log)[0].recorded == clock.at


def test_the_first_event_of_a_log_may_have_any_time(store: Store) -> None:
    assert append(Log(store, HandClock(NOON)))[0].recorded == NOON


def test_a_stepping_clock_may_jump_but_not_go_back(store: Store) -> None:
    clock = SteppingClock(NOON)
    log = Log(store, clock)
    append(log)
    clock.step(NOON + 40 * DAY)
    assert append(log)[0].recorded == NOON + 40 * DAY
    with pytest.raises(ClockBehind):
        append(Log(store, SteppingClock(NOON)))


def test_business_time_up_to_two_minutes_ahead_is_drawn_back(log: Log) -> None:
    (event,) = append(log, occurred=NOON + 2 * MINUTE)
    assert event.occurred == event.recorded == NOON
    with log.store.reading() as connection:
        assert list(log.read(connection)) == [event]


def test_business_time_further_ahead_is_refused(log: Log) -> None:
    with pytest.raises(OccurredAhead) as caught:
        append(log, occurred=NOON + 2 * MINUTE + 1)
    assert caught.value.occurred == NOON + 2 * MINUTE + 1
    assert caught.value.recorded == NOON


def test_the_system_clock_of_a_server_is_the_servers(
    new_store: Callable[..., Store],
) -> None:
    store = new_store()
    store.create()
    before = _time_of(store)
    (event,) = append(Log(store, SystemClock()))
    assert before <= event.recorded <= _time_of(store)


def _time_of(store: Store) -> int:
    if not isinstance(store, PostgresStore):
        return SystemClock().now()
    with psycopg.connect(store.url) as connection:
        sql = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
        found = connection.execute(sql).fetchone()
        assert found
        return int(found[0])
