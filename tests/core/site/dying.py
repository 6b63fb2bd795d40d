"""Gives commands in forks of itself, and kills each fork at some moment of it.

It loads the program once and reads one request a line: a pickled :class:`Fate` in
base64. It answers each with a line once the fork is dead.
"""

from __future__ import annotations

import base64
import os
import pickle
import signal
import sys
import time
import traceback
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from houqin.core.site.directory import Directory
from houqin.events.clock import SteppingClock
from tests.office import declared

if TYPE_CHECKING:
    from pathlib import Path

    from houqin.core.model.command import Act


class Fate(NamedTuple):
    """A command for a site at a time, and how long whoever gives it has to live.

    Without seconds it dies between the commit and its answer.
    """

    var: Path
    site: str
    now: int
    act: Act
    seconds: float | None

    def line(self) -> str:
        return base64.b64encode(pickle.dumps(self)).decode() + "\n"


def give(fate: Fate, begun: int) -> NoReturn:
    """What anybody's process does with a command."""
    try:
        site = Directory(fate.var, declared()).open(fate.site)
        assert isinstance(site.log.clock, SteppingClock)
        site.log.clock.step(max(fate.now, site.log.clock.now()))
        os.write(begun, b"x")
        site.act(fate.act)
        if fate.seconds is None:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(60)
    except BaseException:  # noqa: BLE001 - the test shows it
        traceback.print_exc()
    finally:
        os._exit(1)


def end(fate: Fate) -> bool:
    """Let a fork give the command and kill it; whether it lived until then."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        give(fate, writing)
    os.close(writing)
    os.read(reading, 1)
    os.close(reading)
    if fate.seconds is not None:
        time.sleep(fate.seconds)
        os.kill(pid, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def main() -> None:
    """Answer until nobody asks any more."""
    declared()
    for line in sys.stdin:
        # From the test that started this, and from nobody else.
        killed = end(pickle.loads(base64.b64decode(line)))  # noqa: S301
        sys.stdout.write("killed\n" if killed else "ended\n")
        sys.stdout.flush()


if __name__ == "__main__":
    from tests.core.site import dying

    dying.main()
