"""抽样: some rows of a ledger, the same for whoever names the same seed.

A row's lot is the SHA-256 of ledger, seed and key. The smallest lots are drawn, so a
row that comes in or goes out later changes nothing about the lots of the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from heapq import nsmallest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from houqin.core.projection.row import Row

MOST = 200
#: Characters of a seed.
MOST_SEED = 40


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn, by lot, and of how many."""

    rows: tuple[Row, ...]
    of: int


def drawn(ledger: str, rows: Iterable[Row], seed: str, size: int) -> Sample:
    """Draw so many rows of a ledger, all of them where it has no more."""
    lots = [(_lot(ledger, seed, row.key), row) for row in rows]
    first = nsmallest(size, lots, key=lambda pair: pair[0])
    return Sample(tuple(row for _lot, row in first), len(lots))


def _lot(ledger: str, seed: str, key: str) -> bytes:
    return sha256(f"{ledger}\n{seed}\n{key}".encode()).digest()
