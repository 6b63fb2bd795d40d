"""清运: four categories, loads, month slips, hazardous waste to licensed carriers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from houqin.plugins.waste_sorting.fields import COLOURS, Category

if TYPE_CHECKING:
    from uuid import UUID

    from tests.plugins.waste_sorting.working import Waste

YEAR = date(2023, 1, 1), date(2023, 12, 31)


def test_the_four_categories_of_the_standard_have_their_colours(waste: Waste) -> None:
    wanted = {
        "可回收物": "蓝色", "有害垃圾": "红色", "厨余垃圾": "绿色", "其他垃圾": "灰色",
    }  # fmt: skip
    assert {c.title: COLOURS[c] for c in Category} == wanted
    point = waste.given(
        "waste_sorting.set_point", unit=waste.unit(), name="一楼", recyclable=2, food=1
    )
    waste.then_row("waste_sorting.points", point, recyclable=2, food=1, other=1)


def _hand_over(waste: Waste, carrier: UUID, day: str = "2023-03-01") -> None:
    giver = waste.person("交出人", waste.department("机关党委"))
    waste.when(
        "waste_sorting.hand_over_hazardous", carrier=carrier, weight=450,
        kinds="灯管20支", manifest="联单1", given_by=giver, received_by="收运员",
        collected_on=day,
    )  # fmt: skip


def test_hazardous_waste_goes_to_a_licensed_carrier(waste: Waste) -> None:
    _hand_over(waste, waste.carrier())
    waste.then_refused("持有危险废物经营许可证")


def test_hazardous_waste_goes_to_no_carrier_whose_licence_is_over(
    waste: Waste,
) -> None:
    _hand_over(waste, waste.carrier(until="2023-02-28"))
    waste.then_refused("2023-02-28到期")


def test_the_licence_that_held_is_kept_with_what_was_handed_over(waste: Waste) -> None:
    carrier = waste.carrier(until="2023-12-31")
    _hand_over(waste, carrier)
    done = waste.then("waste_sorting.Collection.HazardousHandedOver")
    assert done.payload["licensed_until"] == "2023-12-31"
    waste.then_row("waste_sorting.collections", done.stream, category="hazardous")
    assert waste.figure("waste_sorting.hazardous", *YEAR) == 450


def test_hazardous_waste_is_no_ordinary_load(waste: Waste) -> None:
    carrier = waste.carrier()
    given = {"carrier": carrier, "category": "hazardous", "weight": 10}
    waste.when("waste_sorting.record_load", **given)
    waste.then_refused("有害垃圾交接")


def test_bins_weigh_what_a_bin_of_that_day_weighs(waste: Waste) -> None:
    carrier = waste.carrier()
    waste.do(
        "core.change_settings", group="waste_sorting.bins", since="2023-03-15",
        values={"per_bin_food": 900},
    )  # fmt: skip
    waste.at("2023-03-20 09:00")
    before = waste.load(carrier, bins=2, weight=None, collected_on="2023-03-14")
    after = waste.load(carrier, bins=2, weight=None, collected_on="2023-03-15")
    waste.then_row("waste_sorting.collections", before, weight=2000, per_bin=1000)
    waste.then_row("waste_sorting.collections", after, weight=1800, per_bin=900)


def test_a_load_says_its_weight_or_its_bins(waste: Waste) -> None:
    waste.when("waste_sorting.record_load", carrier=waste.carrier(), category="food")
    waste.then_refused("重量和桶数至少填一项")


def test_a_month_slip_is_a_record_for_each_line(waste: Waste) -> None:
    giver = waste.person("交出人", waste.department("机关党委"))
    waste.at("2023-04-05 09:00")
    lines = [{"category": "other", "weight": 115_000}, {"category": "food", "bins": 3}]
    waste.when(
        "waste_sorting.record_month_slip", month="2023-03", carrier=waste.carrier(),
        slip="绿洁2023-3", given_by=giver, received_by="收运员", lines=lines,
    )  # fmt: skip
    first = waste.then("waste_sorting.Collection.Reported", basis="slip")
    assert first.payload["collected_on"] == "2023-03-31"
    waste.then("waste_sorting.Collection.Reported", basis="bins", weight=3000)
    assert waste.figure("waste_sorting.weight", *YEAR) == 118_000


@pytest.mark.parametrize("line", [{"category": "hazardous", "weight": 5}, {}])
def test_a_wrong_line_of_a_slip_is_named(waste: Waste, line: dict[str, object]) -> None:
    giver = waste.person("交出人", waste.department("机关党委"))
    given = {"slip": "1", "given_by": giver, "received_by": "收运员", "lines": [line]}
    carrier = waste.carrier()
    waste.when(
        "waste_sorting.record_month_slip", month="2023-02", carrier=carrier, **given
    )
    waste.then_refused("类别必须填写" if not line else "有害垃圾交接")


def test_shares_and_heads_come_from_all_four_categories(waste: Waste) -> None:
    waste.enrolled(people=50)
    carrier = waste.carrier()
    waste.load(carrier, category="recyclable", weight=500)
    waste.load(carrier, category="other", weight=1500)
    assert waste.figure("waste_sorting.recyclable_share", *YEAR) == 250
    assert waste.figure("waste_sorting.per_head", *YEAR) == 40
