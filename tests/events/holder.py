"""Another process that takes a log's lock, for tests of what happens then.

Usage: holder.py URL SCHEMA hold|crash. It appends one event in a transaction, says
"ready", and either waits for its input to end and rolls back, or dies on the spot.
"""

from __future__ import annotations

import os
import signal
import sys
from uuid import uuid4

from houqin.events.clock import SystemClock
from houqin.events.entry import Authorship, NewEvent
from houqin.events.log import Log
from houqin.events.store import open_store


def main(url: str, schema: str, then: str) -> None:
    log = Log(open_store(url, schema or None), SystemClock())
    with log.transaction(Authorship(uuid4(), uuid4(), uuid4())) as transaction:
        transaction.append([NewEvent(uuid4(), 1, "tests.Thing.Done", {}, 0)])
        transaction.record_command(uuid4(), b"hash", 1, 1)
        print("ready", flush=True)  # noqa: T201 - the test waits for it
        if then == "crash":
            os.kill(os.getpid(), signal.SIGKILL)
        sys.stdin.read()
        raise SystemExit


if __name__ == "__main__":
    main(*sys.argv[1:])
