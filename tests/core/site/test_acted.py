"""已办 and 我发起的: read backwards from the log, page after page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.site import acted
from tests.core.site.test_worklists import listed
from tests.handling import person_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    import pytest

    from tests.office import Office


def test_who_handled_a_record_finds_it_again(
    office: Office, car: UUID, driver: UUID
) -> None:
    request = office.approved()
    trip = office.dispatch(request, car, driver)
    assert listed(office, office.reviewer, "done") == [request]
    assert listed(office, office.director, "done") == [request]
    assert listed(office, office.dispatcher, "done") == [request]
    assert listed(office, office.clerk, "done") == []
    assert listed(office, office.clerk, "started") == [request]
    assert listed(office, office.dispatcher, "started") == [trip]


def test_asides_do_not_count_as_handling_but_a_hand_over_does(office: Office) -> None:
    second = office.person("韦副审", "reviewer")
    request = office.request()
    office.do("core.inform", office.clerk, record=request, to=[office.director])
    office.do("core.read", office.director, record=request)
    assert listed(office, office.director, "done") == []
    office.do("core.hand_over", office.reviewer, record=request, to=second)
    assert listed(office, office.reviewer, "done") == [request]


def test_what_another_typed_is_in_both_lists(
    office: Office, car: UUID, driver: UUID
) -> None:
    request = office.request(by=office.dispatcher, behalf=office.clerk)
    assert listed(office, office.clerk, "started") == [request]
    assert listed(office, office.dispatcher, "started") == [request]
    trip, driving = office.trip(car, driver), person_of(office, driver)
    office.depart(trip, 1010, behalf=driving)
    assert listed(office, driving, "done") == [trip]
    assert listed(office, office.dispatcher, "done")[0] == trip


def test_records_are_listed_once_where_they_were_handled_last(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.trip(car, driver)
    other = office.trip(office.car(), office.driver("黄师傅"))
    office.depart(trip, 1010)
    office.depart(other, 1010)
    office.cost(trip, {"kind": "toll", "amount": 1000})
    done = listed(office, office.dispatcher, "done")
    assert done[:2] == [trip, other]
    assert len(done) == len(set(done)) == 4


def pages_of(office: Office, person: UUID, size: int) -> Iterator[list[UUID]]:
    """已办, page after page."""
    before: int | None = acted.NEWEST
    while before is not None:
        with office.site.reader() as reader:
            found = reader.worklists(person).done(before, size)
        yield [item.record for item in found.items]
        before = found.more


def test_pages_of_what_was_done_meet_without_gap_or_repetition(
    office: Office, car: UUID, driver: UUID
) -> None:
    requests = [office.approved() for _ in range(5)]
    office.dispatch(requests[0], car, driver)
    for request in reversed(requests[1:3]):
        office.do("core.withdraw", office.clerk, record=request)
    pages = list(pages_of(office, office.director, 2))
    assert pages == [
        [requests[4], requests[3]],
        [requests[2], requests[1]],
        [requests[0]],
    ]


def test_a_long_way_back_is_cut_into_pages(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acted, "MOST_WALKED", 3)
    monkeypatch.setattr(acted, "STEP", 2)
    requests = [office.approved() for _ in range(4)]
    pages = list(pages_of(office, office.reviewer, 20))
    assert [record for page in pages for record in page] == requests[::-1]
    assert len(pages) > 1


def test_a_voided_record_stays_in_the_lists_marked(office: Office) -> None:
    request = office.request()
    office.review(request)
    office.void(request)
    with office.site.reader() as reader:
        lists = reader.worklists(office.clerk)
        (item,) = lists.started().items
        (done,) = reader.worklists(office.reviewer).done().items
    assert item.voided
    assert done.voided
    assert (item.waiting, item.due) == ("", None)


def test_what_is_not_a_case_is_in_no_list(office: Office) -> None:
    office.person("某人", "clerk")
    car = office.made(
        "vehicles.register_vehicle", office.administrator, plate="桂X·99999",
        category="emergency", model="轿车", energy="petrol", seats=5,
        registered_on="2018-05-15", price=1, odometer=1,
    )  # fmt: skip
    assert car not in listed(office, office.administrator, "started")
    assert listed(office, office.administrator, "started") == []
