"""Logins as events: opened, looked, closed; the table of tickets beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest

from houqin.core.people import tickets
from houqin.core.people.sessions import Ending, Method
from houqin.core.schema.errors import NotPermitted
from houqin.core.site.logins import Browser, close_login, open_login
from tests.office import refused

if TYPE_CHECKING:
    from houqin.core.people.tickets import Ticket
    from tests.office import Office

DESK = Browser("10.1.2.3", "Chromium on UOS")
HOUR = 3600 * tickets.SECOND


def found(office: Office, token: str) -> Ticket:
    with office.site.store.reading() as connection:
        ticket = tickets.find(connection, token)
    assert ticket is not None
    return ticket


def log_in(office: Office, person: UUID, method: Method = Method.PASSWORD) -> Ticket:
    return found(office, open_login(office.site, person, method, DESK))


def age(office: Office, ticket: Ticket, by: int, *, issued: bool = False) -> None:
    """Let a login have been used so long ago."""
    columns = "issued = issued - ?, seen = seen - ?" if issued else "seen = seen - ?"
    given = (by, by, ticket.id.bytes) if issued else (by, ticket.id.bytes)
    with office.site.store.writing() as connection:
        connection.run(f"UPDATE [ticket] SET {columns} WHERE id = ?", given)  # noqa: S608 - columns above


def rows(office: Office, ledger: str) -> list[list[str]]:
    with office.site.reader() as reader:
        declared = reader.ledger(ledger)
        return [reader.display.cells(declared.ledger, r) for r in declared.rows()]


def test_a_login_is_an_event_and_a_ticket(office: Office) -> None:
    token = open_login(office.site, office.clerk, Method.PASSWORD, DESK)
    ticket = found(office, token)
    assert (ticket.person, ticket.kind, ticket.address) == (
        office.clerk, "password", "10.1.2.3",
    )  # fmt: skip
    (opened,) = office.events(ticket.id)
    assert opened.topic == "core.Session.Opened"
    assert opened.payload == {"person": str(office.clerk), "method": "password"}
    assert opened.metadata["address"] == "10.1.2.3"
    ((name, when, method, state, *_),) = rows(office, "core.sessions")
    assert (name, method, state) == ("周经办", "密码", "登录中")
    assert when


def test_neither_event_nor_table_holds_the_token(office: Office) -> None:
    token = open_login(office.site, office.clerk, Method.PASSWORD, DESK)
    with office.site.store.reading() as connection:
        kept = str(connection.execute("SELECT * FROM [ticket]"))
        said = str(
            [bytes(r[0]) for r in connection.execute("SELECT payload FROM [body]")]
        )
    assert token not in kept
    assert token not in said


def test_two_logins_share_no_token(office: Office) -> None:
    first = open_login(office.site, office.clerk, Method.PASSWORD, DESK)
    second = open_login(office.site, office.clerk, Method.PASSWORD, DESK)
    assert first != second
    assert found(office, first).id != found(office, second).id


def test_the_address_stands_in_the_metadata_alone(office: Office) -> None:
    ticket = log_in(office, office.clerk)
    close_login(office.site, ticket, Ending.LOGGED_OUT, "10.9.9.9")
    for event in office.events(ticket.id):
        assert "10." not in str(event.payload)


@pytest.mark.parametrize(
    ("by", "issued", "fate"),
    [
        (29 * tickets.MINUTE, False, ""),
        (31 * tickets.MINUTE, False, "idle"),
        (13 * HOUR, True, "expired"),
        (-2 * HOUR, True, "expired"),
    ],
)
def test_a_login_ends_by_itself(
    office: Office, by: int, fate: str, *, issued: bool
) -> None:
    token = open_login(office.site, office.clerk, Method.PASSWORD, DESK)
    age(office, found(office, token), by, issued=issued)
    assert found(office, token).fate() == fate


def test_the_next_login_says_which_have_ended(office: Office) -> None:
    idle, busy = log_in(office, office.clerk), log_in(office, office.director)
    age(office, idle, HOUR)
    log_in(office, office.reviewer)
    assert office.events(idle.id)[-1].payload == {"how": "idle"}
    assert len(office.events(busy.id)) == 1


def test_a_login_ended_long_ago_leaves_the_list_but_not_the_log(
    office: Office,
) -> None:
    ticket = log_in(office, office.clerk)
    close_login(office.site, ticket, Ending.LOGGED_OUT)
    with office.site.store.writing() as connection:
        connection.run("UPDATE [ticket] SET ended = ended - ?", (201 * 24 * HOUR,))
    log_in(office, office.director)
    with office.site.store.reading() as connection:
        assert tickets.of_id(connection, ticket.id) is None
    assert len(office.events(ticket.id)) == 2


def test_a_login_ends_once(office: Office) -> None:
    ticket = log_in(office, office.clerk)
    close_login(office.site, ticket, Ending.LOGGED_OUT)
    close_login(office.site, ticket, Ending.IDLE)
    assert [e.payload.get("how") for e in office.events(ticket.id)] == [
        None, "logged_out",
    ]  # fmt: skip


def test_only_the_system_opens_and_closes(office: Office) -> None:
    given = {"person": office.clerk, "method": "password", "token": "x" * 40}
    with refused("没有“登录”的权限", NotPermitted):
        office.do("core.open_session", office.administrator, **given)
    ticket = log_in(office, office.clerk)
    with refused("没有“退出”的权限", NotPermitted):
        office.do("core.close_session", office.administrator, record=ticket.id)


def test_nobody_comes_in_as_nobody(office: Office) -> None:
    with refused("没有这个人员"):
        open_login(office.site, uuid4(), Method.PASSWORD, DESK)


@pytest.mark.parametrize("by", ["clerk", "administrator"])
def test_one_ends_ones_own_logins_and_the_administrator_anybodys(
    office: Office, by: str
) -> None:
    ticket = log_in(office, office.clerk)
    office.do("core.revoke_session", getattr(office, by), record=ticket.id)
    with office.site.store.reading() as connection:
        ended = tickets.of_id(connection, ticket.id)
    assert ended is not None
    assert ended.fate() == "revoked"
    assert office.events(ticket.id)[-1].actor == getattr(office, by)


def test_nobody_ends_the_logins_of_others(office: Office) -> None:
    ticket = log_in(office, office.clerk)
    with refused("只能注销本人的登录", NotPermitted):
        office.do("core.revoke_session", office.reviewer, record=ticket.id)


def test_a_look_says_who_at_what_and_why(office: Office) -> None:
    ticket = log_in(office, office.reviewer)
    given: dict[str, Any] = {
        "what": "人员名册", "subject": office.clerk, "fields": "电话",
        "reason": "核对联系方式",
    }  # fmt: skip
    office.do("core.look", office.reviewer, session=ticket.id, **given)
    (row,) = rows(office, "core.looks")
    assert row[0] == "吴审核"
    assert row[2:] == ["人员名册", "人员周经办", "电话", "核对联系方式"]


def test_nobody_looks_in_anothers_name(office: Office) -> None:
    ticket = log_in(office, office.reviewer)
    with refused("只能登记本人的查阅", NotPermitted):
        office.do("core.look", office.clerk, session=ticket.id, what="人员名册")


def test_what_was_seen_is_neither_corrected_nor_voided(office: Office) -> None:
    ticket = log_in(office, office.clerk)
    with refused("没有更正和作废登录的权限", NotPermitted):
        office.void(ticket.id)
    office.assert_sound()


def test_who_leaves_is_out_everywhere(office: Office) -> None:
    ticket = log_in(office, office.clerk)
    office.do("core.leave", office.administrator, record=office.clerk)
    assert office.events(ticket.id)[-1].payload == {"how": "revoked"}
