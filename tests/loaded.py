"""The demonstration, loaded once for all workers of a run; whoever asks reads it."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.plugins import loading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.site.site import Site

LOADS = ("one", "other")


@pytest.fixture(scope="session")
def loads(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two folders with the demonstration loaded, once for all workers of a run."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    one, other = (folder / f"demonstration-{name}" for name in LOADS)
    with (folder / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        started = [
            _start(var) for var in (one, other) if not (var / loading.SECONDS).exists()
        ]
        assert [process.wait() for process in started] == [0] * len(started)
    return one, other


def _start(var: Path) -> subprocess.Popen[bytes]:
    bare = {k: v for k, v in os.environ.items() if not k.startswith("COV")}
    path = os.pathsep.join([str(Path.cwd()), *sys.path])
    return subprocess.Popen(
        [sys.executable, loading.__file__, str(var)], env=bare | {"PYTHONPATH": path}
    )


@pytest.fixture(scope="session")
def loaded(loads: tuple[Path, Path]) -> Iterator[Site]:
    """The loaded demonstration, for reading."""
    site = loading.directory(loads[0]).open("demo")
    yield site
    site.store.close()
