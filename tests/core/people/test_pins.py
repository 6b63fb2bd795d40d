"""PINs, by commands on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from houqin.core.people import lockout, pins, tickets
from houqin.core.people.account import Entrance
from houqin.core.people.account_commands import subject_of
from houqin.core.people.sessions import Method
from houqin.core.schema.errors import NotPermitted, Refused
from tests.core.people.entering import (
    OLD,
    change_password,
    issue,
    log_in,
    ouyang,
    titles,
    try_in,
    wrongly,
)

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.people.tickets import Ticket
    from tests.office import Office

__all__ = ["ouyang"]


# PINs


@pytest.mark.parametrize("pin", ["2580", "13579", "901234"])
def test_a_pin_is_four_to_six_digits(pin: str) -> None:
    assert pins.weakness(pin) == ""


@pytest.mark.parametrize(
    "pin", ["", "123", "1234567", "1111", "1234", "9876", "12a4", "１２５８"]
)
def test_what_is_no_pin_is_refused(pin: str) -> None:
    assert "4至6位数字" in pins.weakness(pin)


def set_pin(office: Office, ticket: Ticket, **given: str) -> None:
    typed = {"current": OLD, "pin": "2580", "again": "2580"} | given
    office.do("core.set_pin", ticket.person, record=ticket.id, **typed)


def test_one_sets_and_takes_away_ones_own_pin(office: Office, ouyang: UUID) -> None:
    mine = log_in(office, ouyang)
    set_pin(office, mine)
    with office.site.store.reading() as connection:
        assert pins.holders(connection) == {ouyang}
        assert pins.verify(connection, ouyang, "2580")
        assert not pins.verify(connection, ouyang, "2581")
        assert not pins.verify(connection, office.clerk, "2580")
    office.do("core.remove_pin", ouyang, record=mine.id)
    with office.site.store.reading() as connection:
        assert pins.holders(connection) == set()
    assert titles(office, ouyang)[-2:] == ["PinSet", "PinRemoved"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"current": "wrong"}, "current"),
        ({"pin": "1234", "again": "1234"}, "pin"),
        ({"again": "2581"}, "again"),
    ],
)
def test_a_pin_that_cannot_be_is_refused(
    office: Office, ouyang: UUID, given: dict[str, str], field: str
) -> None:
    with pytest.raises(Refused) as wrong:
        set_pin(office, log_in(office, ouyang), **given)
    assert wrong.value.field == field


def test_a_login_by_pin_changes_no_secret(office: Office, ouyang: UUID) -> None:
    ticket = log_in(office, ouyang, Method.PIN)
    for act in (set_pin, change_password):
        with pytest.raises(NotPermitted, match="请用密码登录后办理"):
            act(office, ticket)


def test_a_locked_pin_does_not_lock_the_password(office: Office, ouyang: UUID) -> None:
    given = {"record": ouyang, "entrance": "pin", "minutes": 15}
    office.do("core.lock_out", None, **given)
    with office.site.store.reading() as connection:
        subject = subject_of(ouyang, Entrance.PIN)
        assert lockout.locked_until(connection, subject) > tickets.wall_now()
    assert try_in(office, OLD).person == ouyang
    with pytest.raises(NotPermitted):
        office.do("core.lock_out", office.administrator, **given)


def test_what_happens_to_accounts_leaves_the_log_sound(
    office: Office, ouyang: UUID
) -> None:
    change_password(office, log_in(office, ouyang))
    issue(office, ouyang)
    wrongly(office, 5)
    office.assert_sound()
