"""The fields of a rule as a page draws them, and what they mean to the command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.chain import Compare
from houqin.core.schema import types
from houqin.core.schema.conversion import NO, YES
from houqin.core.schema.form import FieldSpec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from houqin.core.model.chain import Chain, Condition, Fact, Rule
    from houqin.core.web.forms import Typed

TITLE, STEPS = "title", "steps"
LEAST, MOST = "_least", "_most"
YES_OR_NO = types.FieldType("choice", choices=((YES, "是"), (NO, "否")))
_BOUNDS = {LEAST: Compare.AT_LEAST, MOST: Compare.AT_MOST}


def rule_fields(chain: Chain, facts: Iterable[Fact]) -> tuple[FieldSpec, ...]:
    """One rule: its name, a field or two a fact, the steps."""
    steps = tuple((step.code, step.title) for step in chain.steps)
    asked = [field for fact in facts for field in _fields(fact)]
    return (
        FieldSpec(TITLE, "规则名称", types.text(), required=True, max_length=100),
        *asked,
        FieldSpec(
            STEPS, "审批环节", types.FieldType("references", choices=steps),
            required=True,
        ),
    )  # fmt: skip


def _fields(fact: Fact) -> list[FieldSpec]:
    if fact.type.numeric:
        return [
            FieldSpec(fact.code + bound, f"{fact.title}{compare.title}", fact.type,
                      required=False)
            for bound, compare in _BOUNDS.items()
        ]  # fmt: skip
    kind = YES_OR_NO
    if fact.type.kind != "boolean":
        choices, reference = fact.type.choices, fact.type.reference
        kind = types.FieldType("references", choices=choices, reference=reference)
    return [FieldSpec(fact.code, fact.title, kind, required=False)]


def tried_fields(facts: Iterable[Fact]) -> tuple[FieldSpec, ...]:
    """One value of each fact, to see which rule applies."""
    return tuple(
        FieldSpec(
            fact.code, fact.title,
            YES_OR_NO if fact.type.kind == "boolean" else fact.type, required=False,
        )
        for fact in facts
    )  # fmt: skip


def typed_rule(rule: Rule) -> Typed:
    """What the fields start with for a rule."""
    typed: Typed = {TITLE: rule.title, STEPS: list(rule.steps)}
    for condition in rule.conditions:
        typed |= _typed(condition)
    return typed


def _typed(condition: Condition) -> Typed:
    values = condition.values
    for bound, compare in _BOUNDS.items():
        if condition.compare is compare:
            return {condition.fact + bound: str(values[0])}
    if isinstance(values[0], bool):
        return {condition.fact: YES if values[0] else NO}
    return {condition.fact: [str(value) for value in values]}


def asked_of(
    values: Mapping[str, Any], facts: Iterable[Fact]
) -> tuple[list[dict[str, Any]], list[str]]:
    """Conditions as the command takes them, and the field each came from."""
    asked: list[dict[str, Any]] = []
    names: list[str] = []
    for fact in facts:
        for field in _fields(fact):
            value = values.get(field.name)
            if value is not None and value not in ("", []):
                asked.append(_asked(fact, field.name, value))
                names.append(field.name)
    return asked, names


def _asked(fact: Fact, name: str, value: Any) -> dict[str, Any]:
    for bound, compare in _BOUNDS.items():
        if name == fact.code + bound:
            return {"fact": fact.code, "compare": compare.value, "values": [value]}
    return {"fact": fact.code, "values": values_of(fact, value)}


def values_of(fact: Fact, value: Any) -> list[Any]:
    """What was chosen, as rules hold it."""
    if fact.type.kind == "boolean":
        return [value == YES]
    return list(value) if isinstance(value, list) else [value]
