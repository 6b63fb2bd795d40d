"""Logins, and what belongs to a person's account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.model.permission import CorePermission
from houqin.core.people import (
    account_commands,
    devices,
    founding,
    session_ledgers,
    sessions,
    slip_batches,
)

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Declare logins, looks and what is done to an account."""
    config.add_aggregate(sessions.Session)
    config.add_ledger(session_ledgers.sessions, session_ledgers.looks)
    config.add_command(*sessions.ALL)
    config.add_command(*account_commands.ALL, slip_batches.issue_slips)
    config.add_aggregate(devices.SharedDevice)
    config.add_guard(devices.register)
    config.add_ledger(devices.ledger)
    config.add_command(*devices.ALL)
    config.add_command(founding.first_run)
    config.add_control(
        "logins", "登录情况", "谁在哪里登录，注销登录，解除锁定，查看登录和查阅记录。",
        CorePermission.OVERSEE, section="安全与审计", order=405, icon="lock",
    )  # fmt: skip
    config.add_control(
        "devices", "公用电脑", "登记点姓名、输PIN码登录的公用电脑，确定名单。",
        CorePermission.ORGANISE, section="安全与审计", order=406, icon="user",
    )  # fmt: skip
