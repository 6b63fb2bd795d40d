"""Deciding: rights, state, attachments, then the command's own handler."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.model.ahead import Ahead, NeedsLock
from houqin.core.model.attaching import require_stored
from houqin.core.model.context import Context
from houqin.core.model.permission import require, require_created, require_state

if TYPE_CHECKING:
    from houqin.core.model.command import Act, CommandSpec
    from houqin.core.model.services import Services
    from houqin.core.schema.form import Form
    from houqin.events.transaction import LogTransaction

_KNOWN = "SELECT 1 FROM [command] WHERE id = ?"


def handled(context: Context, spec: CommandSpec, form: Form) -> Context:
    """What the command's handler decides; it may refuse."""
    require(context, spec, form)
    require_state(context, spec, form)
    if context.ahead is None:
        require_stored(context, form)
    spec.handler(context, form)
    require_created(context, spec)
    return context


def decided_ahead(
    services: Services, act: Act, spec: CommandSpec, form: Form
) -> Context | None:
    """The same against a snapshot, while others write; nothing where that is no way.

    That is so where the command was given before, where it is no large one, and where
    it has to write while it decides.
    """
    if not spec.ahead:
        return None
    with services.log.store.reading() as snapshot:
        if snapshot.execute(_KNOWN, (act.id.bytes,)):
            return None
        position, recorded, epoch = services.log.head(snapshot)
        now = max(services.log.clock.now(), recorded + 1)
        ahead = Ahead(snapshot, services, position, epoch, now)
        try:
            return handled(Context(services, ahead, act), spec, form)
        except NeedsLock:
            return None


def takes_over(context: Context, transaction: LogTransaction, form: Form) -> bool:
    """Whether what was decided before the lock still holds, and is taken over.

    :raises FormErrors: where an attachment is not there; a sweep waits from here on.
    """
    ahead = context.ahead
    if ahead is None or not ahead.holds(transaction):
        return False
    context.take_over(transaction)
    require_stored(context, form)
    return True
