"""One command, one transaction: lock, load, decide, append, project, commit."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NoReturn

from houqin.core.model.command import Act, CommandSpec, Outcome
from houqin.core.model.context import Context
from houqin.core.model.deciding import decided_ahead, handled, takes_over
from houqin.core.model.gathering import GuardRefusal, gathered
from houqin.core.model.guards import Guard, Guarding, GuardRow
from houqin.core.model.plugins import RUN_STEP
from houqin.core.model.streams import as_recorded
from houqin.core.model.wording import Wordings
from houqin.core.projection.effective import Effective, grown, resolve
from houqin.core.projection.horizon import day_start, local_day
from houqin.core.projection.live import Change
from houqin.core.schema.errors import FormErrors, Refused
from houqin.core.schema.form import Form, parse
from houqin.events import canonical, erasure
from houqin.events.canonical import NotCanonical
from houqin.events.entry import Authorship
from houqin.events.errors import CommandReused
from houqin.events.instants import to_datetime, to_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from houqin.core.model.services import Services
    from houqin.events.entry import RecordedEvent
    from houqin.events.store import Connection
    from houqin.events.transaction import LogTransaction

#: Years that an instant may lie in; what either database and every page can hold.
EARLIEST, LATEST = 0, 7_258_118_400_000_000

#: How often a large command is decided anew because of what happened meanwhile.
_TRIES = 3
_DAY = 24 * 3600 * 1_000_000


class UnknownCommand(LookupError):
    """No plugin declares a command of that name."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"没有“{name}”这个办理动作")


class _Undone(Exception):
    """A trial is over."""

    def __init__(self, context: Context) -> None:
        self.context = context
        super().__init__()


