"""Verbs of accounts that several test modules give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.people import slips, tickets
from houqin.core.people.sessions import Method
from houqin.core.site.attempts import LoginRefused
from houqin.core.site.logins import Browser, open_login
from houqin.core.site.proving import Proof, prove

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.people.tickets import Ticket
    from tests.office import Office

OLD, NEW = "correct horse 42", "another Horse 43"
DESK = Browser("10.1.2.3", "Chromium")


@pytest.fixture
def ouyang(office: Office) -> UUID:
    return office.person(
        "欧阳一鸣", "clerk", login="ouyang", number="10023", password=OLD
    )


def log_in(
    office: Office, person: UUID, method: Method = Method.PASSWORD, stage: str = ""
) -> Ticket:
    token = open_login(office.site, person, method, DESK, stage)
    with office.site.store.reading() as connection:
        ticket = tickets.find(connection, token)
    assert ticket is not None
    return ticket


def titles(office: Office, person: UUID) -> list[str]:
    return [e.topic.rpartition(".")[2] for e in office.events(person)]


def try_in(office: Office, password: str, login: str = "ouyang") -> Proof:
    return prove(office.site, login, password, DESK)


def wrongly(office: Office, times: int, login: str = "ouyang") -> str:
    """The last answer to so many wrong passwords."""
    said = ""
    for _ in range(times):
        with pytest.raises(LoginRefused) as refusal:
            try_in(office, "wrong", login)
        said = refusal.value.message
    return said


def set_parameter(office: Office, name: str, value: Any) -> None:
    office.do(
        "core.change_settings", office.administrator, group="core.accounts",
        values={name: value},
    )  # fmt: skip


def everything(office: Office) -> str:
    """What the log holds: payloads, metadata, command hashes."""
    with office.site.store.reading() as connection:
        found = connection.execute("SELECT payload, metadata FROM [body]")
        return "".join(bytes(part).decode() for row in found for part in row)


def change_password(office: Office, ticket: Ticket, **given: Any) -> None:
    typed = {"current": OLD, "password": NEW, "again": NEW} | given
    typed = {name: text for name, text in typed.items() if text is not None}
    office.do("core.change_password", ticket.person, record=ticket.id, **typed)


def issue(office: Office, person: UUID) -> str:
    code = slips.new_code()
    office.do("core.issue_slip", office.administrator, record=person, code=code)
    return code
