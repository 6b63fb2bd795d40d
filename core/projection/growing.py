"""Rows that grow while the log is read: of a plain stream nothing else is kept."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from houqin.core.projection.ending import taken
from houqin.events.rows import Unread, decoded, lean_event, narrow_event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from houqin.core.projection.ending import Ending
    from houqin.core.projection.fold import Row as Values
    from houqin.core.projection.ledger import Ledger, LedgerRow
    from houqin.events.store.connection import Row


#: Kinds of columns whose values recur.
_RECURRING = frozenset({"reference", "choice", "text"})
#: Free texts among them do not.
_TEXTS_KEPT = 20_000


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
        self._shared = _Shared(ledger, ending)
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
        known, states, shared = self._values, self._states, self._shared
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
                if values is None:
                    opened = taken(turn, {}, occurred, payload, event)
                    known[stream] = shared.taken(topic, opened)
                else:
                    known[stream] = taken(turn, values, occurred, payload, event)
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
        """What every stream came to, each given away; nothing of those aside.

        They come as they were begun: in the order of keys each would have to be
        fetched from far away in memory, which takes twice the time.

        :raises NotGrown: naming the stream whose values cannot be stored.
        """
        states, row = self._states, self._ledger.row
        values, self._values = self._values, {}
        for stream, found in values.items():
            key = _text(stream)
            if found:
                try:
                    grown = row(key, key, found, states.get(stream))
                except Exception as error:
                    raise NotGrown(stream) from error
                found.clear()
                yield stream, grown
        for stream in self._aside:
            yield stream, None


class _Shared:
    """One text for all its likes: of units, cars and places there are few.

    It halves what is held, and what is fetched from memory to count and to write it.
    """

    def __init__(self, ledger: Ledger, ending: Ending) -> None:
        kinds = {c.name: c.type.kind for c in ledger.stored}
        # What names a record is its own, and would push the others out.
        kinds.pop(ledger.title_column, None)
        self._ending = ending
        self._recurring = {name for name, kind in kinds.items() if kind in _RECURRING}
        self._names: dict[str, tuple[str, ...]] = {}
        self._texts: dict[Any, Any] = {}

    def taken(self, topic: str, values: Values) -> Values:
        """The same values of an event's columns, in objects that others have too."""
        names = self._names.get(topic)
        if names is None:
            columns = self._ending.turns[topic].columns
            names = tuple(name for name in columns if name in self._recurring)
            self._names[topic] = names
        if len(self._texts) > _TEXTS_KEPT:
            self._texts.clear()
        found = [*map(values.get, names)]
        with suppress(TypeError):
            # A list is its own, wherever a payload has one for a text.
            values.update(zip(names, map(self._texts.setdefault, found, found)))  # noqa: B905 - as long
        return values


def _text(stream: bytes) -> str:
    """An identity as keys begin with it; a UUID made for it takes thrice the time."""
    digits = stream.hex()
    return "-".join(
        (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
    )
