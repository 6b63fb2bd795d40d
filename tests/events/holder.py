"""Another process that takes a log's lock, for tests of what happens then.

Usage: holder.py URL SCHEMA hold|crash|steps. It appends one event in a transaction,
says "ready", and either waits for its input to end and rolls back, or dies on the spot.
With "steps" it takes the lock several times, gives way in between, and says how often
somebody else had written meanwhile.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from uuid import uuid4

from houqin.events.clock import SystemClock
from houqin.events.entry import Authorship, NewEvent
from houqin.events.log import Log
from houqin.events.store import open_store

STEPS = 10


def main(url: str, schema: str, then: str) -> None:
    log = Log(open_store(url, schema or None), SystemClock())
    if then == "steps":
        step(log)
        return
    with log.transaction(Authorship(uuid4(), uuid4(), uuid4())) as transaction:
        transaction.append([NewEvent(uuid4(), 1, "tests.Thing.Done", {}, 0)])
        transaction.record_command(uuid4(), b"hash", 1, 1)
        print("ready", flush=True)  # noqa: T201 - the test waits for it
        if then == "crash":
            os.kill(os.getpid(), signal.SIGKILL)
        sys.stdin.read()
        raise SystemExit


def step(log: Log) -> None:
    print("ready", flush=True)  # noqa: T201 - the test waits for it
    seen = []
    for _ in range(STEPS):
        with log.store.deriving() as connection:
            seen += connection.execute("SELECT position FROM [log_head]")
            time.sleep(0.15)
        log.store.give_way()
    print(len(set(seen)), flush=True)  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main(*sys.argv[1:])
