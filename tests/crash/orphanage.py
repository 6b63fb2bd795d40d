"""Raises followers of one site and kills them at random moments.

Usage: orphanage.py URL SCHEMA SEED. Each process is a fork that opens the site as a
worker does and lets both kinds of inward followers work; it is killed, and the next
goes on, until one has done everything. At the end it prints how many were killed.
"""

from __future__ import annotations

import os
import random
import select
import signal
import sys
import time
import traceback
from functools import cache
from typing import TYPE_CHECKING, NoReturn

from houqin.core.config import configure, declarations_of
from houqin.core.model.follower import Delivery, Follower, Given, Kept
from houqin.core.site.followers import Course
from houqin.core.site.site import Site
from houqin.events.store import open_store
from tests.office import KEY

if TYPE_CHECKING:
    from houqin.core.registry.declarations import Declarations

INSTALLED = "sample.Meter.Installed"
#: How long they live at most once they have begun, in seconds.
LIFE = 0.4
PATIENCE = 60.0
FREE = "DELETE FROM [lease]"


def read_new(delivery: Delivery) -> list[Given]:
    """A first reading of every meter."""
    record = str(delivery.event.stream)
    return [Given("sample.read", {"record": record, "value": 1})]


def count(delivery: Delivery) -> list[Kept]:
    """How many there are, and each."""
    before = delivery.kept("count") or {"count": 0}
    mine = delivery.kept(str(delivery.event.stream)) or {"count": 0}
    return [
        Kept("count", {"count": before["count"] + 1}),
        Kept(str(delivery.event.stream), {"count": mine["count"] + 1}),
    ]


@cache
def followed() -> Declarations:
    """The sample plugin, with a follower of each kind."""
    config = configure({"houqin.plugins": "tests.core.sample"}, web=False)
    config.add_follower(
        Follower("tests.read", "抄表", read_new, (INSTALLED,)),
        Follower("tests.count", "计数", count, (INSTALLED,), keeps=True),
    )
    config.commit()
    return declarations_of(config)


def courses(site: Site) -> list[Course]:
    """Both followers."""
    names = ("tests.read", "tests.count")
    return [Course(site, site.declarations.followers[name]) for name in names]


def follow(url: str, schema: str, begun: int) -> None:
    """Let both work until there is nothing left to do."""
    store = open_store(url, schema or None)
    with store.writing() as connection:
        # Whoever held it is dead, and known to be.
        connection.run(FREE)
    both = courses(Site("crash", store, followed(), KEY))
    os.write(begun, b"x")
    while sum(course.go_on() for course in both):
        pass


def fork(url: str, schema: str, chance: random.Random) -> bool:
    """Start one and kill it; whether it had done everything before."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        _child(url, schema, writing)
    os.close(writing)
    select.select([reading], [], [], PATIENCE)
    os.close(reading)
    time.sleep(chance.uniform(0, LIFE))
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        sys.exit("a follower ended badly before it was killed")
    return os.WIFEXITED(status)


def _child(url: str, schema: str, begun: int) -> NoReturn:
    try:
        follow(url, schema, begun)
        os._exit(0)
    except BaseException:  # noqa: BLE001 - the test shows it
        traceback.print_exc()
    finally:
        os._exit(1)


def main(url: str, schema: str, seed: str) -> None:
    """Go on until one of them has lived to see the end."""
    followed()
    chance = random.Random(int(seed))  # noqa: S311 - to be had again
    killed = 0
    while not fork(url, schema, chance):
        killed += 1
    print(killed)  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main(*sys.argv[1:])
