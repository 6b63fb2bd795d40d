"""How several processes of one rebuild write to one file, and let others in between."""

from __future__ import annotations

import fcntl
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Self


class Turn:
    """Whose turn it is to write; nobody else's where each has a server to write to.

    Whoever waits for SQLite's own lock looks again after up to a tenth of a second;
    here he sleeps until it is free. It is free when its holder was killed.
    """

    def __init__(self, path: str) -> None:
        self._file = Path(path).open("rb") if path else None  # noqa: SIM115 - closed by close

    def __enter__(self) -> Self:
        """Wait for it."""
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_EX)
        return self

    def __exit__(self, *_error: object) -> None:
        """Let the next have it."""
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        """Ask for it no more."""
        if self._file is not None:
            self._file.close()


def turn_file() -> str:
    """A new file that stands for the turn."""
    with NamedTemporaryFile(prefix="houqin-rebuild-", delete=False) as file:
        return file.name


def forget_turn(path: str) -> None:
    """Take the file away."""
    with suppress(OSError):
        Path(path).unlink()
