"""The loaded year: the figures of the ledgers and KPIs, and nothing left over."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from houqin.core import demonstration
from houqin.core.demonstration.parts import parts_of
from houqin.core.projection.horizon import Horizon
from houqin.core.site.access import authenticate
from houqin.core.site.checking import check
from houqin.events.clock import SteppingClock
from houqin.events.entry import NIL
from houqin.plugins.vehicles.demo import plan_year
from tests.plugins import loading

if TYPE_CHECKING:
    from pathlib import Path

    from houqin.core.site.site import Site

FIRST, LAST = date(2023, 1, 1), date(2023, 12, 31)
BY_MONTH = [240, 250, 350, 338, 352, 348, 318, 322, 300, 330, 310, 270]
FIRST_DAYS = 700
pytestmark = pytest.mark.slow


def value(site: Site, kpi: str, first: date, last: date, horizon: Horizon) -> int:
    with site.reader(horizon) as reader:
        found = reader.kpi(kpi, first, last).value
    assert found is not None
    return int(found)


def digests(site: Site) -> dict[str, str]:
    with site.reader() as reader:
        return {name: reader.digest(name) for name in site.declarations.ledgers}


@pytest.mark.parametrize(
    ("ledger", "filters", "rows"),
    [
        ("core.departments", {}, 138),
        ("vehicles.vehicles", {}, 26),
        ("vehicles.drivers", {}, 20),
        ("vehicles.requests", {}, 3779),
        ("vehicles.requests", {"state": "refused"}, 11),
        ("vehicles.requests", {"state": "arranged"}, 3724),
        ("vehicles.requests", {"state": "approved_after"}, 4),
        ("vehicles.requests", {"state": "no_vehicle"}, 1),
        ("vehicles.requests", {"state": "rented"}, 2),
        ("vehicles.trips", {}, 3765),
        ("vehicles.trips", {"state": "cancelled"}, 37),
        ("vehicles.trips", {"state": "closed"}, 3728),
        ("vehicles.repairs", {"state": "paid"}, 97),
        ("vehicles.insurances", {}, 26),
        ("vehicles.inspections", {}, 26),
        ("vehicles.sealings", {"kind": "sealed"}, 42),
        ("vehicles.sealings", {"kind": "unsealed"}, 42),
        ("vehicles.standings", {"kind": "washed"}, 312),
        ("vehicles.standings", {"kind": "parked"}, 26),
        ("vehicles.odometer_changes", {}, 1),
        ("vehicles.incidents", {"kind": "violation"}, 8),
        ("vehicles.incidents", {"kind": "violation_handled"}, 8),
        # Of the year before, settled in this one.
        ("vehicles.incidents", {"kind": "accident"}, 1),
        ("vehicles.incidents", {"kind": "accident_handled"}, 1),
        ("vehicles.points", {}, 6),
        ("vehicles.quotas", {}, 3),
    ],
)
def test_rows_of_the_ledgers(
    loaded: Site, ledger: str, filters: dict[str, str], rows: int
) -> None:
    with loaded.reader() as reader:
        assert reader.ledger(ledger).count(filters) == rows


@pytest.mark.parametrize(
    ("first", "last", "trips"),
    [
        (FIRST, LAST, 3728),
        (FIRST, date(2023, 3, 31), 840),
        (date(2023, 4, 1), date(2023, 6, 30), 1038),
        (date(2023, 7, 1), date(2023, 9, 30), 940),
        (date(2023, 10, 1), LAST, 910),
        (FIRST, date(2023, 6, 30), 1878),
    ],
)
def test_trips_dispatched(loaded: Site, first: date, last: date, trips: int) -> None:
    kpi = "vehicles.trips_dispatched"
    assert value(loaded, kpi, first, last, Horizon()) == trips


def test_trips_dispatched_by_month(loaded: Site) -> None:
    with loaded.reader() as reader:
        months = reader.kpi_months("vehicles.trips_dispatched", 2023)
    assert [month.value for month in months] == BY_MONTH


def test_as_of_midyear_the_first_half_stands_alone(loaded: Site) -> None:
    midyear = Horizon(as_of=date(2023, 6, 30))
    kpi = "vehicles.trips_dispatched"
    assert value(loaded, kpi, FIRST, LAST, midyear) == 1878


def test_kilometres_are_those_of_the_plan(loaded: Site) -> None:
    planned = sum(journey.km for *_, journey in plan_year().journeys())
    assert value(loaded, "vehicles.distance", FIRST, LAST, Horizon()) == planned


def test_half_of_the_fleet_is_older_than_eight_years_at_the_end(loaded: Site) -> None:
    assert value(loaded, "vehicles.over_eight", FIRST, LAST, Horizon()) == 13


def test_a_car_answers_within_half_an_hour_on_average(loaded: Site) -> None:
    minutes = value(loaded, "vehicles.response", FIRST, LAST, Horizon()) / 10
    assert 3 < minutes < 25


def test_ledgers_figures_and_guards_agree_with_the_log(loaded: Site) -> None:
    report = check(loaded)
    assert [finding for finding in report.findings if not finding.agrees] == []


def test_the_year_is_recorded_in_its_year(loaded: Site) -> None:
    with loaded.store.reading() as connection:
        events = loaded.log.read(connection)
        recorded = [event.recorded for event in events]
    assert recorded[0] >= demonstration.OPENS_AT
    assert recorded[-1] < demonstration.LOADED_AT
    assert recorded == sorted(set(recorded))


def test_people_act_for_others_by_phone_and_paper(loaded: Site) -> None:
    with loaded.store.reading() as connection:
        events = list(loaded.log.read(connection, topics=["vehicles.Trip.Departed"]))
    behalf = [event for event in events if event.on_behalf_of != NIL]
    late = [event for event in events if event.recorded - event.occurred > 3600 * 10**6]
    assert len(events) == 3728
    assert len(behalf) > 300
    assert len(late) > 50


def test_every_account_logs_in(loaded: Site) -> None:
    for account in demonstration.accounts_of(parts_of(loaded.declarations)):
        login, password = account.login, demonstration.PASSWORD
        assert authenticate(loaded, login, password) is not None
        assert authenticate(loaded, login, "not " + password) is None


@pytest.mark.postgresql
def test_the_first_days_are_the_same_on_both_databases(
    tmp_path: Path, postgres_url: str
) -> None:
    found = []
    for name, url in (("first", None), ("second", postgres_url)):
        site = loading.directory(tmp_path).create(
            name,
            title=demonstration.TITLE,
            store_url=url,
            clock=SteppingClock(demonstration.OPENS_AT),
            site=demonstration.SITE,
        )
        acts = list(
            islice(
                demonstration.acts_of_year(
                    parts_of(site.declarations), site.system_actor
                ),
                FIRST_DAYS,
            )
        )
        demonstration.play(site, site.log.clock, acts, lambda _done, _total: None)
        found.append(digests(site))
        site.store.close()
    assert found[0] == found[1]
