"""How far a rebuild has come, kept in the store so that another may go on with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.events.store import Connection

_COLUMNS = "generation, definition, upto, sizes, done, folded"


class Superseded(Exception):
    """Another process has taken this rebuild over, or has ended it."""

    def __init__(self, ledger: str) -> None:
        """Name the ledger."""
        super().__init__(f"the rebuild of {ledger} was taken over by another process")
        self.ledger = ledger


class Unfinished(NamedTuple):
    """A rebuild as it stands.

    :param upto: the new generation holds what the log says up to this position.
    :param sizes: of the ranges of streams into which the work is cut.
    :param done: the numbers of those that are written.
    :param folded: all are, with their cells and indexes.
    """

    generation: int
    definition: str
    upto: int
    sizes: tuple[int, ...]
    done: frozenset[int] = frozenset()
    folded: bool = False


class RebuildState:
    """One ledger's row; the claim tells the process that may write."""

    def __init__(self, ledger: str, claim: UUID) -> None:
        self.ledger = ledger
        self.claim = claim

    def read(self, connection: Connection) -> Unfinished | None:
        """The unfinished rebuild, if there is one."""
        found = connection.execute(
            f"SELECT {_COLUMNS} FROM [rebuild] WHERE ledger = ?",  # noqa: S608 - constants
            (self.ledger,),
        )
        if not found:
            return None
        generation, definition, upto, sizes, done, folded = found[0]
        cut, numbers = tuple(json.loads(sizes)), frozenset(json.loads(done))
        return Unfinished(generation, definition, upto, cut, numbers, bool(folded))

    def begin(self, connection: Connection, work: Unfinished) -> None:
        """Take it on, or over; whoever had it may write no more."""
        connection.run("DELETE FROM [rebuild] WHERE ledger = ?", (self.ledger,))
        connection.run(
            f"INSERT INTO [rebuild] (ledger, {_COLUMNS}, claim)"  # noqa: S608 - constants
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (self.ledger, *_stored(work), self.claim.bytes),
        )

    def require(self, connection: Connection) -> None:
        """Make sure that nobody else has taken it over, until the transaction ends.

        :raises Superseded: when somebody has.
        """
        shared = " FOR SHARE" if connection.dialect == "postgresql" else ""
        if not connection.execute(
            f"SELECT 1 FROM [rebuild] WHERE ledger = ? AND claim = ?{shared}",  # noqa: S608 - constants
            (self.ledger, self.claim.bytes),
        ):
            raise Superseded(self.ledger)

    def keep(self, connection: Connection, work: Unfinished) -> None:
        """Write down how far it is, with what was written."""
        connection.run(
            "UPDATE [rebuild] SET generation = ?, definition = ?, upto = ?, sizes = ?,"
            " done = ?, folded = ? WHERE ledger = ? AND claim = ?",
            (*_stored(work), self.ledger, self.claim.bytes),
        )

    def end(self, connection: Connection) -> None:
        """Forget it."""
        connection.run("DELETE FROM [rebuild] WHERE ledger = ?", (self.ledger,))


def _stored(work: Unfinished) -> tuple[object, ...]:
    sizes, done = json.dumps(work.sizes), json.dumps(sorted(work.done))
    return (*work[:3], sizes, done, int(work.folded))
