"""Rectangles as they are typed, and as an event holds them."""

from __future__ import annotations

import pytest

from houqin.core.schema.errors import FormErrors
from houqin.core.schema.form import parse
from houqin.core.schema.regions import Region, drawn


class Named(Region):
    name: str


def lines(*sides: tuple[int | None, ...]) -> list[Named]:
    names = ("left", "top", "wide", "high")
    return [
        parse(Named, {"name": str(n), **dict(zip(names, given, strict=True))})
        for n, given in enumerate(sides)
    ]


def test_a_line_without_numbers_stands_nowhere_yet() -> None:
    nowhere = (None, None, None, None)
    assert drawn("rooms", lines(nowhere, (0, 10, 2000, 9990), nowhere)) == [
        {"name": "1", "left": 0, "top": 10, "wide": 2000, "high": 9990}
    ]


@pytest.mark.parametrize(
    ("sides", "named"),
    [
        ((10, None, 100, 100), {"rooms.0.top"}),
        ((10, 20, None, None), {"rooms.0.wide", "rooms.0.high"}),
        ((9000, 0, 1001, 100), {"rooms.0.wide"}),
        ((0, 5000, 100, 5001), {"rooms.0.high"}),
    ],
)
def test_what_is_unfinished_or_leaves_the_picture_is_named(
    sides: tuple[int | None, ...], named: set[str]
) -> None:
    with pytest.raises(FormErrors) as found:
        drawn("rooms", lines(sides))
    assert found.value.errors.keys() == named


def test_a_rectangle_nobody_can_hit_is_refused() -> None:
    with pytest.raises(FormErrors) as found:
        lines((0, 0, 49, 100))
    assert found.value.errors == {"wide": "宽不能小于0.5%"}
