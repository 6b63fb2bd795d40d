"""Two hundred people at once on one process, and what an ordinary page costs.

`make crowd` prepares a site with 100,000 trips in its ledger, serves it as
`houqin serve` does, and lets everybody log in and read. The trips of the ledger are
real ones, copied: what is measured is reading.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from threading import Barrier
from urllib.parse import urlencode

from benchmarks.county import LOGIN, NAME, PASSWORD, County
from benchmarks.paging import pages_of
from houqin.core.projection.tables import LedgerTables
from houqin.plugins.vehicles.ledgers.trips import trips

PEOPLE, ROWS, REAL = 200, 100_000, 500
PAGES = ("", "waiting", "vehicles/trips", "vehicles/trips?period=year", "vehicles/kpis")
ORDINARY = ("vehicles/trips", "waiting", "")
REPEATED = 40
INI = """\
[app:main]
use = egg:houqin
var = {var}
houqin.plugins = houqin.plugins.vehicles
[server:main]
use = egg:waitress#main
listen = 127.0.0.1:{port}
threads = 8
backlog = 2048
connection_limit = 2048
"""


class Visitor:
    """One person's browser, on one connection."""

    def __init__(self, port: int, login: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._login = login
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> tuple[int, bytes]:
        """A page, compressed as a browser asks for it."""
        return self._ask("GET", path)

    def log_in(self) -> None:
        """Through the form, as everybody does."""
        _status, page = self.get("login")
        token = re.search(rb'name="csrf_token" value="([^"]+)"', gunzipped(page))
        assert token is not None
        form = {
            "csrf_token": token[1].decode(),
            "login": self._login,
            "password": PASSWORD,
            "next": f"/{NAME}/",
        }
        status, _page = self._ask("POST", "login", urlencode(form))
        assert status == 303, status

    def _ask(self, method: str, path: str, body: str = "") -> tuple[int, bytes]:
        headers = {
            "Accept-Encoding": "gzip",
            "Cookie": "; ".join(f"{n}={v}" for n, v in self._cookies.items()),
        }
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, f"/{NAME}/{path}", body or None, headers)
        answer = self._connection.getresponse()
        for header in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = header.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, answer.read()


def gunzipped(page: bytes) -> bytes:
    """A page as it was before it was compressed."""
    return gzip.decompress(page) if page[:2] == b"\x1f\x8b" else page


def multiplied(county: County) -> int:
    """Copy the ledger's rows until it has as many as asked for; copies are closed."""
    tables = LedgerTables(trips, 1)
    columns = [f'"{c.name}"' for c in tables.rows.columns if c.name != "key"]
    listed = ", ".join(columns)
    copied = listed.replace('"state"', "'closed'")
    with county.site.store.writing() as connection:
        while True:
            ((count,),) = connection.execute(f"SELECT count(*) FROM [{tables.name}]")
            if count >= ROWS:
                return int(count)
            connection.run(
                f"INSERT INTO [{tables.name}] (key, {listed})"
                f" SELECT key || ':' || ?, {copied} FROM [{tables.name}]"
                f" ORDER BY key LIMIT ?",
                (str(count), ROWS - count),
            )


def crowd(port: int, people: list[str]) -> tuple[list[float], int, float]:
    """Everybody logs in, then reads at once: seconds each, errors, seconds in all."""
    ready = Barrier(len(people))

    def visit(login: str) -> tuple[list[float], int]:
        visitor = Visitor(port, login)
        visitor.log_in()
        ready.wait()
        waited, errors = [], 0
        for path in PAGES:
            begun = time.perf_counter()
            status, _page = visitor.get(path)
            waited.append(time.perf_counter() - begun)
            errors += status != 200
        return waited, errors

    begun = time.perf_counter()
    with ThreadPoolExecutor(len(people)) as pool:
        told = list(pool.map(visit, people))
    waits = [second for waited, _errors in told for second in waited]
    return waits, sum(e for _w, e in told), time.perf_counter() - begun


def main() -> int:
    """Print the figures; 1 where a page could not be had."""
    parser = argparse.ArgumentParser(prog="benchmarks.crowd", description=__doc__)
    parser.add_argument("--port", type=int, default=6599)
    port = parser.parse_args().port
    with TemporaryDirectory() as folder:
        county = County(Path(folder), REAL)
        people = [county.reader(number) for number in range(PEOPLE)]
        print(f"rows in the ledger of trips: {multiplied(county):,}")
        _granted(county)
        _ordinary(county)
        errors = _served(county, Path(folder), port, people)
    return 1 if errors else 0


def _granted(county: County) -> None:
    """A role on a subtree with all these records: nothing is written for any."""
    people = [county.colleague() for _number in range(REPEATED)]
    spent = median(map(county.grant, people)) * 1000
    print(f"a role granted on a unit with all rows (ms, median): {spent:.1f}")


def _ordinary(county: County) -> None:
    """Server time and weight of ordinary pages, without the network."""
    print("one person, server time alone (ms, median), bytes compressed:")
    for path, get in pages_of(county, ORDINARY).items():
        get()
        spent = []
        for _number in range(REPEATED):
            begun = time.perf_counter()
            page = get()
            spent.append(time.perf_counter() - begun)
        weight = len(gzip.compress(page, 6))
        print(f"  {path or 'home':30} {median(spent) * 1000:6.1f} {weight:8,}")


def _served(county: County, folder: Path, port: int, people: list[str]) -> int:
    ini = folder / "crowd.ini"
    ini.write_text(INI.format(var=county.settings["var"], port=port), "utf-8")
    program = [sys.executable, "-m", "houqin.core.cli.main", "serve", str(ini)]
    with subprocess.Popen(program, stdout=subprocess.DEVNULL) as server:
        try:
            _wait(port)
            Visitor(port, LOGIN).log_in()
            waits, errors, whole = crowd(port, people)
        finally:
            server.terminate()
    ninety_fifth = quantiles(waits, n=20)[-1]
    print(
        f"{len(people)} people, {len(waits)} pages, {errors} errors,"
        f" {len(waits) / whole:.0f} pages a second with logins"
    )
    print(f"seconds a page: median {median(waits):.2f}, 95th {ninety_fifth:.2f}")
    return errors


def _wait(port: int) -> None:
    for _attempt in range(600):
        try:
            Visitor(port, LOGIN).get("login")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(port)


if __name__ == "__main__":
    sys.exit(main())
