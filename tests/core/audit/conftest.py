"""A small office with the key it signs its 存证点 with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from houqin.core.site.signing import new_signing_key

if TYPE_CHECKING:
    from pathlib import Path

    from tests.office import Office


@pytest.fixture
def signing(office: Office, tmp_path: Path) -> Office:
    """The office can sign."""
    path = tmp_path / "keys" / "office.signing"
    new_signing_key(path)
    office.site._signing = path
    return office
