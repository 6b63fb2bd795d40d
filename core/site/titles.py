"""Titles of records, kept by a process as long as the log stands still.

A live title follows from the log alone, so what was read at a position holds until
the next event; an erased name is gone with the event that erased it.
"""

from __future__ import annotations

#: Titles by aggregate and record.
Known = dict[tuple[str, str], str]

#: More than the people, units and cars of a county; a long export keeps its own.
MOST_KEPT = 20_000


class Titles:
    """What is known at the newest position anybody has read at."""

    def __init__(self) -> None:
        self._position = 0
        self._known: Known = {}

    def at(self, position: int) -> Known:
        """What is known at ``position``, to be read and added to."""
        if position < self._position:
            return {}
        if position > self._position or len(self._known) > MOST_KEPT:
            self._position, self._known = position, {}
        return self._known
