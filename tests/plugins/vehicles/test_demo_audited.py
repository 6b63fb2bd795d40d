"""What an auditor asks of the loaded year, through the command line alone."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from houqin.core import demonstration as demo
from houqin.core.cli.main import houqin
from houqin.events.clock import SystemClock
from tests.plugins import loading

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

YEAR = ("--from", "2023-01-01", "--to", "2023-12-31")
TRIPS = "vehicles.trips_dispatched"


class County:
    """A copy of the loaded county, asked as a person at a terminal asks."""

    def __init__(self, var: Path) -> None:
        self.var = var

    def ask(self, *words: str, given: dict[str, Any] | None = None) -> Any:
        typed = json.dumps(given) if given is not None else None
        told = CliRunner().invoke(
            houqin, [*words, "--json", "--var", str(self.var)], input=typed
        )
        assert told.exit_code == 0, told.output
        return json.loads(told.stdout)

    def trips(self, *limits: str) -> int:
        return int(self.ask("kpi", "demo", TRIPS, *YEAR, *limits)["value"])

    def rows(self, ledger: str, *filters: str) -> list[Any]:
        """Rows by filters; words that begin with -- are options."""
        words = [w for f in filters for w in _words(f)]
        return list(self.ask("ledger", "demo", ledger, "--limit", "50", *words)["rows"])

    def act(self, command: str, login: str, at: str | None, **given: Any) -> str:
        when = ("--occurred-at", at) if at else ()
        told = self.ask("act", "demo", command, "-", "--as", login, *when, given=given)
        return str(told["records"][0])


def _words(typed: str) -> list[str]:
    return ["--filter", typed] if "=" in typed and typed[0] != "-" else [typed]


@pytest.fixture
def audited(loaded_var: Path, tmp_path: Path) -> County:
    """The county on 2024-01-10, as the demonstration stands after its year."""
    shutil.copytree(loaded_var, tmp_path / "var")
    site = loading.directory(tmp_path / "var").open("demo")
    site.step_demonstration(demo.LOADED_AT, SystemClock().now(), loaded=True)
    site.store.close()
    county = County(tmp_path / "var")
    CliRunner().invoke(
        houqin, ["demo", "--at", "2024-01-10T09:00", "--var", str(county.var)]
    )
    return county


def test_a_void_of_january_counts_in_the_year_and_not_in_what_was_known(
    audited: County,
) -> None:
    assert audited.trips() == 3728
    trip = audited.rows("vehicles.trips", "state=closed")[0]["key"]
    audited.act("core.void", "dispatcher", None, record=trip, reason="重复登记")
    assert audited.trips() == 3727
    assert audited.trips("--recorded-by", "2023-12-31") == 3728
    assert audited.ask("check", "demo")["agrees"]


def test_a_late_entry_counts_in_its_year_and_takes_the_years_next_number(
    audited: County,
) -> None:
    cars = audited.rows("vehicles.vehicles", "energy=electric")
    car, driver = cars[0]["key"], audited.rows("vehicles.drivers")[0]["key"]
    person = audited.rows("core.people")[0]
    request = audited.act(
        "vehicles.request_vehicle", "dispatcher", "2023-12-29T22:00",
        unit=person["values"]["department"], user=person["key"], purpose="夜间应急处置",
        passengers=2, planned_start="2023-12-29T22:30:00+08:00",
        planned_end="2023-12-29T23:30:00+08:00", origin="行政中心",
        destination="青竹镇",
    )  # fmt: skip
    system = ("2023-12-29T22:05", "2023-12-29T22:10")
    for at in system:
        audited.ask("act", "demo", "core.agree", "-", "--occurred-at", at,
                    given={"record": request})  # fmt: skip
    sent = {"vehicle": car, "driver": driver}
    trip = audited.act(
        "vehicles.dispatch", "dispatcher", "2023-12-29T22:15", requests=[request],
        trips=[sent],
    )  # fmt: skip
    audited.act(
        "vehicles.depart", "dispatcher", "2023-12-29T22:30", record=trip,
        odometer=_reading(audited, car),
    )  # fmt: skip
    assert audited.trips() == 3729
    assert audited.trips("--recorded-by", "2023-12-31") == 3728
    rows = audited.rows("vehicles.trips", "serial=派2023-03766")
    assert [row["key"] for row in rows] == [trip]
    assert audited.ask("check", "demo")["agrees"]


def _reading(audited: County, car: str) -> int:
    """The car's odometer as it stood on the evening of 2023-12-29."""
    rows = audited.rows(
        "vehicles.trips", f"vehicle={car}", "--as-of", "2023-12-29", "--sort=-used_at"
    )
    readings = (row["values"]["odometer_in"] for row in rows)
    return int(next(filter(None, readings)))


def test_the_half_year_as_it_stood(audited: County) -> None:
    assert audited.trips("--as-of", "2023-06-30") == 1878
