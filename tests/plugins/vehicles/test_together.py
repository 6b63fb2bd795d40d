"""合并同意: at most twenty, all or none, never what has to be looked at alone."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from houqin.core.model.command import Act
from houqin.core.schema.errors import FormErrors, NotPermitted
from tests.office import hour, refused

if TYPE_CHECKING:
    from houqin.core.model.command import Outcome
    from tests.office import Office


def together(office: Office, by: UUID, *records: UUID, **more: str) -> Outcome:
    return office.do("core.agree_together", by, records=list(records), **more)


def test_several_are_agreed_to_in_one_append(office: Office) -> None:
    requests = [office.request() for _ in range(3)]
    outcome = together(office, office.reviewer, *requests, comment="均属实")
    assert outcome.records == tuple(requests)
    assert [office.state(r) for r in requests] == ["reviewed"] * 3
    assert {office.last(r).payload["comment"] for r in requests} == {"均属实"}
    assert len({office.last(r).command for r in requests}) == 1
    office.assert_sound()


def test_each_goes_on_by_its_own_step(office: Office) -> None:
    both = office.person("吕两职", "reviewer", "director")
    first, second = office.request(), office.request()
    office.review(second)
    together(office, both, first, second)
    assert (office.state(first), office.state(second)) == ("reviewed", "approved")


def test_one_that_is_refused_refuses_all_and_is_named(office: Office) -> None:
    mine, done = office.request(), office.request()
    office.review(done)
    with pytest.raises(FormErrors) as wrong:
        together(office, office.reviewer, mine, done)
    assert wrong.value.errors == {
        "records.1": "用车申请申2023-00002：中心审批由相应岗位办理，您没有该权限"
    }
    assert office.state(mine) == "requested"


def test_ones_own_application_is_refused_here_too(office: Office) -> None:
    own = office.request(user=office.reviewer)
    with pytest.raises(FormErrors, match="本人的申请不能由本人审批"):
        together(office, office.reviewer, own)


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"range": "province"}, "行程范围为省内市外，须单独审批"),
        ({"range": "outside"}, "行程范围为省外，须单独审批"),
        ({"start": "2023-03-04 09:00"}, "起止日为节假日，须单独审批"),
        ({"end": "2023-03-11 09:00"}, "起止日为节假日，须单独审批"),
    ],
)
def test_far_and_holiday_journeys_are_looked_at_alone(
    office: Office, asked: dict[str, str], why: str
) -> None:
    usual, alone = office.request(), office.request(**asked)
    with pytest.raises(FormErrors) as wrong:
        together(office, office.reviewer, usual, alone)
    assert wrong.value.errors == {"records.1": f"用车申请申2023-00002：{why}"}
    office.review(alone)
    assert office.state(alone) == "reviewed"


def test_a_journey_within_the_city_is_not(office: Office) -> None:
    together(office, office.reviewer, office.request(range="city"))


def test_what_it_asks_now_decides(office: Office) -> None:
    """Sent back for being far, it comes again as near."""
    request = office.request(range="outside")
    office.do("core.send_back", office.reviewer, record=request, comment="太远")
    office.do(
        "vehicles.resubmit_request", office.clerk, record=request, user=office.clerk,
        purpose="项目调研", passengers=2, range="county", origin="行政中心",
        destination="白石镇", planned_start=hour("13:00"), planned_end=hour("17:00"),
    )  # fmt: skip
    together(office, office.reviewer, request)
    assert office.state(request) == "reviewed"


def test_twenty_are_the_most(office: Office) -> None:
    requests = [office.request() for _ in range(20)]
    with refused("最多选20项", FormErrors):
        together(office, office.reviewer, *requests, uuid4())
    together(office, office.reviewer, *requests)
    with refused("单据必须填写", FormErrors):
        together(office, office.reviewer)


def test_none_is_chosen_twice_or_not_there(office: Office, car: UUID) -> None:
    request = office.request()
    with refused("同一份单据选了两次", FormErrors):
        together(office, office.reviewer, request, request)
    for other in (uuid4(), car):
        with refused("没有这份需要审批的单据", FormErrors):
            together(office, office.reviewer, other)


def test_nobody_agrees_to_several_for_another(office: Office) -> None:
    request = office.request()
    act = Act(
        "core.agree_together", {"records": [str(request)]}, office.dispatcher, uuid4(),
        on_behalf_of=office.reviewer, channel="phone",
    )  # fmt: skip
    with refused("合并同意须由本人办理", NotPermitted):
        office.site.act(act)
