from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from houqin.plugins.vehicles.demo.county import read_county
from houqin.plugins.vehicles.demo.plan import plan_year

if TYPE_CHECKING:
    from houqin.plugins.vehicles.demo.county import County
    from houqin.plugins.vehicles.demo.year import Year


@pytest.fixture(scope="session")
def year() -> Year:
    """The planned demonstration year; frozen, so one is enough."""
    return plan_year()


@pytest.fixture(scope="session")
def county() -> County:
    return read_county()
