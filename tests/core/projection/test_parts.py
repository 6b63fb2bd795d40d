"""Into what a rebuild is cut."""

from __future__ import annotations

from itertools import pairwise

import pytest

from houqin.core.projection.rebuild_part import (
    FEWEST_EVENTS,
    GROWN,
    HEAD_START,
    HELD,
    PASSES,
    parts_of,
    sizes_for,
)

MILLION = 1_000_000


def shares(sizes: tuple[int, ...]) -> list[float]:
    """What each part has of all streams."""
    parts = parts_of(sizes)
    ends = [part.high.int if part.high else 2**128 for part in parts]
    return [(e - p.low.int) / 2**128 for p, e in zip(parts, ends, strict=True)]


@pytest.mark.parametrize(
    "sizes", [(1,), (5, 4), (1, 1, 1), (915_000, 1_000_000), (7,) * 200]
)
def test_parts_hold_every_stream_once(sizes: tuple[int, ...]) -> None:
    parts = parts_of(sizes)
    assert [part.number for part in parts] == list(range(len(sizes)))
    assert parts[0].low.int == 0
    assert parts[-1].high is None
    assert all(before.high == after.low for before, after in pairwise(parts))
    whole = sum(sizes)
    assert shares(sizes) == pytest.approx([size / whole for size in sizes])


def test_few_events_are_one_part() -> None:
    assert len(sizes_for(FEWEST_EVENTS, 8)) == 1
    assert len(sizes_for(FEWEST_EVENTS + 1, 8)) == 8


@pytest.mark.parametrize("events", [MILLION, 3 * MILLION, 10 * MILLION, 10**8])
@pytest.mark.parametrize("jobs", [1, 2, 8])
@pytest.mark.parametrize("plain", [False, True])
def test_no_more_is_held_at_once_than_memory_has_room_for(
    events: int, jobs: int, *, plain: bool
) -> None:
    held = max(HELD, events // PASSES) * (GROWN if plain else 1)
    for helping in (False, True):
        largest = sorted(shares(sizes_for(events, jobs, helping=helping, plain=plain)))
        assert sum(largest[-jobs:]) * events <= held + HEAD_START


def test_whoever_need_not_be_started_takes_more() -> None:
    other, own = sizes_for(MILLION, 2, helping=True, plain=True)
    assert own - other == HEAD_START
    assert other + own == pytest.approx(MILLION, abs=2)
    # Where nobody is ahead, and where little is to do.
    assert len(set(sizes_for(MILLION, 2, plain=True))) == 1
    *others, own = sizes_for(FEWEST_EVENTS + 1, 8, helping=True)
    assert own < 2 * others[0]


def test_a_million_of_a_plain_ledger_is_gone_through_once_by_each() -> None:
    assert len(sizes_for(MILLION, 1, plain=True)) == 1
    assert len(sizes_for(MILLION, 2, plain=True)) == 2
