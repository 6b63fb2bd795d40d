"""What guards refuse of several commands in one: all of it, each with its record."""

from __future__ import annotations

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
    stream: UUID
    version: int | None
    refusal: Refused
    #: A rule about rows that are in; the row itself could be taken.
    checked: bool = False


def one_by_one(
    connection: Connection,
    guarding: Guarding,
    moved: Mapping[Guard, tuple[set[GuardRow], set[GuardRow]]],
    order: Mapping[UUID, int],
) -> Iterator[GuardRefusal]:
    """Put rows in and check them like :meth:`Executor.guard`, and go on when refused.

    :param order: of two rows that claim one name the later one is refused.
    """
    taken: list[tuple[Guard, GuardRow]] = []
    for guard, (_gone, come) in moved.items():
        for row in sorted(come, key=lambda r: (_rank(guard, r, order), repr(r))):
            refused = _refused(guard, row, lambda: guard.insert(connection, [row]))  # noqa: B023 - called at once
            if refused:
                yield refused
            else:
                taken.append((guard, row))
    for guard, row in taken:
        if refused := _refused(guard, row, lambda: guard.check(guarding, [row])):  # noqa: B023 - called at once
            yield refused._replace(checked=True)


def _refused(
    guard: Guard, row: GuardRow, work: Callable[[], None]
) -> GuardRefusal | None:
    try:
        work()
    except Refused as refusal:
        found = dict(zip(guard.columns, row, strict=False))
        stream = UUID(bytes=bytes(found.get("stream") or bytes(16)))
        return GuardRefusal(guard, stream, found.get("version"), refusal)
    return None


def _rank(guard: Guard, row: GuardRow, order: Mapping[UUID, int]) -> int:
    found = dict(zip(guard.columns, row, strict=False)).get("stream")
    return order.get(UUID(bytes=bytes(found)), -1) if found else -1
