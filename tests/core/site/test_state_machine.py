"""Vehicle requests and trips in any order, against a naive model at any horizon.

Whatever people do (in order, late, twice, wrongly, taken back and put back), what core
shows within a horizon is what the naive model computes from the raw events alone.

``HYPOTHESIS_PROFILE=thorough`` runs it for long, ``HOUQIN_EXAMPLES`` so many times.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING, Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from houqin.core.projection.effective import resolve
from houqin.core.projection.horizon import LIVE, Horizon
from houqin.core.schema.errors import RecordMissing
from houqin.core.schema.plain import plain
from houqin.core.site.checking import check
from houqin.core.site.directory import schema_of
from tests.core.site.acting import LEDGERS, START
from tests.core.site.crashing import Crashing, mortals
from tests.core.site.naive import Naive
from tests.core.site.naive_events import ERASED, is_amendment
from tests.core.site.naive_figures import KPIS, kpi
from tests.office import declared

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from houqin.core.model.command import Outcome
    from houqin.core.site.reader import Reader


class Comparing(Crashing):
    """Rules that compare what core shows with the naive model."""

    # What core shows, against the naive model

    @rule(
        position=st.none() | st.integers(0, 200),
        recorded_by=st.none() | st.integers(-1, 12),
        as_of=st.none() | st.integers(-4, 12),
        start=st.integers(-5, 8),
        days=st.integers(0, 12),
    )
    def compare(
        self,
        position: int | None,
        recorded_by: int | None,
        as_of: int | None,
        start: int,
        days: int,
    ) -> None:
        """At a horizon of none, one, two or three limits."""
        first = START.date()
        horizon = Horizon(
            None if position is None else min(position, len(self.log) + 2),
            None if recorded_by is None else first + timedelta(days=recorded_by),
            None if as_of is None else first + timedelta(days=as_of),
        )
        begin = first + timedelta(days=start)
        self._agree(horizon, begin, begin + timedelta(days=days))

    def _agree(self, horizon: Horizon, start: date, end: date) -> None:
        limits = (horizon.position, horizon.recorded_by, horizon.as_of)
        view = Naive(self.log, self.site.zone, *limits)
        with self.site.reader(horizon) as reader:
            for name in LEDGERS:
                assert _rows(reader, name) == view.shown(name), name
                assert reader.digest(name) == view.digest(name), name
            for name in KPIS:
                figure = reader.kpi(name, start, end).value
                assert figure == kpi(view, name, start, end), name
            for stream in {e["stream"] for e in self.log[1:]}:
                assert _steps(reader, stream) == view.history(stream)

    def agree_live(self, outcome: Outcome) -> None:
        """After every command: its rows, the rules, and the aggregates as loaded."""
        view = self.naive()
        with self.site.reader() as reader:
            for name in LEDGERS:
                assert _rows(reader, name) == view.shown(name), name
            for stream in outcome.records:
                self._agree_loaded(reader, view, stream)
        self._keep_rules(view)
        self._keep_copies(view, outcome)

    def _agree_loaded(self, reader: Reader, view: Naive, stream: UUID) -> None:
        record = view.records[str(stream)]
        if not record.aggregate.startswith("vehicles."):
            return
        effective = resolve(self.site.log.read_stream(reader.connection, stream))
        assert effective is not None
        loaded = self.site.services.fold(effective)
        assert loaded.state == view.state(record)
        assert effective.voided == record.voided
        if record.aggregate == "vehicles.Vehicle" and not record.voided:
            row = view.ledger("vehicles.vehicles")[record.stream]
            known = self.site.services.find(reader.connection, record.aggregate, stream)
            assert known is not None
            assert known.state == row["state"]
            for name, value in known.attributes.items():
                assert value == row[name] == plain(getattr(loaded, name)), name

    def _keep_rules(self, view: Naive) -> None:
        """What no order of commands may break."""
        for resource in ("vehicle", "driver"):
            for one, other in combinations(view.plans(resource), 2):
                apart = one[0] != other[0] or one[2] <= other[1] or other[2] <= one[1]
                assert apart, f"{resource} planned twice"
        readings = view.readings()
        for car, event, km in readings:
            for other_car, other, other_km in readings:
                if car == other_car and view.is_before(event, other):
                    assert km <= other_km, "odometer falls"
        assert not view.illegal_steps()
        for record in view.records.values():
            for event in record.events:
                assert not view.is_before(event, record.events[0]), "before it began"

    def _keep_copies(self, view: Naive, outcome: Outcome) -> None:
        """An event that names a car or a driver says what it took from it."""
        cars = view.ledger("vehicles.vehicles")
        drivers = view.ledger("vehicles.drivers")
        for event in self.log[(outcome.first or 1) - 1 : outcome.last]:
            if not event["topic"].startswith(("vehicles.Trip.", "core.Record.")):
                continue
            if event["topic"] == ERASED:
                continue
            payload = event["payload"]
            said = payload.get("payload", {}) if is_amendment(event) else payload
            if "vehicle" in said:
                assert said["energy"] == cars[said["vehicle"]]["energy"]
            if "driver" in said:
                assert said["driver_person"] == drivers[said["driver"]]["person"]

    def digests(self, horizon: Horizon) -> dict[str, str]:
        with self.site.reader(horizon) as reader:
            return {name: reader.digest(name) for name in LEDGERS}

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:
                self._at_the_end()
        finally:
            self.site.store.close()
            if self.url:
                with psycopg.connect(self.url, autocommit=True) as connection:
                    schema = schema_of(self.name)
                    connection.execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')

    def _at_the_end(self) -> None:
        """Live, rebuilt and the horizon that leaves everything are one."""
        report = check(self.site)
        assert report.agrees, [f for f in report.findings if not f.agrees]
        live = self.digests(LIVE)
        assert self.digests(Horizon(position=self.head())) == live
        far = self.today() + timedelta(days=9)
        assert self.digests(Horizon(recorded_by=far, as_of=far)) == live
        self.site.rebuild(list(LEDGERS))
        assert self.digests(LIVE) == live
        middle = START.date() + (self.today() - START.date()) / 2
        for horizon in (
            LIVE,
            Horizon(position=len(self.log) * 2 // 3),
            Horizon(as_of=middle),
            Horizon(recorded_by=middle),
            Horizon(len(self.log) * 3 // 4, self.today(), middle),
        ):
            self._agree(horizon, START.date(), self.today())


def _rows(reader: Reader, name: str) -> dict[str, dict[str, Any]]:
    return {
        row.key: {"voided": row.voided, "state": row.state, **row.values}
        for row in reader.ledger(name).rows()
    }


def _steps(reader: Reader, stream: str) -> int | None:
    try:
        return len(reader.history(UUID(stream)))
    except RecordMissing:
        return None


def profile(database: str) -> settings:
    """Short in every run, long when somebody asks for it; alike in CI."""
    thorough = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
    return settings(
        max_examples=400 if thorough else 8 if database == "sqlite" else 5,
        stateful_step_count=50 if thorough else 40,
        deadline=None,
        derandomize="CI" in os.environ and not thorough,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )


@pytest.mark.slow
def test_core_shows_what_a_naive_model_computes(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    class Machine(Comparing):
        declarations = declared()
        var = tmp_path
        url = (
            request.getfixturevalue("postgres_url")
            if database == "postgresql"
            else None
        )

    with mortals() as process:
        Machine.mortals = process
        run_state_machine_as_test(Machine, settings=profile(database))
