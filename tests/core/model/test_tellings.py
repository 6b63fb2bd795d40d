"""知会, 已阅 and 留言; and what all asides have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from houqin.core.projection.horizon import Horizon
from houqin.core.schema.errors import FormErrors
from houqin.core.site import offers
from tests.handling import handling, inform, person_of
from tests.office import Office, refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID


@pytest.fixture
def second(office: Office) -> UUID:
    """Another reviewer of the same unit."""
    return office.person("韦副审", "reviewer")


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
    with refused("郑主任：已经知会过，还没有阅"):
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


def test_who_may_not_see_the_record_is_not_told_of_it(office: Office) -> None:
    request = office.request()
    elsewhere = office.person("莫经办", "clerk", unit=office.other_unit)
    with refused("莫经办：没有查看这份单据的权限"):
        inform(office, request, office.clerk, elsewhere)


def test_a_driver_is_told_of_his_own_trips_only(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip, other = office.trip(car, driver), office.driver("黄师傅")
    inform(office, trip, office.dispatcher, person_of(office, driver))
    with refused("黄师傅：没有查看这份单据的权限"):
        inform(office, trip, office.dispatcher, person_of(office, other))


def test_a_form_offers_whom_the_command_takes(office: Office, second: UUID) -> None:
    request = office.request()
    elsewhere = office.person("莫审核", "reviewer", unit=office.other_unit)
    inform(office, request, office.clerk, office.director)

    def offered(command: str, person: UUID) -> frozenset[str]:
        spec = office.site.declarations.commands[command]
        with office.site.reader() as reader:
            return offers.narrowed(reader, spec, request, person)["to"]

    assert offered("core.hand_over", office.reviewer) == {str(second)}
    told = offered("core.inform", office.reviewer)
    assert {str(second), str(office.clerk), str(office.dispatcher)} <= told
    assert told.isdisjoint(map(str, (elsewhere, office.reviewer, office.director)))


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
    with refused("可以知会他人、留言"):
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
