"""动态口令: a second step, by commands on both databases."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pyotp
import pytest

from houqin.core.people import tickets, totp
from houqin.core.people.sessions import Method
from houqin.core.site.attempts import LoginRefused
from houqin.core.site.proving import Proof, prove_second
from tests.core.people.entering import (
    DESK,
    OLD,
    everything,
    issue,
    log_in,
    ouyang,
    set_parameter,
    titles,
    try_in,
)
from tests.office import refused

if TYPE_CHECKING:
    from houqin.core.people.tickets import Ticket
    from tests.office import Office

__all__ = ["ouyang"]


# The second step


def enrolled(office: Office, person: UUID) -> tuple[str, list[str]]:
    """The secret and the recovery codes of somebody who turned it on."""
    keys = office.site.keyring
    with office.site.store.writing() as connection:
        totp.begin(connection, keys, person)
        secret = totp.begun(connection, keys, person)
    codes = totp.new_recovery_codes()
    # The code of the half minute before: the present one is for logging in.
    code = pyotp.TOTP(secret).at(int(time.time()) - totp.STEP_SECONDS)
    given = {"record": log_in(office, person).id, "recovery": " ".join(codes)}
    office.do("core.enable_totp", person, code=code, **given)
    return secret, codes


@pytest.fixture
def second_step(office: Office, ouyang: UUID) -> tuple[str, list[str]]:
    set_parameter(office, "totp", "optional")
    return enrolled(office, ouyang)


def half(office: Office, person: UUID) -> Ticket:
    now = tickets.wall_now()
    ticket = tickets.Ticket(uuid4(), person, "password", "second", now, now)
    with office.site.store.writing() as connection:
        tickets.keep(connection, uuid4().bytes, ticket)
    return ticket


def test_a_password_alone_is_half_a_login(
    office: Office, ouyang: UUID, second_step: tuple[str, list[str]]
) -> None:
    assert try_in(office, OLD).stage == tickets.SECOND_STEP
    assert titles(office, ouyang)[-1] == "TotpEnabled"
    code = pyotp.TOTP(second_step[0]).now()
    proof = prove_second(office.site, half(office, ouyang), code, DESK)
    assert proof == Proof(ouyang, Method.CODE)


def test_totp_replay_is_refused(
    office: Office, ouyang: UUID, second_step: tuple[str, list[str]]
) -> None:
    code = pyotp.TOTP(second_step[0]).now()
    prove_second(office.site, half(office, ouyang), code, DESK)
    with pytest.raises(LoginRefused, match="不正确，或者已经用过"):
        prove_second(office.site, half(office, ouyang), code, DESK)


def test_an_older_code_is_refused_after_a_newer(
    office: Office, ouyang: UUID, second_step: tuple[str, list[str]]
) -> None:
    generator, now = pyotp.TOTP(second_step[0]), int(time.time())
    prove_second(office.site, half(office, ouyang), generator.at(now + 30), DESK)
    with pytest.raises(LoginRefused):
        prove_second(office.site, half(office, ouyang), generator.at(now), DESK)


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "１２３４５６", "000000 1"])
def test_what_is_no_code_is_refused(
    office: Office, ouyang: UUID, second_step: tuple[str, list[str]], code: str
) -> None:
    with pytest.raises(LoginRefused):
        prove_second(office.site, half(office, ouyang), code, DESK)


def test_each_recovery_code_is_good_for_once(
    office: Office, ouyang: UUID, second_step: tuple[str, list[str]]
) -> None:
    code = second_step[1][3]
    assert len(set(second_step[1])) == 10
    prove_second(office.site, half(office, ouyang), code.upper(), DESK)
    with pytest.raises(LoginRefused):
        prove_second(office.site, half(office, ouyang), code, DESK)
    with office.site.store.reading() as connection:
        assert totp.recovery_left(connection, ouyang) == 9


def test_wrong_codes_lock_out_like_wrong_passwords(
    office: Office, ouyang: UUID, second_step: tuple[str, list[str]]
) -> None:
    for _ in range(5):
        with pytest.raises(LoginRefused):
            prove_second(office.site, half(office, ouyang), "000000", DESK)
        # A right password in between starts nothing anew.
        if titles(office, ouyang)[-1] != "LockedOut":
            try_in(office, OLD)
    with pytest.raises(LoginRefused, match="账户已锁定"):
        try_in(office, OLD)


def test_a_slip_does_not_go_round_the_second_step(
    office: Office, ouyang: UUID, second_step: tuple[str, list[str]]
) -> None:
    proof = try_in(office, issue(office, ouyang))
    assert (proof.method, proof.stage) == (Method.SLIP, tickets.SECOND_STEP)


def test_the_secret_lies_sealed(
    office: Office, ouyang: UUID, second_step: tuple[str, list[str]]
) -> None:
    with office.site.store.reading() as connection:
        kept = str(connection.execute("SELECT * FROM [totp]"))
        recovery = str(connection.execute("SELECT * FROM [totp_recovery]"))
    assert second_step[0] not in kept + everything(office)
    assert not any(code in recovery + everything(office) for code in second_step[1])


def test_a_wrong_first_code_turns_nothing_on(office: Office, ouyang: UUID) -> None:
    set_parameter(office, "totp", "optional")
    given = {"record": log_in(office, ouyang).id, "recovery": "a b", "code": "000000"}
    with refused("请重新开始"):
        office.do("core.enable_totp", ouyang, **given)
    with office.site.store.writing() as connection:
        totp.begin(connection, office.site.keyring, ouyang)
    with refused("动态口令不正确"):
        office.do("core.enable_totp", ouyang, **given)
    assert try_in(office, OLD).stage == ""


def test_oneself_or_the_administrator_turns_it_off(
    office: Office, ouyang: UUID, second_step: tuple[str, list[str]]
) -> None:
    mine = log_in(office, ouyang)
    with refused("现在的密码不正确"):
        office.do("core.disable_totp", ouyang, record=mine.id, current="wrong")
    office.do("core.disable_totp", ouyang, record=mine.id, current=OLD)
    assert try_in(office, OLD).stage == ""
    enrolled(office, ouyang)
    office.do("core.reset_totp", office.administrator, record=ouyang)
    assert office.events(ouyang)[-1].payload == {"reset": True}
    assert try_in(office, OLD).stage == ""
    with refused("没有启用动态口令"):
        office.do("core.reset_totp", office.administrator, record=ouyang)


@pytest.mark.parametrize(
    ("use", "of_clerk", "of_administrator"),
    [
        ("off", "", ""),
        ("optional", "", ""),
        ("administrators", "", "enrol"),
        ("everyone", "enrol", "enrol"),
    ],
)
def test_whom_the_parameter_asks_for_a_second_step(
    office: Office, ouyang: UUID, use: str, of_clerk: str, of_administrator: str
) -> None:
    office.person("冯新", "administrator", login="feng", password=OLD)
    if use != "off":
        set_parameter(office, "totp", use)
    assert try_in(office, OLD).stage == of_clerk
    assert try_in(office, OLD, "feng").stage == of_administrator


def test_turned_off_for_all_nobody_is_asked(
    office: Office, ouyang: UUID, second_step: tuple[str, list[str]]
) -> None:
    set_parameter(office, "totp", "off")
    assert try_in(office, OLD).stage == ""
