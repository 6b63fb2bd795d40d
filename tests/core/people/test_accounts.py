"""Coming in, passwords and slips, by commands on both databases."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.profiles import get_default_parameters

from houqin.core.people import lockout, passwords, slips, tickets
from houqin.core.people.sessions import Method
from houqin.core.schema.errors import NotPermitted, Refused
from houqin.core.site.attempts import LoginRefused
from houqin.core.site.logins import Browser
from houqin.core.site.proving import Proof, prove
from tests.core.people.entering import (
    NEW,
    OLD,
    change_password,
    everything,
    issue,
    log_in,
    ouyang,
    set_parameter,
    titles,
    try_in,
    wrongly,
)
from tests.office import refused

if TYPE_CHECKING:
    from tests.office import Office

__all__ = ["ouyang"]


# Coming in


@pytest.mark.parametrize("login", ["ouyang", " OuYang ", "10023", "欧阳一鸣"])
def test_one_comes_in_by_login_number_or_name(
    office: Office, ouyang: UUID, login: str
) -> None:
    assert try_in(office, OLD, login) == Proof(ouyang, Method.PASSWORD)
    assert try_in(office, f" {OLD} ", login).person == ouyang


def test_namesakes_are_asked_for_their_numbers(office: Office, ouyang: UUID) -> None:
    office.person("欧阳一鸣", "clerk", password=OLD)
    with pytest.raises(LoginRefused, match="有几位同名人员"):
        try_in(office, OLD, "欧阳一鸣")
    assert try_in(office, OLD, "10023").person == ouyang


def test_who_has_left_is_no_namesake(office: Office, ouyang: UUID) -> None:
    other = office.person("欧阳一鸣", "clerk")
    office.do("core.leave", office.administrator, record=other)
    assert try_in(office, OLD, "欧阳一鸣").person == ouyang


@pytest.mark.parametrize("login", ["ouyang", "nobody", "没有此人"])
def test_login_takes_the_same_time_shape(
    office: Office, ouyang: UUID, login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One slow hash is verified whoever is named; no other is."""
    verified: list[str] = []
    real = PasswordHasher.verify

    def counted(self: PasswordHasher, known: str, typed: str) -> bool:
        verified.append(known)
        return bool(real(self, known, typed))

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    wrongly(office, 1, login)
    assert len(verified) == 1
    assert verified[0].startswith("$argon2id$")


def test_a_hash_costs_what_argon2_advises() -> None:
    asked = "from houqin.core.people.passwords import hashed; print(hashed('x'))"
    told = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    ).stdout
    assert extract_parameters(told.strip()) == get_default_parameters()


def test_an_old_hash_is_made_anew_with_the_next_login(
    office: Office, ouyang: UUID
) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8192).hash(OLD)
    with office.site.store.writing() as connection:
        connection.run("UPDATE [credential] SET hash = ?", (old,))
    try_in(office, OLD)
    with office.site.store.reading() as connection:
        now = passwords.stored_hash(connection, ouyang)
    assert now != old
    assert try_in(office, OLD).person == ouyang


def test_a_password_everybody_knows_is_good_on_the_machine_alone(
    office: Office, ouyang: UUID
) -> None:
    with office.site.store.writing() as connection:
        passwords.mark_known(connection)
    with pytest.raises(LoginRefused, match="只能在运行本系统的电脑上使用"):
        try_in(office, OLD)
    here = Browser("127.0.0.1", local=True)
    assert prove(office.site, "ouyang", OLD, here).person == ouyang
    change_password(office, log_in(office, ouyang))
    assert try_in(office, NEW).person == ouyang


# Lock-out


def test_five_wrong_passwords_lock_out(office: Office, ouyang: UUID) -> None:
    assert wrongly(office, 4) == "登录名或密码不正确"
    assert "账户已锁定，请在15分钟后再试" in wrongly(office, 1)
    with pytest.raises(LoginRefused, match="账户已锁定"):
        try_in(office, OLD)
    last = office.events(ouyang)[-1]
    assert last.topic == "core.Person.LockedOut"
    assert last.payload == {"entrance": "password", "minutes": 15}
    assert last.metadata["address"] == "10.1.2.3"


def test_a_lock_out_ends_by_itself(office: Office, ouyang: UUID) -> None:
    wrongly(office, 5)
    with office.site.store.writing() as connection:
        connection.run("UPDATE [lockout] SET until = ?", (tickets.wall_now() - 1,))
    assert try_in(office, OLD).person == ouyang


def test_the_administrator_lets_in_again(office: Office, ouyang: UUID) -> None:
    wrongly(office, 5)
    office.do("core.unlock", office.administrator, record=ouyang)
    assert try_in(office, OLD).person == ouyang
    assert titles(office, ouyang)[-1] == "Unlocked"
    with refused("账户没有锁定"):
        office.do("core.unlock", office.administrator, record=ouyang)
    with pytest.raises(NotPermitted):
        office.do("core.unlock", office.clerk, record=ouyang)


def test_a_right_password_forgets_the_wrong_ones(office: Office, ouyang: UUID) -> None:
    wrongly(office, 4)
    try_in(office, OLD)
    assert wrongly(office, 4) == "登录名或密码不正确"


def test_wrong_passwords_of_long_ago_do_not_count(office: Office, ouyang: UUID) -> None:
    wrongly(office, 4)
    with office.site.store.writing() as connection:
        before = (16 * tickets.MINUTE,)
        connection.run("UPDATE [login_failure] SET failed = failed - ?", before)
    assert wrongly(office, 1) == "登录名或密码不正确"


