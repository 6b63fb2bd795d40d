"""A county's own module in the demonstration: it comes, is used, goes, comes back.

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

from houqin.core import demonstration as demo
from tests.browser.conftest import Person
from tests.installing import ROOT, run
from tests.plugins import loading

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
        return f"http://127.0.0.1:{self.port}/demo/"

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
            with urllib.request.urlopen(address, timeout=LONGEST) as answer:  # noqa: S310 - our own server
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
def demonstration(loaded_var: Path, tmp_path: Path) -> Path:
    """A copy of the loaded year, its clock going as after `houqin demo`."""
    var = tmp_path / "var"
    shutil.copytree(loaded_var, var)
    site = loading.directory(var).open("demo")
    wall = time.time_ns() // 1000
    site.step_demonstration(demo.LOADED_AT, wall, loaded=True)
    site.store.close()
    return var


@pytest.fixture
def server(tmp_path: Path, demonstration: Path) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    made = Server(tmp_path, port)
    made.beside.mkdir()
    ini = tmp_path / "county.ini"
    ini.write_text(
        f"[app:main]\nuse = egg:houqin\nvar = {demonstration}\n"
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
    person, admin, overseer = (
        Person(chromium.new_page(), server.address) for _ in range(3)
    )
    person.log_in("dispatcher", demo.PASSWORD)
    admin.log_in("admin", demo.PASSWORD)
    overseer.log_in("overseer", demo.PASSWORD)
    server.take_in(first)
    _press(admin, "启用", "可安装", "已启用")
    old = _run(person, "城东线", "31")
    server.take_in(second)
    _press(admin, "升级", "可升级", "已启用")
    _run(person, "城西线", "18", late="5")
    assert "晚点" in _shown(person, "shuttle/runs")
    before = _ledger(server, "json")
    assert '"late": 5' in before
    printed = _ledger(server, "csv")

    _press(admin, "停用", "已启用", "可安装")
    person.go("")
    assert "shuttle/runs" not in person.page.content()
    server.take_out()
    _stands(admin, "程序缺失")
    assert "乘车人数：31 人" in server.houqin("history", "demo", old)
    assert _ledger(server, "csv") == printed
    _read_without_code(overseer, old)

    server.take_in(second)
    _press(admin, "启用", "可安装", "已启用")
    assert _ledger(server, "json") == before
    assert "城东线" in _shown(person, "shuttle/runs")
    assert person.faults == admin.faults == overseer.faults == []


def _read_without_code(overseer: Person, record: str) -> None:
    """Records, the history of one, and the ledger as a file, on a page."""
    overseer.go("admin/remains")
    overseer.press("通勤班车")
    overseer.said("班车运行台账")
    overseer.picture("remains")
    with overseer.page.expect_download() as taken:
        overseer.page.get_by_role("link", name="导出班车运行台账").click()
    assert "城东线" in taken.value.path().read_text(encoding="utf-8-sig")
    overseer.go(f"admin/remains/shuttle/record?id={record}")
    overseer.said("登记运行")
    overseer.said("城东线")
    overseer.said("乘车人数 31 人")
    overseer.picture("remains-record")


def _ledger(server: Server, form: str) -> str:
    return server.houqin("ledger", "demo", "shuttle.runs", "--format", form)


def _stands(admin: Person, state: str) -> None:
    """Until 业务模块 shows the module so; the server may be starting anew."""
    row = admin.page.locator("#modules tbody tr", has_text="shuttle")

    def shown() -> bool:
        admin.go("admin/plugins")
        return any(state in text for text in row.all_inner_texts())

    until(shown)


def _press(admin: Person, deed: str, before: str, after: str) -> None:
    """Do it to the module on its page, once it stands so, and until it stands so."""
    _stands(admin, before)
    admin.page.locator("#modules").get_by_role("link", name="通勤班车").click()
    admin.press(f"{deed}通勤班车")
    admin.said(f"{deed}通勤班车")
    _stands(admin, after)


def _run(person: Any, route: str, riders: str, **more: str) -> str:
    """A run planned and done; its id."""
    person.go("shuttle/do/plan")
    person.fill(route=route, day="2024-01-05")
    person.submit()
    person.page.wait_for_url("**/shuttle/runs/*")
    record = str(person.page.url).partition("?")[0].rpartition("/")[2]
    person.go(f"shuttle/runs/{record}/finish")
    person.fill(riders=riders, **more)
    person.submit()
    person.said("已运行")
    return record
