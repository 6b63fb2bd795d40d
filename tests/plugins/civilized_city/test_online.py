"""网报材料: names, sizes, rounds, screenshot, figures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from houqin.core.schema.errors import FormErrors, NotPermitted, Refused
from houqin.plugins.civilized_city.online_item import require_named
from tests.filing import handed_in

if TYPE_CHECKING:
    from tests.plugins.civilized_city.city import City

MARCH = (date(2023, 3, 1), date(2023, 3, 31))
_ONLINE = "civilized_city.online_items"


def test_a_file_is_named_as_the_task_table_says(city: City) -> None:
    item = city.online()
    with pytest.raises(FormErrors, match="不符合命名规则"):
        city.handed(item, "方案.jpg")
    city.handed(item)
    city.then_row(_ONLINE, item, state="collected", files=1)


def test_a_file_is_no_larger_than_the_task_table_says() -> None:
    class Item:
        naming, largest = None, 1

    require_named(Item, [{"name": "甲.jpg", "size": 1024 * 1024}])
    with pytest.raises(FormErrors, match=r"“乙\.jpg”超过1MB"):
        require_named(Item, [{"name": "乙.jpg", "size": 1024 * 1024 + 1}])


def test_only_the_person_or_the_unit_hands_it_in(city: City) -> None:
    item = city.online()
    files = [handed_in(city.site, city.clerk, name="2.3.1-甲.jpg")]
    with pytest.raises(NotPermitted, match="责任人或责任单位"):
        city.do("civilized_city.collect_material", city.clerk, record=item,
                files=files)  # fmt: skip


def test_an_item_goes_back_as_often_as_it_takes(city: City) -> None:
    item = city.online()
    for _ in range(2):
        city.handed(item)
        city.do("civilized_city.send_back_material", city.keeper, record=item,
                supplement="注明时间")  # fmt: skip
    city.handed(item)
    city.submitted(item)
    city.then_row(_ONLINE, item, state="filed", rounds=2, in_time="yes")


def test_what_the_platform_sends_back_stays_in_time(city: City) -> None:
    item = city.online()
    city.handed(item)
    city.submitted(item)
    city.do("civilized_city.send_back_material", city.keeper, record=item,
            supplement="换格式")  # fmt: skip
    city.at("2023-03-15 09:00")
    city.handed(item)
    city.submitted(item)
    city.then_row(_ONLINE, item, state="filed", in_time="yes", outstanding=None)


def test_a_submission_needs_its_screenshot(city: City) -> None:
    item = city.online()
    city.handed(item)
    city.do("civilized_city.check_material", city.keeper, record=item)
    with pytest.raises(FormErrors, match="提交截图必须"):
        city.do("civilized_city.file_material", city.keeper, record=item,
                screenshot=[])  # fmt: skip


def test_what_is_not_submitted_or_late_is_not_in_time(city: City) -> None:
    late, _never = city.online(), city.online(number="2.3.2", naming=None)
    city.handed(late)
    city.at("2023-03-11 09:00")
    city.submitted(late)
    city.then_row(_ONLINE, late, in_time="no")
    assert city.figure("civilized_city.online_due", *MARCH) == 2
    assert city.figure("civilized_city.online_filed", *MARCH) == 1
    assert city.figure("civilized_city.online_late", *MARCH) == 2
    assert city.figure("civilized_city.online_rate", *MARCH) == 0


def test_what_was_taken_is_a_share_of_what_was_submitted(city: City) -> None:
    for number, step in (("1", "adopt"), ("2", "decline")):
        item = city.online(number=number, naming=None)
        city.handed(item)
        city.submitted(item)
        more = {"reason": "重复"} if step == "decline" else {}
        city.do(f"civilized_city.{step}_material", city.keeper, record=item, **more)
    assert city.figure("civilized_city.adoption_rate", *MARCH) == 500


def test_an_item_stands_in_its_table_once(city: City) -> None:
    city.online()
    with pytest.raises(Refused, match="项目编号"):
        city.online()
