"""电话同意 afterwards: corrected, voided, seen from the past, waited for in 待办."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from houqin.core.model.phone import Signature
from houqin.core.schema.errors import NotPermitted
from houqin.core.site.worklists import Worklists, colleague_of
from tests.office import refused
from tests.plugins.vehicles.phoning import held, phoned, signatures

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


def test_a_signature_that_is_voided_is_waited_for_again(
    office: Office, reviewed: UUID
) -> None:
    phoned(office, reviewed)
    office.do("core.confirm", office.director, record=reviewed)
    office.void(reviewed, office.version(reviewed, "Confirmed"))
    assert signatures(office, reviewed) == [Signature.WAITING]
    assert held(office) == {(str(office.director), 3)}
    office.restore(reviewed)
    assert held(office) == set()
    office.assert_sound()


def test_an_agreement_that_is_voided_waits_for_nothing(
    office: Office, reviewed: UUID
) -> None:
    phoned(office, reviewed)
    office.void(reviewed, office.version(reviewed, "Agreed"))
    assert (signatures(office, reviewed), held(office)) == ([], set())
    assert office.state(reviewed) == "reviewed"
    office.restore(reviewed)
    assert held(office) == {(str(office.director), 3)}
    office.void(reviewed)
    assert held(office) == set()
    office.assert_sound()


def test_a_disowning_that_is_voided_brings_the_approval_back(
    office: Office, reviewed: UUID
) -> None:
    phoned(office, reviewed)
    office.do("core.disown", office.director, record=reviewed, comment="记错了")
    office.void(reviewed, office.version(reviewed, "Disowned"))
    assert office.state(reviewed) == "approved"
    assert signatures(office, reviewed) == [Signature.WAITING]
    office.assert_sound()


def test_a_disowning_is_not_voided_under_what_followed_it(
    office: Office, reviewed: UUID
) -> None:
    phoned(office, reviewed)
    office.do("core.disown", office.director, record=reviewed, comment="记错了")
    office.approve(reviewed)
    with refused("其后还有“同意”"):
        office.void(reviewed, office.version(reviewed, "Disowned"))


def test_a_corrected_approver_is_who_signs(office: Office, reviewed: UUID) -> None:
    other = office.person("杨副主任", "director")
    phoned(office, reviewed)
    office.correct(reviewed, 3, header={"on_behalf_of": str(other)})
    assert held(office) == {(str(other), 3)}
    with refused("没有待您补签的电话同意", NotPermitted):
        office.do("core.confirm", office.director, record=reviewed)
    office.do("core.confirm", other, record=reviewed)
    office.assert_sound()


def test_a_corrected_way_decides_whether_anybody_signs(
    office: Office, reviewed: UUID
) -> None:
    phoned(office, reviewed)
    office.correct(reviewed, 3, header={"channel": "paper"})
    assert held(office) == set()
    office.restore(reviewed)
    assert held(office) == {(str(office.director), 3)}
    office.assert_sound()


def test_a_view_of_the_past_still_waits_for_the_signature(
    office: Office, reviewed: UUID
) -> None:
    phoned(office, reviewed)
    office.at("2023-03-08 09:00")
    office.do("core.confirm", office.director, record=reviewed)
    known = [{"as_of": date(2023, 3, 7)}, {"recorded_by": date(2023, 3, 7)}]
    for horizon in known:
        assert signatures(office, reviewed, **horizon) == [Signature.WAITING]
    assert signatures(office, reviewed) == [Signature.CONFIRMED]


def test_the_worklist_of_the_approver_shows_what_is_to_be_signed(
    office: Office, reviewed: UUID, car: UUID, driver: UUID
) -> None:
    def waits(person: UUID) -> list[tuple[str, str]]:
        with office.site.reader() as reader:
            worklists = Worklists(reader, colleague_of(reader, person))
            items = worklists.waiting().items
        return [(i.waiting, "已超期" if i.overdue else "") for i in items]

    phoned(office, reviewed)
    office.dispatch(reviewed, car, driver)
    assert waits(office.director) == [("补签电话同意（中心审批）", "")]
    assert waits(office.person("杨副主任", "director")) == []
    office.at("2023-03-10 00:01")
    assert waits(office.director) == [("补签电话同意（中心审批）", "已超期")]
    office.do("core.confirm", office.director, record=reviewed)
    assert waits(office.director) == []
