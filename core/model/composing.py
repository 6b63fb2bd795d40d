"""Several commands in one: each decided by its own handler, all in one append.

A batch (成批登记), a finished paper slip (补录派车单) and an import are compositions.
Every part has its own time, person and way; what is wrong is gathered from all parts,
each under its place, and nothing is recorded unless every part is right.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from houqin.core.model.ahead import undrawn
from houqin.core.model.attaching import require_stored
from houqin.core.model.guards import FoldedGuard
from houqin.core.model.judging import Rigour
from houqin.core.model.permission import require, require_created, require_state
from houqin.core.schema.errors import (
    FormErrors,
    NotPermitted,
    RecordMissing,
    Refused,
)
from houqin.core.schema.form import Form, parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from houqin.core.model.command import CommandSpec
    from houqin.core.model.context import Context
    from houqin.core.model.gathering import GuardRefusal
    from houqin.core.projection.live import Change
    from houqin.events.entry import NewEvent


@dataclass(frozen=True, slots=True)
class Told:
    """When a part happened, for whom and how, where it is not as the whole."""

    occurred: int | None = None
    on_behalf_of: UUID | None = None
    channel: str | None = None
    precision: str | None = None


AS_THE_WHOLE = Told()


@dataclass(frozen=True, slots=True)
class Done:
    """One part that was decided: where it was typed, and what it recorded."""

    place: str
    form: type[Form]
    events: frozenset[tuple[UUID, int]]


@dataclass
class Composition:
    """What one command composes; made by its handler, asked again by the executor."""

    context: Context
    #: What rules find wrong with facts is told in ``hints``, and does not stop it.
    rigour: Rigour = Rigour.PLANNED
    errors: dict[str, str] = field(default_factory=dict)
    hints: dict[str, str] = field(default_factory=dict)
    #: What guards refused, once everything was decided.
    refused: list[GuardRefusal] = field(default_factory=list)
    _done: list[Done] = field(default_factory=list)
    _spoilt: set[UUID] = field(default_factory=set)
    _inside: str = ""

    def __post_init__(self) -> None:
        """The executor finds it at the context."""
        self.context.composition = self
        # What the whole recorded before its parts is no part's.
        self.context.settle()
        self.context.rigour = self.rigour

    @classmethod
    def of(cls, context: Context, rigour: Rigour) -> Composition:
        """The composition a command is part of already, or one of its own."""
        return context.composition or cls(context, rigour)

    def do(
        self, place: str, spec: CommandSpec, given: dict[str, Any], told: Told
    ) -> list[NewEvent]:
        """Decide one part; the events it recorded, none where it is wrong.

        :param place: what its errors are named after: ``rows.3``.
        """
        first, before = len(self.context.pending), len(self.errors)
        outer, place = self._inside, _joined(self._inside, place)
        self._inside = place
        try:
            events = self._decided(place, spec, given, told)
        except FormErrors as wrong:
            self._wrong(place, wrong.errors)
        except Refused as refusal:
            self._wrong(place, {refusal.field: refusal.message})
        except NotPermitted as refusal:
            self._wrong(place, {"": refusal.message})
        except RecordMissing:
            self._wrong(place, {"record": "没有这份单据或档案"})
        else:
            if len(self.errors) == before:
                return events
        finally:
            self._inside = outer
        self.context.breaches.clear()
        self._spoilt |= self.context.drop(first) | _record_in(given)
        return []

    def _decided(
        self, place: str, spec: CommandSpec, given: dict[str, Any], told: Told
    ) -> list[NewEvent]:
        context = self.context
        form = parse(spec.form, given)
        if getattr(form, "record", None) in self._spoilt:
            # What came before it on this record is wrong already.
            return []
        with context.told(
            occurred=told.occurred, on_behalf_of=told.on_behalf_of,
            channel=told.channel, precision=told.precision,
        ):  # fmt: skip
            require(context, spec, form)
            require_state(context, spec, form)
            require_stored(context, form)
            spec.handler(context, form)
            require_created(context, spec)
        events = context.settle()
        for name, message in context.breaches:
            self._hint(place, name, message, events[:1])
        context.breaches.clear()
        named = frozenset((event.stream, event.version) for event in events)
        self._done.append(Done(place, spec.form, named))
        return events

    def _hint(
        self, place: str, name: str, message: str, events: Sequence[NewEvent]
    ) -> None:
        """Say it, and keep it with what was recorded all the same."""
        self.hints.setdefault(_joined(place, name), undrawn(message))
        for event in events:
            kept = event.metadata.setdefault("hints", [])
            if message not in kept:
                kept.append(message)

    def _wrong(self, place: str, errors: dict[str, str]) -> None:
        for name, message in errors.items():
            self.errors.setdefault(_joined(place, name), undrawn(message))

    def require_right(self) -> None:
        """Everything must have been decided.

        :raises FormErrors: with what is wrong in every part.
        """
        if self.errors:
            raise FormErrors(self.errors)

    def require_taken(self, changes: Sequence[Change]) -> None:
        """Every guard must have taken every part.

        :raises FormErrors: with what they refused, under the part's place.
        """
        topics = {c.after.first.stream: c.aggregate for c in changes if c.after}
        for refused in self.refused:
            aggregate = topics.get(refused.stream, "")
            name = _field_of(refused, aggregate)
            done = self._part_of(refused, name)
            place = done.place if done else ""
            known = done is not None and name in done.form.model_fields
            said = {name if known else "": refused.refusal.message}
            if self.rigour is not Rigour.PLANNED and refused.checked and done:
                ((name, message),) = said.items()
                self._hint(place, name, message, self._events_of(done, refused))
            else:
                self._wrong(place, said)
        self.require_right()

    def _events_of(self, done: Done, refused: GuardRefusal) -> list[NewEvent]:
        """The event that was refused, or the first of its part on that record."""
        exact = (refused.stream, refused.version)
        found = [
            event
            for event in self.context.pending
            if event.stream == refused.stream
            and (event.stream, event.version) in done.events
        ]
        return [e for e in found if (e.stream, e.version) == exact] or found[:1]

    def _part_of(self, refused: GuardRefusal, name: str) -> Done | None:
        """The part that recorded what was refused; best one that has the field."""
        exact = (refused.stream, refused.version)
        for done in self._done:
            if exact in done.events:
                return done
        parts = [
            done
            for done in self._done
            if refused.stream in {stream for stream, _version in done.events}
        ]
        named = [done for done in parts if name in done.form.model_fields]
        return next(iter([*named, *reversed(parts)]), None)


def _record_in(given: dict[str, Any]) -> set[UUID]:
    """The record a part was to be done on, where it names one at all."""
    try:
        return {UUID(str(given["record"]))} if "record" in given else set()
    except ValueError:
        return set()


def _joined(place: str, name: str) -> str:
    return ".".join(part for part in (place, name) if part)


def _field_of(refused: GuardRefusal, aggregate: str) -> str:
    """The field a guard's value comes from: it calls every value ``value``."""
    name = refused.refusal.field
    guard = refused.guard
    if name == "value" and isinstance(guard, FoldedGuard):
        for topic, sources in guard.fold.assignments.items():
            source = sources.get(name)
            if source and source.copies and topic.startswith(f"{aggregate}."):
                return source.copies
    return name
