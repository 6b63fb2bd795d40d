"""A process that dispatches the rival half of prepared pairs (see test_concurrency)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from houqin.core.model.command import Act
from houqin.core.schema.errors import Refused
from houqin.core.site.site import Site
from houqin.events.store import open_store
from tests.office import KEY, declared

if TYPE_CHECKING:
    from multiprocessing.synchronize import Barrier
    from uuid import UUID


class Dispatch(NamedTuple):
    """One dispatch to try."""

    actor: UUID
    id: UUID
    request: str
    car: str
    driver: str


def dispatch(site: Site, wanted: Dispatch) -> bool:
    """Whether the dispatch was taken."""
    given = {
        "requests": [wanted.request],
        "trips": [{"vehicle": wanted.car, "driver": wanted.driver}],
    }
    try:
        site.act(Act("vehicles.dispatch", given, wanted.actor, wanted.id))
    except Refused:
        return False
    return True


def run(
    address: tuple[str, str | None], wanted: list[Dispatch], start: Barrier
) -> list[bool]:
    """Dispatch one after the other, in step with the rival."""
    store = open_store(*address, durable=False)
    site = Site("rival", store, declared(), KEY)
    taken = []
    for one in wanted:
        start.wait(60)
        taken.append(dispatch(site, one))
    store.close()
    return taken
