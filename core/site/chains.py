"""审批流程 in words: what holds, what was set when by whom, what would apply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from houqin.core.model.approval import Approvable, applied_event
from houqin.core.model.chain import Compare, Condition, Fact, Rule
from houqin.core.model.routing import (
    ApprovalChain,
    chain_id,
    chosen,
    facts_of,
    rule_of,
    rules_on,
)
from houqin.core.schema.errors import RecordMissing
from houqin.events.entry import NIL

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from houqin.core.model.catalogue import AggregateSpec
    from houqin.core.site.reader import Reader
    from houqin.events.entry import RecordedEvent

#: What the last rule applies to.
OTHERWISE = "其他情况"
ARROW = " → "


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule in words."""

    title: str
    when: str
    steps: str


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of the rules: from when on, who set it, when."""

    since: str
    who: str
    recorded: int
    rules: tuple[RuleLine, ...]


def approvables(reader: Reader) -> list[AggregateSpec]:
    """Every kind of application there is."""
    found = reader.site.declarations.aggregates.values()
    return [spec for spec in found if issubclass(spec.cls, Approvable)]


class ChainView:
    """The rules of one kind of application, as a reader sees them."""

    def __init__(self, reader: Reader, spec: AggregateSpec) -> None:
        assert issubclass(spec.cls, Approvable)  # noqa: S101 - nothing else has a chain
        self._reader = reader
        self.spec, self.chain = spec, spec.cls.chain
        self.facts = {f.code: f for f in facts_of(self.chain, applied_event(spec.cls))}
        self._events = self._read()

    @property
    def stream(self) -> UUID:
        """The record that holds its settings."""
        return chain_id(self._reader.site.id, self.spec.topic)

    def _read(self) -> tuple[RecordedEvent, ...]:
        try:
            effective = self._reader.effective(self.stream)
        except RecordMissing:
            return ()
        return () if effective.voided else effective.events

    def rules(self, day: date) -> tuple[Rule, ...]:
        """The rules that hold on a day."""
        return rules_on(self.chain, self._events, day)

    def lines(self, rules: Sequence[Rule]) -> tuple[RuleLine, ...]:
        """Rules in words."""
        return tuple(
            RuleLine(rule.title, self.condition_text(rule), self.steps_text(rule.steps))
            for rule in rules
        )

    def settings(self) -> list[Setting]:
        """Every setting, the last one recorded first."""
        return [
            self._setting(event)
            for event in reversed(self._events)
            if event.topic == f"{ApprovalChain.topic}.Set"
        ]

    def _setting(self, event: RecordedEvent) -> Setting:
        person = event.actor if event.on_behalf_of == NIL else event.on_behalf_of
        rules = [rule_of(coded) for coded in event.payload["rules"]]
        return Setting(
            event.payload["since"],
            self._reader.person_name(person),
            event.recorded,
            self.lines(rules),
        )

    def coming(self, day: date) -> list[Setting]:
        """What is set for later days."""
        return [s for s in self.settings() if s.since > day.isoformat()]

    def steps_text(self, codes: Sequence[str]) -> str:
        """单位审核 → 中心审批."""
        return ARROW.join(step.title for step in self.chain.named(codes))

    def condition_text(self, rule: Rule) -> str:
        """What a rule asks, one condition after another."""
        asked = [self._asked(condition) for condition in rule.conditions]
        return "，".join(asked) if asked else OTHERWISE

    def _asked(self, condition: Condition) -> str:
        fact = self.facts.get(condition.fact)
        if fact is None:
            return f"{condition.fact}（已不再使用）"
        if fact.type.kind == "boolean":
            return fact.title if condition.values == (True,) else f"{fact.title}：否"
        values = "、".join(self._value(fact, value) for value in condition.values)
        unit = fact.type.unit if condition.compare is not Compare.AMONG else ""
        return f"{fact.title}{condition.compare.title}{values}{unit}"

    def _value(self, fact: Fact, value: Any) -> str:
        return self._reader.display.value(fact.type, value)

    def tried(self, day: date, facts: dict[str, Any]) -> RuleLine:
        """The rule that an application of these facts would go by."""
        (line,) = self.lines([chosen(self.rules(day), facts)])
        return line
