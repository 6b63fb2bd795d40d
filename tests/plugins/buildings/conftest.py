from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from houqin.core import demonstration
from houqin.core.site.directory import Directory
from houqin.core.testing import Bench, opened
from houqin.core.testing.bench import declared
from houqin.events.clock import SteppingClock
from houqin.events.store import SQLiteStore
from tests.plugins.buildings.estate import Estate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from houqin.core.registry.declarations import Declarations
    from houqin.core.site.site import Site


@pytest.fixture(scope="session")
def declarations() -> Declarations:
    """Core and 办公用房 alone, declared once for all tests."""
    return declared("buildings")


@pytest.fixture
def bench(tmp_path: Path, declarations: Declarations) -> Iterator[Bench]:
    """A site with 办公用房 alone."""
    made = Bench(opened(SQLiteStore(tmp_path / "x.db", durable=False), declarations))
    yield made
    made.close()


@pytest.fixture
def estate(bench: Bench) -> Estate:
    return Estate(bench)


@pytest.fixture(scope="session")
def demonstrated(
    tmp_path_factory: pytest.TempPathFactory, declarations: Declarations
) -> Iterator[Site]:
    """The county's year of this module alone: ten seconds, once a worker."""
    site = Directory(tmp_path_factory.mktemp("rooms"), declarations).create(
        "demo", title=demonstration.TITLE, site=demonstration.SITE,
        clock=SteppingClock(demonstration.OPENS_AT),
    )  # fmt: skip
    clock: Any = site.log.clock
    demonstration.load(site, clock, lambda _done, _all: None)
    yield site
    site.store.close()
