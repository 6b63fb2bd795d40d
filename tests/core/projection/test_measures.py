"""Measures whose condition changes, that ask for a value, or count months."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from houqin.core.projection.horizon import Horizon

if TYPE_CHECKING:
    from tests.core.works import Works

YEAR = (date(2022, 1, 1), date(2022, 12, 31))
SPRING = (date(2023, 3, 1), date(2023, 5, 31))


def test_a_count_follows_the_state_it_asks_for(works: Works) -> None:
    meter = works.meter()
    works.meter("二号楼")
    assert works.figure("running", *YEAR) == 2
    works.do("sample.off", record=meter)
    assert works.figure("running", *YEAR) == 1
    works.void(meter, 2)
    assert works.figure("running", *YEAR) == 2
    works.assert_sound()


def test_a_count_may_ask_for_a_value(works: Works) -> None:
    meter = works.meter(keeper=works.person("李管理"))
    works.meter("二号楼")
    assert works.figure("installed", *YEAR) == 2
    assert works.figure("kept", *YEAR) == 1
    works.void(meter)
    assert works.figure("kept", *YEAR) == 0
    works.assert_sound()


def test_months_with_a_row_are_shared_out_over_the_range(works: Works) -> None:
    meter = works.meter()
    works.read(meter, 10)
    works.at("2023-05-02 08:00")
    works.read(meter, 20)
    works.read(meter, 30)
    # March and May of March, April and May.
    assert works.figure("months_read", *SPRING) == 667
    works.void(meter, 3)
    works.void(meter, 4)
    assert works.figure("months_read", *SPRING) == 333
    works.assert_sound()


def test_months_to_come_are_no_part_of_the_range(works: Works) -> None:
    meter = works.meter()
    works.read(meter, 10)
    whole = (SPRING[0], date(2023, 12, 31))
    assert works.figure("months_read", *whole) == 1000
    works.at("2023-05-02 08:00")
    assert works.figure("months_read", *whole) == 333
    known = Horizon(as_of=date(2023, 3, 31))
    assert works.figure("months_read", *whole, horizon=known) == 1000
