"""网格责任区, 测评指标, 网格任务, 入户 and 清理."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.schema.errors import FormErrors, NotPermitted, Refused

if TYPE_CHECKING:
    from tests.plugins.civilized_city.city import City

MARCH = (date(2023, 3, 1), date(2023, 3, 31))


def test_a_grid_counts_its_areas_and_buildings(city: City) -> None:
    other = city.new_area("G02", buildings=2)
    assert city.figure("civilized_city.areas", *MARCH) == 2
    assert city.figure("civilized_city.buildings", *MARCH) == 3
    city.do("civilized_city.close_area", record=other, reason="拆除")
    assert city.figure("civilized_city.buildings", *MARCH) == 1


def test_no_area_has_the_code_of_another(city: City) -> None:
    with pytest.raises(Refused, match="网格编号“G01”已经登记过"):
        city.new_area("G01")


def test_an_edition_is_dated_and_its_tree_has_no_gaps(city: City) -> None:
    given = {"edition": "2023年版", "valid_from": "2023-01-01", "name": "环境"}
    command = "civilized_city.list_indicator"
    with pytest.raises(FormErrors, match="没有编号“2”的指标"):
        city.do(command, code="2.1", parent="2", **given)
    city.do(command, code="2", **given)
    child = city.made(command, code="2.1", parent="2", **given)
    with pytest.raises(Refused, match=r"2023年版 2\.1"):
        city.do(command, code="2.1", **given)
    city.do(command, code="2.1", **given | {"edition": "2024年版"})
    with pytest.raises(FormErrors, match="不能早于启用日期"):
        city.do("civilized_city.end_indicator", record=child, valid_until="2022-12-31")
    city.do("civilized_city.end_indicator", record=child, valid_until="2023-12-31")
    city.then_row("civilized_city.indicators", child, state="ended", label="2.1 环境")


def test_a_task_is_claimed_reported_and_verified(city: City) -> None:
    task = city.task()
    city.do("civilized_city.claim_task", city.keeper, record=task)
    city.report(task, city.keeper)
    city.do("civilized_city.verify_task", city.director, record=task)
    city.then_row("civilized_city.tasks", task, state="closed", photos=1,
                  in_time="yes", unit=str(city.centre))  # fmt: skip
    assert city.figure("civilized_city.task_rate", *MARCH) == 1000


def test_a_task_falls_to_the_unit_of_its_area(city: City) -> None:
    bare = city.new_area("G02")
    with pytest.raises(FormErrors, match="网格没有责任单位"):
        city.task(area=bare)
    task = city.task(area=bare, unit=city.unit)
    with pytest.raises(NotPermitted):
        city.do("civilized_city.claim_task", city.inspector, record=task)
    city.do("civilized_city.claim_task", city.clerk, record=task)


def test_no_task_in_an_area_that_is_closed(city: City) -> None:
    city.do("civilized_city.close_area", record=city.area, reason="拆除")
    with pytest.raises(Refused, match="已撤销"):
        city.task()


def test_a_task_is_reported_with_photos(city: City) -> None:
    task = city.task(person=city.mender)
    with pytest.raises(FormErrors, match="现场照片必须"):
        city.do("civilized_city.report_task", city.mender, record=task, result="完成",
                photos=[])  # fmt: skip


def test_a_task_is_reported_by_whom_it_was_given_to(city: City) -> None:
    task = city.task(person=city.mender)
    with pytest.raises(NotPermitted, match="只能由责任人办理"):
        city.report(task, city.other)


def test_a_task_is_not_verified_by_who_reported_it(city: City) -> None:
    task = city.task(person=city.keeper)
    city.report(task, city.keeper)
    with pytest.raises(NotPermitted, match="不能核验自己上报的任务"):
        city.do("civilized_city.verify_task", city.keeper, record=task)


def test_a_task_that_is_returned_is_reported_again(city: City) -> None:
    task = city.task(person=city.mender)
    city.report(task, city.mender)
    city.do("civilized_city.return_task", city.keeper, record=task, reason="补拍")
    assert city.state(task) == "returned"
    city.report(task, city.mender)
    city.do("civilized_city.verify_task", city.keeper, record=task)
    city.then_row("civilized_city.tasks", task, state="closed", returns=1)


def test_a_task_reported_late_is_not_in_time(city: City) -> None:
    task = city.task(person=city.mender)
    city.at("2023-03-11 09:00")
    city.report(task, city.mender)
    city.do("civilized_city.verify_task", city.keeper, record=task)
    city.then_row("civilized_city.tasks", task, in_time="no")


def test_a_task_called_off_is_nobodys_to_do(city: City) -> None:
    task = city.task()
    city.do("civilized_city.cancel_task", city.keeper, record=task, reason="重复")
    assert city.figure("civilized_city.tasks_due", *MARCH) == 0


def _visit(city: City, **more: Any) -> Any:
    given = {"area": city.area, "households": 12, "people": [city.mender],
             "content": "发放公约"} | more  # fmt: skip
    return city.made("civilized_city.record_visit", city.keeper, **given)


def test_visits_are_counted_and_nobody_is_named(city: City) -> None:
    visit = _visit(city, questionnaires=4)
    city.do("civilized_city.collect_questionnaires", city.keeper, record=visit,
            questionnaires=3)  # fmt: skip
    city.then_row("civilized_city.households", visit, households=12, questionnaires=7,
                  unit=str(city.centre))  # fmt: skip
    assert city.figure("civilized_city.households", *MARCH) == 12
    assert city.figure("civilized_city.questionnaires", *MARCH) == 7
    fields = city.site.declarations.commands["civilized_city.record_visit"].fields
    assert not {"name", "phone", "household"} & {field.name for field in fields}


def test_a_visit_has_households_or_questionnaires(city: City) -> None:
    with pytest.raises(FormErrors, match="至少填一项"):
        _visit(city, households=0)


def test_a_cleanup_says_what_was_cleaned(city: City) -> None:
    given = {"area": city.area, "place": "后院", "workers": 8}
    with pytest.raises(FormErrors, match="至少填一项"):
        city.do("civilized_city.record_cleanup", city.keeper, **given)
    cleanup = city.made("civilized_city.record_cleanup", city.keeper, **given,
                        rubbish=25, before=city.photos(city.keeper))  # fmt: skip
    city.then_row("civilized_city.cleanups", cleanup, rubbish=25, photos=1)
    assert city.figure("civilized_city.cleanups", *MARCH) == 1
