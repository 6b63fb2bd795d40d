"""Writers killed at random moments: what was acknowledged is there once, all is whole.

Three hundred cycles on each database; ``make crash`` runs three thousand.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from houqin.events.store import PostgresStore
from tests.core.works import Works, sampled
from tests.crash.nursery import WRITERS, command_of
from tests.office import open_site
from tests.unmeasured import unmeasured

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from houqin.events.entry import RecordedEvent
    from houqin.events.store import Store

NURSERY = Path(__file__).with_name("nursery.py")
CYCLES = int(os.environ.get("HOUQIN_CRASH_CYCLES", "300"))
SEED = os.environ.get("HOUQIN_CRASH_SEED", "20231115")
#: More commands than a writer comes to give before it is killed.
MOST = 500
WHOLE = {
    "sample.Meter.Installed": 3,
    "sample.Meter.Read": 1,
}


def raise_and_kill(store: Store, cycles: int) -> dict[UUID, list[UUID]]:
    """What each killed writer was acknowledged."""
    url = store.url if isinstance(store, PostgresStore) else store.name
    done = subprocess.run(
        [sys.executable, NURSERY, url, store.schema or "", str(cycles), SEED],
        env=unmeasured(),
        # What it says of its progress is seen while it runs, with -s.
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    lives = json.loads(done.stdout)
    return {UUID(who): [UUID(id_) for id_ in told] for who, told in lives}


def unacknowledged_of(who: UUID, told: list[UUID], found: Container[UUID]) -> int:
    """How many of a writer's commands are there beside those it was told of.

    At most the one that it died with.
    """
    assert told == [command_of(who, number) for number in range(len(told))]
    assert all(id_ in found for id_ in told)
    after = [command_of(who, number) in found for number in range(len(told), MOST)]
    assert not any(after[1:])
    return sum(after)


def events_by_command(works: Works) -> dict[UUID, list[RecordedEvent]]:
    found: dict[UUID, list[RecordedEvent]] = {}
    with works.site.store.reading() as connection:
        for event in works.site.log.read(connection):
            if event.topic.startswith("sample."):
                found.setdefault(event.command, []).append(event)
    return found


def assert_whole(events: list[RecordedEvent]) -> None:
    """One command's events follow one another, and all are there."""
    positions = [event.position for event in events]
    assert positions == list(range(positions[0], positions[0] + len(positions)))
    assert len(events) == WHOLE[events[0].topic]


@pytest.mark.slow
def test_what_was_acknowledged_is_there_once_and_all_is_whole(
    new_store: Callable[..., Store], record_property: Callable[[str, object], None]
) -> None:
    store = new_store()
    works = Works(open_site(store, sampled()))
    begun = time.monotonic()
    told = raise_and_kill(store, CYCLES)
    seconds = time.monotonic() - begun
    acknowledged = [id_ for ids in told.values() for id_ in ids]
    assert len(told) == CYCLES * WRITERS
    assert len(acknowledged) > CYCLES // 2
    works.meter()
    found = events_by_command(works)
    last = max(found, key=lambda id_: found[id_][0].position)
    each = [unacknowledged_of(who, ids, found) for who, ids in told.items()]
    for id_, events in found.items():
        if id_ != last:
            assert_whole(events)
    unacknowledged = sum(each)
    assert len(found) == 1 + len(acknowledged) + unacknowledged
    record_property("acknowledged", len(acknowledged))
    record_property("unacknowledged", unacknowledged)
    print(  # noqa: T201 - figures for docs/durability.md
        f"{store.dialect}: {len(told)} writers killed, {len(acknowledged)} commands"
        f" acknowledged, {unacknowledged} more found whole;"
        f" {CYCLES} cycles in {seconds:.0f} s",
        file=sys.stderr,
    )
    works.assert_sound()
