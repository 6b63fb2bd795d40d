"""One of many processes that work on the same few records (see test_struggling)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from houqin.core.model.command import Act
from houqin.core.schema.errors import Refused
from houqin.core.site.site import Site
from houqin.events.store import open_store
from tests.core.works import sampled
from tests.office import KEY

if TYPE_CHECKING:
    from multiprocessing.synchronize import Barrier

ROUNDS = 6


def struggle(
    address: tuple[str, str | None],
    number: int,
    meters: list[UUID],
    actor: UUID,
    start: Barrier,
) -> list[UUID]:
    """Move every meter, and switch it off or on whenever it is the other way.

    :returns: the ids of the commands that were acknowledged.
    """
    store = open_store(*address, durable=False, busy_timeout=60)
    site = Site("struggling", store, sampled(), KEY)
    taken: list[UUID] = []

    def act(command: str, **given: str) -> None:
        made = uuid4()
        try:
            site.act(Act(command, given, actor, made))
        except Refused:
            return
        taken.append(made)

    start.wait(120)
    for turn in range(ROUNDS):
        meter = str(meters[(number + turn) % len(meters)])
        act("sample.move", record=meter, place=f"{number}号进程第{turn}处")
        act("sample.off" if turn % 2 else "sample.on", record=meter)
    store.close()
    return taken
