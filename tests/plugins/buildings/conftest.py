from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from houqin.core.testing import Bench
from tests.plugins.buildings.estate import Estate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """A site with 办公用房 alone."""
    made = Bench.of(tmp_path, "buildings")
    yield made
    made.close()


@pytest.fixture
def estate(bench: Bench) -> Estate:
    return Estate(bench)
