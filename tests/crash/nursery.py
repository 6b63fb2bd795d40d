"""Raises writers of one site and kills them at random moments.

Usage: nursery.py URL SCHEMA CYCLES SEED. It loads the program once; each writer is a
fork of it that opens the site as any process does, gives commands and tells of each
that was acknowledged. At the end it prints, for every writer, who it was and what it
was told; the ids of its commands are ``command_of(who, 0)``, ``command_of(who, 1)`` ...
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
import traceback
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid4, uuid5

from houqin.core.model.command import Act
from houqin.core.site.site import Site
from houqin.events.store import open_store
from tests.core.works import sampled
from tests.office import KEY

if TYPE_CHECKING:
    from typing import NoReturn

    #: Who a writer was, and the commands it was acknowledged.
    Life = tuple[str, list[str]]

#: Writers that are there at the same time, and die together.
WRITERS = 2
#: How long they live at most once one of them was acknowledged something, in seconds.
LIFE = 0.06
#: Of so many cycles one ends before the site may be open.
EARLY = 10
PATIENCE = 60.0
#: Cycles after which it says where it is.
OFTEN = 100


class Writer(NamedTuple):
    """A process that writes, and the end of the pipe on which it tells."""

    pid: int
    told: int
    who: UUID


def command_of(who: UUID, number: int) -> UUID:
    """The id of the command that a writer gives as its first (0), second (1) ..."""
    return uuid5(who, str(number))


def write(url: str, schema: str, told: int, who: UUID) -> NoReturn:
    """Give commands for ever: slips of three events, readings of one meter."""
    store = open_store(url, schema or None)
    site = Site("crash", store, sampled(), KEY)
    meter = None
    for number in range(1_000_000):
        id_ = command_of(who, number)
        if meter is None or number % 3 == 0:
            given = {"place": str(id_), "since": "2022-01-01"}
            name = "sample.slip"
        else:
            given = {"record": str(meter), "value": number}
            name = "sample.read"
        outcome = site.act(Act(name, given, site.system_actor, id_))
        meter = outcome.records[0]
        os.write(told, id_.bytes)
    os._exit(1)


def fork(url: str, schema: str) -> Writer:
    """Start a writer; nothing of this process is open yet but its pipe."""
    who = uuid4()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return Writer(pid, reading, who)
    try:
        os.close(reading)
        write(url, schema, writing, who)
    except BaseException:  # noqa: BLE001 - the test shows it
        traceback.print_exc()
    finally:
        os._exit(1)


def cycle(url: str, schema: str, chance: random.Random) -> list[Life]:
    """Start writers, kill them, and return what each was acknowledged."""
    writers = [fork(url, schema) for _ in range(WRITERS)]
    if chance.randrange(EARLY):
        select.select([w.told for w in writers], [], [], PATIENCE)
    time.sleep(chance.uniform(0, LIFE))
    for writer in writers:
        os.kill(writer.pid, signal.SIGKILL)
    return [end(writer) for writer in writers]


def end(writer: Writer) -> Life:
    """Who a dead writer was, and everything it told."""
    _, status = os.waitpid(writer.pid, 0)
    if not os.WIFSIGNALED(status):
        sys.exit("a writer ended before it was killed")
    with os.fdopen(writer.told, "rb") as pipe:
        told = pipe.read()
    ids = [str(UUID(bytes=told[at : at + 16])) for at in range(0, len(told), 16)]
    return str(writer.who), ids


def main(url: str, schema: str, cycles: str, seed: str) -> None:
    """Run all cycles and print what the writers were acknowledged."""
    sampled()
    chance = random.Random(int(seed))  # noqa: S311 - to be had again
    found: list[Life] = []
    begun = time.monotonic()
    for number in range(1, int(cycles) + 1):
        found += cycle(url, schema, chance)
        if number % OFTEN == 0:
            _say(url, number, cycles, time.monotonic() - begun)
    json.dump(found, sys.stdout)


def _say(url: str, number: int, cycles: str, seconds: float) -> None:
    """Where it is, for whoever waits."""
    kind = "postgresql" if "://" in url else "sqlite"
    print(f"{kind}: {number} of {cycles} cycles, {seconds:.0f} s", file=sys.stderr)  # noqa: T201 - progress


if __name__ == "__main__":
    main(*sys.argv[1:])
