"""Into what a rebuild is cut."""

from __future__ import annotations

from itertools import pairwise

import pytest

from houqin.core.projection.rebuild_part import (
    FEWEST_EVENTS,
    GROWN,
    HELD,
    PASSES,
    parts_for,
    parts_of,
)

MILLION = 1_000_000


@pytest.mark.parametrize("count", [1, 2, 3, 5, 21, 200])
def test_parts_hold_every_stream_once(count: int) -> None:
    parts = parts_of(count)
    assert [part.number for part in parts] == list(range(count))
    assert parts[0].low.int == 0
    assert parts[-1].high is None
    assert all(before.high == after.low for before, after in pairwise(parts))
    assert all(part.high is None or part.low < part.high for part in parts)


def test_whoever_is_ahead_takes_a_tenth_of_the_others() -> None:
    *large, small = (
        (part.high.int if part.high else 2**128) - part.low.int for part in parts_of(5)
    )
    assert max(large) - min(large) <= 1
    assert large[0] / small == pytest.approx(10, rel=0.01)


def test_few_events_are_one_part() -> None:
    assert parts_for(FEWEST_EVENTS, 8) == 1
    assert parts_for(FEWEST_EVENTS + 1, 8) == 9


@pytest.mark.parametrize("events", [MILLION, 3 * MILLION, 10 * MILLION, 10**8])
@pytest.mark.parametrize("jobs", [1, 2, 8])
@pytest.mark.parametrize("plain", [False, True])
def test_no_more_is_held_at_once_than_memory_has_room_for(
    events: int, jobs: int, *, plain: bool
) -> None:
    parts = parts_of(parts_for(events, jobs, plain=plain))
    ends = [part.high.int if part.high else 2**128 for part in parts]
    shares = [(end - part.low.int) / 2**128 for part, end in zip(parts, ends)]  # noqa: B905 - made so
    held = max(HELD, events // PASSES) * (GROWN if plain else 1)
    assert sum(sorted(shares)[-jobs:]) * events <= held


def test_a_million_of_a_plain_ledger_is_gone_through_once_by_each() -> None:
    assert parts_for(MILLION, 1, plain=True) == 1
    assert parts_for(MILLION, 2, plain=True) == 3
