"""先批准后用车: who may agree to what, and what becomes of an application."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from houqin.core.schema.errors import FormErrors, NotPermitted
from houqin.core.site import offers
from tests.office import hour, refused

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office


def test_a_request_goes_from_review_to_approval_to_a_car(
    office: Office, car: UUID, driver: UUID
) -> None:
    request = office.request()
    assert office.state(request) == "requested"
    office.review(request)
    assert office.state(request) == "reviewed"
    office.approve(request)
    assert office.state(request) == "approved"
    office.dispatch(request, car, driver)
    assert office.state(request) == "arranged"


def test_no_car_before_approval(office: Office, car: UUID, driver: UUID) -> None:
    request = office.request()
    with refused("当前为“已申请”，批准后才能派车"):
        office.dispatch(request, car, driver)
    office.review(request)
    with refused("当前为“单位已审核”，批准后才能派车"):
        office.dispatch(request, car, driver)
    with office.site.reader() as reader:
        offered = {s.name for s in offers.actions(reader, request, office.dispatcher)}
    assert "vehicles.dispatch_request" not in offered


@pytest.mark.parametrize("step", ["review", "approve"])
def test_nobody_agrees_to_his_own_request(office: Office, step: str) -> None:
    everything = office.person("孙多职", "clerk", "reviewer", "director")
    request = office.request(by=everything, user=office.clerk)
    if step == "approve":
        office.review(request)
    with refused("本人的申请不能由本人审批"):
        office.do("core.agree", everything, record=request)


def test_nobody_agrees_to_a_request_he_will_use(office: Office) -> None:
    request = office.request(user=office.reviewer)
    with refused("本人的申请不能由本人审批"):
        office.review(request)


def test_nobody_agrees_to_his_own_request_typed_by_another(office: Office) -> None:
    request = office.request(by=office.clerk, behalf=office.reviewer)
    with refused("本人的申请不能由本人审批"):
        office.review(request)


def test_nobody_types_the_agreement_of_another_to_his_own_request(
    office: Office,
) -> None:
    """His own matter: he may neither agree himself nor record that another did."""
    request = office.request(by=office.clerk)
    with refused("本人的申请不能由本人审批"):
        office.review(request, by=office.clerk, behalf=office.reviewer)


def test_who_only_typed_a_request_for_another_may_agree_to_it(office: Office) -> None:
    both = office.person("李两职", "clerk", "reviewer")
    colleague = office.person("何同事", "clerk")
    request = office.request(by=both, behalf=colleague, user=colleague)
    office.review(request, by=both)
    assert office.state(request) == "reviewed"


def test_only_the_reviewer_of_the_unit_reviews(office: Office) -> None:
    stranger = office.person("钱外单位", "reviewer", unit=office.other_unit)
    request = office.request()
    with refused("单位审核由用车单位的审批人办理", NotPermitted):
        office.review(request, by=stranger)
    with refused("单位审核由相应岗位办理", NotPermitted):
        office.review(request, by=office.director)
    with office.site.reader() as reader:
        own = {s.name for s in offers.actions(reader, request, office.reviewer)}
        others = {s.name for s in offers.actions(reader, request, stranger)}
        assert {"core.agree", "core.send_back", "core.refuse"} <= own
        assert "core.agree" not in others
        assert [w.record for w in reader.waiting(office.reviewer)] == [request]
        assert reader.waiting(stranger) == []


def test_the_director_of_any_unit_approves(office: Office) -> None:
    director = office.person("杨副主任", "director", unit=office.other_unit)
    request = office.request()
    office.review(request)
    office.approve(request, by=director)
    assert office.state(request) == "approved"


def test_a_request_sent_back_is_revised_and_reviewed_again(office: Office) -> None:
    request = office.request()
    office.do("core.send_back", office.reviewer, record=request, comment="写明事由")
    assert office.state(request) == "returned"
    revised = {
        "unit": office.unit,
        "user": office.clerk,
        "purpose": "乡村项目调研",
        "passengers": 2,
        "planned_start": hour("13:00"),
        "planned_end": hour("17:00"),
        "origin": "行政中心",
        "destination": "白石镇",
    }
    with refused("只有申请人可以修改后重新提交", NotPermitted):
        office.do(
            "vehicles.resubmit_request", office.reviewer, record=request, **revised
        )
    with pytest.raises(FormErrors) as wrong:
        office.do(
            "vehicles.resubmit_request",
            office.clerk,
            record=request,
            **{**revised, "planned_end": hour("12:00")},
        )
    assert wrong.value.errors == {"planned_end": "计划返回必须晚于计划出发"}
    office.do("vehicles.resubmit_request", office.clerk, record=request, **revised)
    assert office.state(request) == "requested"
    row = office.row("vehicles.requests", request)
    assert row is not None
    assert (row.values["purpose"], row.values["passengers"]) == ("乡村项目调研", 2)
    office.review(request)
    office.assert_sound()


def test_a_refused_request_stays_refused(office: Office) -> None:
    request = office.request()
    office.review(request)
    office.do("core.refuse", office.director, record=request, comment="不属公务")
    assert office.state(request) == "refused"
    with refused("当前为“不同意”，没有待审批的环节"):
        office.approve(request)


@pytest.mark.parametrize("command", ["core.send_back", "core.refuse"])
def test_sending_back_and_refusing_need_a_reason(office: Office, command: str) -> None:
    request = office.request()
    with pytest.raises(FormErrors) as wrong:
        office.do(command, office.reviewer, record=request, comment=" ")
    assert wrong.value.errors == {"comment": "意见必须填写"}


def test_the_applicant_takes_his_own_request_back(office: Office) -> None:
    request = office.request()
    with refused("只有申请人可以撤回"):
        office.do("core.withdraw", office.reviewer, record=request)
    office.do("core.withdraw", office.clerk, record=request, comment="会议改期")
    assert office.state(request) == "withdrawn"
    with refused("当前为“已撤回”，不能撤回"):
        office.do("core.withdraw", office.clerk, record=request)


def test_only_what_has_a_chain_is_agreed_to_or_withdrawn(
    office: Office, car: UUID
) -> None:
    with refused("车辆档案没有审批环节"):
        office.do("core.agree", office.director, record=car)
    with refused("这类单据没有撤回"):
        office.do("core.withdraw", office.director, record=car)


def test_a_request_names_an_existing_unit_and_person(office: Office) -> None:
    with refused("没有这个单位"):
        office.request(unit=uuid4())
    with refused("没有这个人员"):
        office.request(user=uuid4())
    with pytest.raises(FormErrors, match="计划返回必须晚于计划出发"):
        office.request("12:00", "09:00")


def test_a_request_starts_with_own_unit_and_oneself(office: Office) -> None:
    spec = office.site.declarations.commands["vehicles.request_vehicle"]
    with office.site.reader() as reader:
        values = offers.starting_values(reader, spec, None, office.clerk)
        nobody = offers.starting_values(reader, spec, None, uuid4())
    assert (values["unit"], values["user"]) == (str(office.unit), str(office.clerk))
    assert (values["task"], values["range"]) == ("general", "county")
    assert "unit" not in nobody


def test_an_application_sent_back_cannot_change_its_unit(office: Office) -> None:
    request = office.request()
    office.do("core.send_back", office.reviewer, record=request, comment="改时间")
    other = office.department("县水利局", "水利局")
    asked = {
        "user": office.clerk, "purpose": "调研", "passengers": 2,
        "planned_start": "2023-03-06T09:00:00+08:00",
        "planned_end": "2023-03-06T12:00:00+08:00",
        "origin": "行政中心", "destination": "青竹镇",
    }  # fmt: skip
    with refused("用车单位不能修改", FormErrors):
        office.do(
            "vehicles.resubmit_request", office.clerk, record=request, unit=other,
            **asked,
        )  # fmt: skip
    assert office.state(request) == "returned"
