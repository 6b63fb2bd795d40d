"""转办, 催办, 知会, 已阅 and 留言 stand beside the steps and move nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from houqin.core.model.handling import Handling, handling_of
from houqin.core.projection.horizon import Horizon
from houqin.core.schema.errors import FormErrors
from tests.office import Office, refused

if TYPE_CHECKING:
    from collections.abc import Callable


def handling(office: Office, record: UUID, horizon: Horizon | None = None) -> Handling:
    """How a record is being handled, perhaps within a horizon."""
    with office.site.reader(horizon or Horizon()) as reader:
        effective = reader.effective(record)
        spec = office.site.declarations.aggregate_of(effective.first.topic)
        assert spec is not None
        return handling_of(spec.workflow, effective)


def hand_over(office: Office, record: UUID, by: UUID, to: UUID) -> None:
    office.do("core.hand_over", by, record=record, to=to, comment="外出开会")


def inform(office: Office, record: UUID, by: UUID, *to: UUID) -> None:
    office.do("core.inform", by, record=record, to=list(to))


@pytest.fixture
def second(office: Office) -> UUID:
    """Another reviewer of the same unit."""
    return office.person("韦副审", "reviewer")


# 转办


def test_a_step_is_handed_over_to_a_colleague_who_may_do_it(
    office: Office, second: UUID
) -> None:
    request = office.request()
    hand_over(office, request, office.reviewer, second)
    found = handling(office, request)
    assert (found.holder, found.handed_by) == (second, office.reviewer)
    assert office.state(request) == "requested"
    assert office.history(request)[-1].title == "转办"
    office.review(request, second)
    assert office.state(request) == "reviewed"


def test_a_hand_over_counts_until_the_state_changes(
    office: Office, second: UUID
) -> None:
    request = office.request()
    hand_over(office, request, office.reviewer, second)
    office.review(request, second)
    assert handling(office, request).holder is None


def test_a_hand_over_says_nothing_of_a_state_it_was_not_made_in(
    office: Office, second: UUID
) -> None:
    director = office.person("李副主任", "director")
    request = office.request()
    office.review(request)
    hand_over(office, request, office.director, director)
    office.void(request, office.version(request, "Agreed"))
    assert office.state(request) == "requested"
    assert handling(office, request).holder is None
    assert second != director


def test_nobody_else_hands_a_step_over(office: Office, second: UUID) -> None:
    request = office.request()
    for by in (office.clerk, office.director, office.dispatcher):
        with refused("这一步由别人办理，不能由您转办"):
            hand_over(office, request, by, second)


def test_whoever_was_handed_a_step_may_hand_it_on(office: Office, second: UUID) -> None:
    third = office.person("覃审核", "reviewer")
    request = office.request()
    hand_over(office, request, office.reviewer, second)
    hand_over(office, request, second, third)
    assert handling(office, request).holder == third


def test_whoever_handed_a_step_over_may_take_it_back(
    office: Office, second: UUID
) -> None:
    request = office.request()
    hand_over(office, request, office.reviewer, second)
    hand_over(office, request, office.reviewer, office.reviewer)
    assert handling(office, request).holder == office.reviewer


def test_who_could_not_do_the_step_is_not_handed_it(office: Office) -> None:
    request = office.request()
    elsewhere = office.person("罗审核", "reviewer", unit=office.other_unit)
    with refused("周经办.*没有办理这一步的权限"):
        hand_over(office, request, office.reviewer, office.clerk)
    with refused("罗审核.*不办理这个单位的单据"):
        hand_over(office, request, office.reviewer, elsewhere)


def test_nobody_is_handed_an_own_matter(office: Office, second: UUID) -> None:
    request = office.request(user=second)
    with refused("韦副审.*不能办理本人的事项"):
        hand_over(office, request, office.reviewer, second)


def test_who_has_left_is_not_handed_anything(office: Office, second: UUID) -> None:
    request = office.request()
    office.do("core.leave", record=second)
    with refused("韦副审.*没有办理这一步的权限"):
        hand_over(office, request, office.reviewer, second)


def test_a_step_is_not_handed_to_who_has_it(office: Office, second: UUID) -> None:
    request = office.request()
    with refused("现在就由此人办理"):
        hand_over(office, request, office.reviewer, office.reviewer)
    hand_over(office, request, office.reviewer, second)
    with refused("现在就由此人办理"):
        hand_over(office, request, office.reviewer, second)


def test_a_driver_hands_the_return_to_who_may_record_it(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.trip(car, driver)
    with office.site.reader() as reader:
        row = reader.ledger("vehicles.drivers").row(str(driver))
        assert row is not None
        person = UUID(row.values["person"])
    with refused("由别人办理"):
        hand_over(office, trip, office.dispatcher, office.dispatcher)
    hand_over(office, trip, person, office.dispatcher)
    assert handling(office, trip).holder == office.dispatcher
    assert office.state(trip) == "dispatched"


def test_a_closed_record_is_handed_over_to_nobody(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.driven(car, driver, 1010, 1070)
    office.close(trip)
    with refused("派车单当前为“已办结”，没有等待办理的环节"):
        hand_over(office, trip, office.dispatcher, office.director)
    with refused("没有等待办理的环节"):
        office.do("core.urge", office.dispatcher, record=trip)


def test_only_the_applicant_revises_an_application(office: Office) -> None:
    request = office.request()
    office.do("core.send_back", office.reviewer, record=request, comment="写清人数")
    with refused("吴审核.*只能由本人办理"):
        hand_over(office, request, office.clerk, office.reviewer)


# 催办


def test_the_applicant_urges_and_no_state_changes(office: Office) -> None:
    request = office.request()
    office.do("core.urge", office.clerk, record=request, comment="明早要用")
    found = handling(office, request)
    assert (len(found.urged), office.state(request)) == (1, "requested")
    step = office.history(request)[-1]
    assert (step.title, step.reason) == ("催办", "明早要用")


def test_who_the_application_is_for_urges_too(office: Office) -> None:
    user = office.person("苏科员")
    request = office.request(user=user)
    office.do("core.urge", user, record=request)
    assert len(handling(office, request).urged) == 1


def test_others_do_not_urge(office: Office, second: UUID) -> None:
    request = office.request()
    for by in (office.director, second):
        with refused("只有申请人、发起人和登记人可以催办"):
            office.do("core.urge", by, record=request)


def test_nobody_urges_himself(office: Office) -> None:
    request = office.request()
    office.do("core.send_back", office.reviewer, record=request, comment="写清人数")
    with refused("现在等的就是您本人"):
        office.do("core.urge", office.clerk, record=request)


def test_a_step_is_urged_once_in_four_working_hours(office: Office) -> None:
    office.at("2023-03-06 11:00")
    request = office.request("2023-03-20 09:00", "2023-03-20 12:00")
    office.do("core.urge", office.clerk, record=request)
    office.at("2023-03-06 17:30")
    with refused("2023-03-06 11:00已经催办过，每4个工作小时最多催办一次"):
        office.do("core.urge", office.clerk, record=request)
    office.at("2023-03-07 08:05")
    office.do("core.urge", office.clerk, record=request)
    assert len(handling(office, request).urged) == 2


def test_the_next_step_is_urged_anew(office: Office) -> None:
    request = office.request()
    office.do("core.urge", office.clerk, record=request)
    office.review(request)
    assert handling(office, request).urged == []
    office.do("core.urge", office.clerk, record=request)
    assert len(handling(office, request).urged) == 1


# 知会 and 已阅


def test_people_are_told_and_say_that_they_have_read(office: Office) -> None:
    request = office.request()
    inform(office, request, office.clerk, office.dispatcher, office.director)
    assert handling(office, request).unread() == {office.dispatcher, office.director}
    office.do("core.read", office.director, record=request)
    assert handling(office, request).unread() == {office.dispatcher}
    assert [s.title for s in office.history(request)[-2:]] == ["知会", "已读"]
    assert office.state(request) == "requested"


def test_only_who_was_told_and_has_not_read_reads(office: Office) -> None:
    request = office.request()
    with refused("没有知会您，或者您已经阅过"):
        office.do("core.read", office.director, record=request)
    inform(office, request, office.clerk, office.director)
    office.do("core.read", office.director, record=request)
    with refused("没有知会您，或者您已经阅过"):
        office.do("core.read", office.director, record=request)


def test_who_has_read_may_be_told_again(office: Office) -> None:
    request = office.request()
    inform(office, request, office.clerk, office.director)
    with refused("郑主任已经知会过，还没有阅"):
        inform(office, request, office.clerk, office.director)
    office.do("core.read", office.director, record=request)
    inform(office, request, office.clerk, office.director)
    assert handling(office, request).unread() == {office.director}
    office.assert_sound()


def test_only_people_concerned_tell_others(office: Office) -> None:
    request = office.request()
    for by in (office.dispatcher, office.administrator):
        with refused("只有经办过、申请或被知会的人可以"):
            inform(office, request, by, office.director)
    inform(office, request, office.clerk, office.dispatcher)
    inform(office, request, office.dispatcher, office.administrator)
    inform(office, request, office.reviewer, office.director)
    assert len(handling(office, request).told) == 3


def test_nobody_tells_himself_or_nobody(office: Office) -> None:
    request = office.request()
    with refused("不需要知会本人"):
        inform(office, request, office.clerk, office.clerk)
    with pytest.raises(FormErrors, match="知会"):
        inform(office, request, office.clerk)
    with pytest.raises(FormErrors, match="知会"):
        inform(office, request, office.clerk, *[office.director] * 21)
    with refused("没有这个人员"):
        inform(office, request, office.clerk, office.unit)


def test_a_telling_that_is_voided_told_nobody(office: Office) -> None:
    request = office.request()
    inform(office, request, office.clerk, office.director)
    office.void(request, office.version(request, "Informed"))
    assert handling(office, request).told == {}
    with refused("没有知会您"):
        office.do("core.read", office.director, record=request)
    office.assert_sound()
    office.restore(request)
    assert handling(office, request).unread() == {office.director}
    office.assert_sound()


def test_a_voided_reading_is_to_be_read_again(office: Office) -> None:
    request = office.request()
    inform(office, request, office.clerk, office.director)
    office.do("core.read", office.director, record=request)
    office.void(request, office.version(request, "Read"))
    assert handling(office, request).unread() == {office.director}
    office.assert_sound()


# 留言


def test_people_concerned_leave_remarks_even_when_all_is_done(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.driven(car, driver, 1010, 1070)
    office.close(trip)
    office.do("core.comment", office.dispatcher, record=trip, comment="发票已交")
    (remark,) = handling(office, trip).remarks
    assert (remark.by, remark.text) == (office.dispatcher, "发票已交")
    with refused("可以知会他人和留言"):
        office.do("core.comment", office.reviewer, record=trip, comment="?")
    with pytest.raises(FormErrors, match="留言必须填写"):
        office.do("core.comment", office.dispatcher, record=trip)


# All of them


ASIDES: dict[str, Callable[[Office, UUID], object]] = {
    "Urged": lambda o, r: o.do("core.urge", o.clerk, record=r),
    "Informed": lambda o, r: inform(o, r, o.clerk, o.director),
    "Commented": lambda o, r: o.do("core.comment", o.clerk, record=r, comment="急"),
}


@pytest.mark.parametrize("name", ASIDES)
def test_an_aside_hinders_no_step_from_being_voided(office: Office, name: str) -> None:
    request = office.request()
    office.review(request)
    ASIDES[name](office, request)
    office.void(request, office.version(request, "Agreed"))
    assert office.state(request) == "requested"
    office.void(request, office.version(request, name))
    assert office.history(request)[-1].title.startswith("作废")
    office.assert_sound()


@pytest.mark.parametrize("name", ASIDES)
def test_a_horizon_shows_what_was_said_until_then(office: Office, name: str) -> None:
    request = office.request()
    before = Horizon(position=office.head())
    ASIDES[name](office, request)
    now, then = handling(office, request), handling(office, request, before)
    assert [len(now.urged), len(now.told), len(now.remarks)].count(1) == 1
    assert (then.urged, then.told, then.remarks) == ([], {}, [])


@pytest.mark.parametrize("name", ASIDES)
def test_an_aside_leaves_the_records_own_fields_and_rows_alone(
    office: Office, name: str
) -> None:
    request = office.request()
    row, digest = (
        office.row("vehicles.requests", request),
        office.digest("vehicles.requests"),
    )
    ASIDES[name](office, request)
    assert office.row("vehicles.requests", request) == row
    assert office.digest("vehicles.requests") == digest
    office.assert_sound()


def test_a_voided_record_is_not_spoken_of(office: Office) -> None:
    request = office.request()
    inform(office, request, office.clerk, office.director)
    office.void(request)
    with refused("已作废"):
        office.do("core.comment", office.clerk, record=request, comment="可惜")
    with refused("已作废"):
        office.do("core.read", office.director, record=request)
    office.assert_sound()


def test_another_types_for_whoever_it_waits_for(office: Office, second: UUID) -> None:
    """代录: the clerk writes down what the reviewer said on the telephone."""
    request = office.request()
    office.do(
        "core.hand_over", office.dispatcher, behalf=office.reviewer, record=request,
        to=second,
    )  # fmt: skip
    assert handling(office, request).handed_by == office.reviewer
