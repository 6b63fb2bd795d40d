"""导入: trips of an old year from one file, while forms go on; no floor.

`python -m benchmarks.importing ROWS` prints where the time goes, how long the head was
locked at the longest, and how long a form waited.
"""

from __future__ import annotations

import sys
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID, uuid4

import openpyxl

from benchmarks.server import postgres
from houqin.core.config import configure, declarations_of
from houqin.core.model.command import Act
from houqin.core.model.imports import import_rows
from houqin.core.site.ledger_import import template_of, try_files
from houqin.core.site.opening import open_log
from houqin.core.site.plugins.requiring import to_install
from houqin.core.site.site import Site
from houqin.events.clock import SystemClock
from houqin.events.errors import StoreLocked
from houqin.events.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.events.store import Store

#: The trips of the demonstration's year, nearly.
ROWS = 3_700
CARS = 26
_FIRST = datetime(2021, 1, 4, 8)  # noqa: DTZ001 - as a cell holds it
_STEPS = {
    "申请日期": -1, "审批日期1": -1, "审批日期2": -1, "派车时间": 0, "出车时刻": 1,
    "回场时刻": 3, "计划出发": 1, "计划返回": 4,
}  # fmt: skip


@dataclass
class Office:
    """A site with what trips name: a unit, three posts, cars and drivers."""

    site: Site
    locked: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Register them."""
        self.unit = self.act(
            "core.register_department", name="县财政局", short="财政局", kind="county"
        )
        self.clerk = self._person("周经办", "clerk")
        self._person("吴审核", "reviewer")
        self._person("郑主任", "director")
        for number in range(CARS):
            self.act(
                "vehicles.register_vehicle", plate=f"桂X·{number:05d}",
                category="emergency", model="轿车", energy="petrol", seats=5,
                registered_on="2018-05-15", price=11_600_000, odometer=90_000,
            )  # fmt: skip
            person = self._person(f"师傅{number:02d}", "driver")
            self.act("vehicles.register_driver", person=str(person), licence="C1")
        self._measure()

    def act(self, command: str, **given: Any) -> UUID:
        """Give one command."""
        act = Act(command, given, self.site.system_actor, uuid4())
        return self.site.act(act).records[0]

    def apply(self) -> None:
        """One more application of today, as somebody types it meanwhile."""
        tomorrow = datetime.now(UTC) + timedelta(days=1)
        self.act(
            "vehicles.request_vehicle", unit=str(self.unit), user=str(self.clerk),
            purpose="下乡调研", passengers=3, origin="行政中心", destination="青竹镇",
            planned_start=tomorrow.isoformat(),
            planned_end=(tomorrow + timedelta(hours=2)).isoformat(),
        )  # fmt: skip

    def _person(self, name: str, role: str) -> UUID:
        unit = str(self.unit)
        return self.act("core.register_person", name=name, department=unit,
                        roles=[role])  # fmt: skip

    def _measure(self) -> None:
        """Note how long every transaction holds the head."""
        log, inner = self.site.log, self.site.log.transaction

        @contextmanager
        def measured(*given: Any) -> Iterator[Any]:
            since = None
            try:
                with inner(*given) as transaction:
                    since = time.perf_counter()
                    yield transaction
            finally:
                if since is not None:
                    self.locked.append(time.perf_counter() - since)

        log.transaction = measured  # type: ignore[method-assign]  # looked at, not changed


def file_of(office: Office, rows: int) -> bytes:
    """The template, filled in as a clerk would."""
    with office.site.reader() as reader:
        spec = reader.site.declarations.imports["vehicles.trips"]
        book = openpyxl.load_workbook(BytesIO(template_of(reader, spec)))
    page = book.worksheets[0]
    places = {str(cell.value).removesuffix("*"): cell.column for cell in page[1]}
    for number in range(rows):
        for title, value in _row(number).items():
            page.cell(number + 3, places[title]).value = value
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _row(number: int) -> dict[str, Any]:
    car, turn = number % CARS, number // CARS
    begun = _FIRST + timedelta(days=turn)
    moments = {n: begun + timedelta(hours=hours) for n, hours in _STEPS.items()}
    said = {
        name: at.strftime("%Y-%m-%d" if name.endswith(("日期", "1", "2")) else
                          "%Y-%m-%d %H:%M")
        for name, at in moments.items()
    }  # fmt: skip
    return {
        **said, "申请人": "周经办", "用车单位": "财政局", "用车人": "周经办",
        "事由": "下乡调研", "人数（人）": 3, "出发地": "行政中心",
        "目的地及途经": "青竹镇", "审批人1": "吴审核", "审批人2": "郑主任",
        "车号": f"桂X·{car:05d}", "驾驶员": f"师傅{car:02d}",
        "纸质单号": f"No.{number:06d}", "出车里程（公里）": 1000 + 50 * turn,
        "回场里程（公里）": 1050 + 50 * turn, "费用类别1": "过路费", "金额1（元）": 35,
        "票据日期1": begun.strftime("%Y-%m-%d"),
    }  # fmt: skip


class Forms:
    """Somebody who goes on working: one application after the other."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.waited: list[float] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work)

    def __enter__(self) -> Self:
        """Begin."""
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        """Let the last one end."""
        self._over.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._over.wait(0.1):
            since = time.perf_counter()
            # Where an import holds the head for longer than anybody waits.
            with suppress(StoreLocked):
                self.office.apply()
            self.waited.append(time.perf_counter() - since)


def measure(office: Office, rows: int) -> dict[str, float]:
    """Try and record one file while forms go on; seconds."""
    site, content = office.site, file_of(office, rows)
    spec = site.declarations.imports["vehicles.trips"]
    office.locked.clear()
    with Forms(office) as forms:
        begun = time.perf_counter()
        with site.reader() as reader:
            given = [("旧台账.xlsx", content)]
            trial = try_files(reader, spec, site.system_actor, given)
        tried, longest_trial = time.perf_counter(), max(office.locked)
        assert trial.ready, trial.problems[:5]
        office.locked.clear()
        act = Act(import_rows.name, dict(trial.given), site.system_actor, uuid4())
        site.act(act)
        done = time.perf_counter()
    return {
        "read and tried": tried - begun,
        "longest lock of the trial": longest_trial,
        "recorded": done - tried,
        "longest lock": max(office.locked),
        "forms meanwhile": len(forms.waited),
        "longest wait of a form": max(forms.waited),
    }


def importing(folder: Path, url: str | None, rows: int) -> dict[str, float]:
    """The same on one database."""
    store: Store
    store = open_store(url, "importing") if url else open_store(str(folder / "i.db"))
    declared = declarations_of(
        configure({"houqin.plugins": "houqin.plugins.vehicles"}, web=False)
    )
    open_log(store, name="基准测试县", zone="Asia/Shanghai", clock=SystemClock(),
             site=uuid4(), plugins=to_install(declared))  # fmt: skip
    office = Office(Site("importing", store, declared, bytes(32)))
    found = measure(office, rows)
    store.close()
    return found


def told(database: str, rows: int, found: dict[str, float]) -> str:
    """What was measured, a line each."""
    lines = [f"  {name:30} {value:10.2f}" for name, value in found.items()]
    return "\n".join([f"import of {rows} trips on {database}, seconds:", *lines])


def main(rows: int) -> None:
    """Measure both databases."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        print(told("SQLite", rows, importing(folder, None, rows)))
        with postgres(folder) as url:
            print(told("PostgreSQL", rows, importing(folder, url, rows)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