def test_a_login_nobody_has_is_locked_out_like_any_other(office: Office) -> None:
    assert wrongly(office, 4, "nobody") == "登录名或密码不正确"
    assert "账户已锁定" in wrongly(office, 1, "nobody")
    assert "nobody" not in everything(office)


def test_an_address_that_tries_everybody_is_stopped(
    office: Office, ouyang: UUID
) -> None:
    set_parameter(office, "lockout_address_failures", 20)
    for number in range(20):
        wrongly(office, 1, f"guess{number}")
    with pytest.raises(LoginRefused, match="地址登录失败次数过多"):
        try_in(office, OLD)
    elsewhere = Browser("10.9.9.9")
    assert prove(office.site, "ouyang", OLD, elsewhere).person == ouyang


def test_the_table_of_wrong_attempts_is_capped(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lockout, "MOST_KEPT", 3)
    with office.site.store.writing() as connection:
        for number in range(9):
            lockout.note(connection, bytes([number]) * 16, "", tickets.MINUTE)
        kept = connection.execute("SELECT count(*) FROM [login_failure]")
    assert kept == [(3,)]


# Passwords


def test_a_new_password_ends_the_other_logins(office: Office, ouyang: UUID) -> None:
    here, there = log_in(office, ouyang), log_in(office, ouyang)
    change_password(office, here)
    assert try_in(office, NEW).person == ouyang
    assert "不正确" in wrongly(office, 1)
    assert office.events(there.id)[-1].payload == {"how": "revoked"}
    assert len(office.events(here.id)) == 1
    assert office.events(ouyang)[-1].payload == {"how": "own"}


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"current": "wrong"}, "current", "现在的密码不正确"),
        ({"current": None}, "current", "现在的密码必须填写"),
        ({"again": "other"}, "again", "不一致"),
        ({"password": "short", "again": "short"}, "password", "至少10个字符"),
        ({"password": OLD, "again": OLD}, "password", "不能与现在的密码相同"),
        ({"password": "Ouyang-20250", "again": "Ouyang-20250"}, "password", "登录名"),
        ({"password": "a-10023-B-c", "again": "a-10023-B-c"}, "password", "工号"),
    ],
)
def test_a_password_that_cannot_be_says_why(
    office: Office, ouyang: UUID, given: dict[str, Any], field: str, said: str
) -> None:
    with pytest.raises(Refused, match=said) as wrong:
        change_password(office, log_in(office, ouyang), **given)
    assert wrong.value.field == field
    assert try_in(office, OLD).person == ouyang


def test_nobody_changes_anothers_password(office: Office, ouyang: UUID) -> None:
    mine = log_in(office, ouyang)
    given = {"current": OLD, "password": NEW, "again": NEW}
    for record in (mine.id, uuid4()):
        with pytest.raises(NotPermitted, match="只能办理本人的账户"):
            office.do("core.change_password", office.clerk, record=record, **given)


def test_a_registered_password_follows_the_rules_too(office: Office) -> None:
    with refused("至少10个字符") as wrong:
        office.person("李四", login="lisi", password="short-1")
    assert wrong.value.field == "password"
    with refused("不能包含登录名"):
        office.person("李四", login="lisi", password="a-long-lisi-1")


def test_no_secret_stands_in_the_log(office: Office, ouyang: UUID) -> None:
    change_password(office, log_in(office, ouyang))
    code = slips.new_code()
    office.do("core.issue_slip", office.administrator, record=ouyang, code=code)
    log = everything(office)
    for secret in (OLD, NEW, code, "argon2"):
        assert secret not in log


# Slips


def test_a_slip_lets_in_once_to_set_a_password(office: Office, ouyang: UUID) -> None:
    code = issue(office, ouyang)
    proof = try_in(office, code.lower().replace("-", " "))
    assert proof == Proof(ouyang, Method.SLIP, tickets.RENEW)
    assert "不正确" in wrongly(office, 1)
    with pytest.raises(LoginRefused):
        try_in(office, code)
    ticket = log_in(office, ouyang, proof.method, proof.stage)
    change_password(office, ticket, current=None)
    with office.site.store.reading() as connection:
        settled = tickets.of_id(connection, ticket.id)
    assert settled is not None
    assert settled.stage == ""
    assert office.events(ouyang)[-1].payload == {"how": "slip"}


def test_a_second_slip_takes_the_first_ones_place(office: Office, ouyang: UUID) -> None:
    first, second = issue(office, ouyang), issue(office, ouyang)
    with pytest.raises(LoginRefused):
        try_in(office, first)
    assert try_in(office, second).method is Method.SLIP


def test_a_slip_runs_out(office: Office, ouyang: UUID) -> None:
    code = issue(office, ouyang)
    with office.site.store.writing() as connection:
        connection.run("UPDATE [login_slip] SET until = ?", (tickets.wall_now() - 1,))
    with pytest.raises(LoginRefused):
        try_in(office, code)


def test_a_slip_unlocks_and_the_old_password_stays_good(
    office: Office, ouyang: UUID
) -> None:
    wrongly(office, 5)
    issue(office, ouyang)
    assert try_in(office, OLD).method is Method.PASSWORD


def test_only_the_administrator_issues_slips(office: Office, ouyang: UUID) -> None:
    with pytest.raises(NotPermitted):
        office.do("core.issue_slip", office.director, record=ouyang, code="x" * 16)
    office.do("core.leave", office.administrator, record=ouyang)
    with refused("这名人员已离开"):
        issue(office, ouyang)


def test_nobodys_slip_is_anybody_elses(office: Office, ouyang: UUID) -> None:
    office.person("李四", "clerk", login="lisi")
    code = issue(office, ouyang)
    with pytest.raises(LoginRefused):
        try_in(office, code, "lisi")
