"""Readings looked through in memory are judged as those the database is asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from houqin.core.model import numbers
from houqin.core.model.guards import Guarding
from houqin.core.schema.errors import Refused
from tests.office import declared, office, when

if TYPE_CHECKING:
    from houqin.core.model.guards import GuardRow
    from houqin.core.model.numbers import Series
    from tests.office import Office

__all__ = ["office"]
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
DAY = int(timedelta(days=1).total_seconds()) * 1_000_000
FIRST = when("2023-03-01 00:00")
HOUR = DAY // 24
reading = st.tuples(
    st.integers(0, 4), st.integers(0, 23), st.integers(0, 6), st.booleans()
)


class _Over(Exception):
    """Nothing of it stays."""


def _guarding(connection: object) -> Guarding:
    def bounds(at: int) -> tuple[int, int]:
        start = FIRST + (at - FIRST) // DAY * DAY
        return start, start + DAY

    return Guarding(connection, str, str, bounds)  # type: ignore[arg-type]  # a real one


def _rows(found: list[tuple[int, int, int, bool]]) -> list[GuardRow]:
    """Readings of one car: day, hour, value, whether to the minute."""
    return [
        (
            "vehicles.odometers", "车",
            FIRST + day * DAY + (hour * HOUR if to_minute else 0), int(to_minute),
            uuid4().bytes, 1, value,
        )
        for day, hour, value, to_minute in found
    ]  # fmt: skip


def _refused(series: Series, guarding: Guarding, row: GuardRow, least: int) -> bool:
    """Whether a row is refused where so many are looked through in memory."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numbers, "_LOOKED_THROUGH", least)
        try:
            series.check(guarding, [row])
        except Refused:
            return True
    return False


@settings(
    max_examples=60, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    readings=st.lists(reading, min_size=1, max_size=12),
    changed=st.lists(st.integers(0, 4 * 24), max_size=2, unique=True),
)
def test_both_ways_refuse_the_same_readings(
    office: Office,
    readings: list[tuple[int, int, int, bool]],
    changed: list[int],
) -> None:
    series = declared().guards["vehicles.odometers"]
    changes = series.restarts
    rows = _rows(readings)
    put_in = [
        (changes.name, "车", FIRST + at * HOUR, uuid4().bytes, 1, 5) for at in changed
    ]
    with pytest.raises(_Over), office.site.store.writing() as connection:
        series.insert(connection, rows)
        changes.insert(connection, put_in)
        guarding = _guarding(connection)
        for row in rows:
            asked = _refused(series, guarding, row, 1_000)
            assert _refused(series, guarding, row, 1) is asked
        raise _Over
