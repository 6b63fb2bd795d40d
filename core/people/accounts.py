"""Logins, and what belongs to a person's account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.people import account_commands, session_ledgers, sessions

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Declare logins, looks and what is done to an account."""
    config.add_aggregate(sessions.Session)
    config.add_ledger(session_ledgers.sessions, session_ledgers.looks)
    config.add_command(*sessions.ALL)
    config.add_command(*account_commands.ALL)
