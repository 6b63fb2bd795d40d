"""Another process for one piece of work."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from houqin.core.spawned import Spawned

if TYPE_CHECKING:
    from multiprocessing.connection import Connection as Pipe


def answer(pipe: Pipe, *given: object) -> None:
    """What the process is, and what it was given; then it waits."""
    main = getattr(sys.modules["__main__"], "__file__", None)
    pipe.send((os.getpid(), os.getpgid(0), gc.isenabled(), main, given))
    pipe.recv()


def fail(_pipe: Pipe) -> None:
    """Answer nothing."""
    raise ValueError


def child() -> None:
    """Spawn one, say which, and wait to be killed."""
    process = Spawned(f"{__name__}:answer", ())
    sys.stdout.write(f"{process.pipe.recv()[0]}\n")
    sys.stdout.flush()
    time.sleep(60)


def _there(process: int) -> bool:
    return Path(f"/proc/{process}").exists()


def test_it_does_what_it_is_given_and_imports_no_main() -> None:
    process = Spawned(f"{__name__}:answer", ("派车台账", {1: (2, 3)}))
    try:
        number, group, collecting, main, given = process.pipe.recv()
        assert given == ("派车台账", {1: (2, 3)})
        assert number != os.getpid()
        assert group == number
        assert collecting
        assert main is None
    finally:
        process.end()
    assert not _there(number)


@pytest.mark.parametrize("work", [f"{__name__}:fail", "tests.nowhere:at_all"])
def test_one_that_fails_is_found_out(work: str) -> None:
    process = Spawned(work, ())
    try:
        with pytest.raises((EOFError, ConnectionError)):
            process.pipe.recv()
    finally:
        process.end()


def test_it_ends_with_a_parent_that_was_killed() -> None:
    code = f"from {__name__} import child; child()"
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", code], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        number = int(parent.stdout.readline())
        assert _there(number)
        parent.kill()
    deadline = time.monotonic() + 20
    while _there(number):
        assert time.monotonic() < deadline
        time.sleep(0.02)
