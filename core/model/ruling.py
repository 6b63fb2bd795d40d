"""设定审批流程: the office says which steps apply from a day on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import Field

from houqin.core.model.approval import Approvable, applied_event
from houqin.core.model.chain import Compare, Fact
from houqin.core.model.command import command
from houqin.core.model.permission import CorePermission
from houqin.core.model.routing import ApprovalChain, Since, chain_id, facts_of
from houqin.core.projection.horizon import local_day
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors, RecordMissing, Refused
from houqin.core.schema.fields import Line
from houqin.core.schema.form import Canonical, Form

if TYPE_CHECKING:
    from houqin.core.model.context import Context

#: More rules than anybody can keep in mind.
MOST_RULES = 20
#: A condition names at most so many units or choices.
MOST_VALUES = 200


Value = Annotated[str, Canonical, Field(max_length=100)] | int | bool


class Asked(Form):
    """One condition; the values of a number are one number, of yes or no one too."""

    fact: Annotated[Line, Field(title="条件")]
    compare: Annotated[Compare, Field(title="比较"), types.choice(Compare)] = (
        Compare.AMONG
    )
    values: Annotated[
        list[Value],
        Field(title="取值", min_length=1, max_length=MOST_VALUES),
    ]


class Ruled(Form):
    """One rule: what it is called, when it applies, which steps then."""

    title: Annotated[Line, Field(title="规则名称")]
    conditions: Annotated[list[Asked], Field(title="条件", max_length=10)] = []  # noqa: RUF012 - pydantic copies it
    steps: Annotated[list[str], Field(title="审批环节", min_length=1, max_length=10)]


class SetChain(Form):
    """自上而下，第一条符合的规则生效；最后一条不设条件，其余申请都按它办理。"""

    aggregate: Annotated[Line, Field(title="单据")]
    since: Since
    rules: Annotated[
        list[Ruled], Field(title="规则", min_length=1, max_length=MOST_RULES)
    ]


@command(
    "core.set_chain", "设定审批流程", permission=CorePermission.CONFIGURE, order=960
)
def set_chain(context: Context, form: SetChain) -> None:
    """Set the rules of one kind of application from a day on."""
    cls = approvable(context, form.aggregate)
    wrong = errors_of(cls, form.rules) or _missing(context, cls, form.rules)
    today = local_day(context.now, context.zone)
    if form.since < today:
        wrong["since"] = f"起始日期不能早于今天{today}：以前的申请按当时的规则办理"
    if wrong:
        raise FormErrors(wrong)
    stream = chain_id(context.services.site, form.aggregate)
    try:
        chain = context.load(ApprovalChain, stream)
    except RecordMissing:
        chain = context.create(
            ApprovalChain, ApprovalChain.Opened, id=stream, aggregate=form.aggregate
        )
    rules = [coded(rule) for rule in form.rules]
    chain.record(ApprovalChain.Set, since=form.since, rules=rules)


def approvable(context: Context, aggregate: str) -> type[Approvable]:
    """The class of a kind of application.

    :raises Refused: when there is none of that name.
    """
    spec = context.catalogue.aggregates.get(aggregate)
    if spec is None or not issubclass(spec.cls, Approvable):
        message = f"没有“{aggregate}”这类需要审批的单据"
        raise Refused(message, "aggregate")
    return spec.cls


def coded(rule: Ruled) -> dict[str, Any]:
    """A rule as the event holds it."""
    found: dict[str, Any] = {"title": rule.title, "steps": rule.steps}
    if rule.conditions:
        found["conditions"] = [
            {"fact": c.fact, "compare": c.compare.value, "values": c.values}
            for c in rule.conditions
        ]
    return found


def errors_of(cls: type[Approvable], rules: list[Ruled]) -> dict[str, str]:
    """What is wrong with the rules, each with its row."""
    facts = {fact.code: fact for fact in facts_of(cls.chain, applied_event(cls))}
    wrong: dict[str, str] = {}
    for number, rule in enumerate(rules):
        last = number == len(rules) - 1
        for name, message in _wrong(cls, facts, rule, last=last):
            wrong[f"rules.{number}.{name}"] = f"第{number + 1}条{message}"
    return wrong


def _missing(
    context: Context, cls: type[Approvable], rules: list[Ruled]
) -> dict[str, str]:
    """Records that conditions name and that are not there."""
    facts = {fact.code: fact for fact in facts_of(cls.chain, applied_event(cls))}
    return {
        f"rules.{number}.conditions.{place}": f"第{number + 1}条的条件"
        f"“{facts[asked.fact].title}”请从列表中选择"
        for number, rule in enumerate(rules)
        for place, asked in enumerate(rule.conditions)
        if (reference := facts[asked.fact].type.reference)
        and not all(_is_there(context, reference, value) for value in asked.values)
    }


def _is_there(context: Context, reference: str, value: object) -> bool:
    try:
        return context.find(reference, UUID(str(value))) is not None
    except ValueError:
        return False


def _wrong(
    cls: type[Approvable], facts: dict[str, Fact], rule: Ruled, *, last: bool
) -> list[tuple[str, str]]:
    found = [("steps", m) for m in _wrong_steps(cls, rule.steps)]
    for number, asked in enumerate(rule.conditions):
        if message := _wrong_condition(facts.get(asked.fact), asked):
            found.append((f"conditions.{number}", message))
    if last and rule.conditions:
        found.append(("conditions", "是最后一条规则，不能设条件：其余申请都要按它办理"))
    if not last and not rule.conditions:
        found.append(("conditions", "没有设条件，其后的规则永远用不到"))
    return found


def _wrong_steps(cls: type[Approvable], steps: list[str]) -> list[str]:
    order = [step.code for step in cls.chain.steps]
    if unknown := [code for code in steps if code not in order]:
        return [f"有这类单据没有的环节：{'、'.join(unknown)}"]
    if steps != sorted(set(steps), key=order.index):
        titles = "、".join(step.title for step in cls.chain.steps)
        return [f"的环节须各选一次，并按先后排列：{titles}"]
    return []


def _wrong_condition(fact: Fact | None, asked: Asked) -> str | None:
    if fact is None:
        return f"的条件“{asked.fact}”不在这类单据可用的条件之内"
    if fact.type.numeric:
        return _wrong_number(fact, asked)
    if asked.compare is not Compare.AMONG:
        return f"的条件“{fact.title}”不能比较大小"
    if fact.type.kind == "boolean":
        fits = all(isinstance(value, bool) for value in asked.values)
        return None if fits else f"的条件“{fact.title}”只能是“是”或“否”"
    codes = {code for code, _ in fact.type.choices}
    if codes and not codes.issuperset(map(str, asked.values)):
        return f"的条件“{fact.title}”不在可选范围内"
    texts = all(isinstance(value, str) for value in asked.values)
    return None if texts else f"的条件“{fact.title}”填写有误"


def _wrong_number(fact: Fact, asked: Asked) -> str | None:
    whole = all(type(value) is int for value in asked.values)
    single = asked.compare is Compare.AMONG or len(asked.values) == 1
    return None if whole and single else f"的条件“{fact.title}”应为一个整数"
