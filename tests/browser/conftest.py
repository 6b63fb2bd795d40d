"""A real Chromium before a real server over a real site."""

from __future__ import annotations

import os
import shutil
import threading
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect, sync_playwright
from waitress.server import create_server

from houqin.core.config import configure
from tests.county import PASSWORD, County, settings_of
from tests.founding import county, founded, var
from tests.loaded import loaded_var
from tests.office import ZONE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Page

__all__ = ["county", "founded", "loaded_var", "var"]
LAST_HOUR = 23
NAMES = ("chromium", "chromium-browser", "google-chrome")
#: Quiet: nothing is fetched, nothing phones home.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
PATIENCE = 15_000
#: For tests that plan what happens in the next hours and look for it among today's.
TODAY = pytest.mark.skipif(
    datetime.now(ZONE).hour == LAST_HOUR, reason="today ends before what is planned"
)
#: A folder for pictures of the pages, when somebody wants to look at them.
PICTURES = os.environ.get("HOUQIN_PICTURES")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=list(ARGUMENTS)
        )
        yield browser
        browser.close()


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    """What is served; a module's own tests serve that module."""
    return settings_of(tmp_path / "var")


@contextmanager
def served(settings: dict[str, str], site: str) -> Iterator[str]:
    """Serve the sites of an installation; the home page of one."""
    with answering(configure(settings).make_wsgi_app(), site) as home:
        yield home


@contextmanager
def answering(application: Any, site: str) -> Iterator[str]:
    """Serve an application; the home page of one of its sites."""
    server = create_server(application, host="127.0.0.1", port=0, threads=4)

    def run() -> None:
        # It may be asking a socket that is being closed.
        with suppress(OSError):
            server.run()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}/{site}/"
    server.close()
    server.task_dispatcher.shutdown()
    thread.join(timeout=5)


@pytest.fixture
def address(settings: dict[str, str], county: County) -> Iterator[str]:
    """Serve the county; its home page."""
    with served(settings, "test") as home:
        yield home


class Person:
    """One person at one browser; whatever the page logs as an error is kept."""

    def __init__(self, page: Page, address: str, *, scripted: bool = True) -> None:
        self.page = page
        self.address = address
        self.scripted = scripted
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on(
            "console",
            self._hear,
        )

    def _hear(self, said: ConsoleMessage) -> None:
        """A wrong form answers 422, which the browser remarks; all else is a fault."""
        if said.type == "error" and "status of 422" not in said.text:
            self.faults.append(said.text)

    def log_in(self, login: str, password: str = PASSWORD) -> None:
        """Log in at the login page."""
        self.page.goto(f"{self.address}login")
        self.page.fill("#login", login)
        self.page.fill("#password", password)
        self.page.get_by_role("button", name="登录").click()
        self.page.wait_for_url(self.address)

    def go(self, path: str) -> None:
        """Open a page of the site."""
        self.page.goto(self.address + path)

    def press(self, name: str) -> None:
        """Press the link or button of that name."""
        page = self.page
        button = page.get_by_role("button", name=name, exact=True)
        link = page.locator("main").get_by_role("link", name=name, exact=True)
        button.or_(link).first.click()

    def said(self, text: str) -> None:
        """Expect a message on the page."""
        expect(self.page.locator("main")).to_contain_text(text)

    def submit(self) -> None:
        """Send the form on the page."""
        self.page.locator(".submit .btn").first.click()

    def fill(self, **typed: str) -> None:
        """Type into fields by their names in the form."""
        for name, text in typed.items():
            self.page.fill(f"#field-{name}", text)

    def open_first_waiting(self) -> None:
        """Open what has waited longest."""
        self.go("waiting")
        self.page.locator(".todo a").first.click()

    def total_of(self, said: str) -> None:
        """Expect the totals row, asked for where nothing brings it by itself."""
        totals = self.page.locator("#totals")
        if not self.scripted:
            totals.get_by_role("link", name="显示合计").click()
        expect(totals).to_contain_text(f"合计 {said}")

    @property
    def overflow(self) -> int:
        """How far the page is wider than the window, once it is there."""
        wider = "page => page.scrollWidth - innerWidth"
        return int(self.page.locator("html").evaluate(wider))

    def picture(self, name: str) -> None:
        """Keep a picture where HOUQIN_PICTURES says; the page fits the window."""
        assert self.overflow <= 0, name
        if PICTURES and self.scripted:
            width = self.page.viewport_size["width"]  # type: ignore[index]
            path = Path(PICTURES) / f"{name}-{width}.png"
            self.page.screenshot(path=path, full_page=True)


@pytest.fixture(params=["desk", "phone", "plain"])
def style(request: pytest.FixtureRequest) -> dict[str, Any]:
    """A desk, a phone, and a desk without JavaScript."""
    window = PHONE if request.param == "phone" else DESK
    return {
        "viewport": window,
        "java_script_enabled": request.param != "plain",
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
    }


@pytest.fixture
def meet(
    chromium: Browser, address: str, style: dict[str, Any]
) -> Iterator[Callable[[str], Person]]:
    """Let somebody sit down at a browser of their own; without a login, logged out."""
    contexts = []
    people: list[Person] = []

    def met(login: str) -> Person:
        context = chromium.new_context(**style)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        scripted = style["java_script_enabled"]
        person = Person(context.new_page(), address, scripted=scripted)
        people.append(person)
        if login:
            person.log_in(login)
        return person

    yield met
    faults = [fault for person in people for fault in person.faults]
    for context in contexts:
        context.close()
    assert faults == []