class Executor:
    """Runs commands of one site."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self._wordings = Wordings(services.catalogue)

    def act(self, act: Act) -> Outcome:
        """Run one command whole, or not at all.

        :raises FormErrors: when the input is wrong; every wrong field is named.
        :raises Refused: when a rule or a guard says no.
        :raises NotPermitted: when the person has no right to it.
        """
        spec = self._spec(act.command)
        form = parse(spec.form, act.input)
        body = self._body_hash(spec, act, form)
        author = Authorship(act.actor, act.id, act.correlation or act.id)
        for _ in range(_TRIES if spec.ahead else 0):
            context = decided_ahead(self.services, act, spec, form)
            if context is None:
                break
            with self.services.log.transaction(author) as transaction:
                seen = transaction.find_command(act.id)
                if seen is not None:
                    return self._repeated(act, body, seen)
                if takes_over(context, transaction, form):
                    self.services.require_current(
                        transaction.connection, transaction.epoch
                    )
                    return self._run(context, body)
        with self.services.log.transaction(author) as transaction:
            self.services.require_current(transaction.connection, transaction.epoch)
            seen = transaction.find_command(act.id)
            if seen is not None:
                return self._repeated(act, body, seen)
            context = handled(Context(self.services, transaction, act), spec, form)
            return self._run(context, body)

    def attempt(self, act: Act) -> tuple[dict[str, str], dict[str, str]]:
        """What a command would say, done and undone: errors, and what is only told.

        :raises NotPermitted: when the person has no right to it.
        """
        spec = self._spec(act.command)
        author = Authorship(act.actor, act.id, act.correlation or act.id)
        try:
            form = parse(spec.form, act.input)
            before = decided_ahead(self.services, act, spec, form)
            with self.services.log.transaction(author) as transaction:
                self.services.require_current(transaction.connection, transaction.epoch)
                context = before
                if context is None or not takes_over(context, transaction, form):
                    opened = Context(self.services, transaction, act)
                    context = handled(opened, spec, form)
                self._undo(context)
        except _Undone as undone:
            composition = undone.context.composition
            return {}, dict(composition.hints) if composition else {}
        except FormErrors as wrong:
            return wrong.errors, {}
        except Refused as refusal:
            return {refusal.field: refusal.message}, {}

    def _undo(self, context: Context) -> NoReturn:
        """Let the guards look, and nothing of it be."""
        self._foresee(context)
        raise _Undone(context)

    def _body_hash(self, spec: CommandSpec, act: Act, form: Form) -> bytes:
        """Keyed: it stays when a text is erased, and nobody tries guesses on it."""
        body = body_hash(spec, act, form)
        return self.services.keys.digest("command", body.hex())

    def errors_of(self, act: Act) -> dict[str, str]:
        """The errors of the input's fields, without doing anything."""
        try:
            parse(self._spec(act.command).form, act.input)
        except FormErrors as error:
            return error.errors
        return {}

    def _spec(self, name: str) -> CommandSpec:
        spec = self.services.catalogue.commands.get(name)
        if spec is None:
            raise UnknownCommand(name)
        if reason := self.services.frozen.get(spec.plugin):
            raise Refused(reason)
        return spec

    def _run(self, context: Context, body: bytes) -> Outcome:
        """Append what was decided, let guards look, project."""
        transaction, act = context.transaction, context.act
        if context.composition:
            self._foresee(context)
        recorded = transaction.append(context.pending)
        changes = changes_of(context, recorded)
        self._require_writable(act, changes)
        if not context.composition and self.guard(transaction.connection, changes):
            transaction.raise_epoch()
        self._wordings.keep(transaction, (change.aggregate for change in changes))
        self.services.projections.project(transaction, changes)
        if transaction.forgetting:
            self._purge(transaction, changes)
        first = recorded[0].position if recorded else None
        last = recorded[-1].position if recorded else None
        if self._shapes_rights(changes):
            transaction.raise_epoch()
        transaction.record_command(act.id, body, first, last)
        streams = tuple(dict.fromkeys(self._touched(act, recorded)))
        composition = context.composition
        hints = tuple(composition.hints.values()) if composition else ()
        return Outcome(first, last, streams, hints=hints)

    def _touched(self, act: Act, recorded: Sequence[RecordedEvent]) -> Iterator[UUID]:
        """What a free command is declared to open, in front of all it opened beside."""
        spec = self._spec(act.command)
        if spec.on is None and spec.event is not None:
            opens = f".{spec.event.__name__}"
            own = (e for e in recorded if e.topic.startswith(f"{spec.plugin}."))
            yield from (e.stream for e in own if e.topic.endswith(opens))
        yield from (event.stream for event in recorded)

    def _foresee(self, context: Context) -> None:
        """Let the guards look at what is about to be appended.

        :raises FormErrors: with all they and the parts of a composition refuse.
        """
        events = [as_recorded(e, context.now, context.act) for e in context.pending]
        changes = changes_of(context, events)
        composition = context.composition
        refused = composition.refused if composition else None
        if self.guard(context.connection, changes, refused):
            context.transaction.raise_epoch()
        if composition:
            composition.require_taken(changes)

    def _require_writable(self, act: Act, changes: list[Change]) -> None:
        """Nothing is recorded for a module whose loaded code is of another version.

        A step of its upgrade is what leads out of that.
        """
        frozen, aggregates = self.services.frozen, self.services.catalogue.aggregates
        if not frozen or act.command == RUN_STEP:
            return
        for change in changes:
            if reason := frozen.get(aggregates[change.aggregate].plugin):
                raise Refused(reason)

    def _purge(self, transaction: LogTransaction, changes: list[Change]) -> None:
        for change in changes:
            if change.after is not None:
                self.services.projections.purge(
                    transaction.connection, change.aggregate, change.after.first.stream
                )

    def _shapes_rights(self, changes: list[Change]) -> bool:
        aggregates = self.services.catalogue.aggregates
        return any(aggregates[c.aggregate].cls.shapes_rights for c in changes)

    def _repeated(
        self, act: Act, body: bytes, seen: tuple[bytes, int | None, int | None]
    ) -> Outcome:
        known, first, last = seen
        if bytes(known) != body:
            raise CommandReused(act.id)
        streams: dict[UUID, None] = {}
        if first is not None:
            with self.services.log.store.reading() as connection:
                events = self.services.log.read(connection, first, stop=last)
                streams = dict.fromkeys(event.stream for event in events)
        return Outcome(first, last, tuple(streams), repeated=True)

    def guard(
        self,
        connection: Connection,
        changes: list[Change],
        refused: list[GuardRefusal] | None = None,
    ) -> bool:
        """Move every guard's rows from what streams were to what they are.

        :param refused: takes what guards refuse row by row, instead of the first of
            it being raised; the command must not be committed then.
        :returns: whether rows moved that other processes keep.
        """
        moved = self._moved(changes)
        for guard, (gone, come) in moved.items():
            if leaving := guard.leaving(gone, come):
                guard.remove(connection, leaving)
        guarding = self._guarding(connection)
        if refused is None:
            for guard, (_gone, come) in moved.items():
                if come:
                    guard.insert(connection, come)
            for guard, (_gone, come) in moved.items():
                if come:
                    guard.check(guarding, come)
        else:
            order = {c.after.first.stream: n for n, c in enumerate(changes) if c.after}
            refused += gathered(connection, guarding, moved, order)
        return any(guard.shared for guard in moved)

    def _moved(
        self, changes: list[Change]
    ) -> dict[Guard, tuple[set[GuardRow], set[GuardRow]]]:
        """The rows that went away and those that came, by guard."""
        moved: dict[Guard, tuple[set[GuardRow], set[GuardRow]]] = {}
        for aggregate, before, after in changes:
            added = grown(before, after)
            for guard in self.services.catalogue.guards_of(aggregate):
                if added is None or after is None:
                    old = guard.rows(aggregate, before) if before else frozenset()
                    new = guard.rows(aggregate, after) if after else frozenset()
                elif any(guard.concerns(aggregate, event) for event in added):
                    known = len(after.events) - len(added)
                    old, new = guard.growth(aggregate, after, known)
                else:
                    continue
                if old != new:
                    gone, come = moved.setdefault(guard, (set(), set()))
                    gone |= old - new
                    come |= new - old
        return moved

    def _guarding(self, connection: Connection) -> Guarding:
        zone = self.services.zone

        def bounds(at: int) -> tuple[int, int]:
            start = day_start(local_day(at, zone), zone)
            return start, start + _DAY

        def moment(at: int) -> str:
            return moment_text(at, zone)

        return Guarding(
            connection,
            lambda record: self.services.title(connection, record),
            moment,
            bounds,
        )


