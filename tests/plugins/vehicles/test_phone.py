"""电话同意（待补签）: it counts at once, and waits for whoever agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from houqin.core.model.command import Act
from houqin.core.model.phone import Signature
from houqin.core.schema.errors import FormErrors, NotPermitted
from houqin.core.site import offers
from houqin.core.site.signatures import to_sign
from tests.filing import handed_in
from tests.office import hour, refused, when
from tests.plugins.vehicles.phoning import held, phoned, signatures, told_by

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office


@pytest.fixture
def reviewed(office: Office) -> UUID:
    office.at("08:00")
    request = office.request("13:00", "17:00")
    office.review(request)
    office.at("10:00")
    return request


def test_an_agreement_on_the_phone_counts_at_once(
    office: Office, reviewed: UUID, car: UUID, driver: UUID
) -> None:
    phoned(office, reviewed, "09:12")
    assert office.state(reviewed) == "approved"
    agreed = office.last(reviewed)
    assert agreed.actor == office.dispatcher
    assert agreed.on_behalf_of == office.director
    assert agreed.occurred == when("2023-03-06 09:12")
    assert agreed.metadata["channel"] == "phone"
    trip = office.dispatch(reviewed, car, driver)
    assert office.events(trip)[0].payload["approver"] == str(office.director)


def test_it_waits_for_whoever_is_said_to_have_agreed(
    office: Office, reviewed: UUID
) -> None:
    phoned(office, reviewed)
    assert signatures(office, reviewed) == [Signature.WAITING]
    assert held(office) == {(str(office.director), 3)}
    office.assert_sound()
    office.do("core.confirm", office.director, record=reviewed)
    assert signatures(office, reviewed) == [Signature.CONFIRMED]
    assert office.last(reviewed).payload == {"of": 3}
    assert held(office) == set()
    assert office.state(reviewed) == "approved"
    office.assert_sound()


def test_core_agree_on_the_phone_is_the_same(office: Office, reviewed: UUID) -> None:
    told_by(office, office.dispatcher, reviewed, "phone")
    assert signatures(office, reviewed) == [Signature.WAITING]


def test_a_signed_slip_of_paper_waits_for_nothing(
    office: Office, reviewed: UUID
) -> None:
    told_by(office, office.dispatcher, reviewed, "paper")
    assert signatures(office, reviewed) == []
    assert office.state(reviewed) == "approved"


def test_what_another_agreed_to_says_how_it_was_told(
    office: Office, reviewed: UUID
) -> None:
    with refused("代他人登记同意，请选择方式：电话或纸质"):
        told_by(office, office.dispatcher, reviewed, "system")
    with refused("电话同意须写明同意的时间，到分钟"):
        told_by(
            office, office.dispatcher, reviewed, "phone",
            occurred_at=when("2023-03-06 00:00"), precision="day",
        )  # fmt: skip


def test_ones_own_agreement_is_no_report_of_another(
    office: Office, reviewed: UUID
) -> None:
    office.site.act(
        Act(
            "core.agree", {"record": str(reviewed)}, office.director, uuid4(),
            channel="phone",
        )
    )  # fmt: skip
    assert signatures(office, reviewed) == []


def test_the_approver_must_hold_the_post_and_the_recorder_need_not(
    office: Office, reviewed: UUID
) -> None:
    with refused("中心审批由相应岗位办理", NotPermitted):
        phoned(office, reviewed, approver=office.reviewer)
    with refused("没有", NotPermitted):
        office.do(
            "core.agree_by_phone", office.reviewer, record=reviewed,
            approver=office.director, agreed_at=hour("09:00"),
        )  # fmt: skip
    both = office.person("吕两职", "dispatcher", "director")
    with refused("本人同意的，请直接办理“同意”"):
        office.do(
            "core.agree_by_phone", both, record=reviewed, approver=both,
            agreed_at=hour("09:00"),
        )  # fmt: skip


def test_nobody_types_an_agreement_to_his_own_request(
    office: Office, reviewed: UUID
) -> None:
    """周经办 asked for the car and may type for others; not for this."""
    with refused("本人的申请不能由本人审批"):
        office.do(
            "core.agree_by_phone", office.clerk, record=reviewed,
            approver=office.director, agreed_at=hour("09:00"),
        )  # fmt: skip
    own = office.request(
        by=office.dispatcher, user=office.clerk, behalf=office.director
    )
    office.review(own)
    with refused("本人的申请不能由本人审批"):
        phoned(office, own)


def test_the_minute_lies_neither_ahead_nor_too_far_back(
    office: Office, reviewed: UUID
) -> None:
    with refused("晚于现在"):
        phoned(office, reviewed, "11:00")
    office.at("2023-03-08 10:00")
    recorder = office.person("温代录", "clerk")
    with refused("没有补录的权限", NotPermitted):
        office.do(
            "core.agree_by_phone", recorder, record=reviewed,
            approver=office.director, agreed_at=hour("09:00"),
        )  # fmt: skip
    phoned(office, reviewed)


def test_disowned_before_anything_followed_it_waits_for_approval_again(
    office: Office, reviewed: UUID
) -> None:
    phoned(office, reviewed)
    with pytest.raises(FormErrors):
        office.do("core.disown", office.director, record=reviewed, comment=" ")
    office.do("core.disown", office.director, record=reviewed, comment="没有接到电话")
    assert office.state(reviewed) == "reviewed"
    view = office.view(reviewed)
    assert (view.state_title, view.conflicts) == ("单位已审核", ())
    assert signatures(office, reviewed) == [Signature.DISOWNED]
    assert held(office) == set()
    office.approve(reviewed)
    assert office.state(reviewed) == "approved"
    office.assert_sound()


def test_disowned_after_a_car_went_it_is_shown_as_a_conflict(
    office: Office, reviewed: UUID, car: UUID, driver: UUID
) -> None:
    phoned(office, reviewed)
    office.dispatch(reviewed, car, driver)
    office.do("core.disown", office.director, record=reviewed, comment="不是我同意的")
    assert office.state(reviewed) == "arranged"
    assert "outcome" not in office.last(reviewed).payload
    assert office.view(reviewed).conflicts == (
        "中心审批的电话同意已被郑主任否认，其后已继续办理",
    )
    office.assert_sound()


def test_nobody_else_confirms_or_disowns(office: Office, reviewed: UUID) -> None:
    phoned(office, reviewed)
    other = office.person("杨副主任", "director")
    for command in ("core.confirm", "core.disown"):
        for by in (other, office.dispatcher):
            with refused("没有待您补签的电话同意", NotPermitted):
                office.do(command, by, record=reviewed, comment="见")
        with refused("补签和否认须由本人办理", NotPermitted):
            office.do(
                command, office.dispatcher, behalf=office.director, record=reviewed,
                comment="见",
            )  # fmt: skip


def test_what_is_signed_is_not_signed_again(office: Office, reviewed: UUID) -> None:
    phoned(office, reviewed)
    office.do("core.confirm", office.director, record=reviewed, comment="属实")
    for command in ("core.confirm", "core.disown"):
        with refused("没有待您补签的电话同意", NotPermitted):
            office.do(command, office.director, record=reviewed, comment="见")


def test_a_signed_scan_serves_as_well(office: Office, reviewed: UUID) -> None:
    phoned(office, reviewed)
    scan = handed_in(office.site, office.dispatcher)

    def attach(*files: dict[str, Any]) -> None:
        office.do(
            "core.confirm_by_scan", office.dispatcher, record=reviewed,
            files=list(files),
        )  # fmt: skip

    with refused("签字扫描件必须上传", FormErrors):
        attach()
    attach(scan)
    assert signatures(office, reviewed) == [Signature.CONFIRMED]
    assert office.last(reviewed).payload == {"of": 3, "files": [scan]}
    with refused("没有待补签的电话同意"):
        attach(scan)


def test_the_applicant_attaches_no_scan(office: Office, reviewed: UUID) -> None:
    phoned(office, reviewed)
    scan = handed_in(office.site, office.clerk)
    with refused("本人的申请不能由本人补签"):
        office.do("core.confirm_by_scan", office.clerk, record=reviewed, files=[scan])


def test_buttons_show_where_they_can_be_pressed(office: Office, reviewed: UUID) -> None:
    def offered(person: UUID) -> set[str]:
        with office.site.reader() as reader:
            found = {s.name for s in offers.actions(reader, reviewed, person)}
        return found & {
            "core.agree_by_phone", "core.confirm", "core.disown",
            "core.confirm_by_scan",
        }  # fmt: skip

    assert offered(office.dispatcher) == {"core.agree_by_phone"}
    assert offered(office.clerk) == offered(office.director) == set()
    phoned(office, reviewed)
    assert offered(office.director) == {"core.confirm", "core.disown"}
    assert offered(office.dispatcher) == {"core.confirm_by_scan"}
    assert offered(office.clerk) == set()


def test_the_form_starts_with_the_only_approver_there_is(
    office: Office, reviewed: UUID
) -> None:
    spec = office.site.declarations.commands["core.agree_by_phone"]
    with office.site.reader() as reader:
        known = offers.starting_values(reader, spec, reviewed, office.dispatcher)
    assert known["approver"] == str(office.director)
    office.person("杨副主任", "director")
    with office.site.reader() as reader:
        known = offers.starting_values(reader, spec, reviewed, office.dispatcher)
    assert "approver" not in known


def test_a_signature_that_does_not_come_is_overdue_after_the_days_set(
    office: Office, reviewed: UUID
) -> None:
    phoned(office, reviewed)

    def overdue() -> bool:
        with office.site.reader() as reader:
            (mine,) = to_sign(reader, office.director)
            (anybody,) = to_sign(reader)
            assert mine == anybody
            assert to_sign(reader, office.reviewer) == []
        (signed,) = office.view(reviewed).signatures
        assert signed.overdue is mine.overdue
        return mine.overdue

    office.at("2023-03-09 23:00")
    assert not overdue()
    office.at("2023-03-10 00:00")
    assert overdue()
    assert office.view(reviewed).signatures[0].mark == "待补签（已超期）"
    office.do(
        "core.change_settings", office.administrator, group="core.records",
        values={"unconfirmed_days": 10},
    )  # fmt: skip
    assert not overdue()
