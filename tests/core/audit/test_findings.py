"""取证单: rows are fixed by their digests, one person answers, the auditor judges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.audit.quoting import quoted
from houqin.core.schema.errors import FormErrors, NotPermitted
from tests.office import TODAY, hour, refused

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office


@pytest.fixture
def auditor(office: Office) -> UUID:
    """An outside auditor under a letter."""
    office.at(f"{TODAY} 08:00")
    person = office.person("周正")
    office.do(
        "core.authorise_auditor", office.person("孙主管", "audit_administrator"),
        person=person, number="审授〔2026〕1号", since=TODAY, until=TODAY,
    )  # fmt: skip
    return person


def asked(office: Office, by: UUID, *rows: UUID, **more: Any) -> UUID:
    given = {
        "ledger": "vehicles.vehicles", "rows": [str(row) for row in rows],
        "question": "里程与油耗不符", "answerer": office.dispatcher,
        "answer_by": hour("17:00"),
    }  # fmt: skip
    return office.made("core.raise_finding", by, **{**given, **more})


def row(office: Office, ledger: str, key: object) -> Any:
    with office.site.reader() as reader:
        return reader.ledger(ledger).row(str(key))


def test_a_row_is_quoted_as_it_was_and_its_digest_is_that_of_the_ledger(
    office: Office, auditor: UUID, car: UUID
) -> None:
    with office.site.reader() as reader:
        (before,) = quoted(reader, "vehicles.vehicles", [str(car)])
    finding = asked(office, auditor, car)
    office.correct(car, 1, model="客车")
    with office.site.reader() as reader:
        (kept,) = reader.ledger("core.quoted_rows").of_stream(finding)
        (after,) = quoted(reader, "vehicles.vehicles", [str(car)])
    assert kept.values["digest"] == before.digest != after.digest
    assert kept.values["record"] == str(car)
    values = row(office, "core.findings", finding).values
    assert values["serial"] == "取证〔2023〕1号"
    assert values["letter"] == "审授〔2026〕1号"
    assert (values["ledger"], values["quoted"]) == ("车辆台账", 1)


def test_the_one_who_is_asked_answers_and_the_auditor_closes(
    office: Office, auditor: UUID, car: UUID
) -> None:
    finding = asked(office, auditor, car)
    with refused("只能由说明人办理", NotPermitted):
        office.do(
            "core.explain_finding", office.director, record=finding, explanation="补"
        )
    answer = ("core.explain_finding", office.dispatcher)
    office.do(*answer, record=finding, explanation="里程表更换")
    office.do(
        "core.ask_finding_again", auditor, record=finding, question="何时更换",
        answer_by=hour("18:00"),
    )  # fmt: skip
    assert row(office, "core.findings", finding).state == "asked"
    office.do(*answer, record=finding, explanation="三月更换，附单据")
    office.do("core.accept_explanation", auditor, record=finding, opinion="属实")
    assert row(office, "core.findings", finding).state == "closed"


def test_an_auditor_under_a_letter_does_nothing_else(
    office: Office, auditor: UUID, car: UUID
) -> None:
    asked(office, auditor, car)
    with refused("只能查阅", NotPermitted):
        office.do("core.void", auditor, record=car, target=0, reason="重复")


def test_what_cannot_be_asked_is_refused_by_its_field(
    office: Office, auditor: UUID, car: UUID
) -> None:
    for change in (
        {"ledger": "vehicles.vehicle_costs"},
        {"rows": ["nothing"]},
        {"rows": [str(office.unit)]},
        {"rows": []},
        {"answer_by": hour("07:00")},
    ):
        with pytest.raises(FormErrors) as wrong:
            asked(office, auditor, car, **change)
        assert next(iter(wrong.value.errors)).startswith(next(iter(change)))
    with refused("权限", NotPermitted):
        asked(office, office.clerk, car)


def test_a_row_that_was_quoted_may_still_be_voided(
    office: Office, auditor: UUID, car: UUID
) -> None:
    asked(office, auditor, car)
    office.void(car)
    assert row(office, "vehicles.vehicles", car).voided
