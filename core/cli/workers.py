"""A worker process as its supervisor has it, and its supervisor as the worker has it.

Between the two is a line: the worker says on it that it is ready, and it closes when
the supervisor dies, upon which the worker ends.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What a worker's environment tells: whether it is a later one, its line and sockets.
WORKER = "HOUQIN_WORKER"
READY = b"ready"
#: Seconds a worker may take to end what it is at.
GRACE = 35.0


class Process:
    """A worker that was started."""

    def __init__(
        self, arguments: Sequence[str], sockets: Sequence[int], *, again: bool
    ) -> None:
        """Start ``houqin`` with these arguments on these sockets."""
        self.line, theirs = socket.socketpair()
        self.ready = False
        self._started = time.monotonic()
        self._deadline = float("inf")
        numbers = (theirs.fileno(), *sockets)
        told = ",".join(map(str, (int(again), *numbers)))
        self._process = subprocess.Popen(  # noqa: S603 - ourselves, with what was typed
            [sys.executable, "-P", "-m", "houqin.core.cli.main", *arguments],
            env={**os.environ, WORKER: told},
            pass_fds=numbers,
        )
        theirs.close()

    def hear(self) -> None:
        """Read what it says: nothing but that it is ready."""
        self.ready = self.ready or self.line.recv(len(READY)) == READY

    @property
    def code(self) -> int | None:
        """Its exit code, once it has ended."""
        return self._process.poll()

    @property
    def age(self) -> float:
        """Seconds since it was started."""
        return time.monotonic() - self._started

    def end(self) -> None:
        """Ask it to finish what it is at, and end."""
        self._deadline = time.monotonic() + GRACE
        if self.code is None:
            self._process.terminate()

    def gone(self) -> bool:
        """Whether it has ended; it is made to when its time is over."""
        if self.code is None and time.monotonic() > self._deadline:
            self._process.kill()
            self._process.wait()
        if self.code is not None:
            self.line.close()
        return self.code is not None


class Supervised(NamedTuple):
    """What a worker was given by its supervisor."""

    again: bool
    line: socket.socket
    sockets: list[socket.socket]

    def say_ready(self) -> None:
        """Let the supervisor know, and end when it is no more."""
        self.line.sendall(READY)
        threading.Thread(target=self._outlive, daemon=True).start()

    def _outlive(self) -> None:
        if not self.line.recv(1):
            os.kill(os.getpid(), signal.SIGTERM)


def supervised() -> Supervised | None:
    """What this process was given, if it is a worker."""
    told = os.environ.pop(WORKER, "")
    if not told:
        return None
    again, *numbers = map(int, told.split(","))
    line, *sockets = [socket.socket(fileno=number) for number in numbers]
    return Supervised(bool(again), line, sockets)
