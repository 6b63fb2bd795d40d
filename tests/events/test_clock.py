from __future__ import annotations

import time

import pytest

from houqin.events.clock import RunningClock, SteppingClock, SystemClock


def test_the_system_clock_is_the_wall() -> None:
    before = time.time_ns() // 1000
    assert before <= SystemClock().now() <= time.time_ns() // 1000
    assert not SystemClock.stepping


def test_a_stepping_clock_stands_until_stepped_forward() -> None:
    clock = SteppingClock(5)
    assert (clock.now(), clock.now()) == (5, 5)
    clock.step(7)
    clock.step(7)
    assert clock.now() == 7
    with pytest.raises(ValueError, match="step back"):
        clock.step(6)
    assert clock.now() == 7
    assert clock.stepping


def test_a_running_clock_runs_with_the_wall_from_where_it_was_set() -> None:
    wall = SystemClock().now()
    clock = RunningClock(at=1_000_000, since_wall=wall)
    first = clock.now()
    time.sleep(0.002)
    assert first >= 1_000_000
    assert first + 2_000 <= clock.now() < 1_000_000 + 60_000_000
    assert clock.stepping
