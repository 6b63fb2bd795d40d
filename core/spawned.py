"""Another process of this program; spawned, for a server has threads.

multiprocessing would import there what the first module of this one imports, and
collect garbage while it loads: 1.0 s of a processor instead of 0.6.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
from contextlib import suppress
from importlib import import_module
from multiprocessing import connection as pipes
from subprocess import DEVNULL, Popen
from typing import Any, NoReturn

_BEGIN = (
    "import gc; gc.disable(); import sys; sys.path[:] = {path!r};"
    " from houqin.core.spawned import begin; begin({pipe}, {life})"
)


class Spawned:
    """A process at one piece of work, which ends with this one however that ends."""

    def __init__(self, work: str, given: tuple[Any, ...]) -> None:
        """Begin ``work`` (``module:function``) with a pipe and what it is given."""
        self.pipe, there = pipes.Pipe()
        life, self._life = os.pipe()
        kept = there.fileno(), life
        code = _BEGIN.format(path=sys.path, pipe=kept[0], life=life)
        try:
            # In a group of its own: who interrupts the terminal means this process.
            self._process = Popen(  # noqa: S603 - our own program
                [sys.executable, "-W", "ignore", "-c", code],
                stdin=DEVNULL, pass_fds=kept, process_group=0,
            )  # fmt: skip
        finally:
            there.close()
            os.close(life)
        try:
            # One that has ended already is found out by whoever asks for its answer.
            with suppress(ConnectionError):
                self.pipe.send((work, given))
        except BaseException:
            self.end()
            raise

    def end(self) -> None:
        """End it, wherever it is, and wait until it has."""
        self.pipe.close()
        self._process.kill()
        self._process.wait()
        os.close(self._life)


def begin(pipe: int, life: int) -> None:
    """Do what the parent sends; runs in the spawned process."""
    threading.Thread(target=_end_with_parent, args=(life,), daemon=True).start()
    ours = pipes.Connection(pipe)
    work, given = ours.recv()
    module, _, name = work.partition(":")
    function = getattr(import_module(module), name)
    gc.enable()
    function(ours, *given)
    # To take apart all that was loaded takes a fifth of a second.
    os._exit(0)


def _end_with_parent(life: int) -> NoReturn:
    """Nobody is left to write for when the parent was killed."""
    os.read(life, 1)
    os._exit(1)
