"""Followers killed at random moments: what they do inside the site happens once."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from houqin.core.site import following
from houqin.events.store import PostgresStore
from tests.core.works import Works
from tests.crash.orphanage import courses, followed
from tests.crash.test_killed_writers import SEED
from tests.office import open_site
from tests.unmeasured import unmeasured

if TYPE_CHECKING:
    from collections.abc import Callable

    from houqin.events.store import Store

ORPHANAGE = Path(__file__).with_name("orphanage.py")
METERS = 60


def raise_and_kill(store: Store) -> int:
    url = store.url if isinstance(store, PostgresStore) else store.name
    done = subprocess.run(
        [sys.executable, ORPHANAGE, url, store.schema or "", SEED],
        env=unmeasured(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@pytest.mark.slow
def test_commands_and_rows_of_killed_followers_are_there_once(
    new_store: Callable[..., Store],
) -> None:
    store = new_store()
    works = Works(open_site(store, followed()))
    for course in courses(works.site):
        course.go_on()
        course.stop()
    meters = [works.meter(f"{number}号") for number in range(METERS)]
    killed = raise_and_kill(store)
    assert killed > 1
    with store.reading() as connection:
        kept = following.rows_of(connection, "tests.count")
        events = list(works.site.log.read(connection))
    read = Counter(e.stream for e in events if e.topic == "sample.Meter.Read")
    assert read == dict.fromkeys(meters, 1)
    once = {str(meter): {"count": 1} for meter in meters}
    assert kept == once | {"count": {"count": METERS}}
    print(  # noqa: T201 - figures for docs/durability.md
        f"{store.dialect}: {killed} followers killed, {METERS} events, each once",
        file=sys.stderr,
    )
    works.assert_sound()
