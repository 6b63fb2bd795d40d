"""Whether the log is what it was when it was written.

Everything is computed anew from the rows: bodies, headers, both trees, the stored
subtrees, the frontiers in the head. Ranges are examined one after the other, or by
several processes at once; what is kept of each is a few hundred bytes.
"""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from houqin.events.errors import LogError
from houqin.events.examination import (
    LEVEL,
    MOST,
    SIZE,
    Examined,
    Problem,
    erased,
    examine,
)
from houqin.events.store import SQLiteStore, open_store
from houqin.events.tree import ALGORITHMS, TILE, Frontier

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from houqin.events.store import Connection, Store

    Range = tuple[int, int, tuple[int, ...]]
    Runner = Callable[[Iterable[Range]], Iterable[Examined]]
    #: The algorithm's name, a size and the root that was signed for it.
    SignedHead = tuple[str, int, bytes]

__all__ = ["Problem", "Verified", "against", "several", "verify"]

_NEXT = "SELECT min(position) FROM [event] WHERE position > ?"
_EXTREMES = "SELECT coalesce(min(position), 1), coalesce(max(position), 0) FROM [event]"
_HEAD = "SELECT position, recorded, frontier_sha256, frontier_sm3 FROM [log_head]"
_ABOVE = (
    "SELECT level, number, sha256, sm3 FROM [tree_node] WHERE level > ?"
    " ORDER BY level, number"
)
_STORED = "SELECT count(*) FROM [tree_node]"
_STRAY = (
    "SELECT position FROM [body] AS b WHERE NOT EXISTS"  # noqa: S608 - a constant
    " (SELECT 1 FROM [event] AS e WHERE e.position = b.position)"
    f" ORDER BY position LIMIT {MOST}"
)
_BODY = "SELECT 1 FROM [body] WHERE position = ?"
# The index of streams holds all three columns; the tables need not be read.
_ORDER = (
    "SELECT position FROM (SELECT position, lag(position) OVER"  # noqa: S608 - constants
    " (PARTITION BY originator_id ORDER BY originator_version) AS before FROM [event])"
    f" AS v WHERE before > position ORDER BY position LIMIT {MOST}"
)
_PLACED = (
    "SELECT coalesce(sum(last_position - first_position + 1), 0) FROM [command]"
    " WHERE first_position IS NOT NULL"
)
_MISPLACED = (
    "SELECT c.first_position, c.last_position FROM [command] AS c"  # noqa: S608 - a constant
    " WHERE c.first_position IS NOT NULL"
    " AND (SELECT count(*) FROM [event] AS e"
    " WHERE e.position BETWEEN c.first_position AND c.last_position"
    " AND e.command = c.id) <> c.last_position - c.first_position + 1"
    f" ORDER BY c.first_position LIMIT {MOST}"
)
_NOT_COMMANDED = (
    "SELECT e.position FROM [event] AS e WHERE NOT EXISTS"  # noqa: S608 - a constant
    " (SELECT 1 FROM [command] AS c WHERE c.id = e.command)"
    f" ORDER BY e.position LIMIT {MOST}"
)


@dataclass(slots=True)
class Verified:
    """What a log came to.

    :ivar roots: by the name of the algorithm and the size, those asked for and that of
        the whole log; the ones that cannot be computed are missing.
    """

    position: int = 0
    events: int = 0
    problems: list[Problem] = field(default_factory=list)
    roots: dict[tuple[str, int], bytes] = field(default_factory=dict)

    def tell(self, code: str, first: int, last: int | None = None) -> None:
        """Note a problem."""
        self.problems.append(Problem(code, first, last or first))


def verify(
    connection: Connection,
    *,
    sizes: Collection[int] = (),
    erased: Collection[int] = (),
    commanded: bool = False,
    runner: Runner | None = None,
    progress: Callable[[int], None] | None = None,
) -> Verified:
    """Compute a log anew and name the positions of what does not hold.

    :param sizes: of earlier trees whose roots are wanted.
    :param erased: positions whose bodies may be gone although no event says so.
    :param commanded: each event was recorded by a command that is kept; without it
        somebody could have the command done again.
    :param runner: examines ranges elsewhere; see `several`.
    """
    done = Verified()
    try:
        _Verification(connection, done, tuple(sorted(set(sizes)))).run(
            runner or _runner(connection), set(erased), progress
        )
        if commanded:
            _check_commanded(connection, done)
    except LogError:
        # A damaged file: what could be read has been judged.
        done.tell("store", done.position + 1)
    return done


def _check_commanded(connection: Connection, done: Verified) -> None:
    for (position,) in connection.execute(_NOT_COMMANDED):
        done.tell("commandless", position)


def against(done: Verified, heads: Iterable[SignedHead]) -> list[Problem]:
    """Name where a verified log is not what was signed.

    The sizes of the heads must have been asked for. Between the last head that agrees
    and the first that does not lies what was changed.
    """
    agreed, found = 0, []
    for algorithm, size, root in sorted(heads, key=lambda head: head[1]):
        if size > done.position:
            found.append(Problem("cut", done.position + 1, size))
            continue
        ours = done.roots.get((algorithm, size))
        if ours == root:
            agreed = size
        elif ours is not None:
            found.append(Problem("root", min(agreed + 1, size), max(size, 1)))
    return found


def _runner(connection: Connection) -> Runner:
    return lambda ranges: (examine(connection, *each) for each in ranges)


