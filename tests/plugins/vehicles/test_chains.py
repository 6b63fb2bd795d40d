"""审批流程 as dated data: which steps an application goes through, and from when on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.schema.errors import FormErrors, NotPermitted
from tests.office import hour, refused
from tests.plugins.vehicles.ruling import (
    ALL,
    BOTH,
    FAR,
    HOLIDAY,
    USUAL,
    rule,
    ruled,
)

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office


def way(office: Office, request: UUID) -> tuple[str, list[str]]:
    """The rule and the route that the application's last event holds."""
    applied = [e for e in office.events(request) if "route" in e.payload][-1]
    return applied.payload["rule"], applied.payload["route"]


@pytest.fixture
def leader(office: Office) -> UUID:
    return office.person("黄分管", "leader")


def test_the_declared_steps_apply_where_nothing_is_set(office: Office) -> None:
    request = office.request(range="outside")
    assert way(office, request) == ("一般申请", BOTH)
    assert office.view(request).rule == "一般申请"


def test_a_far_journey_goes_to_the_leader_in_charge(
    office: Office, leader: UUID, car: UUID, driver: UUID
) -> None:
    rule(office, ruled("出市", ALL, FAR), USUAL)
    request = office.request(range="outside")
    assert way(office, request) == ("出市", ALL)
    office.review(request)
    office.approve(request)
    assert office.state(request) == "endorsed"
    assert office.view(request).waiting_for == "分管领导审批"
    with refused("当前为“中心已审批”，批准后才能派车"):
        office.dispatch(request, car, driver)
    with refused("分管领导审批由相应岗位办理", NotPermitted):
        office.approve(request)
    office.approve(request, by=leader)
    assert office.state(request) == "approved"
    trip = office.dispatch(request, car, driver)
    dispatched = office.events(trip)[0].payload
    assert dispatched["approver"] == str(leader)
    office.assert_sound()


def test_a_near_journey_of_the_same_office_does_not(office: Office) -> None:
    rule(office, ruled("出市", ALL, FAR), USUAL)
    assert way(office, office.request(range="city")) == ("其他", BOTH)


def test_a_step_that_does_not_apply_is_left_out(office: Office) -> None:
    rule(office, ruled("科室用车", ["approve"]))
    request = office.request()
    assert office.state(request) == "reviewed"
    view = office.view(request)
    assert (view.state_title, view.waiting_for) == ("已申请", "中心领导审批")
    with office.site.reader() as reader:
        assert [w.record for w in reader.waiting(office.director)] == [request]
        assert reader.waiting(office.reviewer) == []
    with refused("中心审批由相应岗位办理", NotPermitted):
        office.review(request)
    office.approve(request)
    assert office.state(request) == "approved"
    office.assert_sound()


def test_a_middle_step_left_out_is_not_said_to_be_done(
    office: Office, leader: UUID
) -> None:
    rule(office, ruled("直报", ["review", "lead"]))
    request = office.request()
    office.review(request)
    view = office.view(request)
    assert (view.state, view.state_title) == ("endorsed", "单位已审核")
    assert [s.title for s in view.progress] == [
        "已申请", "单位已审核", "已批准", "已安排",
    ]  # fmt: skip
    office.approve(request, by=leader)
    assert office.state(request) == "approved"


def test_the_page_shows_who_decides_what_is_to_come(office: Office) -> None:
    rule(office, ruled("出市", ALL, FAR), USUAL)
    request = office.request(range="province")
    stages = office.view(request).progress
    assert [(s.title, s.state, s.post) for s in stages] == [
        ("已申请", "current", ""),
        ("单位已审核", "todo", "单位审批人"),
        ("中心已审批", "todo", "主任"),
        ("已批准", "todo", "分管领导"),
        ("已安排", "todo", ""),
    ]


@pytest.mark.parametrize(
    ("condition", "asked", "fits"),
    [
        ({"fact": "passengers", "compare": "at_least", "values": [3]}, {}, True),
        ({"fact": "passengers", "compare": "at_least", "values": [4]}, {}, False),
        ({"fact": "passengers", "compare": "at_most", "values": [3]}, {}, True),
        ({"fact": "task", "values": ["emergency"]}, {"task": "emergency"}, True),
        ({"fact": "task", "values": ["emergency"]}, {}, False),
        ({"fact": "days", "compare": "at_least", "values": [2]}, {}, False),
        (
            {"fact": "days", "compare": "at_least", "values": [2]},
            {"planned_end": hour("2023-03-07 08:00")},
            True,
        ),
        # A Monday; the Saturday before it; home again on a Sunday.
        ({"fact": "holiday", "values": [True]}, {}, False),
        ({"fact": "holiday", "values": [False]}, {}, True),
        (
            {"fact": "holiday", "values": [True]},
            {"planned_start": hour("2023-03-04 09:00")},
            True,
        ),
        (
            {"fact": "holiday", "values": [True]},
            {"planned_end": hour("2023-03-12 09:00")},
            True,
        ),
        ({"fact": "own_unit", "values": [True]}, {}, False),
        ({"fact": "own_unit", "values": [False]}, {}, True),
    ],
)
def test_a_rule_asks_what_is_declared(
    office: Office, condition: dict[str, Any], asked: dict[str, Any], *, fits: bool
) -> None:
    rule(office, ruled("特定", ALL, condition), USUAL)
    title, _ = way(office, office.request(**asked))
    assert title == ("特定" if fits else "其他")


