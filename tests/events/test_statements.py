"""What is sent past psycopg: prepared once, together, asked for without a cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from houqin.events.errors import IntegrityRefused, StatementRefused
from houqin.events.store import statements
from tests.events.noted import IDS, INSERT, TITLE, ids, insert, noted, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.events.store import Connection, Store

__all__ = ["noted"]


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
    def kept() -> int:
        if noted.dialect == "sqlite":
            return 0
        ((found,),) = connection.execute(
            "SELECT count(*) FROM pg_prepared_statements"
            " WHERE name LIKE 'houqin!_%' ESCAPE '!'"
        )
        return int(found)

    update = "UPDATE [note] SET title = '{}' WHERE id = ?"
    updates = [update.format(number) for number in range(4)]
    with noted.writing() as connection:
        connection.hasten()
        # Others have used the connection before.
        before = kept()
        monkeypatch.setattr(statements, "PREPARED", 2)
        for sql in updates * 2:
            connection.run(sql, (1,))
        assert kept() <= max(before, 2)
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
