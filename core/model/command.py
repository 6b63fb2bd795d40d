"""A command as it is declared, once, for pages, API, import and command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from houqin.core.schema.form import FieldSpec, Form, fields_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from enum import StrEnum
    from uuid import UUID

    from houqin.core.model.aggregate import Aggregate
    from houqin.core.model.context import Context

Handler = "Callable[[Context, Any], None]"


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """What a command is called, takes, does and needs.

    :param on: the aggregate whose record it acts on; nothing for a free command.
    :param event: the event it leads to; the workflow says in which states it may.
    :param permission: the right a person needs, or nothing where ``may`` decides.
    :param may: a further condition on (context, record); a message, or nothing.
    :param starts: what a form starts with, from (context, record or nothing).
    :param warns: what the form says before, from (context, record).
    :param choices: what fields of its form offer, by name and from (context, record),
        instead of everything one sees.
    :param own: about one's own login: who only reads does it too.
    :param audits: what an outside auditor records himself, under his letter.
    :param menu: offered where a person starts something new.
    :param late: its form also takes 补录: when it happened, for whom, how.
    :param batch: also offered as 成批登记: many at once in a grid.
    :param revises: on records as they stand, ``starts`` says how: also offered as
        成批修改, a grid of the rows of their ledger in which only what differs is done.
    :param ahead: so large that it is decided before the lock (ahead.py).
    """

    name: str
    title: str
    form: type[Form]
    handler: Callable[[Context, Any], None]
    permission: str = ""
    on: type[Aggregate] | None = None
    event: type[Any] | None = None
    help: str = ""
    style: str = "primary"
    may: Callable[[Context, Any], str | None] | None = None
    menu: bool = False
    order: int = 100
    starts: Callable[[Context, Any], dict[str, Any]] | None = None
    late: bool = True
    warns: Callable[[Context, Any], list[str]] | None = None
    choices: Callable[[Context, Any], Mapping[str, Collection[UUID]]] | None = None
    own: bool = False
    batch: bool = False
    ahead: bool = False
    audits: bool = False
    revises: bool = False

    @property
    def plugin(self) -> str:
        """The plugin that declares it."""
        return self.name.partition(".")[0]

    @property
    def fields(self) -> tuple[FieldSpec, ...]:
        """The fields of its form, without the record."""
        return fields_of(self.form)

    @property
    def secrets(self) -> frozenset[str]:
        """Fields that no hash, event or page ever holds."""
        return frozenset(f.name for f in self.fields if f.kind == "secret")


def command(  # noqa: PLR0913 - a declaration names all it declares
    name: str,
    title: str,
    *,
    form: type[Form] | None = None,
    permission: StrEnum | str = "",
    on: type[Aggregate] | None = None,
    event: type[Any] | None = None,
    style: str = "primary",
    may: Callable[[Any, Any], str | None] | None = None,
    menu: bool = False,
    order: int = 100,
    starts: Callable[[Any, Any], dict[str, Any]] | None = None,
    late: bool = True,
    warns: Callable[[Any, Any], list[str]] | None = None,
    choices: Callable[[Any, Any], Mapping[str, Collection[UUID]]] | None = None,
    own: bool = False,
    batch: bool = False,
    ahead: bool = False,
    audits: bool = False,
    revises: bool = False,
) -> Callable[[Callable[[Any, Any], None]], CommandSpec]:
    """Declare the decorated handler (context, form) as a command.

    The form is the type of the handler's second parameter where it is not given; its
    docstring is the command's help.
    """

    def declare(handler: Callable[[Any, Any], None]) -> CommandSpec:
        filled = form or _form_of(handler)
        return CommandSpec(
            name, title, filled, handler, str(permission), on, event,
            (filled.__doc__ or "").strip().partition("\n")[0], style, may, menu, order,
            starts, late, warns, choices, own, batch or revises, ahead, audits,
            revises,
        )  # fmt: skip

    return declare


def _form_of(handler: Any) -> type[Form]:
    """The type of the second parameter, whatever the two are called."""
    names = handler.__code__.co_varnames[: handler.__code__.co_argcount]
    hint = handler.__annotations__.get(names[1]) if len(names) > 1 else None
    found = handler.__globals__.get(hint) if isinstance(hint, str) else hint
    if not (isinstance(found, type) and issubclass(found, Form)):
        message = f"{handler.__qualname__} takes no Form"
        raise TypeError(message)
    return found


@dataclass(frozen=True, slots=True)
class Act:
    """One command as given: what, by whom, for whom, how, when.

    :param occurred_at: microseconds UTC of 发生时间; nothing means now.
    :param precision: ``day`` where only the day is known.
    :param channel: ``system``, ``phone`` or ``paper``.
    :param withheld: rights that the way of logging in does not give.
    """

    command: str
    input: dict[str, Any]
    actor: UUID
    id: UUID
    on_behalf_of: UUID | None = None
    channel: str = "system"
    occurred_at: int | None = None
    precision: str | None = None
    address: str | None = None
    correlation: UUID | None = None
    withheld: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command did: positions, and the records it touched, in order.

    ``hints`` are the rules that facts it recorded break (提示).
    """

    first: int | None
    last: int | None
    records: tuple[UUID, ...] = ()
    repeated: bool = False
    hints: tuple[str, ...] = ()
