"""办理经过: who, for whom, how, when it happened, when recorded, what changed, why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from houqin.core.model.erasing import erasable_fields
from houqin.core.model.lawful import grounds_text
from houqin.core.projection.effective import (
    ATTACHMENT_ERASED,
    CORRECTED,
    RECORD,
    amendments_of,
    is_amendment,
    resolve,
)
from houqin.core.projection.horizon import local_day
from houqin.core.schema.types import Choice
from houqin.core.site.attached import Erasure, erasures, shown_files
from houqin.core.site.seeing import covered
from houqin.core.site.words import SAID, Words
from houqin.events.entry import NIL, RecordedEvent
from houqin.events.erasure import PAYLOAD_ERASED
from houqin.events.instants import from_text

if TYPE_CHECKING:
    from houqin.core.schema.types import FieldType
    from houqin.core.site.reader import Reader


class Channel(Choice):
    """方式: how an act was told to whoever typed it."""

    SYSTEM = "system", "系统"
    PHONE = "phone", "电话"
    PAPER = "paper", "纸质"


HEADER_TITLES = {
    "occurred": "发生时间",
    "precision": "精确到",
    "on_behalf_of": "当事人",
    "channel": "方式",
}
CHANNELS = {c.value: c.title for c in Channel}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a record's history.

    ``changes`` are (label, old, new); an ordinary event has no old values.
    """

    position: int
    version: int
    occurred: int
    recorded: int
    actor_name: str
    on_behalf_name: str | None
    channel_title: str
    title: str
    changes: tuple[tuple[str, str, str], ...]
    reason: str
    voided: bool
    corrected: bool
    late_days: int
    precision: str
    correctable: bool
    voidable: bool
    amendment: bool
    #: 个人信息已清除（依据…，文号）, where something of it was.
    erased: str = ""
    #: Whether it holds a text that can be erased.
    erasable: bool = False
    #: What the field is called in which the reason was given: 意见, 留言.
    reason_title: str = "理由"

    @property
    def restorable(self) -> bool:
        """Whether it is an amendment that can be undone."""
        return self.amendment and self.voidable


def history(reader: Reader, record: UUID) -> list[Step]:
    """The steps of a record, in the order they were recorded.

    A business date leaves out what happened later; amendments stand where they were
    recorded, marked where they were undone.
    """
    events = reader.events(record)
    effective = reader.effective(record)
    shown = {e.version: e for e in (*effective.events, *effective.struck)}
    amended = amendments_of(events)
    teller = Teller(reader, events)
    steps: list[Step] = []
    for event in events:
        if event.topic == ATTACHMENT_ERASED:
            steps.append(teller.attachment_erasure(event))
        elif is_amendment(event):
            if (
                event.payload["target"] in shown
                or event.payload["target"] == RECORD
                or any(e.version == event.payload["target"] for e in steps)
            ):
                steps.append(teller.amendment(event, amended.dead))
        elif event.version in shown:
            voided = event.version in amended.dead or amended.record_voided
            corrected = event.version in amended.changes
            now = shown[event.version]
            steps.append(teller.step(now, voided=voided, corrected=corrected))
    erased = _erasures(reader, record, events)
    return [
        replace(s, erased=erased[s.version]) if s.version in erased else s
        for s in steps
    ]


def _erasures(
    reader: Reader, record: UUID, events: list[RecordedEvent]
) -> dict[int, str]:
    """What says that something was erased, by version, whatever the horizon."""
    if not reader.horizon.live:
        events = reader.site.log.read_stream(reader.connection, record)
    found: dict[int, str] = {}
    for event in events:
        if event.topic == PAYLOAD_ERASED:
            text = f"个人信息已清除（{grounds_text(event.payload)}）"
            found[event.payload["target"]] = text
            for cover in event.payload["covers"]:
                found[cover["version"]] = text
    return found


def _raw(value: Any) -> str:
    """What stands in an event whose class is not here; sealed values stay sealed."""
    if isinstance(value, list):
        return "、".join(map(_raw, value))
    sealed = isinstance(value, dict) and {"alg", "ct"} <= value.keys()
    return "个人信息，加密保存" if sealed else str(value)


