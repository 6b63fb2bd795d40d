"""Whatever a row is split by comes to PostgreSQL as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from houqin.core.projection.writing import _array

if TYPE_CHECKING:
    from houqin.events.store import Store

TEXTS = ["", "NULL", 'a "quoted" one', "back\\slash\\", "{1,2}", " edges ", "两\n行\t"]


def test_any_text_is_an_element(store: Store) -> None:
    with store.reading() as connection:
        if connection.dialect != "postgresql":
            pytest.skip("one statement a cell there")
        rows = connection.execute("SELECT unnest(?::text[])", (_array(TEXTS),))
    assert [text for (text,) in rows] == TEXTS
