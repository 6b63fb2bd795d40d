"""Personal values are masked wherever they are read, and sealed under their person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from houqin.core.model.command import Act
from houqin.core.model.execution import body_hash
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.form import parse
from houqin.core.site import offers
from tests.office import refused

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office

PHONE, OTHER = "13812340000", "13956780001"
MASKED, OTHER_MASKED = "138****0000", "139****0001"


def sealed(office: Office, record: UUID, version: int = 1) -> dict[str, Any]:
    """The telephone as the payload of a record's event has it."""
    found: dict[str, Any] = office.events(record)[version - 1].payload["contact"]
    return found


def contact(office: Office, record: UUID) -> str:
    facts = {f.label: f.text for f in office.view(record).facts}
    return facts.get("联系电话", "")


def whole(office: Office, record: UUID) -> str:
    with office.site.reader() as reader:
        row = reader.ledger("vehicles.requests").row(str(record))
        assert row is not None
        return reader.display.opened(record, "contact", row.values["contact"])


def test_a_telephone_is_masked_in_rows_facts_and_history(office: Office) -> None:
    person = office.person("欧阳一鸣", phone=PHONE)
    request = office.request(contact=PHONE)
    office.correct(request, 1, contact=OTHER)
    assert contact(office, request) == OTHER_MASKED
    said = [change for step in office.history(request) for change in step.changes]
    # The entry stands as corrected, the correction tells both.
    assert ("联系电话", "", OTHER_MASKED) in said
    assert ("联系电话", MASKED, OTHER_MASKED) in said
    facts = {f.label: f.text for f in office.view(person).facts}
    assert (facts["姓名"], facts["电话"]) == ("欧阳一鸣", MASKED)


def test_a_contact_is_sealed_under_its_user_and_bound_to_its_record(
    office: Office,
) -> None:
    request = office.request(user=office.reviewer, contact=PHONE)
    again = office.request("13:00", "14:00", user=office.reviewer, contact=PHONE)
    assert sealed(office, request)["key"] == str(office.reviewer)
    assert whole(office, request) == PHONE
    with office.site.reader() as reader:
        moved = reader.display.opened(again, "contact", sealed(office, request))
        assert moved == "（已清除）"


def test_another_user_by_correction_has_the_contact_under_another_key(
    office: Office,
) -> None:
    request = office.request(user=office.reviewer, contact=PHONE)
    office.correct(request, 1, user=office.director)
    changed = office.last(request).payload["payload"]
    assert changed["contact"]["key"] == str(office.director)
    assert whole(office, request) == PHONE
    office.assert_sound()


def test_a_request_sent_back_keeps_its_contact_unless_told_otherwise(
    office: Office,
) -> None:
    def revised(**more: Any) -> str:
        request = office.request(contact=PHONE)
        office.do("core.send_back", office.reviewer, record=request, comment="补充")
        facts = {
            "user": office.clerk, "purpose": "调研", "passengers": 1,
            "planned_start": "2023-03-06T13:00:00+08:00",
            "planned_end": "2023-03-06T14:00:00+08:00",
            "origin": "行政中心", "destination": "青竹镇",
        }  # fmt: skip
        given = {**facts, **more}
        office.do("vehicles.resubmit_request", office.clerk, record=request, **given)
        return contact(office, request)

    assert revised() == MASKED
    assert revised(contact=OTHER) == OTHER_MASKED
    assert revised(user=office.reviewer) == ""
    office.assert_sound()


def test_no_form_starts_with_a_masked_or_a_whole_telephone(office: Office) -> None:
    person = office.person("欧阳一鸣", phone=PHONE)
    request = office.request(contact=PHONE)
    office.do("core.send_back", office.reviewer, record=request, comment="补充")
    with office.site.reader() as reader:
        spec = office.site.declarations.commands["vehicles.resubmit_request"]
        values = offers.starting_values(reader, spec, request, office.clerk)
        assert "contact" not in values
        for record, name in ((request, "contact"), (person, "phone")):
            fields = {
                field.name: (field, value)
                for field, value in offers.correction_fields(reader, record, 1)
            }
            field, value = fields[name]
            assert (value, field.help, field.kind) == (None, "不填即不改", "personal")
        assert fields["name"][1] == "欧阳一鸣"
        assert (fields["name"][0].title, fields["phone"][0].title) == ("姓名", "电话")


def test_nobody_types_what_a_page_shows_of_a_value(office: Office) -> None:
    with pytest.raises(FormErrors, match="联系电话格式不正确"):
        office.request(contact=MASKED)
    request = office.request(contact=PHONE)
    with pytest.raises(FormErrors, match="联系电话格式不正确"):
        office.correct(request, 1, contact=MASKED)
    assert whole(office, request) == PHONE


def test_an_optional_telephone_can_be_taken_away_and_a_name_cannot(
    office: Office,
) -> None:
    person = office.person("欧阳一鸣", phone=PHONE)
    given = {"record": person, "target": 1, "reason": "填错"}
    office.do("core.correct", office.administrator, payload={"phone": None}, **given)
    assert "电话" not in {f.label for f in office.view(person).facts}
    with refused("必须填写", FormErrors):
        office.do("core.correct", office.administrator, payload={"name": None}, **given)


def test_the_digest_does_not_depend_on_a_telephone(office: Office) -> None:
    request = office.request(contact=PHONE)
    before = office.digest("vehicles.requests")
    office.correct(request, 1, contact=OTHER)
    assert office.digest("vehicles.requests") == before
    office.assert_sound()


def test_what_was_recorded_before_it_was_sealed_is_masked_too(office: Office) -> None:
    with office.site.reader() as reader:
        shown = reader.display.opened(office.clerk, "contact", '"13812340000"')
        assert shown == PHONE


@pytest.mark.parametrize("command", ["core.register_person", "core.correct"])
def test_no_hash_of_a_command_can_be_tried_against_guesses(
    office: Office, command: str
) -> None:
    """Whoever has the database and not the site's key learns nothing from it."""
    person = office.person("欧阳一鸣")
    given = {
        "core.register_person": {
            "name": "欧阳一鸣", "department": str(office.unit), "phone": PHONE,
        },
        "core.correct": {
            "record": str(person), "target": 1, "reason": "填错",
            "payload": {"phone": PHONE},
        },
    }[command]  # fmt: skip
    act = Act(command, given, office.administrator, uuid4())
    office.site.act(act)
    assert office.site.act(act).repeated
    spec = office.site.declarations.commands[command]
    with office.site.store.reading() as connection:
        sql = "SELECT body_hash FROM [command] WHERE id = ?"
        kept = bytes(connection.execute(sql, (act.id.bytes,))[0][0])
    assert kept != body_hash(spec, act, parse(spec.form, given))


def test_what_was_opened_before_an_erasure_is_forgotten_after_it(
    office: Office,
) -> None:
    keys = office.site.keyring
    with office.site.store.writing() as connection:
        sealed = keys.seal(connection, office.clerk, "phone", PHONE)
        place = (office.clerk, "phone", sealed)
        assert keys.open(connection, *place, epoch=7) == PHONE
        connection.run("DELETE FROM [subject_key]")
        # The same snapshot reads what it read; the next one finds no key.
        assert keys.open(connection, *place, epoch=7) == PHONE
        assert keys.open(connection, *place, epoch=8) == "（已清除）"
        assert keys.open(connection, *place, epoch=7) == "（已清除）"
