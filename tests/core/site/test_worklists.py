"""待办 and 知会我的 of several people over one day."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from houqin.core.site import board
from houqin.core.site.worklists import Counts, Worklist, Worklists
from tests.handling import person_of
from tests.office import Office, declared, when

if TYPE_CHECKING:
    import pytest

    from houqin.core.site.lines import Item


def waiting(office: Office, person: UUID) -> list[Item]:
    with office.site.reader() as reader:
        return list(reader.worklists(person).waiting(size=100).items)


def records(office: Office, person: UUID) -> list[UUID]:
    return [item.record for item in waiting(office, person)]


def counts(office: Office, person: UUID) -> Counts:
    with office.site.reader() as reader:
        return reader.worklists(person).counts()


def listed(office: Office, person: UUID, name: str) -> list[UUID]:
    """The first page of 已办, 我发起的 or 知会我的."""
    with office.site.reader() as reader:
        found: Worklist = getattr(reader.worklists(person), name)()
    return [item.record for item in found.items]


# 待办


def test_each_post_sees_what_waits_for_it(
    office: Office, car: UUID, driver: UUID
) -> None:
    """A day of reviewer, director and dispatcher."""
    reviewed, approved = office.request(), office.request()
    office.review(reviewed)
    office.review(approved)
    office.approve(approved)
    fresh = office.request()
    elsewhere = office.request(unit=office.other_unit, by=office.dispatcher)
    assert records(office, office.reviewer) == [fresh]
    assert records(office, office.director) == [reviewed]
    assert records(office, office.dispatcher) == [approved]
    assert records(office, office.clerk) == []
    assert elsewhere not in records(office, office.reviewer)
    trip = office.dispatch(approved, car, driver)
    assert records(office, office.dispatcher) == []
    assert records(office, person_of(office, driver)) == [trip]


def test_a_line_says_what_it_is_and_until_when(office: Office) -> None:
    office.at("08:30")
    request = office.request("2023-03-08 09:00", "2023-03-08 12:00")
    (item,) = waiting(office, office.reviewer)
    assert (item.kind, item.title) == ("用车申请", "申2023-00001")
    assert item.matter == "财政局，项目调研"
    assert item.waiting == "财政局审批人审核"
    assert item.since == office.last(request).occurred
    assert item.due is not None
    # Half an hour of the afternoon beside three and a half of the morning.
    assert item.due // 60_000_000 == when("2023-03-06 15:30") // 60_000_000
    assert (item.overdue, item.urged, item.handed_to) == (False, 0, "")


def test_what_goes_sooner_is_due_sooner(office: Office) -> None:
    office.at("08:30")
    office.request("2023-03-06 09:00", "2023-03-06 12:00")
    (item,) = waiting(office, office.reviewer)
    assert item.due == when("2023-03-06 09:00")


def test_overdue_comes_first_then_due_soonest_then_longest_waiting(
    office: Office, car: UUID, driver: UUID
) -> None:
    driven = office.driven(car, driver, 1010, 1070, "2023-03-06")
    tomorrow = office.approved("2023-03-07 15:00", "2023-03-07 18:00")
    soon = office.approved("2023-03-07 11:00", "2023-03-07 12:00")
    same = office.approved("2023-03-07 15:00", "2023-03-07 18:00")
    missed = office.approved("2023-03-07 08:30", "2023-03-07 12:00")
    office.at("2023-03-07 08:20")
    # Returned yesterday at noon: to be filed by noon today.
    assert records(office, office.dispatcher) == [missed, soon, driven, tomorrow, same]
    assert counts(office, office.dispatcher) == Counts(5, 1, 0)
    office.at("2023-03-07 12:30")
    overdue = [item.overdue for item in waiting(office, office.dispatcher)]
    assert overdue == [True, True, True, False, False]


def test_an_own_application_does_not_wait_for_oneself(office: Office) -> None:
    second = office.person("韦副审", "reviewer")
    request = office.request(by=office.reviewer, user=office.reviewer)
    assert records(office, office.reviewer) == []
    assert records(office, second) == [request]


def test_what_was_sent_back_waits_for_the_applicant(office: Office) -> None:
    request = office.request(user=office.person("苏科员"))
    office.do("core.send_back", office.reviewer, record=request, comment="写清人数")
    assert records(office, office.clerk) == [request]
    assert records(office, office.reviewer) == []


def test_a_step_handed_over_waits_for_that_colleague_alone(office: Office) -> None:
    second, third = (office.person(n, "reviewer") for n in ("韦副审", "覃审核"))
    request = office.request()
    office.do("core.hand_over", office.reviewer, record=request, to=second)
    assert records(office, office.reviewer) == records(office, third) == []
    (item,) = waiting(office, second)
    assert (item.record, item.handed_to) == (request, "韦副审")
    office.review(request, second)
    assert records(office, second) == []
    assert records(office, office.director) == [request]


def test_what_was_urged_says_so(office: Office) -> None:
    request = office.request()
    office.do("core.urge", office.clerk, record=request)
    assert [item.urged for item in waiting(office, office.reviewer)] == [1]
    office.void(request, office.version(request, "Urged"))
    assert [item.urged for item in waiting(office, office.reviewer)] == [0]


def test_amendments_move_lines_like_steps(office: Office) -> None:
    request = office.request()
    office.review(request)
    office.void(request, office.version(request, "Agreed"))
    assert records(office, office.reviewer) == [request]
    assert records(office, office.director) == []
    office.void(request)
    assert records(office, office.reviewer) == []
    office.restore(request)
    assert records(office, office.reviewer) == [request]


def test_a_corrected_plan_moves_the_due_time(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.trip(car, driver, "09:00", "12:00")
    driving = person_of(office, driver)
    assert [i.due for i in waiting(office, driving)] == [when("2023-03-06 09:00")]
    office.correct(
        trip, 1, planned_start="2023-03-06T08:40:00+08:00",
        planned_end="2023-03-06T12:00:00+08:00",
    )  # fmt: skip
    assert [i.due for i in waiting(office, driving)] == [when("2023-03-06 08:40")]


def test_another_post_sees_another_list_at_once(office: Office) -> None:
    request = office.request()
    assert records(office, office.clerk) == []
    office.do(
        "core.assign_person", record=office.clerk, department=office.unit,
        roles=["director"],
    )  # fmt: skip
    office.review(request)
    # One's own application still waits for somebody else.
    assert records(office, office.clerk) == []
    other = office.request(by=office.reviewer, user=office.reviewer)
    second = office.person("韦副审", "reviewer")
    office.review(other, second)
    assert records(office, office.clerk) == [other]


def test_a_page_is_cut_from_all_that_waits(office: Office) -> None:
    made = {office.request() for _ in range(5)}
    with office.site.reader() as reader:
        lists = reader.worklists(office.reviewer)
        pages = [lists.waiting(page, size=2) for page in (1, 2, 3, 4)]
    assert [len(page.items) for page in pages] == [2, 2, 1, 0]
    assert [page.more for page in pages] == [2, 3, None, None]
    assert {page.count for page in pages} == {5}
    assert {i.record for page in pages for i in page.items} == made


def test_who_is_nobody_has_empty_lists(office: Office) -> None:
    office.request()
    stranger = uuid4()
    assert waiting(office, stranger) == []
    assert counts(office, stranger) == Counts()
    assert listed(office, stranger, "done") == listed(office, stranger, "started") == []


# The board of one process


def test_a_new_process_reads_what_another_has_followed(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.trip(car, driver)
    office.request()
    sent = office.request()
    office.do("core.send_back", office.reviewer, record=sent, comment="写清人数")
    people = (office.reviewer, office.clerk, person_of(office, driver))
    followed = [waiting(office, person) for person in people]
    office.site.board = board.Board()
    assert [waiting(office, person) for person in people] == followed
    assert all(followed)


def test_a_process_far_behind_reads_everything_anew(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.request()
    assert len(waiting(office, office.reviewer)) == 1
    monkeypatch.setattr(board, "MOST_BEHIND", 1)
    office.request()
    office.request()
    assert len(waiting(office, office.reviewer)) == 3


def test_a_snapshot_older_than_the_board_is_answered(office: Office) -> None:
    office.request()
    with office.site.reader() as reader:
        old = Worklists(reader, reader.worklists(office.reviewer)._person)
        assert len(old.waiting().items) == 1
        later = office.request()
        assert len(waiting(office, office.reviewer)) == 2
        # Its row is not there yet in the older snapshot.
        assert later not in [item.record for item in old.waiting().items]


def test_a_calendar_that_is_set_moves_every_due_time(office: Office) -> None:
    office.at("2023-03-10 16:00")
    office.request("2023-03-20 09:00", "2023-03-20 12:00")

    def due() -> int:
        (item,) = waiting(office, office.reviewer)
        assert item.due is not None
        return item.due // 60_000_000 * 60_000_000

    assert due() == when("2023-03-13 10:00")
    office.do(
        "core.set_calendar", office.administrator, year=2023, source="三月三",
        holidays=[{"name": "三月三", "first": "2023-03-13"}],
    )  # fmt: skip
    assert due() == when("2023-03-14 10:00")


# 知会我的


def test_what_one_was_told_stays_after_it_was_read(office: Office) -> None:
    first, second = office.request(), office.request()
    for request in (first, second):
        office.do("core.inform", office.clerk, record=request, to=[office.director])
    assert counts(office, office.director) == Counts(0, 0, 2)
    assert listed(office, office.director, "informed") == [second, first]
    office.do("core.read", office.director, record=second)
    assert counts(office, office.director).unread == 1
    # What is to be read comes first.
    assert listed(office, office.director, "informed") == [first, second]
    with office.site.reader() as reader:
        items = reader.worklists(office.director).informed().items
    assert [item.unread for item in items] == [True, False]
    assert items[0].waiting == "财政局审批人审核"


def test_a_voided_telling_or_record_is_to_be_read_by_nobody(office: Office) -> None:
    request, other = office.request(), office.request()
    office.do("core.inform", office.clerk, record=request, to=[office.director])
    office.do("core.inform", office.clerk, record=other, to=[office.director])
    office.void(request, office.version(request, "Informed"))
    assert listed(office, office.director, "informed") == [other]
    office.void(other)
    assert counts(office, office.director).unread == 0
    with office.site.reader() as reader:
        (item,) = reader.worklists(office.director).informed().items
    assert item.voided
    office.assert_sound()


def test_what_one_may_not_see_any_more_is_neither_listed_nor_counted(
    office: Office,
) -> None:
    request, colleague = office.request(), office.person("谢经办", "clerk")
    office.do("core.inform", office.clerk, record=request, to=[colleague])
    with office.site.reader() as reader:
        seen = reader.seen_by(reader.standing_of(colleague)).worklists(colleague)
        assert (seen.counts().unread, len(seen.informed().items)) == (1, 1)
    office.do(
        "core.assign_person", record=colleague, department=office.other_unit,
        roles=["clerk"],
    )  # fmt: skip
    with office.site.reader() as reader:
        seen = reader.seen_by(reader.standing_of(colleague)).worklists(colleague)
        assert (seen.counts().unread, seen.informed().items) == (0, ())


def test_every_case_may_be_due(office: Office) -> None:
    """What waits for somebody in a workflow says until when."""
    del office
    late = [
        (spec.topic, state.code)
        for spec in declared().aggregates.values()
        for state in (spec.workflow.states.values() if spec.workflow else ())
        if state.waiting and not state.due
    ]
    assert late == []
