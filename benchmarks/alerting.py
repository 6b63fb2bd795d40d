"""提醒 of a fleet with 100,000 trips: every kind worked out anew.

``python -m benchmarks.alerting [TRIPS]`` prints milliseconds by kind. The trips are
copies of one real row, written straight into the ledger; their events are not there.
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING
from uuid import uuid4

warnings.filterwarnings("ignore", message="pkg_resources is deprecated")
warnings.filterwarnings("ignore", message="'cgi' is deprecated")

from houqin.core.site import alerts as raised_alerts  # noqa: E402 - after the filters
from houqin.events.clock import SteppingClock  # noqa: E402 - after the filters
from houqin.events.store import SQLiteStore  # noqa: E402 - after the filters
from tests.office import Office, declared, open_site, when  # noqa: E402 - after the filters

if TYPE_CHECKING:
    from houqin.core.site.reader import Reader

TRIPS, ROUNDS = 100_000, 9
#: As many as a county has.
CARS = 62
_TABLE = "vehicles_trips__g1"
_DAY = 86_400_000_000


def main() -> None:
    """Fill a ledger, measure, print."""
    trips = int(sys.argv[1]) if len(sys.argv) > 1 else TRIPS
    with TemporaryDirectory() as folder:
        store = SQLiteStore(Path(folder) / "site.db", durable=False)
        clock = SteppingClock(when("2023-03-01 08:00"))
        office = Office(open_site(store, declared(), clock))
        _fill(office, trips)
        office.at("2023-12-25 18:00")
        with office.site.reader() as reader:
            _measure(reader, trips)
        store.close()


def _fill(office: Office, trips: int) -> None:
    """One trip that is back, copied; one that is out."""
    car, driver = office.car(insured_until="2023-12-31"), office.driver()
    office.driven(car, driver, 1000, 1060)
    cars = [str(office.car()) for _ in range(CARS)]
    other = office.trip(office.car(), office.driver("褚师傅"), "13:00", "15:00")
    office.depart(other, 2000)
    with office.site.log.store.writing() as connection:
        row = connection.execute(f"SELECT * FROM [{_TABLE}] WHERE state = 'returned'")[
            0
        ]
        names = office.site.declarations.ledgers["vehicles.trips"].order
        moved = [names.index(n) for n in ("used_at", "departed_at", "returned_at")]
        vehicle, copies = names.index("vehicle"), []
        for number in range(trips):
            copy = list(row)
            copy[0] = copy[1] = str(uuid4())
            copy[vehicle] = cars[number % CARS]
            for place in moved:
                copy[place] -= number * _DAY // 300
            copies.append(tuple(copy))
        connection.load(_TABLE, names, copies)


def _measure(reader: Reader, trips: int) -> None:
    """Each kind alone, then all of them as a page asks."""
    moment = raised_alerts.moment_of(reader)
    print(f"{trips} trips, median of {ROUNDS}, milliseconds")
    for alert in reader.site.declarations.alerts.values():
        spent = []
        for _ in range(ROUNDS):
            start = perf_counter()
            found = list(raised_alerts._raised(reader, alert, moment))  # noqa: SLF001 - what is measured
            spent.append((perf_counter() - start) * 1000)
        print(f"{median(spent):9.2f}  {len(found):3}  {alert.name}")
    spent = []
    for _ in range(ROUNDS):
        start = perf_counter()
        raised_alerts.everything(reader)
        spent.append((perf_counter() - start) * 1000)
    print(f"{median(spent):9.2f}       everything")


if __name__ == "__main__":
    main()
