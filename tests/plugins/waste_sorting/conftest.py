"""A site with waste sorting alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plugins.waste_sorting.working import MODULE, Waste

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def waste(tmp_path: Path) -> Iterator[Waste]:
    bench = Waste.of(tmp_path, MODULE)
    yield bench
    bench.close()
