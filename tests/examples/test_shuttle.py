"""A county's own 通勤班车: a wheel that passes its tests, and its second version."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.installing import ROOT, installed, run

if TYPE_CHECKING:
    from pathlib import Path

FIRST, SECOND = (ROOT / "examples" / name for name in ("shuttle-bus", "shuttle-bus-2"))


def lines(distribution: Path) -> int:
    files = [*distribution.rglob("*.py"), *distribution.rglob("*.toml")]
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files)


@pytest.mark.slow
@pytest.mark.parametrize("distribution", [FIRST, SECOND])
def test_it_is_installed_and_passes_its_own_tests(
    distribution: Path, tmp_path: Path
) -> None:
    assert lines(FIRST) < 150
    beside = installed(distribution, tmp_path / "site")
    said = run(
        "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "/dev/null",
        str(distribution / "tests"), beside=beside, cwd=tmp_path,
    )  # fmt: skip
    assert " passed" in said
