"""How many events there are, of a log too long to be counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from houqin.events import reading
from tests.events.test_log import DONE, SEEN, append, clock, done, log

if TYPE_CHECKING:
    from houqin.events.log import Log

__all__ = ["clock", "log"]


def test_a_long_log_is_counted_by_a_sample(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = [DONE, DONE, DONE, SEEN]
    append(log, *(done(topic=kinds[number % 4]) for number in range(2000)))

    def counts() -> list[int]:
        topics = [DONE], [SEEN], [DONE, SEEN], ["tests.Thing.Never"]
        with log.store.reading() as connection:
            return [log.roughly(connection, found) for found in topics]

    assert counts() == [1500, 500, 2000, 0]
    for name, value in (("COUNTED", 1000), ("SAMPLES", 8), ("SAMPLE", 20)):
        monkeypatch.setattr(reading, name, value)
    most, some, both, never = counts()
    assert most == pytest.approx(1500, rel=0.1)
    assert some == pytest.approx(500, rel=0.1)
    assert both == pytest.approx(2000, rel=0.05)
    assert never == 0


def test_one_event_that_no_sample_meets_is_not_none(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(
        log,
        *(done() for _ in range(50)),
        done(topic=SEEN),
        *(done() for _ in range(50)),
    )
    for name, value in (("COUNTED", 10), ("SAMPLES", 2), ("SAMPLE", 5)):
        monkeypatch.setattr(reading, name, value)
    with log.store.reading() as connection:
        assert log.roughly(connection, [SEEN]) == 1
