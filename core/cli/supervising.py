"""A supervisor: keeps what must stay, and replaces the process that does the work.

It loads nothing of the program itself. A worker is replaced when the installed
distributions change, on SIGHUP, and when it dies; a new one is ready before the old one
is told to end, so nobody is turned away.
"""

from __future__ import annotations

import logging
import os
import select
import signal
import socket
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from houqin.core.cli.distributions import installed

if TYPE_CHECKING:
    from collections.abc import Callable

    from houqin.core.cli.workers import Process

log = logging.getLogger(__name__)

#: Seconds between two looks at the distributions; a change must outlast one.
LOOK = 2.0
#: A worker that lived shorter is followed only after a wait that grows.
YOUNG = 10.0
LONGEST_WAIT = 30.0
_ENDING = (signal.SIGTERM, signal.SIGINT)
_TURN = 0.5


class Supervisor:
    """One worker at a time, but for the moments when one follows another."""

    def __init__(self, start: Callable[..., Process]) -> None:
        """``start(again=...)`` starts a worker, the first or a later one."""
        self._start = start
        self._worker: Process | None = None
        self._next: Process | None = None
        self._leaving: list[Process] = []
        self._served = False
        self._signals: set[int] = set()
        self._failures = 0
        self._not_before = 0.0
        self._watch = Watch()
        self._terminal = _has_terminal()

    def run(self) -> int:
        """Supervise until told to end; the exit code of a first worker that fails."""
        woken, waker = socket.socketpair()
        for end in (woken, waker):
            end.setblocking(False)  # noqa: FBT003 - its only parameter
        signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
        for number in (*_ENDING, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(number, lambda found, _frame: self._signals.add(found))
        self._next = self._start(again=False)
        try:
            while not self._signals.intersection(_ENDING):
                code = self._turn()
                if code is not None:
                    return code
                self._sleep(woken)
            return 0
        finally:
            self._end_all()

    def _sleep(self, woken: socket.socket) -> None:
        starting = self._next if self._next and not self._next.ready else None
        heard = [woken, starting.line] if starting else [woken]
        ready, _, _ = select.select(heard, [], [], _TURN)
        with suppress(BlockingIOError):
            woken.recv(4096)
        if starting and starting.line in ready:
            starting.hear()

    def _turn(self) -> int | None:
        """Look at everything once; an exit code if there is nothing to go on with."""
        self._leaving = [each for each in self._leaving if not each.gone()]
        if self._worker and self._worker.gone():
            log.error("the worker ended with %s", self._worker.code)
            self._mourn(self._worker)
            self._worker = None
        if self._next and self._next.ready:
            self._replace(self._next)
        elif self._next and self._next.gone():
            if not self._served:
                return self._next.code or 1
            log.error("a new worker ended with %s", self._next.code)
            self._mourn(self._next)
            self._next = None
        if signal.SIGHUP in self._signals and self._terminal and not _has_terminal():
            # Nobody asks for a new worker: the window was closed.
            return 0
        wanted = self._watch.changed() or signal.SIGHUP in self._signals
        alone = self._worker is None and time.monotonic() >= self._not_before
        if self._next is None and (wanted or alone):
            self._signals.discard(signal.SIGHUP)
            self._next = self._start(again=True)
        return None

    def _replace(self, process: Process) -> None:
        if self._worker:
            self._worker.end()
            self._leaving.append(self._worker)
        self._worker, self._next, self._served = process, None, True

    def _mourn(self, process: Process) -> None:
        """Wait longer after each worker that died young."""
        self._failures = self._failures + 1 if process.age < YOUNG else 0
        wait = min(2.0**self._failures, LONGEST_WAIT) if self._failures else 0
        self._not_before = time.monotonic() + wait

    def _end_all(self) -> None:
        there = [p for p in (self._worker, self._next) if p]
        for each in there:
            each.end()
        self._leaving += there
        while self._leaving:
            self._leaving = [each for each in self._leaving if not each.gone()]
            if self._leaving:
                time.sleep(0.02)


def _has_terminal() -> bool:
    try:
        os.close(os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY))
    except OSError:
        return False
    return True


class Watch:
    """Says once of each change of the distributions, when it is over."""

    def __init__(self) -> None:
        self._known = self._seen = installed()
        self._looked = time.monotonic()

    def changed(self) -> bool:
        """Whether they are otherwise than before, and were so a look ago."""
        if time.monotonic() - self._looked < LOOK:
            return False
        self._looked = time.monotonic()
        before, self._seen = self._seen, installed()
        if self._known == self._seen or self._seen != before:
            return False
        self._known = self._seen
        return True
