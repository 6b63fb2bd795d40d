"""A chain of posts as declared and as ruled: possible steps, facts, dated rules.

A plugin declares which steps its applications may go through and which of their facts a
rule may ask about. The office's rules say which steps apply; the first that fits wins.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from houqin.core.schema import types

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from houqin.core.schema.types import FieldType

#: Facts that core works out itself.
DAYS, HOLIDAY, NIGHT, OWN_UNIT = "days", "holiday", "night", "own_unit"


@dataclass(frozen=True, slots=True)
class Step:
    """One post of a chain.

    :param source: the state in which this step is due.
    :param permission: the right the post has.
    :param arrives: the state in which the record comes to this step, where the
        module's own events lead from there to ``source``: 核定, 调配方案.
    """

    code: str
    title: str
    source: str
    permission: str
    arrives: str = ""

    @property
    def entry(self) -> str:
        """The state a record has when what comes before this step is done."""
        return self.arrives or self.source


class Compare(types.Choice):
    """How a condition compares; ``AMONG`` also serves yes and no."""

    AMONG = "among", "为"
    AT_LEAST = "at_least", "不少于"
    AT_MOST = "at_most", "不超过"


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing a rule asks of an application."""

    fact: str
    compare: Compare
    values: tuple[Any, ...]

    def holds(self, facts: Mapping[str, Any]) -> bool:
        """Whether an application of these facts fits; what is not known does not."""
        value = facts.get(self.fact)
        if value is None:
            return False
        if self.compare is Compare.AMONG:
            return value in self.values
        if self.compare is Compare.AT_LEAST:
            return bool(value >= self.values[0])
        return bool(value <= self.values[0])


@dataclass(frozen=True, slots=True)
class Rule:
    """Conditions that must all hold, and the steps that then apply, in order."""

    title: str
    steps: tuple[str, ...]
    conditions: tuple[Condition, ...] = ()

    def fits(self, facts: Mapping[str, Any]) -> bool:
        """Whether all conditions hold."""
        return all(condition.holds(facts) for condition in self.conditions)


@dataclass(frozen=True, slots=True)
class Fact:
    """What a rule may ask about."""

    code: str
    title: str
    type: FieldType


class Chain:
    """What is possible, and what holds where the office has set nothing.

    :param outcome: the state after the last step.
    :param default: the codes of the steps that apply by themselves, or all of them.
    :param facts: fields of the application a rule may ask about.
    :param trip: the fields of its first and last instant: 天数 and 节假日.
    :param unit: the field of its department: 本中心科室.
    """

    def __init__(
        self,
        steps: Iterable[Step],
        outcome: str,
        *,
        default: Iterable[str] = (),
        facts: Iterable[str] = (),
        trip: tuple[str, str] | None = None,
        unit: str = "",
    ) -> None:
        self.steps = tuple(steps)
        self.outcome = outcome
        codes = tuple(default) or tuple(step.code for step in self.steps)
        self.default = Rule("一般申请", codes)
        self.facts = tuple(facts)
        self.trip = trip
        self.unit = unit

    def due(self, state: str | None) -> Step | None:
        """The step that waits in ``state``."""
        return next((s for s in self.steps if s.source == state), None)

    def named(self, codes: Iterable[str] | None) -> tuple[Step, ...]:
        """The steps of a route; an application of old has the default one."""
        known = {step.code: step for step in self.steps}
        chosen = self.default.steps if codes is None else codes
        return tuple(known[code] for code in chosen if code in known)

    def start(self, codes: Iterable[str]) -> str:
        """The state in which an application of this route begins."""
        return next((s.entry for s in self.named(codes)), self.outcome)

    def after(self, step: Step, codes: Iterable[str] | None) -> str:
        """The state after 同意 to ``step``: the next step's, or the outcome."""
        left = iter(self.named(codes))
        for passed in left:
            if passed == step:
                return next((s.entry for s in left), self.outcome)
        return self.outcome

    def reached(self, step: Step, codes: Iterable[str] | None) -> str:
        """The state whose title says that ``step`` is done, whatever comes next."""
        if step == self.named(codes)[-1]:
            return self.outcome
        return self.steps[self.steps.index(step) + 1].entry

    def computed(self) -> tuple[Fact, ...]:
        """The facts core works out, as far as the declaration allows."""
        found: tuple[Fact, ...] = ()
        if self.trip:
            found += (
                Fact(DAYS, "天数", types.integer("天")),
                Fact(HOLIDAY, "起止日为节假日", types.boolean()),
                Fact(NIGHT, "起止时刻在夜间", types.boolean()),
            )
        if self.unit:
            found += (Fact(OWN_UNIT, "本中心科室", types.boolean()),)
        return found
