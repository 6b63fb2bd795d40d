"""One transaction on a store, spoken to in one SQL for both databases."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager

    Row = tuple[Any, ...]
    Parameters = Sequence[Any] | Mapping[str, Any]


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

    @abstractmethod
    def load(
        self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
    ) -> None:
        """Put many new rows into a table the fastest way the database has."""

    @abstractmethod
    def defer(self, sql: str, params: Sequence[Any] = ()) -> None:
        """Run a statement no later than the commit, in one round trip with it."""

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
