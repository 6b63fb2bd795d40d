"""One transaction on a store, spoken to in one SQL for both databases."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager

    Row = tuple[Any, ...]
    Parameters = Sequence[Any] | Mapping[str, Any]
    Errors = tuple[type[Exception], ...]
    #: A statement and the parameters of each time it is run.
    Write = tuple[str, Sequence[Sequence[Any]]]


class Connection(ABC):
    """A connection inside a transaction that its store began and will end.

    In `execute`, `run`, `run_many` and `defer` parameters are written `?` and tables
    `[table]`; identities are bound as their sixteen bytes. Errors are those of
    `houqin.events.errors`, never the driver's.
    """

    dialect: ClassVar[str]
    schema: str | None

    @abstractmethod
    def execute(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        """Run a statement and return its rows."""

    @abstractmethod
    def run(self, sql: str, params: Sequence[Any] = ()) -> None:
        """Run a statement that returns no rows; may wait in an open pipeline."""

    @abstractmethod
    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement once for each row of parameters."""

    def run_together(self, statements: Iterable[Write]) -> None:
        """Run statements once for each of their rows; no two write the same row."""
        for sql, rows in statements:
            self.run_many(sql, rows)

    @abstractmethod
    def load(
        self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
    ) -> None:
        """Put many new rows into a table the fastest way the database has."""

    def defer(self, sql: str, params: Callable[[], Sequence[Any]]) -> None:
        """Run a statement no later than the commit, in one round trip with it.

        It may have to run again, and comes to the same then.

        :param params: asked each time that it runs.
        """
        self.run(sql, params())

    def hasten(self) -> None:  # noqa: B027 - where nobody else is asked there is no wait
        """Wait no more for statements without rows, where the server is elsewhere.

        What is refused of them is raised with the next rows or the commit.
        """

    def put_off(
        self, write: Callable[[], None], otherwise: Callable[[], None], errors: Errors
    ) -> None:
        """Write no later than the commit, and before anything more is read.

        :param otherwise: runs where that raised one of ``errors``, and was undone.
        """
        try:
            with self.savepoint():
                write()
        except errors:
            otherwise()

    @abstractmethod
    def driver(self, sql: str, params: Parameters = ()) -> list[Row]:
        """Run a statement in the driver's own parameter style, untranslated."""

    @abstractmethod
    def pipeline(self) -> AbstractContextManager[None]:
        """Send what runs inside in one round trip; errors come at its end."""

    @abstractmethod
    def savepoint(self) -> AbstractContextManager[None]:
        """Undo what runs inside if it raises; the transaction goes on.

        On PostgreSQL it is a pipeline as well.
        """
