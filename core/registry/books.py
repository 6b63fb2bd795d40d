"""Books of ledgers (成册台账) as a plugin declares them: parts printed together.

An office hands in several ledgers as one: each part a ledger's chosen columns, with
小计 by one of them, 合计, and the places for those who answer for it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Beside:
    """Columns of another ledger in the same row of paper.

    :param by: its column that holds what this ledger's column ``of`` holds.
    """

    ledger: str
    by: str
    of: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BookPart:
    """One part: a ledger's rows as they stand on the day.

    :param columns: names of its columns, in the order of the paper.
    :param group: one of them; rows stand by it, each group with its 小计.
    :param states: rows in these states alone.
    :param sort: the column they stand by, within their group.
    """

    title: str
    ledger: str
    columns: tuple[str, ...]
    group: str = ""
    states: tuple[str, ...] = ()
    sort: str = ""
    beside: Beside | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """Several ledgers on paper as one.

    :param name: ``<plugin>.<book>``; the address ends in it.
    :param number: 表号, as the office files it.
    """

    name: str
    title: str
    permission: str
    parts: tuple[BookPart, ...]
    number: str = ""

    @property
    def plugin(self) -> str:
        """The plugin that declares it."""
        return self.name.partition(".")[0]
