"""A county's own module in a running server: a wheel comes, is used, goes, comes back.

The server keeps its socket; what is installed beside it starts its program anew.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.error import URLError

import pytest

from tests.browser.conftest import Person
from tests.county import County, found_county
from tests.installing import ROOT, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_PIP = ("-m", "pip", "--disable-pip-version-check", "-q")
_OFFLINE = ("--no-index", "--no-deps")
_HOUQIN = ("-W", "ignore", "-m", "houqin.core.cli.main")
LONGEST = 90.0


@dataclass
class Server:
    """A server whose distributions change while it answers."""

    folder: Path
    port: int

    @property
    def address(self) -> str:
        """The site's home page."""
        return f"http://127.0.0.1:{self.port}/test/"

    @property
    def beside(self) -> Path:
        """Where distributions are installed."""
        return self.folder / "beside"

    @property
    def environment(self) -> dict[str, str]:
        paths = os.pathsep.join([str(self.beside), str(ROOT)])
        var = {"HOUQIN_VAR": str(self.folder / "var"), "HOUQIN_PLUGINS": ""}
        return {
            **os.environ,
            **var,
            "PYTHONPATH": paths,
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def houqin(self, *words: str) -> str:
        """What a command prints."""
        done = subprocess.run(
            [sys.executable, *_HOUQIN, *words],
            capture_output=True, text=True, check=False, env=self.environment,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def take_in(self, wheel: Path) -> None:
        """Install a wheel beside, in place of what is there."""
        self.take_out()
        run(*_PIP, "install", *_OFFLINE, "--target", str(self.beside), str(wheel))

    def take_out(self) -> None:
        """Remove every distribution beside."""
        for part in self.beside.iterdir():
            shutil.rmtree(part) if part.is_dir() else part.unlink()

    def wait(self, path: str, status: int) -> None:
        """Until a page answers so: the new program has taken over."""
        until(lambda: _status(self.address + path) == status)


def until(true: Callable[[], bool]) -> None:
    """Wait for it, as long as a program takes to start on a busy machine."""
    end = time.monotonic() + LONGEST
    while not true():
        assert time.monotonic() < end
        time.sleep(0.2)


def _shown(person: Person, path: str) -> str:
    person.go(path)
    return str(person.page.content())


def _status(address: str) -> int:
    with suppress(urllib.request.HTTPError, URLError, ConnectionError):
        try:
            with urllib.request.urlopen(address) as answer:  # noqa: S310 - our own server
                return int(answer.status)
        except urllib.request.HTTPError as error:
            return int(error.code)
    return 0


def wheel(example: str, folder: Path) -> Path:
    """An example, built."""
    source = folder / example
    shutil.copytree(ROOT / "examples" / example, source)
    run(
        *_PIP, "wheel", *_OFFLINE, "--no-build-isolation", "-w", str(folder / "wheels"),
        str(source),
    )  # fmt: skip
    return max((folder / "wheels").iterdir(), key=lambda path: path.name)


@pytest.fixture
def founded(tmp_path: Path) -> County:
    county = found_county(tmp_path / "var")
    county.site.store.close()
    return county


@pytest.fixture
def server(tmp_path: Path, founded: County) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    made = Server(tmp_path, port)
    made.beside.mkdir()
    ini = tmp_path / "county.ini"
    ini.write_text(
        f"[app:main]\nuse = egg:houqin\nvar = {tmp_path / 'var'}\n"
        f"[server:main]\nuse = egg:waitress\nlisten = 127.0.0.1:{port}\n",
        encoding="utf-8",
    )
    log = (tmp_path / "log").open("w", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, *_HOUQIN, "serve", str(ini)], env=made.environment,
        stdout=log, stderr=log,
    )  # fmt: skip
    made.wait("login", 200)
    yield made
    process.terminate()
    process.wait(timeout=60)
    log.close()


def test_a_module_comes_is_used_goes_and_comes_back(
    chromium: Browser, server: Server, tmp_path: Path
) -> None:
    first, second = (wheel(name, tmp_path) for name in ("shuttle-bus", "shuttle-bus-2"))
    person = Person(chromium.new_context().new_page(), server.address)
    person.log_in("dispatcher")
    server.take_in(first)
    server.houqin("plugin", "install", "shuttle", "test")
    server.wait("shuttle/runs", 200)

    old = _run(person, "城东线", "31")
    server.take_in(second)
    server.houqin("plugin", "upgrade", "shuttle", "test")
    until(lambda: "晚点" in _shown(person, "shuttle/runs"))
    _run(person, "城西线", "18", late="5")
    before = server.houqin("ledger", "test", "shuttle.runs", "--json")

    server.houqin("plugin", "uninstall", "shuttle", "test")
    server.wait("shuttle/runs", 404)
    person.go("")
    server.take_out()
    told = server.houqin("history", "test", old)
    assert "乘车人数" in told or "riders" in told
    server.houqin("site", "export", "test", str(tmp_path / "away.houqin"))
    server.houqin("site", "import", str(tmp_path / "away.houqin"), "again")

    server.take_in(second)
    for site in ("test", "again"):
        server.houqin("plugin", "install", "shuttle", site)
        assert server.houqin("ledger", site, "shuttle.runs", "--json") == before
    server.wait("shuttle/runs", 200)
    assert not person.faults


def _run(person: Any, route: str, riders: str, **more: str) -> str:
    """A run planned and done; its id."""
    person.go("shuttle/do/plan")
    person.fill(route=route, day="2026-11-20")
    person.submit()
    person.page.wait_for_url("**/shuttle/runs/*")
    record = str(person.page.url).partition("?")[0].rpartition("/")[2]
    person.go(f"shuttle/runs/{record}/finish")
    person.fill(riders=riders, **more)
    person.submit()
    person.said("已运行")
    return record
