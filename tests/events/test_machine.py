"""A log in any order of events: appended, refused, broken off, erased, reopened, bent.

After every step the log says what a list in memory says, and verifies against every
head that somebody kept. ``HYPOTHESIS_PROFILE=thorough`` runs it for long.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from houqin.events.clock import SystemClock
from houqin.events.entry import Authorship, NewEvent
from houqin.events.erasure import PAYLOAD_ERASED
from houqin.events.errors import CommandReused, PositionConflict
from houqin.events.log import Log
from houqin.events.store import PostgresStore, open_store
from houqin.events.verification import against, verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from houqin.events.store import Connection, Store
    from houqin.events.transaction import LogTransaction
    from houqin.events.verification import SignedHead

THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
STREAMS = [UUID(int=n) for n in range(1, 5)]
DONE, CORRECTED = "tests.Thing.Done", "core.Record.Corrected"
streams = st.sampled_from(STREAMS)
texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8)
BENDING = {
    "occurred": "UPDATE [event] SET occurred = occurred + 1 WHERE position = ?",
    "actor": "UPDATE [event] SET actor = originator_id WHERE position = ?",
    "text": "UPDATE [body] SET payload = metadata WHERE position = ?",
    "gone": "DELETE FROM [body] WHERE position = ?",
}
CUT = (
    "DELETE FROM [body] WHERE position >= ?",
    "DELETE FROM [event] WHERE position >= ?",
    "UPDATE [log_head] SET position = ? - 1",
)


class UndoneError(Exception):
    """Ends a transaction whose work is not to stay."""


class LogMachine(RuleBasedStateMachine):
    """What anybody may do to a log."""

    new: Callable[[], Store]

    def __init__(self) -> None:
        super().__init__()
        self.log = self.opened(type(self).new())
        self.log.store.create()
        #: Stream, version, topic and payload as it reads now, by position from 1.
        self.known: list[tuple[UUID, int, str, dict[str, Any]]] = []
        self.commands: list[UUID] = []
        self.heads: list[SignedHead] = []

    def opened(self, store: Store) -> Log:
        return Log(store, SystemClock())

    def version(self, stream: UUID) -> int:
        return sum(known[0] == stream for known in self.known)

    def begin(self) -> tuple[Authorship, UUID]:
        command = uuid5(STREAMS[0], str(len(self.commands)))
        return Authorship(STREAMS[0], command, command), command

    def give(self, events: list[NewEvent]) -> None:
        author, command = self.begin()
        with self.log.transaction(author) as transaction:
            appended = transaction.append(events)
            first, last = appended[0].position, appended[-1].position
            transaction.record_command(command, b"hash", first, last)
        assert first == len(self.known) + 1
        self.commands.append(command)
        self.known += [(e.stream, e.version, e.topic, e.payload) for e in events]

    @rule(stream=streams, texts=st.lists(texts, min_size=1, max_size=3))
    def append(self, stream: UUID, texts: list[str]) -> None:
        start = self.version(stream) + 1
        self.give(
            [
                NewEvent(stream, start + n, DONE, {"text": text}, 0)
                for n, text in enumerate(texts)
            ]
        )

    @precondition(lambda self: self.known)
    @rule(data=st.data(), text=texts)
    def correct(self, data: st.DataObject, text: str) -> None:
        stream, target, *_ = data.draw(st.sampled_from(self.known))
        payload = {"target": target, "payload": {"text": text}, "header": {}}
        version = self.version(stream) + 1
        self.give([NewEvent(stream, version, CORRECTED, payload, 0)])

    @precondition(lambda self: any(k[2] == DONE for k in self.known))
    @rule(data=st.data())
    def erase(self, data: st.DataObject) -> None:
        candidates = [n for n, k in enumerate(self.known) if k[2] == DONE]
        place = data.draw(st.sampled_from(candidates))
        stream, target, *_ = self.known[place]
        payload = {"target": target, "payload": {"text": "已清除"}, "metadata": {}}
        version = self.version(stream) + 1
        self.give([NewEvent(stream, version, PAYLOAD_ERASED, payload, 0)])
        self.known[place] = (stream, target, DONE, payload["payload"])

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def conflict(self, data: st.DataObject) -> None:
        stream, version, *_ = data.draw(st.sampled_from(self.known))
        with pytest.raises(PositionConflict):
            self.give([NewEvent(stream, version, DONE, {"text": "again"}, 0)])

    @precondition(lambda self: self.commands)
    @rule(data=st.data(), stream=streams)
    def repeat(self, data: st.DataObject, stream: UUID) -> None:
        author, _ = self.begin()
        old = data.draw(st.sampled_from(self.commands))

        def again(transaction: LogTransaction) -> None:
            version = self.version(stream) + 1
            transaction.append([NewEvent(stream, version, DONE, {}, 0)])
            transaction.record_command(old, b"hash", 1, 1)

        with pytest.raises(CommandReused), self.log.transaction(author) as transaction:
            again(transaction)

    @rule(stream=streams)
    def break_off(self, stream: UUID) -> None:
        """Whoever appends goes away before the commit; somebody else opens the log."""
        author, _ = self.begin()
        event = NewEvent(stream, self.version(stream) + 1, DONE, {"text": "lost"}, 0)
        with pytest.raises(UndoneError), self.log.transaction(author) as transaction:
            transaction.append([event])
            raise UndoneError
        self.reopen()

    @rule()
    def reopen(self) -> None:
        store = self.log.store
        store.close()
        url = store.url if isinstance(store, PostgresStore) else store.name
        self.log = self.opened(open_store(url, store.schema))
        self.log.store.reopen_verified()

    @precondition(lambda self: self.known)
    @rule()
    def keep_head(self) -> None:
        with self.log.store.reading() as connection:
            done = verify(connection)
        size = len(self.known)
        self.heads += [(a, n, root) for (a, n), root in done.roots.items() if n == size]

    @precondition(lambda self: self.heads)
    @rule(data=st.data(), how=st.sampled_from([*BENDING, "cut"]))
    def bend(self, data: st.DataObject, how: str) -> None:
        """Change what somebody's head covers; it is found, and put back."""
        covered = max(size for _, size, _ in self.heads)
        position = data.draw(st.integers(1, covered))

        def change(connection: Connection) -> None:
            for sql in CUT if how == "cut" else (BENDING[how],):
                connection.run(sql, (position,))

        with pytest.raises(UndoneError), self.log.store.writing() as connection:
            before = _row(connection, position)
            change(connection)
            if how == "cut" or _row(connection, position) != before:
                assert self.problems(connection)
            raise UndoneError

    def problems(self, connection: Connection) -> list[Any]:
        done = verify(connection, sizes=[size for _, size, _ in self.heads])
        return [*done.problems, *against(done, self.heads)]

    @invariant()
    def the_log_says_what_was_said(self) -> None:
        with self.log.store.reading() as connection:
            found = [
                (e.stream, e.version, e.topic, e.payload)
                for e in self.log.read(connection)
            ]
            assert found == self.known
            assert self.problems(connection) == []

    def teardown(self) -> None:
        self.log.store.close()


def _row(connection: Connection, position: int) -> list[Any]:
    return connection.execute(
        "SELECT e.occurred, e.actor, b.payload, b.salt FROM [event] AS e"
        " LEFT JOIN [body] AS b ON b.position = e.position WHERE e.position = ?",
        (position,),
    )


@pytest.mark.slow
def test_a_log_in_any_order(new_store: Callable[..., Store], database: str) -> None:
    options = {} if database == "postgresql" else {"durable": False}
    machine = type("Machine", (LogMachine,), {"new": lambda: new_store(**options)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=400 if THOROUGH else 15,
            stateful_step_count=60 if THOROUGH else 25,
            deadline=None,
            derandomize=not THOROUGH,
            suppress_health_check=list(HealthCheck),
        ),
    )
