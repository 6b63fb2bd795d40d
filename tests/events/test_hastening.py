"""What is not waited for: errors still come, and what was put off is undone alone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest

from houqin.events.clock import SystemClock
from houqin.events.entry import Authorship, NewEvent
from houqin.events.errors import IntegrityRefused, PositionConflict
from houqin.events.log import Log
from houqin.events.store import PostgresStore
from tests.cutting import Line, line_to
from tests.events.noted import IDS, REFUSED, ids, insert, noted, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.events.store import Store

__all__ = ["noted"]


def test_what_was_put_off_is_written_with_the_commit(noted: Store) -> None:
    write(noted, 2, put_off=(3, 4), instead=(5,))
    assert ids(noted) == [1, 2, 3, 4, 90, 91]


def test_what_was_put_off_is_undone_alone_where_it_is_refused(noted: Store) -> None:
    write(noted, 2, put_off=(3, 1, 4), instead=(5,))
    assert ids(noted) == [1, 2, 5, 90, 91]


def test_what_was_refused_before_is_not_its_fault(noted: Store) -> None:
    with pytest.raises(IntegrityRefused):
        write(noted, 1, put_off=(3,), instead=(5,))
    assert ids(noted) == [1]


def test_what_is_refused_beside_it_undoes_everything(noted: Store) -> None:
    with pytest.raises(IntegrityRefused):
        write(noted, 2, put_off=(3,), instead=(5,), deferred=None)
    assert ids(noted) == [1]


def test_what_takes_its_place_may_be_refused_as_well(noted: Store) -> None:
    with pytest.raises(IntegrityRefused):
        write(noted, 2, put_off=(1,), instead=(2,))
    assert ids(noted) == [1]


def test_another_error_of_what_was_put_off_undoes_everything(noted: Store) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    def fail_put_off() -> None:
        with noted.writing() as connection:
            connection.hasten()
            insert(connection, 2)
            connection.put_off(fail, fail, REFUSED)

    with pytest.raises(ZeroDivisionError):
        fail_put_off()
    assert ids(noted) == [1]
    write(noted, 2, put_off=(3,))
    assert ids(noted) == [1, 2, 3, 90, 91]


@pytest.mark.parametrize(("put_off", "found"), [((3,), [1, 3]), ((3, 1), [1, 5])])
def test_what_was_put_off_is_there_for_who_reads_it(
    noted: Store, put_off: tuple[int, ...], found: list[int]
) -> None:
    with noted.writing() as connection:
        connection.hasten()
        connection.put_off(
            partial(insert, connection, *put_off),
            partial(insert, connection, 5),
            REFUSED,
        )
        assert [row[0] for row in connection.execute(IDS)] == found
        connection.put_off(
            partial(insert, connection, 6), partial(insert, connection, 7), REFUSED
        )
        with connection.savepoint():
            insert(connection, 8)
    assert ids(noted) == [*found, 6, 8]


def test_rows_are_loaded_after_what_was_sent(noted: Store) -> None:
    with noted.writing() as connection:
        connection.hasten()
        insert(connection, 2)
        connection.load("note", ("id", "title"), [(3, "three")])
        insert(connection, 4)
    assert ids(noted) == [1, 2, 3, 4]


def test_an_error_comes_with_the_next_rows(noted: Store) -> None:
    def read_after_an_error() -> None:
        with noted.writing() as connection:
            connection.hasten()
            insert(connection, 1)
            connection.execute(IDS)

    with pytest.raises(IntegrityRefused):
        read_after_an_error()
    write(noted, put_off=())
    assert ids(noted) == [1, 90, 91]


@pytest.fixture
def line(postgres_url: str) -> Iterator[Line]:
    with line_to(postgres_url) as found:
        yield found


@pytest.fixture
def far(postgres_url: str, line: Line) -> Iterator[Log]:
    """A log through a line that counts how often it is waited for."""
    store = PostgresStore(line.url, f"far_{uuid4().hex[:8]}")
    store.create()
    yield Log(store, SystemClock())
    store.close()
    with psycopg.connect(postgres_url) as connection:
        connection.execute(f'DROP SCHEMA "{store.schema}" CASCADE')


def append(log: Log, *versions: int) -> None:
    command, stream = uuid4(), uuid4()
    with log.transaction(Authorship(uuid4(), command, command)) as transaction:
        events = [
            NewEvent(stream, version, "test.Note.Taken", {}, transaction.now)
            for version in versions
        ]
        done = transaction.append(events)
        places = done[0].position, done[-1].position
        transaction.record_command(command, bytes(32), *places)


@pytest.mark.postgresql
def test_a_command_that_asks_nothing_waits_for_the_server_twice(
    far: Log, line: Line
) -> None:
    append(far, 1)
    before = line.turns
    append(far, 1, 2, 3)
    # For the head with its lock, and for the commit with everything before it.
    assert line.turns - before == 2
    before = line.turns
    with far.store.reading() as connection:
        assert far.head(connection)[0] == 4
    assert line.turns - before == 3
    with pytest.raises(PositionConflict):
        append(far, 1, 2, 2)
    append(far, 1)
