"""``houqin audit bundle`` and ``verify-bundle``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.cli.conftest import Shell


@pytest.fixture
def centre(shell: Shell) -> Shell:
    """A site called centre, with a department."""
    assert shell("site", "create", "centre", "--title", "青山县").exit_code == 0
    given = json.dumps({"name": "县中心", "short": "中心", "kind": "own"})
    act = ("act", "centre", "core.register_department", "-")
    assert shell(*act, given=given).exit_code == 0
    return shell


def test_a_bundle_is_written_and_checked_without_the_site(
    centre: Shell, tmp_path: Path
) -> None:
    out = tmp_path / "bundle.zip"
    rows = centre.read("ledger", "centre", "core.departments")["rows"]
    keys = [row["key"] for row in rows]
    made = centre.read(
        "audit", "bundle", "centre", "core.departments", *keys, "--out", out
    )
    assert made["rows"] == len(keys)
    key = centre.read("audit", "keys", "centre")["keys"]["sha256"][0]
    result = centre("audit", "verify-bundle", out, "--key", key)
    assert result.exit_code == 0
    assert f"台账记录{len(keys)}条" in result.stdout
    assert "包内公钥" not in result.stdout
    assert result.stdout.rstrip().endswith("业务是否真实须核对原始凭证")


def test_what_cannot_be_is_one_line(centre: Shell, tmp_path: Path) -> None:
    out = tmp_path / "bundle.zip"
    result = centre("audit", "bundle", "centre", "core.people", "x", "--out", out)
    assert result.exit_code == 1
    assert "没有这些记录" in result.stderr
    out.write_bytes(b"nothing")
    result = centre("audit", "verify-bundle", out)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "不是审计取证包" in result.stderr
