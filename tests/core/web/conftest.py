"""Pages of a real site on SQLite, asked for as a browser would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from webtest import TestApp, TestResponse

from houqin.core.config import configure
from houqin.core.printing.batches import Batches
from houqin.core.site.directory import Directory
from houqin.core.web.background import Background
from houqin.core.web.metrics import Requests
from tests.county import PASSWORD, settings_of
from tests.founding import county, founded, var

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["county", "founded", "var"]


class Visitor:
    """One person's browser."""

    def __init__(self, app: Any) -> None:
        self.app = TestApp(app)

    def log_in(self, login: str, password: str = PASSWORD) -> TestResponse:
        """Log in and arrive at the home page."""
        form = self.app.get("/test/login").form
        form["login"], form["password"] = login, password
        return form.submit().follow()

    def get(self, path: str, status: int = 200) -> TestResponse:
        """A page of the site; ``path`` without the site's name."""
        return self.app.get(f"/test/{path}", status=status)

    def form(self, path: str) -> Any:
        """The form on a page, not the one that logs out."""
        return self.get(path).forms[1]


@pytest.fixture(scope="session")
def assembled(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The WSGI application, put together once for a worker."""
    return configure(settings_of(tmp_path_factory.mktemp("none"))).make_wsgi_app()


@pytest.fixture
def application(assembled: Any, var: Path) -> Any:
    """The WSGI application over the same folder; what it holds itself is new."""
    registry = assembled.registry
    registry.settings["var"] = str(var)
    registry.houqin_directory = Directory(var, registry.houqin)
    registry.houqin_print_batches = Batches(var / "papers")
    registry.houqin_background = Background()
    registry.houqin_requests = Requests()
    return assembled


@pytest.fixture
def visit(application: Any) -> Callable[[str], Visitor]:
    """Log somebody in."""

    def visited(login: str) -> Visitor:
        visitor = Visitor(application)
        if login:
            visitor.log_in(login)
        return visitor

    return visited
