"""What guards refuse of several commands in one: all of it, each with its record."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from houqin.core.schema.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from houqin.core.model.guards import Guard, Guarding, GuardRow
    from houqin.events.store import Connection


class GuardRefusal(NamedTuple):
    """One row a guard refuses; ``version`` is its event's, where the row has one."""

    guard: Guard
    row: GuardRow
    stream: UUID
    version: int | None
    refusal: Refused
    #: A rule about rows that are in; the row itself could be taken.
    checked: bool = False


def gathered(
    connection: Connection,
    guarding: Guarding,
    moved: Mapping[Guard, tuple[set[GuardRow], set[GuardRow]]],
    order: Mapping[UUID, int],
) -> Iterator[GuardRefusal]:
    """Put rows in and check them like :meth:`Executor.guard`, and go on when refused.

    Thousands of rows are asked for at once; halves of them where some are refused.

    :param order: of two rows that claim one name the later one is refused.
    """
    taken: dict[Guard, list[GuardRow]] = {}
    for guard, (_gone, come) in moved.items():
        rows = sorted(come, key=lambda r: (_rank(guard, r, order), repr(r)))
        refused = list(_sifted(guard, rows, partial(guard.insert, connection)))
        yield from refused
        out = {each.row for each in refused}
        taken[guard] = [row for row in rows if row not in out]
    for guard, rows in taken.items():
        for refused_row in _sifted(guard, rows, partial(guard.check, guarding)):
            yield refused_row._replace(checked=True)


def _sifted(
    guard: Guard, rows: list[GuardRow], work: Callable[[list[GuardRow]], None]
) -> Iterator[GuardRefusal]:
    """The rows that are refused, the work done for all others, in their order."""
    if not rows:
        return
    try:
        work(rows)
    except Refused as refusal:
        if len(rows) == 1:
            yield _refused(guard, rows[0], refusal)
            return
        middle = len(rows) // 2
        yield from _sifted(guard, rows[:middle], work)
        yield from _sifted(guard, rows[middle:], work)


def _refused(guard: Guard, row: GuardRow, refusal: Refused) -> GuardRefusal:
    found = dict(zip(guard.columns, row, strict=False))
    stream = UUID(bytes=bytes(found.get("stream") or bytes(16)))
    return GuardRefusal(guard, row, stream, found.get("version"), refusal)


def _rank(guard: Guard, row: GuardRow, order: Mapping[UUID, int]) -> int:
    found = dict(zip(guard.columns, row, strict=False)).get("stream")
    return order.get(UUID(bytes=bytes(found)), -1) if found else -1
