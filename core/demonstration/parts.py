"""What a module's demonstration has to say; a module named by ``add_demonstration``."""

from __future__ import annotations

import hashlib
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from houqin.core.model.command import Act
from houqin.core.schema.files import MEDIA_TYPES, extension_of

from .identities import command_id, person_id
from .spread import between

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from houqin.core.registry.declarations import Declarations

    from .accounts import Account
    from .county import Person

#: Microseconds of each second in which one module records.
OWN_MICROSECONDS = 2_500
#: How many of these a second has; the first of them are core's.
_SLOTS = 400


class Timed(NamedTuple):
    """An act and the instant at which the log takes it."""

    recorded: int
    act: Act


class Handed(NamedTuple):
    """A file that acts name; ``by`` is the key of whoever handed it in."""

    by: str
    name: str
    content: bytes

    @property
    def reference(self) -> dict[str, Any]:
        """What an act holds of it."""
        return {
            "digest": hashlib.sha256(self.content).hexdigest(), "name": self.name,
            "type": MEDIA_TYPES[extension_of(self.name)], "size": len(self.content),
        }  # fmt: skip


class Part(Protocol):
    """A module's part of the year: its posts, and what was done.

    A part may also have ``files``, without arguments: what its acts name.
    """

    #: Logins of the module's posts, beside those every county has.
    ACCOUNTS: Sequence[Account]

    def people(self) -> Iterable[Person]:
        """Whom the module needs beside the people every county has."""

    def acts(self, system: UUID) -> Iterable[Timed]:
        """Everything done in the year; ``system`` is the site's own actor."""


def parts_of(declarations: Declarations) -> list[Any]:
    """The parts of the modules a site is made with, in the order they were declared."""
    return [import_module(named) for named in declarations.demonstrations.values()]


def in_its_own_microseconds(part: Any, timed: Timed) -> Timed:
    """Move an act into those of its second in which only this module records.

    A log that is given one instant twice counts on by microseconds. Were two modules to
    record at one instant, what one's ledgers hold would depend on whether the other
    is there.
    """
    slot = between(1, _SLOTS - 1, part.__name__)
    return timed._replace(recorded=timed.recorded + slot * OWN_MICROSECONDS)


def done(recorded: int, command: str, by: str, *key: object, **given: Any) -> Timed:
    """An act of a person of the county, as most are.

    :param by: the person's key.
    :param key: what the act is in the plan; the command's id follows from it, and
        :func:`~houqin.core.demonstration.identities.created_by` of that the record's.
    """
    act = Act(command, given, person_id(by), command_id(command, *key))
    return Timed(recorded, act)
