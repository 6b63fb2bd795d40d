"""The county of pages: founded once for a worker, copied for each test."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.county import found_county, reopened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

    from tests.county import County


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, UUID]]:
    """Found the county once; each test has a copy of its own."""
    var = tmp_path_factory.mktemp("county")
    county = found_county(var)
    county.site.store.close()
    return var, county.ids


@pytest.fixture
def var(founded: tuple[Path, dict[str, UUID]], tmp_path: Path) -> Path:
    """The folder of this test's installation."""
    shutil.copytree(founded[0], tmp_path / "var")
    return tmp_path / "var"


@pytest.fixture
def county(founded: tuple[Path, dict[str, UUID]], var: Path) -> Iterator[County]:
    """The site itself, to prepare what pages then show."""
    county = reopened(var, founded[1])
    yield county
    county.site.store.close()
