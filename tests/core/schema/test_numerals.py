from __future__ import annotations

import pytest

from houqin.core.schema.numerals import decimal_text


@pytest.mark.parametrize(
    ("value", "scale", "text"),
    [
        (12345, 2, "123.45"),
        (5, 2, "0.05"),
        (-5, 2, "-0.05"),
        (3728, 0, "3,728"),
        (-1234567, 1, "-123,456.7"),
        (0, 1, "0.0"),
        (None, 2, "—"),
    ],
)
def test_integers_in_a_scale_are_written_as_people_read_them(
    value: int | None, scale: int, text: str
) -> None:
    assert decimal_text(value, scale) == text


def test_without_groups_for_machines() -> None:
    assert decimal_text(123456789, 2, group=False) == "1234567.89"
