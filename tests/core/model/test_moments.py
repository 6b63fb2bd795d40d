"""发生时间, 登记人 and 当事人: what may be entered, by whom, for when."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from houqin.core.model.command import Act
from houqin.core.schema.errors import NotPermitted
from houqin.events.errors import CommandReused
from tests.office import refused, when

if TYPE_CHECKING:
    from tests.core.works import Works
    from tests.office import Office

MINUTE = 60_000_000


def _install(works: Works, occurred_at: int) -> int:
    given = {"place": "一号楼", "since": "2022-01-01"}
    act = Act("sample.install", given, works.dispatcher, uuid4())
    outcome = works.site.act(
        Act(act.command, act.input, act.actor, act.id, occurred_at=occurred_at)
    )
    return works.events(outcome.records[0])[0].occurred


def test_up_to_two_minutes_ahead_is_set_to_now(works: Works) -> None:
    works.at("09:00")
    now = when("2023-03-06 09:00")
    assert _install(works, now + 2 * MINUTE) == now


def test_more_than_two_minutes_ahead_is_refused(works: Works) -> None:
    works.at("09:00")
    now = when("2023-03-06 09:00")
    message = "发生时间2023-03-06 09:03晚于现在2023-03-06 09:00"
    with refused(message) as wrong:
        _install(works, now + 3 * MINUTE)
    assert wrong.value.field == "occurred_at"
    with refused("晚于现在"):
        _install(works, now + 2 * MINUTE + 1)


def test_nothing_happens_to_a_record_before_its_beginning(works: Works) -> None:
    works.at("09:00")
    meter = works.meter(at="2023-03-06 08:30")
    with refused("发生时间2023-03-06 08:29早于单据开始的2023-03-06 08:30"):
        works.read(meter, 5, at="2023-03-06 08:29")
    works.read(meter, 5, at="2023-03-06 08:30")


def test_the_minute_a_record_began_in_is_when_it_began(works: Works) -> None:
    works.at("09:00")
    begun = when("2023-03-06 08:30") + 37_000_000
    given = {"place": "一号楼", "since": "2022-01-01"}
    act = Act("sample.install", given, works.dispatcher, uuid4(), occurred_at=begun)
    meter = works.site.act(act).records[0]
    works.read(meter, 5, at="2023-03-06 08:30")
    assert works.events(meter)[-1].occurred == begun


def test_an_entry_of_a_whole_day_may_be_of_the_day_the_record_began(
    works: Works,
) -> None:
    works.at("09:00")
    meter = works.meter(at="2023-03-06 08:30")
    works.read(meter, 5, at="2023-03-06 00:00", precision="day")
    with refused("早于单据开始"):
        works.read(meter, 5, at="2023-03-05 00:00", precision="day")


def test_an_entry_that_knows_only_its_day_is_midnight_of_that_day(
    works: Works,
) -> None:
    works.at("09:00")
    meter = works.meter(at="2023-03-05 08:30")
    works.read(meter, 5, at="2023-03-05 15:20", precision="day")
    assert works.events(meter)[-1].occurred == when("2023-03-05 00:00")


def test_a_day_and_a_minute_are_not_the_same_command(works: Works) -> None:
    works.at("09:00")
    given = {"place": "一号楼", "since": "2022-01-01"}
    at = when("2023-03-06 00:00")
    act = Act("sample.install", given, works.dispatcher, uuid4(), occurred_at=at)
    works.site.act(act)
    with pytest.raises(CommandReused):
        works.site.act(replace(act, precision="day"))


def test_late_by_a_day_is_everyones_later_needs_the_right(works: Works) -> None:
    works.at("09:00")
    given = {"place": "一号楼", "since": "2022-01-01"}
    with refused("没有补录一天以前的事项的权限", NotPermitted):
        works.do("sample.install", works.clerk, at="2023-03-05 08:59", **given)
    works.do("sample.install", works.clerk, at="2023-03-05 09:00", **given)
    given["place"] = "二号楼"
    works.do("sample.install", works.dispatcher, at="2023-03-01 09:00", **given)


def test_typing_for_another_needs_the_right(office: Office) -> None:
    driver = office.person("陈师傅", "driver")
    with refused("没有代他人登记的权限", NotPermitted):
        office.request(by=driver, behalf=office.clerk)
    request = office.request(by=office.dispatcher, behalf=office.clerk)
    (event,) = office.events(request)
    assert (event.actor, event.on_behalf_of) == (office.dispatcher, office.clerk)


def test_the_right_to_a_command_is_that_of_who_acts(office: Office) -> None:
    driver = office.person("陈师傅", "driver")
    with refused("没有“我要用车”的权限", NotPermitted):
        office.request(by=office.dispatcher, behalf=driver)
    with refused("没有“我要用车”的权限", NotPermitted):
        office.request(by=driver)


def test_for_oneself_is_not_for_another(office: Office) -> None:
    request = office.request(by=office.clerk, behalf=office.clerk)
    assert office.events(request)[0].on_behalf_of.int == 0


def test_way_and_address_are_kept_with_the_event(office: Office) -> None:
    given = {"name": "县水利局", "short": "水利局", "kind": "county"}
    outcome = office.site.act(
        Act(
            "core.register_department",
            given,
            office.administrator,
            uuid4(),
            channel="phone",
            address="10.1.2.3",
        )
    )
    (event,) = office.events(outcome.records[0])
    assert event.metadata == {"channel": "phone", "address": "10.1.2.3"}


@pytest.mark.parametrize("role", ["driver", "auditor", "reviewer"])
def test_only_who_may_amends(office: Office, role: str) -> None:
    person = office.person("某人", role)
    request = office.request()
    for command in ("correct", "void", "restore"):
        given = {"record": request, "target": 1, "reason": "试试"}
        with refused("没有更正和作废用车申请的权限", NotPermitted):
            office.do(f"core.{command}", person, **given)


def test_people_are_amended_only_by_who_registers_them(office: Office) -> None:
    with refused("没有更正和作废人员的权限", NotPermitted):
        office.correct(office.clerk, 1, roles=["administrator"])
    office.do(
        "core.correct",
        office.administrator,
        record=office.clerk,
        target=1,
        payload={"roles": ["reviewer"]},
        reason="填错",
    )
    with office.site.reader() as reader:
        assert reader.may(office.clerk, "vehicles.review")
        assert not reader.may(office.clerk, "core.record_for_others")


def test_the_sites_own_record_is_amended_by_nobody(office: Office) -> None:
    with refused("没有更正和作废站点的权限", NotPermitted):
        office.do(
            "core.correct",
            office.administrator,
            record=office.site.id,
            target=1,
            payload={"name": "别的县"},
            reason="改名",
        )
