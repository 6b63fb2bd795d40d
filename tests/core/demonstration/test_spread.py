from __future__ import annotations

import pytest

from houqin.core.demonstration.spread import (
    apportion,
    between,
    chance,
    draw,
    evenly,
    pick,
)


def test_a_draw_is_the_same_on_every_machine() -> None:
    assert draw("2023-05-04", 3) == 3384407536577003681


def test_a_draw_differs_with_each_part_of_its_key() -> None:
    assert len({draw("a", 1), draw("a", 2), draw("b", 1), draw("a")}) == 4


def test_between_reaches_both_ends_and_nothing_else() -> None:
    assert {between(3, 6, number) for number in range(200)} == {3, 4, 5, 6}


def test_chance_comes_about_as_often_as_told() -> None:
    hits = sum(chance(250, number) for number in range(4000))
    assert 900 < hits < 1100


def test_pick_follows_the_weights() -> None:
    drawn = [pick(("rare", "often"), (1, 9), number) for number in range(1000)]
    assert 50 < drawn.count("rare") < 150


def test_pick_never_takes_what_weighs_nothing() -> None:
    drawn = {pick("abc", (1, 0, 1), number) for number in range(200)}
    assert drawn == {"a", "c"}


@pytest.mark.parametrize("total", [0, 1, 7, 100, 373])
def test_apportioned_shares_sum_to_the_total(total: int) -> None:
    assert sum(apportion(total, (3, 1, 4, 1, 5))) == total


def test_the_largest_remainder_gets_the_odd_one() -> None:
    assert apportion(10, (1, 1, 1)) == [4, 3, 3]
    assert apportion(3, (10, 10, 31)) == [1, 0, 2]


def test_evenly_keeps_equal_distances() -> None:
    assert evenly(range(10), 2) == [2, 7]
    assert evenly("abc", 3) == ["a", "b", "c"]
