"""What is changed behind the log's back is found; `make tamper` tries far more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.events.flipping import flip
from tests.events.tampering import CHANGES, Tampering, tamper

if TYPE_CHECKING:
    from pathlib import Path

    from houqin.events.store import Store
    from tests.events.tampering import Change

FEW = 120


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_each_kind_of_change_is_found(store: Store, change: Change) -> None:
    tampering = Tampering.of(store, 1)
    assert [tampering.try_one(change) for _ in range(3)] == [""] * 3


def test_random_changes_are_found_and_placed(store: Store) -> None:
    assert set(tamper(store, FEW, 7)) == {""}


def test_a_turned_byte_is_found_or_changes_no_event(tmp_path: Path) -> None:
    assert set(flip(tmp_path, FEW, 11)) == {""}
