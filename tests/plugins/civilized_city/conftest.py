from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plugins.civilized_city.city import City

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    city = City.of(tmp_path, "civilized_city")
    yield city
    city.close()
