"""Logins and personal data (CONTRACTS §8)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from houqin.core.people import passwords
from houqin.core.people.keyring import Keyring
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.masks import ERASED
from houqin.core.site.access import authenticate, person
from houqin.core.site.site import Site
from tests.office import declared, refused

if TYPE_CHECKING:
    from tests.office import Office

PASSWORD = "correct horse 42"
NAME = "欧阳一鸣"
PHONE = "13800138000"


def test_a_person_logs_in_with_the_right_password(office: Office) -> None:
    ouyang = office.person(NAME, "clerk", login="ouyang", password=PASSWORD)
    assert authenticate(office.site, "ouyang", PASSWORD) == ouyang
    assert authenticate(office.site, " OuYang ", PASSWORD) == ouyang
    assert authenticate(office.site, "ouyang", PASSWORD + "!") is None
    assert authenticate(office.site, "nobody", PASSWORD) is None
    assert authenticate(office.site, "ouyang", "x" * 201) is None
    with office.site.store.reading() as connection:
        ((kept,),) = connection.execute("SELECT hash FROM [credential]")
    assert kept.startswith("$argon2id$")


def test_a_new_password_replaces_the_old_one(office: Office) -> None:
    ouyang = office.person(NAME, login="ouyang", password=PASSWORD)
    with office.site.store.writing() as connection:
        passwords.keep(connection, ouyang, "another one 43")
    assert authenticate(office.site, "ouyang", PASSWORD) is None
    assert authenticate(office.site, "ouyang", "another one 43") == ouyang


def test_a_damaged_hash_lets_nobody_in(office: Office) -> None:
    office.person(NAME, login="ouyang", password=PASSWORD)
    with office.site.store.writing() as connection:
        connection.run("UPDATE [credential] SET hash = 'damaged'")
    assert authenticate(office.site, "ouyang", PASSWORD) is None


def test_who_has_no_password_does_not_log_in(office: Office) -> None:
    office.person(NAME, login="ouyang")
    assert authenticate(office.site, "ouyang", PASSWORD) is None


def test_who_has_left_neither_logs_in_nor_acts(office: Office) -> None:
    ouyang = office.person(NAME, "clerk", login="ouyang", password=PASSWORD)
    with office.site.reader() as reader:
        known = person(reader, ouyang)
        assert known is not None
        assert (known.name, known.department, known.roles) == (
            NAME, "财政局", ("clerk",),
        )  # fmt: skip
        assert reader.may(ouyang, "vehicles.request")
        assert person(reader, uuid4()) is None
    office.do("core.leave", office.administrator, record=ouyang)
    assert authenticate(office.site, "ouyang", PASSWORD) is None
    with office.site.reader() as reader:
        assert person(reader, ouyang) is None
        assert not reader.may(ouyang, "vehicles.request")
        # The name stays readable where the person has acted.
        assert reader.person_name(ouyang) == NAME
    with refused("没有", Exception):
        office.request(by=ouyang)
    # The login is free for somebody else.
    office.person("另一人", login="ouyang")


def test_a_login_is_given_once(office: Office) -> None:
    office.person(NAME, login="ouyang")
    with refused("登录名“ouyang”已经登记过，不能重复"):
        office.person("另一人", login="ouyang")


@pytest.mark.parametrize("login", ["Ouyang", "x", "有字", "-abc", "a" * 41])
def test_logins_are_plain(office: Office, login: str) -> None:
    with pytest.raises(FormErrors, match="登录名格式不正确"):
        office.person(NAME, login=login)


def test_rights_follow_roles_and_unit(office: Office) -> None:
    ouyang = office.person(NAME, "clerk")
    office.do(
        "core.assign_person",
        office.administrator,
        record=ouyang,
        department=office.other_unit,
        roles=["reviewer", "auditor"],
    )
    with office.site.reader() as reader:
        known = person(reader, ouyang)
        assert known is not None
        assert (known.department, known.roles) == ("教育局", ("reviewer", "auditor"))
        assert reader.may(ouyang, "vehicles.review")
    row = office.row("core.people", ouyang)
    assert row is not None
    with office.site.reader() as reader:
        ledger = reader.ledger("core.people")
        cells = reader.display.cells(ledger.ledger, row)
    assert cells[:4] == [NAME, "教育局", "", "单位审批人、审计人员"]


def test_roles_and_units_must_exist(office: Office) -> None:
    with refused("没有这个角色：king") as wrong:
        office.person(NAME, "king")
    assert wrong.value.field == "roles"
    with refused("没有这个单位"):
        office.person(NAME, unit=uuid4())
    with refused("没有这个单位"):
        office.do(
            "core.assign_person", record=office.clerk, department=uuid4(), roles=[]
        )
    with refused("没有这个单位"):
        office.do(
            "core.register_department",
            name="科室", short="科", kind="own", parent=uuid4(),
        )  # fmt: skip


def test_a_department_may_stand_below_another(office: Office) -> None:
    below = office.made(
        "core.register_department",
        name="财政局国库科", short="国库科", kind="own", parent=office.unit,
    )  # fmt: skip
    facts = {f.label: f.text for f in office.view(below).facts}
    assert facts["上级单位"] == "财政局"


def test_no_plain_name_lies_in_the_database(office: Office) -> None:
    ouyang = office.person(NAME, "clerk", phone=PHONE)
    office.request(by=ouyang, user=ouyang, contact=PHONE)
    raw = office.raw()
    assert "青山县".encode() in raw
    for secret in (NAME, PHONE):
        assert secret.encode() not in raw
    facts = {f.label: f.text for f in office.view(ouyang).facts}
    assert (facts["姓名"], facts["电话"]) == (NAME, "138****8000")


def test_without_its_key_a_name_is_erased(office: Office) -> None:
    ouyang = office.person(NAME, "clerk")
    request = office.request(by=ouyang, user=ouyang)
    with office.site.store.writing() as connection:
        connection.run("DELETE FROM [subject_key] WHERE subject = ?", (ouyang.bytes,))
    site = Site("again", office.site.store, declared(), bytes(range(32)))
    with site.reader() as reader:
        assert reader.person_name(ouyang) == ERASED == "（已清除）"
        facts = {f.label: f.text for f in reader.record(request).facts}
        assert facts["用车人"] == "（已清除）"
        assert reader.record(ouyang).title == "（已清除）"
    office.assert_sound()


def test_a_sealed_value_opens_only_in_its_own_place(office: Office) -> None:
    keys, subject = Keyring(bytes(32)), uuid4()
    with office.site.store.writing() as connection:
        sealed = keys.seal(connection, subject, "name", NAME)
        again = keys.seal(connection, subject, "name", NAME)
        assert sealed["ct"] != again["ct"]
        assert keys.open(connection, subject, "name", sealed) == NAME
        assert keys.open(connection, subject, "phone", sealed) == ERASED
        other = uuid4()
        keys.seal(connection, other, "name", NAME)
        assert keys.open(connection, other, "name", sealed) == ERASED


def test_a_person_is_found_by_a_part_of_the_name(office: Office) -> None:
    ouyang = office.person(NAME, "clerk")
    office.request(by=ouyang, user=ouyang)
    office.request()
    with office.site.reader() as reader:
        found = reader.ledger("vehicles.requests").rows({"user": "一鸣"})
        assert [row.values["user"] for row in found] == [str(ouyang)]