def test_the_days_of_the_office_s_own_calendar_are_holidays(office: Office) -> None:
    rule(office, ruled("节假日", ALL, HOLIDAY), USUAL)
    asked = {
        "planned_start": hour("2023-04-05 09:00"),
        "planned_end": hour("2023-04-05 12:00"),
    }
    assert way(office, office.request(**asked))[0] == "其他"
    office.do(
        "core.set_calendar", office.administrator, year=2023, source="放假通知",
        holidays=[{"name": "清明节", "first": "2023-04-05"}],
    )  # fmt: skip
    assert way(office, office.request(**asked))[0] == "节假日"


def test_a_rule_may_name_units_and_the_sections_of_the_centre(office: Office) -> None:
    own = office.made("core.register_department", name="办公室", short="办", kind="own")
    rule(
        office,
        ruled("本中心", ["approve"], {"fact": "own_unit", "values": [True]}),
        ruled("教育局", ALL, {"fact": "unit", "values": [str(office.other_unit)]}),
        USUAL,
    )
    for unit, title in (
        (own, "本中心"),
        (office.other_unit, "教育局"),
        (office.unit, "其他"),
    ):
        assert way(office, office.request(by=office.dispatcher, unit=unit))[0] == title


def test_the_first_rule_that_fits_wins(office: Office) -> None:
    many = {"fact": "passengers", "compare": "at_least", "values": [3]}
    rule(office, ruled("人多", ["approve"], many), ruled("出市", ALL, FAR), USUAL)
    assert way(office, office.request(range="outside"))[0] == "人多"
    assert way(office, office.request(range="outside", people=1))[0] == "出市"


def test_all_conditions_of_a_rule_must_hold(office: Office) -> None:
    many = {"fact": "passengers", "compare": "at_least", "values": [3]}
    rule(office, ruled("人多出市", ALL, FAR, many), USUAL)
    assert way(office, office.request(range="outside", people=2))[0] == "其他"
    assert way(office, office.request(range="outside", people=3))[0] == "人多出市"


def test_rules_hold_from_their_day_on(office: Office) -> None:
    rule(office, ruled("四月起", ALL), since="2023-04-01")
    assert way(office, office.request())[0] == "一般申请"
    office.at("2023-04-01 00:00")
    assert way(office, office.request())[0] == "四月起"


def test_a_late_entry_goes_by_the_rules_of_its_own_day(office: Office) -> None:
    office.at("2023-03-10 09:00")
    rule(office, ruled("三月十日起", ALL), since="2023-03-10")
    late = office.request(by=office.director, at="2023-03-09 16:00")
    assert way(office, late)[0] == "一般申请"


def test_rules_are_not_set_for_days_that_have_passed(office: Office) -> None:
    office.at("2023-03-06 08:00")
    with pytest.raises(FormErrors) as wrong:
        rule(office, USUAL, since="2023-03-05")
    assert "起始日期不能早于今天2023-03-06" in wrong.value.errors["since"]


def test_of_two_settings_for_one_day_the_later_one_holds(office: Office) -> None:
    rule(office, ruled("先定", ALL))
    rule(office, ruled("后定", BOTH))
    assert way(office, office.request())[0] == "后定"


def test_a_setting_for_an_earlier_day_does_not_undo_a_later_one(
    office: Office,
) -> None:
    rule(office, ruled("三月三日起", ALL), since="2023-03-03")
    rule(office, ruled("三月一日起", BOTH), since="2023-03-01")
    office.at("2023-03-06 08:00")
    assert way(office, office.request())[0] == "三月三日起"


def test_a_setting_that_is_voided_never_held(office: Office) -> None:
    rule(office, ruled("先定", ALL))
    chain = rule(office, ruled("弄错", ["lead"]))
    office.do(
        "core.void", office.administrator, record=chain, target=3, reason="弄错了"
    )
    assert way(office, office.request())[0] == "先定"
    office.do("core.void", office.administrator, record=chain, reason="重新设定")
    assert way(office, office.request())[0] == "一般申请"


def test_an_application_keeps_its_route_when_the_rules_change(office: Office) -> None:
    request = office.request()
    rule(office, ruled("从严", ALL))
    office.review(request)
    office.approve(request)
    assert office.state(request) == "approved"
    assert office.view(request).rule == "一般申请"


def test_an_application_made_again_goes_by_what_it_now_asks(office: Office) -> None:
    rule(office, ruled("出市", ALL, FAR), ruled("其他", ["approve"]))
    request = office.request(range="outside")
    assert office.state(request) == "requested"
    office.do("core.send_back", office.reviewer, record=request, comment="县内即可")
    office.do(
        "vehicles.resubmit_request", office.clerk, record=request, user=office.clerk,
        purpose="项目调研", passengers=2, range="county", origin="行政中心",
        destination="白石镇", planned_start=hour("13:00"), planned_end=hour("17:00"),
    )  # fmt: skip
    assert way(office, request) == ("其他", ["approve"])
    assert office.state(request) == "reviewed"
    office.approve(request)
    assert office.state(request) == "approved"
    office.assert_sound()


def test_a_step_taken_back_waits_again_on_the_same_route(
    office: Office, leader: UUID
) -> None:
    rule(office, ruled("出市", ["approve", "lead"]))
    request = office.request()
    office.approve(request)
    office.void(request, office.version(request, "Agreed"))
    assert office.state(request) == "reviewed"
    office.restore(request)
    assert office.state(request) == "endorsed"
    office.approve(request, by=leader)
    office.assert_sound()


def test_nobody_agrees_to_his_own_request_on_any_route(office: Office) -> None:
    rule(office, ruled("直批", ["approve"]))
    request = office.request(by=office.director, user=office.clerk)
    with refused("本人的申请不能由本人审批"):
        office.approve(request)
