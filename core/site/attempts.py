"""Attempts to come in: counted, and locked out when too many were wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from houqin.core.model.command import Act
from houqin.core.people import lockout
from houqin.core.people.account_settings import MINUTE
from houqin.core.people.tickets import wall_now

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.people.account import Entrance
    from houqin.core.site.logins import Browser
    from houqin.core.site.site import Site

WRONG = "登录名或密码不正确"


class LoginRefused(Exception):
    """Nobody is let in.

    :param message: one Chinese sentence for the login page.
    """

    def __init__(self, message: str = WRONG) -> None:
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Attempts:
    """What one subject has tried, from one address.

    :param subject: what is counted under: a person, or what stands for a login
        that nobody has.
    """

    site: Site
    subject: bytes
    entrance: Entrance
    browser: Browser
    person: UUID | None = None

    def require_open(self) -> None:
        """Refuse who is locked out, and addresses that try everybody.

        :raises LoginRefused: saying until when.
        """
        with self.site.store.reading() as connection:
            until = lockout.locked_until(connection, self.subject)
            minutes = self.site.setting(connection, "core.lockout_minutes")
            most = self.site.setting(connection, "core.lockout_address_failures")
            address = self.browser.address
            tried = lockout.failures_from(connection, address, minutes * MINUTE)
        if until:
            left = max(1, -((wall_now() - until) // MINUTE))
            raise LoginRefused(_locked(left))
        if address and tried >= most:
            raise LoginRefused(
                f"从这台电脑所在的地址登录失败次数过多，请在{minutes}分钟后再试"
            )

    def failed(self, wrong: str = WRONG) -> LoginRefused:
        """Count one more; what to say."""
        with self.site.store.writing() as connection:
            most = self.site.setting(connection, "core.lockout_failures")
            minutes = self.site.setting(connection, "core.lockout_minutes")
            count = lockout.note(
                connection, self.subject, self.browser.address, minutes * MINUTE
            )
            if count >= most and self.person is None:
                lockout.lock(connection, self.subject, minutes * MINUTE)
        if count < most:
            return LoginRefused(wrong)
        if self.person is not None:
            self._lock_out(self.person, minutes)
        return LoginRefused(_locked(minutes))

    def _lock_out(self, person: UUID, minutes: int) -> None:
        given = {
            "record": str(person), "entrance": self.entrance, "minutes": minutes,
        }  # fmt: skip
        address = self.browser.address or None
        actor = self.site.system_actor
        self.site.act(Act("core.lock_out", given, actor, uuid4(), address=address))

    def succeeded(self) -> None:
        """Whoever got in has tried nothing wrong."""
        with self.site.store.reading() as connection:
            counted = lockout.counted(connection, self.subject)
        if counted:
            with self.site.store.writing() as connection:
                lockout.forget(connection, self.subject)


def _locked(minutes: int) -> str:
    return (
        f"登录失败次数过多，账户已锁定，请在{minutes}分钟后再试，"
        "或者请系统管理员解除锁定"
    )
