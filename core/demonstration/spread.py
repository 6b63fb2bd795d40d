"""Choices that look scattered and are the same on every machine.

A digest of a key takes the place of a random number: adding a trip changes no other
trip's choices, and no module keeps a state.
"""

from __future__ import annotations

from bisect import bisect_right
from hashlib import blake2b
from itertools import accumulate
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

SEED = b"houqin demonstration county 2023"

Item = TypeVar("Item")


def draw(*key: object) -> int:
    """Give the number below 2^64 that belongs to this key."""
    text = "/".join(map(str, key)).encode()
    return int.from_bytes(blake2b(text, key=SEED, digest_size=8).digest())


def between(low: int, high: int, *key: object) -> int:
    """Draw a number from low to high, both included."""
    return low + draw(*key) % (high - low + 1)


def chance(permille: int, *key: object) -> bool:
    return draw(*key) % 1000 < permille


def pick(items: Sequence[Item], weights: Sequence[int], *key: object) -> Item:
    """One of the items, the heavier ones more often."""
    bounds = list(accumulate(weights))
    return items[bisect_right(bounds, draw(*key) % bounds[-1])]


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Shares of a total in whole numbers, by largest remainder, the first on a tie."""
    whole = sum(weights)
    shares = [total * weight // whole for weight in weights]
    rest = [-(total * weight % whole) for weight in weights]
    order = sorted(range(len(weights)), key=lambda index: (rest[index], index))
    for index in order[: total - sum(shares)]:
        shares[index] += 1
    return shares


def evenly(items: Sequence[Item], count: int) -> list[Item]:
    """So many of the items, at equal distances."""
    return [items[(2 * step + 1) * len(items) // (2 * count)] for step in range(count)]
