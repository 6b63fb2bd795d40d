from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from houqin.core.testing import Bench, opened
from houqin.core.testing.bench import declared
from houqin.events.store import SQLiteStore
from tests.plugins.buildings.estate import Estate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from houqin.core.registry.declarations import Declarations


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
