"""What a role does here, from what is declared: begins, handles, looks up, may besides.

The one place that asks which rights a role has is :func:`rights_of`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from houqin.core.model.approval import Approvable
from houqin.core.model.permission import CorePermission
from houqin.core.site.offers import beginnings

if TYPE_CHECKING:
    from collections.abc import Collection

    from houqin.core.model.catalogue import AggregateSpec
    from houqin.core.model.command import CommandSpec
    from houqin.core.model.workflow import State
    from houqin.core.projection.ledger import Ledger
    from houqin.core.registry.declarations import Declarations

#: Rights that are no step of their own, as a card says them.
BESIDES = (
    (CorePermission.RECORD_FOR_OTHERS, "代录：替他人登记，在表单“补录”中选择当事人"),
    (
        CorePermission.RECORD_LATE,
        "补录：登记一天以前的事，在表单“补录”中填发生日期",
    ),
    (CorePermission.AMEND, "更正、作废：在单据“办理经过”中选择要更正或作废的一条"),
)
_DECIDE = ("core.agree", "core.send_back", "core.refuse")


@dataclass(frozen=True, slots=True)
class Handling:
    """Records of a kind in a state, and what the role does with them."""

    kind: str
    state: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Duties:
    """Everything a role does."""

    begins: tuple[CommandSpec, ...]
    handles: tuple[Handling, ...]
    ledgers: tuple[Ledger, ...]
    besides: tuple[str, ...]


def rights_of(declared: Declarations, role: str) -> frozenset[str]:
    """Everything a role may do somewhere."""
    return frozenset(declared.rights_of_role(role))


def roles_with(declared: Declarations, permission: str) -> list[str]:
    """Titles of the roles that have a right; of all where none is needed."""
    return [
        role.title
        for role in declared.roles.values()
        if not permission or permission in rights_of(declared, role.code)
    ]


def duties_of(declared: Declarations, role: str) -> Duties:
    """What a role does."""
    rights = rights_of(declared, role)
    handles = [
        Handling(spec.title, state.title, _steps(declared, spec, state, rights))
        for spec in declared.aggregates.values()
        if spec.workflow
        for state in spec.workflow.states.values()
        if state.permission and state.permission in rights
    ]
    besides = tuple(text for right, text in BESIDES if right in rights)
    return Duties(
        tuple(beginnings(declared, rights)),
        tuple(handling for handling in handles if handling.steps),
        tuple(_ledgers(declared, rights)),
        besides,
    )


def _steps(
    declared: Declarations, spec: AggregateSpec, state: State, rights: Collection[str]
) -> tuple[str, ...]:
    """The commands a record in that state waits for."""
    commands = sorted(declared.commands.values(), key=lambda command: command.order)
    titles = [c.title for c in commands if _is_step(c, spec, state, rights)]
    return tuple(dict.fromkeys(titles))


def _is_step(
    command: CommandSpec, spec: AggregateSpec, state: State, rights: Collection[str]
) -> bool:
    if command.on is None or not issubclass(spec.cls, command.on):
        return False
    if issubclass(spec.cls, Approvable) and command.name in _DECIDE:
        return spec.workflow.allows(state.code, "Agreed")  # type: ignore[no-any-return]  # Any
    if command.event is None:
        return command.permission == state.permission
    name = command.event.__name__
    moves = spec.workflow.moves(name) and spec.workflow.allows(state.code, name)
    return bool(moves and command.permission in rights)


def _ledgers(declared: Declarations, rights: Collection[str]) -> list[Ledger]:
    """The ledgers its menu leads to."""
    shown = sorted(declared.menu, key=lambda item: item.order)
    names = [
        f"{item.plugin}.{item.target}"
        for item in shown
        if not item.permission or item.permission in rights
    ]
    return [declared.ledgers[name] for name in names if name in declared.ledgers]