class Teller:
    """Tells events of one record in words."""

    def __init__(self, reader: Reader, events: list[RecordedEvent]) -> None:
        self._reader = reader
        self._events = events
        self._declarations = reader.site.declarations
        #: Fields of a sensitive record that are not told.
        self._covered = covered(reader, events[0].stream)
        self._words = Words(reader)

    def step(self, event: RecordedEvent, *, voided: bool, corrected: bool) -> Step:
        """An ordinary event, as amended."""
        cls = self._declarations.topics.class_of(event.topic)
        opaque = cls is None
        linked = getattr(cls, "linked", False)
        said = self._said(event)
        told = self._step(
            event,
            self._words.of(event.topic).title or event.topic,
            (*self._contents(event, cls), *_source(event), *_hints(event)),
            str(event.payload.get(said, "")),
            voided=voided,
            corrected=corrected,
            correctable=not (opaque or voided),
            voidable=not (opaque or voided or linked),
        )
        label = self._words.label(event.topic, said) if said else ""
        texts = erasable_fields(cls) if cls else ()
        erasable = any(event.payload.get(name) for name in texts)
        label = label or told.reason_title
        return replace(told, reason_title=label, erasable=erasable)

    def _contents(
        self, event: RecordedEvent, cls: type | None
    ) -> tuple[tuple[str, str, str], ...]:
        """What the event says, in the order its class declares."""
        if cls is not None and hasattr(cls, "told"):
            opened, show = self._events[0].payload, self._reader.display.with_unit
            told = cls.told(self._declarations, opened, event.payload, show)
            return tuple(told)
        fields = self._words.of(event.topic).fields
        # What no class and no description tells stands as it was recorded.
        unknown = sorted(event.payload.keys() - fields.keys()) if cls is None else ()
        names = [name for name, field in fields.items() if field.told]
        found = []
        for name in (*names, *unknown):
            if name in self._covered or self._words.says(event.topic, name):
                continue
            text = self.show(event, name, event.payload.get(name))
            if text:
                found.append((self._words.label(event.topic, name) or name, "", text))
        return tuple(found)

    def _said(self, event: RecordedEvent) -> str:
        told = (n for n in SAID if event.payload.get(n))
        return next((name for name in told if self._words.says(event.topic, name)), "")

    def amendment(self, event: RecordedEvent, dead: frozenset[int]) -> Step:
        """A correction, a voiding or an erasure."""
        target = event.payload["target"]
        if event.topic == PAYLOAD_ERASED:
            return self._erasure(event)
        corrects = event.topic == CORRECTED
        title = "更正" if corrects else "作废"
        named = self._target_title(target)
        changes = self._corrections(event) if corrects else ()
        if not corrects and self._is_amendment(target):
            title = "撤销"
        undone = event.version in dead
        return self._step(
            event, f"{title}：{named}", changes, event.payload.get("reason", ""),
            voided=undone, corrected=False, correctable=False, voidable=not undone,
        )  # fmt: skip

    def _erasure(self, event: RecordedEvent) -> Step:
        target = event.payload["target"]
        topic = next((e.topic for e in self._events if e.version == target), "")
        names = [self._words.label(topic, n) or n for n in event.payload["fields"]]
        changes = (
            ("依据", "", grounds_text(event.payload).removeprefix("依据")),
            ("清除的项目", "", "、".join(names)),
        )
        return self._step(
            event, f"个人信息清除：{self._target_title(target)}", changes,
            event.payload["reason"], voided=False, corrected=False,
            correctable=False, voidable=False,
        )  # fmt: skip

    def attachment_erasure(self, event: RecordedEvent) -> Step:
        """An attachment's content was removed for good."""
        grounds = grounds_text(event.payload)
        return self._step(
            event, "清除附件", (("依据", "", grounds.removeprefix("依据")),),
            event.payload["reason"],
            voided=False, corrected=False, correctable=False, voidable=False,
        )  # fmt: skip

    @cached_property
    def _erased(self) -> dict[str, Erasure]:
        return erasures(self._reader, self._events[0].stream)

    def _is_amendment(self, target: int) -> bool:
        return any(e.version == target and is_amendment(e) for e in self._events)

    def _target_title(self, target: int) -> str:
        if target == RECORD:
            return "整份单据"
        for event in self._events:
            if event.version == target:
                if is_amendment(event):
                    return "更正" if event.topic == CORRECTED else "作废"
                return self._words.of(event.topic).title or event.topic
        return str(target)

    def _corrections(self, event: RecordedEvent) -> tuple[tuple[str, str, str], ...]:
        """Old and new values, as they stood just before this correction."""
        known = [e for e in self._events if e.position < event.position]
        effective = resolve(known)
        target = event.payload["target"]
        found = (*effective.events, *effective.struck) if effective else ()
        before = next((e for e in found if e.version == target), None)
        if before is None:
            return ()
        changes = [
            (
                self._words.label(before.topic, name) or name,
                self.show(before, name, before.payload.get(name)),
                self.show(before, name, value),
            )
            for name, value in event.payload.get("payload", {}).items()
            if name not in self._covered
        ]
        return (*changes, *self._header_changes(before, event))

    def _header_changes(
        self, before: RecordedEvent, event: RecordedEvent
    ) -> list[tuple[str, str, str]]:
        behalf = before.actor if before.on_behalf_of == NIL else before.on_behalf_of
        moment = self._reader.display.moment
        old = {
            "occurred": moment(before.occurred),
            "on_behalf_of": self._reader.person_name(behalf),
            "channel": CHANNELS.get(before.metadata.get("channel", ""), ""),
            "precision": before.metadata.get("precision", ""),
        }
        found = []
        for name, value in event.payload.get("header", {}).items():
            new = str(value)
            if name == "occurred":
                new = moment(from_text(value))
            elif name == "on_behalf_of":
                new = self._reader.person_name(UUID(value))
            elif name == "channel":
                new = CHANNELS.get(value, value)
            found.append((HEADER_TITLES.get(name, name), old.get(name, ""), new))
        return found

    def show(self, event: RecordedEvent, name: str, value: Any) -> str:
        """A payload's value in words."""
        if value is None:
            return ""
        kind = self._words.kind(event.topic, name)
        display = self._reader.display
        if kind is None or self._unread(event, kind):
            return _raw(value)
        if kind.kind == "personal":
            return display.personal(kind, event.stream, name, value)
        if kind.kind == "files":
            if self._covered:
                # A name may tell where it went.
                return f"{len(value)}个文件"
            return shown_files(event, value, self._erased)
        raw = from_text(value) if kind.kind == "instant" else value
        return display.with_unit(kind, raw)

    def _unread(self, event: RecordedEvent, kind: FieldType) -> bool:
        """Whether a value stays as it was recorded, for want of the code.

        A personal value stays sealed; a record of the module has its id for a name.
        """
        gone = self._declarations.topics.class_of(event.topic) is None
        there = self._declarations.aggregates
        unnamed = kind.reference != "" and kind.reference not in there
        return gone and (kind.kind == "personal" or unnamed)

    def _step(
        self,
        event: RecordedEvent,
        title: str,
        changes: tuple[tuple[str, str, str], ...],
        reason: str,
        *,
        voided: bool,
        corrected: bool,
        correctable: bool,
        voidable: bool,
    ) -> Step:
        zone, behalf = self._reader.site.zone, event.on_behalf_of
        late = local_day(event.recorded, zone) - local_day(event.occurred, zone)
        return Step(
            event.position,
            event.version,
            event.occurred,
            event.recorded,
            self._reader.person_name(event.actor),
            None if behalf == NIL else self._reader.person_name(behalf),
            CHANNELS.get(event.metadata.get("channel", "system"), ""),
            title,
            changes,
            reason,
            voided,
            corrected,
            0 if is_amendment(event) else late.days,
            event.metadata.get("precision", ""),
            correctable,
            voidable,
            is_amendment(event),
        )


def _source(event: RecordedEvent) -> tuple[tuple[str, str, str], ...]:
    """Where an imported row stood in its file."""
    found = event.metadata.get("source")
    if not found:
        return ()
    stood = f"{found['file']}，{found['sheet']}第{found['row']}行"
    return (("来源", "", stood),)


def _hints(event: RecordedEvent) -> tuple[tuple[str, str, str], ...]:
    """What rules found wrong with a fact that was recorded all the same."""
    return tuple(("提示", "", said) for said in event.metadata.get("hints", ()))