def moment_text(at: int, zone: Any) -> str:
    """An instant as people write it."""
    return to_datetime(at).astimezone(zone).strftime("%Y-%m-%d %H:%M")


def changes_of(context: Context, recorded: list[RecordedEvent]) -> list[Change]:
    """Each touched stream, as it was and as it is."""
    by_stream: dict[UUID, list[RecordedEvent]] = {}
    for event in recorded:
        by_stream.setdefault(event.stream, []).append(event)
    changes = []
    for stream, events in by_stream.items():
        known = context.streams[stream]
        before: Effective | None = resolve(known.loaded)
        after = resolve(_read_again([*known.loaded, *events], events))
        changes.append(Change(known.aggregate, before, after))
    return changes


def _read_again(
    stream: list[RecordedEvent], new: list[RecordedEvent]
) -> list[RecordedEvent]:
    """What was loaded before an erasure is read otherwise after it."""
    if any(event.topic == erasure.PAYLOAD_ERASED for event in new):
        return erasure.applied(stream)
    return stream


def body_hash(spec: CommandSpec, act: Act, form: Form) -> bytes:
    """SHA-256 of canonical (command, actor, input as validated).

    Times that were defaulted are not in it, so a repeated command is the same one;
    secrets are not in it, so no hash can be tried against guessed passwords.

    :raises FormErrors: when a free-form value is none that canonical JSON has.
    """
    if act.occurred_at is not None and not EARLIEST <= act.occurred_at < LATEST:
        raise FormErrors({"occurred_at": "发生时间应在1970年至2199年之间"})
    given: dict[str, Any] = {
        "command": act.command,
        "actor": str(act.actor),
        "input": form.model_dump(
            mode="json", exclude_none=True, exclude=set(spec.secrets)
        ),
        "channel": act.channel,
    }
    if act.on_behalf_of:
        given["on_behalf_of"] = str(act.on_behalf_of)
    if act.precision:
        given["precision"] = act.precision
    if act.occurred_at is not None:
        given["occurred_at"] = to_text(act.occurred_at)
    try:
        return hashlib.sha256(canonical.encode(given)).digest()
    except NotCanonical as error:
        field = error.path.removeprefix("input.")
        raise FormErrors({field: "填写的内容有不能保存的字符或数值"}) from error
