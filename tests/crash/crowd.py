"""Many processes that write to one site at once, each so many commands.

Usage: crowd.py URL SCHEMA PROCESSES COMMANDS METER. All of them read one meter, and
open meters of their own in between.
"""

from __future__ import annotations

import os
import sys
import time
import traceback
from uuid import uuid4

from houqin.core.model.command import Act
from houqin.core.site.site import Site
from houqin.events.store import open_store
from tests.core.works import sampled
from tests.office import KEY

#: Readings of a meter never fall, and nobody knows whose is next.
VALUE = 7


def work(url: str, schema: str, commands: int, meter: str) -> None:
    """Give so many commands."""
    store = open_store(url, schema or None, busy_timeout=60)
    site = Site("crowd", store, sampled(), KEY)
    for number in range(commands):
        id_ = uuid4()
        name, given = "sample.read", {"record": meter, "value": VALUE}
        if number % 4 == 0:
            name, given = "sample.slip", {"place": str(id_), "since": "2022-01-01"}
        site.act(Act(name, given, site.system_actor, id_))
    store.close()


def main(url: str, schema: str, processes: str, commands: str, meter: str) -> int:
    """Fork the processes; how many ended badly."""
    sampled()
    begun = time.monotonic()
    pids = []
    for _ in range(int(processes)):
        pid = os.fork()
        if pid == 0:
            try:
                work(url, schema, int(commands), meter)
            except BaseException:  # noqa: BLE001 - the test shows it
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        pids.append(pid)
    ended = [os.waitpid(pid, 0)[1] for pid in pids]
    print(f"{time.monotonic() - begun:.1f}")  # noqa: T201 - the test reads it
    return sum(status != 0 for status in ended)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
