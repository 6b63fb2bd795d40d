"""Rows that grow while the log is read: of a plain stream nothing else is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.projection.ending import taken
from houqin.events.rows import Unread, decoded, lean_event, narrow_event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from houqin.core.projection.ending import Ending
    from houqin.core.projection.fold import Row as Values
    from houqin.core.projection.ledger import Ledger, LedgerRow
    from houqin.events.store.connection import Row


class NotGrown(Exception):
    """A stream that cannot be folded."""

    def __init__(self, stream: bytes) -> None:
        super().__init__(stream)
        self.stream = stream


class Growing:
    """Streams of one part, each folded as far as the log has been read.

    :param amended: streams that are folded as a whole, when all has been read; so are
        those whose bodies were erased meanwhile.
    """

    def __init__(
        self, ledger: Ledger, ending: Ending, amended: set[bytes], *, narrow: bool
    ) -> None:
        #: Whether what a reducer asked for was in a narrow row so far.
        self.narrow = narrow
        self._ledger = ledger
        self._ending = ending
        self._amended = amended
        self._aside: set[bytes] = set()
        self._values: dict[bytes, Values] = {}
        # Apart from the values: of dicts that hold but texts and numbers the garbage
        # collector looks through none.
        self._states: dict[bytes, str | None] = {}

    def take(self, rows: Iterable[Row], *, narrow: bool) -> None:
        """Fold the next rows of the log.

        :param narrow: they are narrow ones.
        :raises NotGrown: naming the stream.
        """
        turns, made = self._ending.turns, narrow_event if narrow else lean_event
        machine, amended = self._ending.machine, self._amended
        known, states = self._values, self._states
        event: Any = None
        for row in rows:
            stream, topic, occurred, body = row[:4]
            turn = turns[topic]
            if turn.idle:
                continue
            if body is None or stream in amended:
                self._put_aside(stream)
                continue
            payload = decoded(body)
            try:
                if turn.given:
                    event = made(row, payload)
                if turn.moves:
                    states[stream] = turn.lands or machine.after(  # type: ignore[union-attr]  # it moves
                        states.get(stream), event
                    )
                values = known.get(stream)
                known[stream] = taken(
                    turn, {} if values is None else values, occurred, payload, event
                )
            except Unread:
                self.narrow = False
                self._put_aside(stream)
            except Exception as error:
                raise NotGrown(stream) from error

    def _put_aside(self, stream: bytes) -> None:
        self._amended.add(stream)
        self._aside.add(stream)
        self._values.pop(stream, None)
        self._states.pop(stream, None)

    def rows(self) -> Iterator[tuple[bytes, LedgerRow | None]]:
        """What every stream came to, in the order of keys; nothing of those aside.

        Each is given away, so that what was written is kept no more.

        :raises NotGrown: naming the stream whose values cannot be stored.
        """
        values, states, row = self._values, self._states, self._ledger.row
        for stream in sorted(values.keys() | self._aside):
            if stream in self._aside:
                yield stream, None
                continue
            key, found = _text(stream), values.pop(stream)
            if found:
                try:
                    grown = row(key, key, found, states.get(stream))
                except Exception as error:
                    raise NotGrown(stream) from error
                yield stream, grown


def _text(stream: bytes) -> str:
    """An identity as keys begin with it; a UUID made for it takes thrice the time."""
    digits = stream.hex()
    return "-".join(
        (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
    )
