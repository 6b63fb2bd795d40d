"""A finished paper slip (补录派车单): several commands on one form, in one append.

A slip is declared as the sequence of commands that would have been given; each part
takes the record that an earlier one made. From the declaration come the form, its
schema for programs, and the handler; rules and rights are those of the commands.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, create_model

from houqin.core.model.command import CommandSpec
from houqin.core.model.composing import Composition, Told
from houqin.core.model.judging import Rigour
from houqin.core.projection.sources import DAY_PRECISION
from houqin.core.schema.fields import Day, PersonId, TypedMoment
from houqin.core.schema.form import FieldSpec, Form, fields_of
from houqin.events.instants import from_datetime

if TYPE_CHECKING:
    from enum import StrEnum
    from uuid import UUID

    from houqin.core.model.context import Context

#: Fields of a part beside its command's own: when it happened, and who acted.
AT, BY = "happened_at", "done_by"
#: Kinds a slip does not ask for.
_NOT_ASKED = frozenset({"secret"})


@dataclass(frozen=True, slots=True)
class Part:
    """One command on a slip.

    :param on: the part whose record it acts on; nothing where it opens one.
    :param at: what its time is called; without one it happened with the part before.
    :param by_day: paper gives only the day.
    :param by: what the person who acted is called; without one it is who types.
    :param many: it may stand there several times, as approvals do.
    :param optional: it may be missing.
    :param without: fields of the command that no paper has.
    """

    name: str
    title: str
    command: CommandSpec
    on: str = ""
    at: str = ""
    by_day: bool = False
    by: str = ""
    many: bool = False
    optional: bool = False
    without: tuple[str, ...] = ()

    def form(self) -> type[Form]:
        """The command's own fields without the record, with time and person."""
        added: dict[str, Any] = {}
        if self.by:
            added[BY] = (Annotated[PersonId, Field(title=self.by)], ...)
        if self.at:
            moment = Day if self.by_day else TypedMoment
            added[AT] = (Annotated[moment, Field(title=self.at)], ...)
        asked = {f.name for f in self.command.fields if f.kind not in _NOT_ASKED}
        own: dict[str, Any] = {
            name: (info.annotation, info)
            for name, info in self.command.form.model_fields.items()
            if name in asked and name not in self.without
        }
        return create_model(f"Slip{self.name.title()}", __base__=Form, **added, **own)


@dataclass(frozen=True, slots=True)
class Slip:
    """A paper slip's parts in the order in which they happened.

    :param help: what its page says first.
    """

    name: str
    title: str
    parts: tuple[Part, ...]
    permission: StrEnum | str = ""
    help: str = ""
    order: int = 100
    channel: str = "paper"
    fields: tuple[FieldSpec, ...] = field(init=False)
    command: CommandSpec = field(init=False)

    def __post_init__(self) -> None:
        """Compose the form and the command."""
        form = create_model(
            "".join(part.title() for part in self.name.split("."))
            .replace("_", ""),
            __base__=Form, **{part.name: _annotated(part) for part in self.parts},
        )  # fmt: skip
        command = CommandSpec(
            self.name, self.title, form, self.enter, str(self.permission),
            help=self.help, menu=True, order=self.order, late=False,
        )  # fmt: skip
        object.__setattr__(self, "command", command)
        object.__setattr__(self, "fields", tuple(map(_asked, fields_of(form))))

    def part(self, name: str) -> Part:
        """The part of that name."""
        return next(part for part in self.parts if part.name == name)

    def enter(self, context: Context, form: Any) -> None:
        """Give every command in turn; the first that is wrong ends it.

        What is wrong is raised by the executor, under the names of the parts.
        """
        composition = Composition.of(context, Rigour.HAPPENED)
        wrong = len(composition.errors)
        records: dict[str, UUID] = {}
        told = Told(channel=self.channel)
        for part in self.parts:
            for place, given in _given(part, getattr(form, part.name)):
                told = self._told(context, part, given, told)
                values = _values(given)
                if part.on:
                    values["record"] = str(records[part.on])
                events = composition.do(place, part.command, values, told)
                if len(composition.errors) > wrong:
                    return
                opened = [e.stream for e in events if e.version == 1]
                records.setdefault(part.name, (opened or [e.stream for e in events])[0])

    def _told(self, context: Context, part: Part, given: Any, before: Told) -> Told:
        """When and for whom, as the slip says it."""
        moment = getattr(given, AT, None)
        by = getattr(given, BY, None)
        if moment is None:
            return replace(before, on_behalf_of=by)
        if part.by_day:
            moment = datetime.combine(moment, time(), context.zone)
        return Told(
            from_datetime(moment), by, self.channel,
            DAY_PRECISION if part.by_day else None,
        )  # fmt: skip


def _annotated(part: Part) -> Any:
    """The field of a part in the slip's form."""
    form = part.form()
    if part.many:
        many = Annotated[list[form], Field(title=part.title, max_length=10)]  # type: ignore[valid-type]  # made just now
        return (many, [] if part.optional else ...)
    if part.optional:
        return (form | None, Field(None, title=part.title))
    return (form, Field(title=part.title))


def _asked(spec: FieldSpec) -> FieldSpec:
    """Without what a slip does not ask for, in lines of lines too."""
    kept = tuple(_asked(f) for f in spec.lines if f.kind not in _NOT_ASKED)
    return replace(spec, lines=kept)


def _given(part: Part, given: Any) -> list[tuple[str, Any]]:
    if part.many:
        return [(f"{part.name}.{n}", one) for n, one in enumerate(given)]
    return [] if given is None else [(part.name, given)]


def _values(given: Form) -> dict[str, Any]:
    """The command's own input again, as programs would give it."""
    return given.model_dump(mode="json", exclude={AT, BY}, exclude_none=True)
