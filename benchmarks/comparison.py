"""Two ways of doing the same work, timed in turn: both have the same weather."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    #: Does one piece of work; the number says which of the prepared ones.
    Work = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Our way and the bare way to do one kind of work.

    :param floor: the least that the bare way's time divided by ours may be.
    :param rounds: how often the two take turns; the first round is not counted.
    :param size: pieces of work in a round.
    """

    name: str
    title: str
    bare_title: str
    floor: float
    rounds: int
    size: int
    ours: Work
    bare: Work
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a comparison came to; times are microseconds for one piece of work."""

    name: str
    title: str
    bare_title: str
    ours: float
    bare: float
    ratio: float
    floor: float
    facts: dict[str, object]

    @property
    def holds(self) -> bool:
        """Whether the floor is kept."""
        return self.ratio >= self.floor


def compare(comparison: Comparison) -> Figures:
    """Time both ways round by round, each leading every other time."""
    ours: list[float] = []
    bare: list[float] = []
    sides = [(comparison.ours, ours), (comparison.bare, bare)]
    for number in range(comparison.rounds + 1):
        first = number * comparison.size
        for work, times in sides:
            times.append(_timed(work, first, comparison.size))
        sides.reverse()
    # Of the same round: a disk or a neighbour that slows down slows both.
    ratios = [b / a for a, b in zip(ours[1:], bare[1:], strict=True)]
    return Figures(
        comparison.name,
        comparison.title,
        comparison.bare_title,
        round(median(ours[1:]), 1),
        round(median(bare[1:]), 1),
        round(median(ratios), 3),
        comparison.floor,
        comparison.facts,
    )


def _timed(work: Work, first: int, size: int) -> float:
    start = perf_counter()
    for piece in range(first, first + size):
        work(piece)
    return (perf_counter() - start) / size * 1e6
