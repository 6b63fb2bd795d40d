"""A log in one SQLite file."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections import defaultdict, deque
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote
from uuid import uuid4

from houqin.events import schema
from houqin.events.errors import (
    ForeignStore,
    IntegrityRefused,
    LogError,
    OldFormat,
    StatementRefused,
    StoreCorrupt,
    StoreExists,
    StoreFaulty,
    StoreFull,
    StoreLocked,
    StoreMissing,
    StoreUnreachable,
)
from houqin.events.store.apart import Apart
from houqin.events.store.base import BUSY_TIMEOUT, FORMAT, Store
from houqin.events.store.sqlite_connection import ERRORS, SQLiteConnection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


APPLICATION_ID = int.from_bytes(b"HQ1\n")
"""What `file` and SQLite see in the header of our files."""

PAGE = 2048
"""Bytes of a page: a new site has many small tables, each of a page at least."""

_LOOK = 0.001
"""Seconds between two looks whether another writer is done."""

IDLE_READERS = 16
STATEMENTS_KEPT = 512

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_MEDIUM = {
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
}
_ACCESS = {
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_AUTH,
}
_PRIMARY_CODE = 0xFF
# One writer a file in this process, whichever store object it uses.
_writers: defaultdict[Path, threading.Lock] = defaultdict(threading.Lock)


class SQLiteStore(Store):
    """A file in WAL mode; every commit reaches the disk unless `durable` is False."""

    dialect: ClassVar[str] = "sqlite"
    schema: str | None = None

    def __init__(
        self,
        path: Path | str,
        *,
        durable: bool = True,
        busy_timeout: float = BUSY_TIMEOUT,
    ) -> None:
        self.path = Path(path).resolve()
        self.name = str(self.path)
        self.durable = durable
        self.busy_timeout = busy_timeout
        self._readers: deque[sqlite3.Connection] = deque()
        self._writer: sqlite3.Connection | None = None
        self._lock = _writers[self.path]

    def exists(self) -> bool:
        return self.path.exists()

    def create(self) -> None:
        """Build the log in a file beside and put it in place by its last step."""
        for taken in (self.path, Path(f"{self.path}-wal")):
            # The journal of a deleted log would be played into the new one.
            if taken.exists():
                raise StoreExists(str(taken))
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreUnreachable(self.name, str(error)) from error
        beside = self.path.with_name(f".{self.path.name}.{uuid4().hex}")
        try:
            self._build(beside)
            os.link(beside, self.path)
            if self.durable:
                _flush_directory(self.path.parent)
        except FileExistsError:
            raise StoreExists(self.name) from None
        except OSError as error:
            raise StoreUnreachable(self.name, str(error)) from error
        finally:
            for left in (beside, Path(f"{beside}-wal"), Path(f"{beside}-shm")):
                left.unlink(missing_ok=True)

    def _build(self, path: Path) -> None:
        raw = self._connect(path, "rwc")
        try:
            raw.execute(f"PRAGMA page_size={PAGE}")
            raw.execute("PRAGMA journal_mode=WAL")
            self._wait_for_disk(raw)
            raw.execute("BEGIN IMMEDIATE")
            schema.create_log(SQLiteConnection(self, raw), FORMAT)
            raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
            raw.execute(f"PRAGMA user_version={FORMAT}")
            raw.execute("COMMIT")
        except sqlite3.Error as error:
            raise self.failure(error, "create") from error
        finally:
            raw.close()

    def verify_identity(self) -> None:
        self._open().close()

    @contextmanager
    def reading(self) -> Iterator[SQLiteConnection]:
        try:
            raw = self._readers.pop()
        except IndexError:
            raw = self._open()
            raw.execute("PRAGMA query_only=ON")
        try:
            raw.execute("BEGIN")
            yield SQLiteConnection(self, raw)
        finally:
            self._end_reading(raw)

    def _end_reading(self, raw: sqlite3.Connection) -> None:
        with suppress(sqlite3.Error):
            raw.execute("ROLLBACK")
            if self._fault is None and len(self._readers) < IDLE_READERS:
                self._readers.append(raw)
                return
        raw.close()

    @contextmanager
    def writing(self) -> Iterator[SQLiteConnection]:
        with self._locked():
            raw = self._writer
            if raw is None:
                raw = self._writer = self._open_to_write()
            with self._transaction(raw) as connection:
                yield connection

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.refuse_after_fault()
        if not self._lock.acquire(timeout=self.busy_timeout):
            raise StoreLocked(self.name, self.busy_timeout)
        try:
            yield
        finally:
            self._lock.release()

    @contextmanager
    def _transaction(self, raw: sqlite3.Connection) -> Iterator[SQLiteConnection]:
        self._begin(raw)
        try:
            yield SQLiteConnection(self, raw)
            self._commit(raw)
        except BaseException:
            _roll_back(raw)
            raise

    @contextmanager
    def apart(self) -> Iterator[Apart]:
        """Open a connection with room of its own beside the log."""
        raw = self._open_to_write()
        try:
            yield Apart(self, raw)
        finally:
            raw.close()

    @contextmanager
    def writing_from(self, apart: Apart) -> Iterator[SQLiteConnection]:
        """Open a write transaction that sees what is apart as ``beside.<name>``."""
        with self._locked(), self._transaction(apart.raw) as connection:
            yield connection

    def _begin(self, raw: sqlite3.Connection) -> None:
        until = time.monotonic() + self.busy_timeout
        while True:
            try:
                raw.execute("BEGIN IMMEDIATE")
            except sqlite3.Error as error:
                if _code(error) not in _BUSY or time.monotonic() > until:
                    raise self.failure(error, "BEGIN IMMEDIATE") from error
            else:
                return
            time.sleep(_LOOK)

    def give_way(self) -> None:
        """Let others write who wait; they look again in less time than this takes."""
        time.sleep(2 * _LOOK)

    def _commit(self, raw: sqlite3.Connection) -> None:
        # A fault that the caller swallowed must not be committed over.
        self.refuse_after_fault()
        try:
            raw.execute("COMMIT")
        except sqlite3.Error as error:
            raise self.failure(error, "COMMIT") from error

    def another(self) -> Callable[[], SQLiteStore]:
        return partial(
            SQLiteStore,
            str(self.path),
            durable=self.durable,
            busy_timeout=self.busy_timeout,
        )

    def size(self) -> int:
        parts = (self.path, Path(f"{self.path}-wal"))
        return sum(part.stat().st_size for part in parts if part.exists())

    def close(self) -> None:
        while self._readers:
            self._readers.pop().close()
        with self._lock:
            if self._writer is not None:
                self._writer.close()
                self._writer = None

    def tidy(self) -> None:
        """Empty the journal; a reader that still needs it lets it grow over later."""
        with self._lock:
            raw = self._writer
            if raw is not None:
                with suppress(sqlite3.Error):
                    raw.execute("PRAGMA secure_delete=OFF")
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _verify_medium(self) -> None:
        raw = self._open()
        try:
            found = [row[0] for row in raw.execute("PRAGMA quick_check(5)")]
        except sqlite3.Error as error:
            raise StoreCorrupt(self.name, str(error)) from error
        finally:
            raw.close()
        if found != ["ok"]:
            raise StoreCorrupt(self.name, "; ".join(found))

    def _open(self) -> sqlite3.Connection:
        if not self.path.exists():
            raise StoreMissing(self.name)
        raw = self._connect(self.path, "rw")
        try:
            # Before anything is set: setting WAL would write to a foreign file.
            self._identify(raw)
            raw.execute("PRAGMA journal_mode=WAL")
            self._wait_for_disk(raw)
            raw.execute("PRAGMA foreign_keys=ON")
        except ERRORS as error:
            raw.close()
            raise self.failure(error, "open") from error
        except LogError:
            raw.close()
            raise
        return raw

    def _open_to_write(self) -> sqlite3.Connection:
        raw = self._open()
        # Who waits in SQLite looks again after up to a tenth of a second, and meets
        # another one there who came in between; `_begin` looks more often.
        raw.execute("PRAGMA busy_timeout=0")
        return raw

    def _wait_for_disk(self, raw: sqlite3.Connection) -> None:
        raw.execute(f"PRAGMA synchronous={'FULL' if self.durable else 'OFF'}")

    def _connect(self, path: Path, mode: str) -> sqlite3.Connection:
        try:
            return sqlite3.connect(
                f"file:{quote(str(path))}?mode={mode}",
                uri=True,
                timeout=self.busy_timeout,
                isolation_level=None,
                check_same_thread=False,
                cached_statements=STATEMENTS_KEPT,
            )
        except sqlite3.Error as error:
            raise StoreUnreachable(self.name, str(error)) from error

    def _identify(self, raw: sqlite3.Connection) -> None:
        try:
            ((identity,),) = raw.execute("PRAGMA application_id")
            ((version,),) = raw.execute("PRAGMA user_version")
        except sqlite3.DatabaseError as error:
            if _code(error) == sqlite3.SQLITE_NOTADB:
                raise ForeignStore(self.name, "not a SQLite database") from error
            raise
        if identity != APPLICATION_ID:
            raise ForeignStore(self.name, f"application id {identity:#010x}")
        if version != FORMAT:
            raise OldFormat(self.name, str(version), FORMAT)

    def failure(self, error: sqlite3.Error | UnicodeDecodeError, sql: str) -> LogError:
        """Return the log's error for the driver's; a medium's failure is kept."""
        failure = self.failure_apart(error, sql)
        if isinstance(failure, StoreFaulty):
            self._fault = str(error)
        return failure

    def failure_apart(
        self, error: sqlite3.Error | UnicodeDecodeError, sql: str
    ) -> LogError:
        """Return the log's error where it was not the log's own medium."""
        code = _code(error)
        if code in _BUSY:
            return StoreLocked(self.name, self.busy_timeout)
        if code in _MEDIUM or isinstance(error, UnicodeDecodeError):
            full = code == sqlite3.SQLITE_FULL
            return (StoreFull if full else StoreFaulty)(self.name, str(error))
        if code in _ACCESS:
            return StoreUnreachable(self.name, str(error))
        if isinstance(error, sqlite3.IntegrityError):
            return IntegrityRefused(sql, str(error))
        return StatementRefused(sql, str(error))


def _code(error: Exception) -> int:
    return getattr(error, "sqlite_errorcode", 0) & _PRIMARY_CODE


def _roll_back(raw: sqlite3.Connection) -> None:
    # A failed statement may have rolled back by itself, a closed file cannot.
    with suppress(sqlite3.Error):
        if raw.in_transaction:
            raw.execute("ROLLBACK")


def _flush_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
