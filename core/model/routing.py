"""审批流程: the office's dated rules, and the route an application takes by them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID, uuid5

from pydantic import Field

from houqin.core.model.aggregate import Aggregate, field_annotations, field_types
from houqin.core.model.chain import (
    DAYS,
    HOLIDAY,
    NIGHT,
    OWN_UNIT,
    Chain,
    Compare,
    Condition,
    Fact,
    Rule,
)
from houqin.core.model.permission import CorePermission
from houqin.core.projection.effective import resolve
from houqin.core.projection.horizon import local_day
from houqin.core.schema.fields import Day
from houqin.core.schema.form import title_of
from houqin.core.schema.types import Fixed
from houqin.events.instants import from_datetime, to_datetime

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from houqin.core.model.context import Context
    from houqin.events.entry import RecordedEvent

#: The kind of department that is a section of the centre itself.
OWN = "own"

Since = Annotated[Day, Field(title="起始日期")]
Rules = Annotated[list[dict[str, Any]], Field(title="规则"), Fixed()]
Topic = Annotated[str, Field(title="单据"), Fixed()]


class ApprovalChain(Aggregate):
    """The rules of one kind of application; one stream each."""

    topic = "core.ApprovalChain"
    title = "审批流程"
    seen_by = "core.configure"
    amended_by = CorePermission.CONFIGURE

    class Opened(Aggregate.Created):
        """The office sets rules of its own for this kind."""

        title = "建立"
        aggregate: Topic

    class Set(Aggregate.Event):
        """From a day on these rules hold."""

        title = "设定审批流程"
        since: Since
        rules: Rules


def chain_id(site: UUID, aggregate: str) -> UUID:
    """The stream of the rules for one kind of application."""
    return uuid5(site, f"core.ApprovalChain:{aggregate}")


_COMPARE = {compare.value: compare for compare in Compare}


def rule_of(coded: dict[str, Any]) -> Rule:
    """A rule as an event holds it."""
    conditions = tuple(
        Condition(c["fact"], _COMPARE[c["compare"]], tuple(c["values"]))
        for c in coded.get("conditions", ())
    )
    return Rule(coded["title"], tuple(coded["steps"]), conditions)


def rules_on(
    chain: Chain, events: Iterable[RecordedEvent], day: date
) -> tuple[Rule, ...]:
    """The rules that hold on ``day``; the declared one where nothing is set.

    :param events: the effective events of the chain's stream.
    """
    known = [
        (event.payload["since"], event.version, event.payload["rules"])
        for event in events
        if event.topic == f"{ApprovalChain.topic}.Set"
        and event.payload["since"] <= day.isoformat()
    ]
    if not known:
        return (chain.default,)
    _since, _version, coded = max(known, key=lambda found: found[:2])
    return tuple(map(rule_of, coded))


def chosen(rules: Sequence[Rule], facts: dict[str, Any]) -> Rule:
    """The first rule that fits; the last one asks nothing."""
    return next((rule for rule in rules if rule.fits(facts)), rules[-1])


def facts_of(chain: Chain, applied: type) -> tuple[Fact, ...]:
    """What rules may ask: fields of the application, then what core works out."""
    annotations, kinds = field_annotations(applied), field_types(applied)
    declared = tuple(
        Fact(name, title_of(annotations[name]), kinds[name]) for name in chain.facts
    )
    return (*declared, *chain.computed())


def known_facts(
    context: Context, chain: Chain, values: dict[str, Any]
) -> dict[str, Any]:
    """The facts of one application, coded as rules hold them."""
    facts = {name: _coded(values.get(name)) for name in chain.facts}
    if chain.trip:
        first, last = (_day(context, values[name]) for name in chain.trip)
        facts[DAYS] = (last - first).days + 1
        facts[HOLIDAY] = not all(map(context.calendar.is_working, (first, last)))
        facts[NIGHT] = any(_at_night(context, values[name]) for name in chain.trip)
    if chain.unit:
        facts[OWN_UNIT] = _is_own(context, values.get(chain.unit))
    return facts


def _coded(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else getattr(value, "value", value)


def _day(context: Context, at: datetime) -> date:
    return local_day(from_datetime(at), context.zone)


def _at_night(context: Context, at: datetime) -> bool:
    """Within the office's night, which goes on past midnight."""
    minute = to_datetime(from_datetime(at)).astimezone(context.zone).strftime("%H:%M")
    begins, ends = (context.setting(f"core.night_{end}") for end in ("from", "until"))
    return bool(minute >= begins or minute < ends)


def _is_own(context: Context, unit: UUID | None) -> bool:
    found = context.find("core.Department", unit) if unit else None
    return found is not None and found.attributes.get("kind") == OWN


def read_rules(context: Context, aggregate: str, chain: Chain) -> tuple[Rule, ...]:
    """The rules that hold when this happens."""
    stream = chain_id(context.services.site, aggregate)
    events = context.services.log.read_stream(context.connection, stream)
    found = resolve(events) if events else None
    day = local_day(context.occurred, context.zone)
    effective = () if found is None or found.voided else found.events
    return rules_on(chain, effective, day)


def route_of(
    context: Context, aggregate: str, chain: Chain, values: dict[str, Any]
) -> dict[str, Any]:
    """What an application's event says of its way: rule, steps, first state."""
    rules = read_rules(context, aggregate, chain)
    rule = chosen(rules, known_facts(context, chain, values))
    # A step that the module no longer has is left out; none is never the outcome.
    steps = chain.named(rule.steps) or chain.named(None)
    route = [step.code for step in steps]
    return {"rule": rule.title, "route": route, "outcome": chain.start(route)}
