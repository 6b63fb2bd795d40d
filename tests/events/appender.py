"""Processes that append while strace lets one of their system calls fail.

Usage: appender.py FOLDER CALL COUNT. For each number up to COUNT a fork of this process
appends to the log in FOLDER/number. strace fails the COUNT-th call of each process;
a fork first makes so many idle calls that this is the call of that number within what
the log does. It says how each append ended; after a fault it tries once more, reopens
the log and goes on.
"""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import uuid4

from houqin.events.clock import SystemClock
from houqin.events.entry import Authorship, NewEvent
from houqin.events.errors import LogClosedAfterFault, StoreError, StoreFaulty
from houqin.events.log import Log
from houqin.events.store import SQLiteStore

if TYPE_CHECKING:
    from collections.abc import Callable

APPENDS = 3
#: So small that appends write the journal back into the file.
PAGES = 12
TEXT = {"text": "x" * 2000}


def append(log: Log, number: int) -> None:
    """Append a command of two events and say how it ended."""
    command = uuid4()
    try:
        with log.transaction(Authorship(command, command, command)) as transaction:
            transaction.connection.execute(f"PRAGMA wal_autocheckpoint = {PAGES}")
            events = [
                NewEvent(uuid4(), 1, "tests.Thing.Done", TEXT, 0) for _ in range(2)
            ]
            positions = [e.position for e in transaction.append(events)]
            transaction.record_command(command, b"hash", positions[0], positions[-1])
    except StoreError as error:
        say(number, type(error).__name__, command.hex)
        if isinstance(error, StoreFaulty | LogClosedAfterFault):
            recover(log, number)
    else:
        say(number, "acknowledged", command.hex)


def recover(log: Log, number: int) -> None:
    """Nothing is taken until the log was reopened and verified."""
    try:
        with log.transaction(Authorship(uuid4(), uuid4(), uuid4())):
            say(number, "open")
    except LogClosedAfterFault:
        say(number, "closed")
    while log.store.fault:
        try:
            log.store.reopen_verified()
        except StoreError as error:
            say(number, "again", type(error).__name__)


def say(number: int, *words: str) -> None:
    os.write(1, f"{number} {' '.join(words)}\n".encode())


def idle(call: str, file: int) -> Callable[[], object]:
    """A call of the kind that changes nothing."""

    def remove_nothing() -> None:
        with suppress(FileNotFoundError):
            os.unlink("/nothing")  # noqa: PTH108 - the call itself

    return {
        "pwrite64": lambda: os.pwrite(file, b"x", 0),
        "fdatasync": lambda: os.fdatasync(file),
        "ftruncate": lambda: os.ftruncate(file, 0),
        "openat": lambda: os.close(os.open("/dev/null", os.O_RDONLY)),
        "unlink": remove_nothing,
    }[call]


def run(folder: str, call: str, count: int, number: int, file: int) -> None:
    log = Log(SQLiteStore(f"{folder}/{number}/a.db"), SystemClock())
    for _ in range(count - number):
        idle(call, file)()
    for _ in range(APPENDS):
        append(log, number)
    log.store.close()


def main(folder: str, call: str, count: str) -> None:
    file = os.open(f"{folder}/idle", os.O_RDWR | os.O_CREAT)
    for number in range(1, int(count) + 1):
        pid = os.fork()
        if pid == 0:
            try:
                run(folder, call, int(count), number, file)
            except BaseException:  # noqa: BLE001 - the test shows it
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        os.waitpid(pid, 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
