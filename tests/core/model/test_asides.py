"""转办 and 催办 stand beside the steps and move nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.handling import hand_over, handling, person_of
from tests.office import Office, refused

if TYPE_CHECKING:
    from uuid import UUID


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
    person = person_of(office, driver)
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


def test_an_office_sets_its_hours_and_how_often_a_step_is_urged(
    office: Office,
) -> None:
    office.at("2023-03-06 11:00")
    values = {"urge_hours": 2, "office_hours": "09:00-12:00、13:00-17:00"}
    office.do(
        "core.change_settings", office.administrator, group="core.records",
        values=values,
    )  # fmt: skip
    request = office.request("2023-03-20 09:00", "2023-03-20 12:00")
    office.do("core.urge", office.clerk, record=request)
    office.at("2023-03-06 13:55")
    with refused("2023-03-06 11:00已经催办过，每2个工作小时最多催办一次"):
        office.do("core.urge", office.clerk, record=request)
    office.at("2023-03-06 14:05")
    office.do("core.urge", office.clerk, record=request)
    assert len(handling(office, request).urged) == 2


def test_the_next_step_is_urged_anew(office: Office) -> None:
    request = office.request()
    office.do("core.urge", office.clerk, record=request)
    office.review(request)
    assert handling(office, request).urged == []
    office.do("core.urge", office.clerk, record=request)
    assert len(handling(office, request).urged) == 1