@contextmanager
def several(store: Store, jobs: int) -> Iterator[Runner]:
    """Yield what examines ranges in so many processes of their own."""
    from houqin.events.store import PostgresStore  # noqa: PLC0415 - loads its driver

    url = store.url if isinstance(store, PostgresStore) else str(_path(store))
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:

        def run(ranges: Iterable[Range]) -> Iterable[Examined]:
            return pool.map(_elsewhere, ((url, store.schema, each) for each in ranges))

        yield run


def _path(store: Store) -> object:
    assert isinstance(store, SQLiteStore)  # noqa: S101 - there are two kinds
    return store.path


def _elsewhere(task: tuple[str, str | None, Range]) -> Examined:
    url, schema, range_ = task
    with closing(open_store(url, schema)) as store, store.reading() as connection:
        return examine(connection, *range_)


class _Verification:
    """One pass over a log; ranges come in the order of their positions."""

    def __init__(
        self, connection: Connection, done: Verified, sizes: tuple[int, ...]
    ) -> None:
        self.connection = connection
        self.done = done
        self.sizes = sizes
        self.upper = [Frontier(algorithm) for algorithm in ALGORITHMS]
        self.packed: list[bytes] = [b"", b""]
        self.recorded = 0
        self.placed = 0
        self.whole = True
        self.gone: list[int] = []

    def run(
        self,
        runner: Runner,
        allowed: set[int],
        progress: Callable[[int], None] | None,
    ) -> None:
        said = erased(self.connection)
        for found in runner(self._ranges()):
            self._take(found)
            if progress:
                progress(self.done.position)
        self._check_head()
        self._check_upper()
        self._check_bodies(said, allowed)
        self._check_commands()
        for (position,) in self.connection.execute(_ORDER):
            self.done.tell("version", position)

    def _ranges(self) -> Iterator[Range]:
        """Ranges with events, whatever a damaged position says.

        None goes beyond the last event of this snapshot: elsewhere more are seen.
        """
        ((first, last),) = self.connection.execute(_EXTREMES)
        if first < 1:
            self.done.tell("stray", first)
        after = 0
        while (found := self.connection.execute(_NEXT, (after,))[0][0]) is not None:
            if found <= after:
                # A damaged page gives the same row for ever.
                self.done.tell("store", after + 1)
                return
            start = (found - 1) // SIZE * SIZE + 1
            after = min(start + SIZE - 1, last)
            yield start, after, self.sizes

    def _take(self, found: Examined) -> None:
        done = self.done
        if found.first > done.position + 1:
            done.tell("missing", done.position + 1, found.first - 1)
            self.whole = False
        if found.events and found.first_recorded <= self.recorded:
            done.tell("order", found.first)
        done.problems += found.problems
        done.events += found.events
        self.gone += found.gone
        self.placed += found.commands
        self.whole = self.whole and found.whole
        if found.last:
            done.position, self.recorded = found.last, found.recorded
        if self.whole:
            self._join(found)

    def _join(self, found: Examined) -> None:
        """Put the trees of a range right of all before it."""
        for size, both in found.trees.items():
            for upper, roots in zip(self.upper, both, strict=True):
                algorithm = upper.algorithm
                root = algorithm.joined([*upper.roots, *roots])
                self.done.roots[algorithm.name, size] = root
        both = found.trees[found.last]
        self.packed = [
            upper.packed + b"".join(roots)
            for upper, roots in zip(self.upper, both, strict=True)
        ]
        if not found.last % SIZE:
            for upper, roots in zip(self.upper, both, strict=True):
                upper.extend(roots)

    def _check_head(self) -> None:
        done = self.done
        ((position, recorded, *frontiers),) = self.connection.execute(_HEAD)
        if (position, recorded) != (done.position, self.recorded):
            first, last = sorted((position, done.position))
            done.tell("head", min(first + 1, last), last)
        elif self.whole and list(map(bytes, frontiers)) != self.packed:
            done.tell("tree", position)

    def _check_upper(self) -> None:
        """The few rows above the ranges, and whether there are rows of nothing."""
        if not self.whole:
            return
        pairs = zip(*(upper.completed for upper in self.upper), strict=True)
        ours = {
            (LEVEL + level, number): (root, other)
            for (level, number, root), (_, _, other) in pairs
        }
        rows = self.connection.execute(_ABOVE, (LEVEL,))
        stored = {(level, number): tuple(roots) for level, number, *roots in rows}
        for level, number in sorted(ours.keys() | stored.keys()):
            if ours.get((level, number)) != stored.get((level, number)):
                first, last = number << level, (number + 1) << level
                self.done.tell("tree", first + 1, last)
        size, expected = self.done.position, 0
        while size := size >> TILE:
            expected += size
        told = any(problem.code == "tree" for problem in self.done.problems)
        if self.connection.execute(_STORED)[0][0] != expected and not told:
            self.done.tell("tree", 1, max(self.done.position, 1))

    def _check_bodies(self, said: set[int], allowed: set[int]) -> None:
        for position in sorted(said):
            if self.connection.execute(_BODY, (position,)):
                self.done.tell("back", position)
        for position in self.gone:
            if position not in allowed:
                self.done.tell("gone", position)
        for (position,) in self.connection.execute(_STRAY):
            self.done.tell("stray", position)

    def _check_commands(self) -> None:
        if self.connection.execute(_PLACED)[0][0] != self.placed:
            for first, last in self.connection.execute(_MISPLACED):
                self.done.tell("command", first, last)
