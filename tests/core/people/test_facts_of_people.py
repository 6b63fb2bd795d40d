"""A person's own facts: name, number, login, telephone; leaving and coming back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from houqin.core.schema.errors import FormErrors, NotPermitted
from houqin.core.site import offers
from houqin.core.site.access import authenticate, person_of_login
from tests.office import refused

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office

PASSWORD = "correct horse 42"


@pytest.fixture
def ouyang(office: Office) -> UUID:
    """A clerk with a login, a number and a telephone."""
    return office.person(
        "欧阳一鸣", "clerk", login="ouyang", number="A0017", phone="0771-123 4567",
        password=PASSWORD,
    )  # fmt: skip


def facts(office: Office, record: UUID) -> dict[str, str]:
    return {f.label: f.text for f in office.view(record).facts}


def update(office: Office, record: UUID, **changed: str | None) -> None:
    values = {"name": "欧阳一鸣", "login": "ouyang", "number": "A0017"} | changed
    office.do("core.update_person", record=record, **values)


def found_by(office: Office, typed: str) -> UUID | None:
    with office.site.store.reading() as connection:
        return person_of_login(connection, typed)


def test_a_person_is_found_by_login_and_by_number(office: Office, ouyang: UUID) -> None:
    assert authenticate(office.site, "ouyang", PASSWORD) == ouyang
    assert authenticate(office.site, "a0017", PASSWORD) == ouyang
    assert authenticate(office.site, "A0017", PASSWORD) == ouyang


def test_a_number_is_nobody_elses_number_or_login(office: Office, ouyang: UUID) -> None:
    with refused("“a0017”已经登记过，不能重复"):
        office.person("另一人", number="a0017")
    with refused("“a0017”已经登记过，不能重复"):
        office.person("另一人", login="a0017")
    with refused("“ouyang”已经登记过，不能重复"):
        office.person("另一人", number="OUYANG")
    office.person("数字", number="1024")
    with refused("工号“1024”已经登记过，不能重复"):
        office.person("另一人", number="1024")


def test_a_login_may_be_the_number(office: Office) -> None:
    someone = office.person("甲", login="20230017", number="20230017")
    assert found_by(office, "20230017") == someone
    office.assert_sound()


@pytest.mark.parametrize("number", ["工号1", "a b", "x" * 21, "1/2"])
def test_numbers_are_plain(office: Office, number: str) -> None:
    with pytest.raises(FormErrors, match="工号"):
        office.person("甲", number=number)


@pytest.mark.parametrize("phone", ["没有", "12", "1" * 30, "138x"])
def test_telephones_are_digits(office: Office, phone: str) -> None:
    with pytest.raises(FormErrors, match="电话格式不正确"):
        office.person("甲", phone=phone)


def test_facts_change_from_a_day_on(office: Office, ouyang: UUID) -> None:
    update(
        office, ouyang, name="欧阳一明", login="oyym", number=None, phone="13800138000"
    )
    found = facts(office, ouyang)
    assert (found["姓名"], found["登录名"], found["电话"]) == (
        "欧阳一明", "oyym", "138****8000",
    )  # fmt: skip
    assert "工号" not in found
    assert found_by(office, "ouyang") is None
    assert found_by(office, "oyym") == ouyang
    # What was given back is free for others.
    office.person("另一人", login="ouyang", number="A0017")
    office.assert_sound()


def test_a_telephone_not_typed_stays(office: Office, ouyang: UUID) -> None:
    before = office.events(ouyang)[0].payload
    update(office, ouyang)
    after = office.last(ouyang).payload
    # Not sealed anew either: what did not change is not in the history of changes.
    assert (after["phone"], after["name"]) == (before["phone"], before["name"])


def test_the_form_starts_without_the_telephone(office: Office, ouyang: UUID) -> None:
    spec = office.site.declarations.commands["core.update_person"]
    with office.site.reader() as reader:
        starts = offers.starting_values(reader, spec, ouyang, office.administrator)
    assert starts == {"name": "欧阳一鸣", "number": "A0017", "login": "ouyang"}


def test_everybody_changes_the_own_telephone_and_nobody_elses(
    office: Office, ouyang: UUID
) -> None:
    office.do("core.update_own_phone", ouyang, record=ouyang, phone="13800138000")
    found = facts(office, ouyang)
    assert (found["电话"], found["登录名"], found["工号"]) == (
        "138****8000", "ouyang", "A0017",
    )  # fmt: skip
    with pytest.raises(NotPermitted, match="只能变更本人的电话"):
        office.do("core.update_own_phone", ouyang, record=office.clerk, phone="123")
    with office.site.reader() as reader:
        own = {spec.name for spec in offers.actions(reader, ouyang, ouyang)}
        other = {spec.name for spec in offers.actions(reader, office.clerk, ouyang)}
    assert "core.update_own_phone" in own
    assert other.isdisjoint({"core.update_own_phone", "core.update_person"})


def test_who_comes_back_logs_in_as_before(office: Office, ouyang: UUID) -> None:
    office.do("core.leave", record=ouyang)
    assert found_by(office, "ouyang") is None
    with refused("当前为“已离开”，不能离开"):
        office.do("core.leave", record=ouyang)
    office.do(
        "core.rejoin", record=ouyang, department=office.other_unit, roles=["reviewer"]
    )
    assert authenticate(office.site, "ouyang", PASSWORD) == ouyang
    found = facts(office, ouyang)
    assert (found["单位"], found["角色"]) == ("教育局", "单位审批人")
    office.assert_sound()


def test_who_comes_back_may_find_the_login_taken(office: Office, ouyang: UUID) -> None:
    office.do("core.leave", record=ouyang)
    office.person("另一人", login="ouyang")
    with refused("登录名“ouyang”已经登记过"):
        office.do("core.rejoin", record=ouyang, department=office.unit)
    update(office, ouyang, login="oyym")
    office.do("core.rejoin", record=ouyang, department=office.unit)
    assert found_by(office, "oyym") == ouyang


def test_leaving_can_be_undone(office: Office, ouyang: UUID) -> None:
    office.do("core.leave", record=ouyang)
    version = office.last(ouyang).version
    office.do("core.void", record=ouyang, target=version, reason="点错了人")
    assert found_by(office, "a0017") == ouyang


def test_nobody_comes_back_who_has_not_left(office: Office, ouyang: UUID) -> None:
    with refused("当前为“在职”，不能返岗"):
        office.do("core.rejoin", record=ouyang, department=office.unit)
