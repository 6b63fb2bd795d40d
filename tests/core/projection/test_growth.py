"""Events added at a stream's end are folded once; the result is that of two folds."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.projection.effective import Effective, grown, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from tests.office import Office


def busy_day(office: Office, car: UUID, driver: UUID) -> None:
    """A little of everything, amended here and there."""
    trip = office.driven(car, driver, 1010, 1060)
    office.cost(trip, {"kind": "toll", "amount": 1000}, {"kind": "fuel", "amount": 9})
    office.close(trip)
    office.cost(trip, {"kind": "parking", "amount": 500})
    other = office.trip(car, driver, "2023-03-07 09:00", "2023-03-07 12:00")
    office.reassign(other, office.car("electric"), driver)
    office.cancel(other, reopen=True)
    office.correct(trip, 2, odometer=1020)
    office.void(trip, 4)


def streams(office: Office) -> Iterator[list[Any]]:
    site = office.site
    with site.store.reading() as connection:
        events = list(site.log.read_streams(connection))
    for _stream, group in groupby(events, key=lambda event: event.stream):
        yield list(group)


def steps(office: Office) -> Iterator[tuple[str, Effective, Effective]]:
    """Each stream before and after each of its events, and each of its pairs."""
    catalogue = office.site.declarations
    for stream in streams(office):
        aggregate = catalogue.aggregate_of(stream[0].topic)
        for start in range(1, len(stream)):
            for end in range(start + 1, len(stream) + 1):
                before, after = resolve(stream[:start]), resolve(stream[:end])
                if aggregate and before and after:
                    yield aggregate.topic, before, after


@pytest.fixture
def office_of_a_day(office: Office, car: UUID, driver: UUID) -> Office:
    busy_day(office, car, driver)
    return office


def test_ledgers_grow_as_they_are_folded(office_of_a_day: Office) -> None:
    seen = skipped = 0
    for topic, before, after in steps(office_of_a_day):
        added = grown(before, after)
        if added is None:
            continue
        for ledger in office_of_a_day.site.declarations.ledgers.values():
            if ledger.per.topic != topic:
                continue
            old, new = ledger.rows(before), ledger.rows(after)
            changed = {k: row for k, row in new.items() if old.get(k) != row}
            seen += 1
            if not any(map(ledger.concerns, added)):
                skipped += 1
                assert old == new
                continue
            were, are = ledger.growth(after, len(before.events))
            assert changed == {k: row for k, row in are.items() if were.get(k) != row}
            assert were.items() <= old.items()
    assert seen > skipped > 5


def test_guards_grow_as_they_are_folded(office_of_a_day: Office) -> None:
    seen = skipped = 0
    for topic, before, after in steps(office_of_a_day):
        added = grown(before, after)
        if added is None:
            continue
        for guard in office_of_a_day.site.declarations.guards_of(topic):
            old, new = guard.rows(topic, before), guard.rows(topic, after)
            seen += 1
            if not any(guard.concerns(topic, event) for event in added):
                skipped += 1
                assert old == new
                continue
            were, are = guard.growth(topic, after, len(before.events))
            assert (were - are, are - were) == (old - new, new - old)
    assert seen > skipped > 5


def test_an_amendment_is_more_than_growth(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.driven(car, driver, 1010, 1060)
    office.correct(trip, 2, odometer=1020)
    (stream,) = [s for s in streams(office) if s[0].stream == trip]
    uncorrected, corrected = resolve(stream[:-1]), resolve(stream)
    assert grown(uncorrected, corrected) is None
    assert grown(None, corrected) is None
    assert grown(corrected, corrected) == ()


def test_tables_are_sound_to_sqlite_itself(office_of_a_day: Office) -> None:
    office_of_a_day.site.store.reopen_verified()
    office_of_a_day.assert_sound()
