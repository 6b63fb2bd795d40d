"""All readings of one resource in memory: a file brings thousands of them at once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_EVER = 2**62


class Reading(NamedTuple):
    """What a meter showed; ``precise`` is 0 where only the day is known."""

    occurred: int
    value: int
    precise: int


class Readings:
    """Neighbours in business time, as the queries of a series find them.

    :param known: every reading, in the order of time.
    :param changes: when another meter was put in, in that order; readings of two are
        not compared.
    :param day: start and end of an instant's day.
    """

    def __init__(
        self,
        known: Iterable[tuple[int, int, int]],
        changes: Sequence[int],
        day: Callable[[int], tuple[int, int]],
    ) -> None:
        self._known = [Reading(*row) for row in known]
        self._instants = [reading.occurred for reading in self._known]
        self._changes = changes
        self._day = day

    def neighbours(
        self, occurred: int, precise: int
    ) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
        """Value and instant of the highest before and the lowest after."""
        first, after = self._day(occurred)
        served = bisect_right(self._changes, occurred)
        since = self._changes[served - 1] if served else -_EVER
        until = self._changes[served] if served < len(self._changes) else _EVER
        low, high = (occurred, occurred) if precise else (first, after - 1)
        before = (
            r
            for r in self._back(low)
            if r.occurred >= since and (r.precise or r.occurred < first)
        )
        later = (
            r
            for r in self._on(high)
            if r.occurred < until and (r.precise or r.occurred >= after)
        )
        return self._best(before, max), self._best(later, min)

    def _back(self, at: int) -> Iterator[Reading]:
        for number in range(bisect_left(self._instants, at) - 1, -1, -1):
            yield self._known[number]

    def _on(self, at: int) -> Iterator[Reading]:
        for number in range(bisect_right(self._instants, at), len(self._known)):
            yield self._known[number]

    def _best(
        self,
        readings: Iterator[Reading],
        best: Callable[[Iterable[tuple[int, int]]], tuple[int, int]],
    ) -> tuple[int, int] | None:
        """The highest, or lowest, of the nearest day that has one."""
        nearest = next(readings, None)
        if nearest is None:
            return None
        first, after = self._day(nearest.occurred)
        found = [(nearest.value, nearest.occurred)]
        for reading in readings:
            if not first <= reading.occurred < after:
                break
            found.append((reading.value, reading.occurred))
        return best(found)
