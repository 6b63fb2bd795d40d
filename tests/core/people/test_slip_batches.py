"""Slips for many people: one each, all or none, no code in any event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.people.slip_batches import MOST, with_password
from houqin.core.people.slips import fits, new_code
from houqin.core.schema.errors import FormErrors, NotPermitted
from tests.office import refused

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office


def issue(office: Office, people: list[UUID], codes: list[str], **more: Any) -> None:
    office.do("core.issue_slips", people=people, codes=codes, **more)


def let_in(office: Office, person: UUID, code: str) -> bool:
    with office.site.store.reading() as connection:
        return fits(connection, office.site.services.keys, person, code)


@pytest.fixture
def newcomers(office: Office) -> list[UUID]:
    """Two people with numbers and no passwords."""
    return [office.person(f"新来{n}", number=f"N{n}") for n in range(2)]


def test_each_has_a_code_of_the_own(office: Office, newcomers: list[UUID]) -> None:
    codes = [new_code(), new_code()]
    issue(office, newcomers, codes)
    assert let_in(office, newcomers[0], codes[0])
    assert let_in(office, newcomers[1], codes[1])
    assert not let_in(office, newcomers[0], codes[1])
    office.assert_sound()


def test_no_event_holds_a_code(office: Office, newcomers: list[UUID]) -> None:
    issue(office, newcomers, ["AAAA-BBBB-CCCC", "DDDD-EEEE-FFFF"])
    for person in newcomers:
        event = office.last(person)
        assert event.topic == "core.Person.SlipIssued"
        assert set(event.payload) == {"hours"}
    spec = office.site.declarations.commands["core.issue_slips"]
    assert spec.secrets == {"codes"}


def test_one_who_left_keeps_all_out(office: Office, newcomers: list[UUID]) -> None:
    office.do("core.leave", record=newcomers[1])
    codes = [new_code(), new_code()]
    with refused("这名人员已离开"):
        issue(office, newcomers, codes)
    assert not let_in(office, newcomers[0], codes[0])


def test_codes_and_people_go_together(office: Office, newcomers: list[UUID]) -> None:
    with pytest.raises(FormErrors, match="每人只能有一张凭条"):
        issue(office, newcomers, [new_code()])
    with pytest.raises(FormErrors, match="每人只能有一张凭条"):
        issue(office, [newcomers[0]] * 2, [new_code(), new_code()])
    with pytest.raises(FormErrors):
        issue(office, [], [])
    with pytest.raises(FormErrors):
        issue(office, newcomers * MOST, [new_code()] * 2 * MOST)
    with pytest.raises(FormErrors):
        issue(office, newcomers, ["1", "2"])


def test_only_who_organises_prints_slips(office: Office, newcomers: list[UUID]) -> None:
    with pytest.raises(NotPermitted):
        issue(office, newcomers, [new_code(), new_code()], by=office.director)


def test_who_has_a_password_is_known(office: Office, newcomers: list[UUID]) -> None:
    someone = office.person("有密码", login="has", password="correct horse 42")
    with office.site.store.reading() as connection:
        have = with_password(connection)
    assert str(someone) in have
    assert have.isdisjoint(map(str, newcomers))
