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


@pytest.fixture(scope="session")
def loaded_var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demonstration loaded, once for all workers of a run."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    var = folder / "demonstration"
    with (folder / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (var / loading.LOADED).exists():
            _load(var)
    return var


def _load(var: Path) -> None:
    bare = {k: v for k, v in os.environ.items() if not k.startswith("COV")}
    path = os.pathsep.join([str(Path.cwd()), *sys.path])
    subprocess.run(
        [sys.executable, loading.__file__, str(var)],
        env=bare | {"PYTHONPATH": path}, check=True,
    )  # fmt: skip


@pytest.fixture(scope="session")
def loaded(loaded_var: Path) -> Iterator[Site]:
    """The loaded demonstration, for reading."""
    site = loading.directory(loaded_var).open("demo")
    yield site
    site.store.close()
