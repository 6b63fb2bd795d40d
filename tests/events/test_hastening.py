"""What is not waited for: errors still come, and what was put off is undone alone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text

from houqin.events import schema
from houqin.events.clock import SystemClock
from houqin.events.entry import Authorship, NewEvent
from houqin.events.errors import IntegrityRefused, PositionConflict, StatementRefused
from houqin.events.log import Log
from houqin.events.store import PostgresStore, statements
from tests.cutting import Line, line_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.events.store import Connection, Store

notes = MetaData()
Table(
    "note",
    notes,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("title", Text, nullable=False),
)
INSERT = "INSERT INTO [note] (id, title) VALUES (?, ?)"
SET = f"{INSERT} ON CONFLICT (id) DO UPDATE SET title = excluded.title"
TITLE = "SELECT title FROM [note] WHERE id = ?"
IDS = "SELECT id FROM [note] ORDER BY id"
REFUSED = (StatementRefused,)


@pytest.fixture
def noted(store: Store) -> Store:
    with store.writing() as connection:
        schema.create_tables(connection, notes)
        insert(connection, 1)
    return store


def insert(connection: Connection, *ids: int) -> None:
    for id_ in ids:
        connection.run(INSERT, (id_, f"number {id_}"))


def ids(store: Store) -> list[int]:
    with store.reading() as connection:
        return [row[0] for row in connection.execute(IDS)]


def write(
    store: Store,
    *earlier: int,
    put_off: tuple[int, ...],
    instead: tuple[int, ...] = (),
    deferred: str | None = "deferred",
) -> None:
    """Rows at once, rows put off with others in their place, and one deferred."""
    with store.writing() as connection:
        connection.hasten()
        insert(connection, *earlier)
        connection.put_off(
            partial(insert, connection, *put_off),
            partial(insert, connection, *instead),
            REFUSED,
        )
        insert(connection, 90)
        connection.defer(SET, lambda: (91, deferred))


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


@pytest.mark.parametrize("rows", [1, 2, 7, 8, 9, 17])
def test_what_is_written_together_is_all_there(noted: Store, rows: int) -> None:
    with noted.writing() as connection:
        connection.hasten()
        written = [(id_, f"number {id_}") for id_ in range(2, 2 + rows)]
        renamed = ("UPDATE [note] SET title = ? WHERE id = ?", [("first", 1)])
        connection.run_together([renamed, (INSERT, written)])
        assert connection.execute(TITLE, (1,)) == [("first",)]
    assert ids(noted) == list(range(1, 2 + rows))


def test_what_is_written_together_is_refused_together(noted: Store) -> None:
    def write_together() -> None:
        with noted.writing() as connection:
            connection.hasten()
            connection.run_together([(INSERT, [(2, "two"), (3, "three"), (1, "one")])])

    with pytest.raises(IntegrityRefused):
        write_together()
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


def test_rows_come_wherever_the_server_is_waited_for(
    noted: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statements, "AWAITED", 3)
    with noted.writing() as connection:
        connection.hasten()
        for id_ in range(2, 9):
            assert connection.execute(TITLE, (1,)) == [("number 1",)]
            insert(connection, id_)
            assert len(connection.execute(IDS)) == id_


def test_rows_are_asked_for_with_values_of_any_type(noted: Store) -> None:
    with noted.writing() as connection:
        connection.hasten()
        insert(connection, 2)
        found = connection.execute("SELECT id FROM [note] WHERE id < ?", (1.5,))
        assert found == [(1,)]
        assert connection.execute(TITLE, (2,)) == [("number 2",)]


def test_the_connection_that_came_back_last_is_taken_first(noted: Store) -> None:
    """Its server has everything at hand."""
    if noted.dialect == "sqlite":
        pytest.skip("no server")

    def server(connection: Connection) -> int:
        ((found,),) = connection.execute("SELECT pg_backend_pid()")
        return int(found)

    with noted.writing() as one, noted.reading() as other:
        last = server(one)
        assert server(other) != last
    for _ in range(3):
        with noted.reading() as connection:
            assert server(connection) == last


def refuse(connection: Connection, *, reading: bool = False) -> None:
    with pytest.raises(IntegrityRefused), connection.savepoint():
        insert(connection, 1)
        if reading:
            connection.execute(TITLE, (1,))


def test_what_was_to_be_prepared_behind_a_refusal_is_prepared_later(
    noted: Store,
) -> None:
    """On PostgreSQL RELEASE SAVEPOINT is skipped there, and so is its preparation.

    Fails where `_forget_prepared` does not have our own statements forgotten.
    """
    with noted.writing() as connection:
        connection.hasten()
        refuse(connection)
        with connection.savepoint():
            insert(connection, 2)
    assert ids(noted) == [1, 2]


def test_a_query_to_be_prepared_behind_a_refusal_is_prepared_later(
    noted: Store,
) -> None:
    """psycopg prepares a query at its third time, and takes it for prepared at once.

    It mends that with a rollback that it counts for the first time, which it does not
    where there were two before anything was prepared. Fails where `_forget_prepared`
    does not have psycopg forget.
    """
    with noted.writing() as connection:
        connection.hasten()
        refuse(connection)
        refuse(connection)
        for _ in range(2):
            connection.execute(TITLE, (1,))
        refuse(connection, reading=True)
        assert connection.execute(TITLE, (1,)) == [("number 1",)]


def test_what_a_rollback_has_the_server_forget_is_prepared_anew(noted: Store) -> None:
    """After it psycopg has the server forget everything, our own statements too."""

    def write_and_fail(id_: int) -> None:
        with noted.writing() as connection:
            connection.hasten()
            insert(connection, id_)
            for _ in range(4):
                connection.execute(TITLE, (id_,))
            raise ZeroDivisionError

    write(noted, 2, put_off=(3,))
    for id_ in (4, 5):
        with pytest.raises(ZeroDivisionError):
            write_and_fail(id_)
    with noted.writing() as connection:
        connection.hasten()
        insert(connection, 6)
    assert ids(noted) == [1, 2, 3, 6, 90, 91]


def test_few_statements_are_kept_prepared(
    noted: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statements, "PREPARED", 2)
    update = "UPDATE [note] SET title = '{}' WHERE id = ?"
    updates = [update.format(number) for number in range(4)]
    with noted.writing() as connection:
        connection.hasten()
        for sql in updates * 2:
            connection.run(sql, (1,))
        if noted.dialect == "postgresql":
            kept = connection.execute(
                "SELECT count(*) FROM pg_prepared_statements"
                " WHERE name LIKE 'houqin!_%' ESCAPE '!'"
            )
            assert kept == [(2,)]
        assert connection.execute(TITLE, (1,)) == [("3",)]


@pytest.mark.parametrize(("rows", "length"), [(2000, 2000), (20, 200_000)])
def test_more_than_a_line_takes_at_once_is_sent(
    noted: Store, rows: int, length: int
) -> None:
    text = "x" * length
    with noted.writing() as connection, connection.pipeline():
        for number in range(rows):
            connection.run(INSERT, (number + 2, text))
    with noted.writing() as connection:
        connection.hasten()
        for number in range(rows):
            connection.run(INSERT, (number + rows + 2, text))
    with noted.writing() as connection:
        connection.hasten()
        for number in range(rows):
            connection.run(INSERT, (number + 2 * rows + 2, text))
        # Before a savepoint the server is waited for.
        with connection.savepoint():
            pass
    assert len(ids(noted)) == 3 * rows + 1


def test_many_statements_are_waited_for_in_between(
    noted: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither side keeps all of an import unread, and a refusal is noticed on the way.

    On SQLite it is at once.
    """
    monkeypatch.setattr(statements, "AWAITED", 10)
    monkeypatch.setattr(statements, "STARTED", 3)
    tried = []

    def rows() -> Iterator[tuple[int, str]]:
        for id_ in (2, 3, 1, *range(4, 100)):
            tried.append(id_)
            yield id_, "row"

    def fill() -> None:
        with noted.writing() as connection:
            connection.hasten()
            connection.run_many(INSERT, rows())

    with pytest.raises(IntegrityRefused):
        fill()
    assert len(tried) < 20
    assert ids(noted) == [1]


@pytest.mark.parametrize("row", [(3, "a\0b"), (2**63, "far"), (3, "\ud800")])
def test_what_no_column_can_hold_is_refused(noted: Store, row: tuple[int, str]) -> None:
    """Whoever binds it: nothing of it is cut off, and nothing else is written."""
    if noted.dialect == "sqlite" and "\0" in row[1]:
        pytest.skip("SQLite holds it")

    def write_row() -> None:
        with noted.writing() as connection:
            connection.hasten()
            insert(connection, 2)
            connection.run(INSERT, row)

    with pytest.raises((StatementRefused, OverflowError, UnicodeError)):
        write_row()
    assert ids(noted) == [1]


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
