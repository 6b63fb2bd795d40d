"""What happens to a person's account, as the person's history tells it.

No event holds a password, a PIN, a code or anything made of one.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.schema import types
from houqin.core.schema.fields import Yes


class PasswordBy(types.Choice):
    """How a password came to be."""

    OWN = "own", "本人修改"
    SLIP = "slip", "凭登录凭条设置"
    ADMINISTRATOR = "administrator", "管理员登记"
    FIRST = "first", "首次设置"


class Entrance(types.Choice):
    """What was typed wrongly too often."""

    PASSWORD = "password", "密码登录"
    PIN = "pin", "PIN码登录"


PasswordHow = Annotated[PasswordBy, Field(title="方式"), types.choice(PasswordBy)]
Locked = Annotated[Entrance, Field(title="登录方式"), types.choice(Entrance)]
Minutes = Annotated[int, Field(title="时长"), types.integer("分钟")]
Hours = Annotated[int, Field(title="有效期"), types.integer("小时")]
Reset = Annotated[Yes, Field(title="由管理员停用")]


class AccountHolder(Aggregate):
    """A record that can have an account."""

    class PasswordSet(Aggregate.Event):
        """From here on another password is good."""

        title = "设置密码"
        how: PasswordHow

    class SlipIssued(Aggregate.Event):
        """A one-time code was printed."""

        title = "打印登录凭条"
        hours: Hours

    class LockedOut(Aggregate.Event):
        """Too many wrong attempts."""

        title = "账户锁定"
        entrance: Locked
        minutes: Minutes

    class Unlocked(Aggregate.Event):
        """Let in again before the time was over."""

        title = "解除锁定"

    class TotpEnabled(Aggregate.Event):
        """A second step is asked for."""

        title = "启用动态口令"

    class TotpDisabled(Aggregate.Event):
        """No second step any more."""

        title = "停用动态口令"
        reset: Reset | None = None

    class PinSet(Aggregate.Event):
        """A PIN is good at shared PCs."""

        title = "设置PIN码"

    class PinRemoved(Aggregate.Event):
        """No PIN any more."""

        title = "取消PIN码"
