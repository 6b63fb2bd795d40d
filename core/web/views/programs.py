"""The same addresses for programs: JSON for whoever asks with ``Accept``.

``GET`` of a ledger, a record, an indicator or a page answers with it; ``POST`` of
JSON to a form's address gives its command. Rights, rows and rules are those of pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from houqin.core.schema.errors import FormErrors, Refused
from houqin.core.site.in_json import (
    columns_json,
    outcome_json,
    plain_json,
    prefetched,
    record_json,
    row_json,
)
from houqin.core.web.acts import act_of
from houqin.core.web.asking import WANTED
from houqin.core.web.cards import filled_cards
from houqin.core.web.tree import (
    CommandNode,
    KpiNode,
    LedgerNode,
    PageNode,
    PluginNode,
    RecordNode,
    SiteNode,
)
from houqin.core.web.views.command import perform
from houqin.core.web.views.home import (
    MOST_FIGURES,
    ordered_kpis,
    plugin_index,
    shown_year,
    year_days,
)
from houqin.core.web.views.indicator import asked_dimension, asked_period
from houqin.core.web.views.ledger import SIZE, Asked
from houqin.core.web.views.record import checked_record
from houqin.events.errors import CommandReused
from houqin.events.instants import from_text

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Commands whose forms have views of their own; programs give them like any other.
OWN_FORMS: tuple[dict[str, Any], ...] = (
    {"amends": True}, {"erases": True}, {"slip": True},
    {"command": "core.agree_together"}, {"command": "core.set_chain"},
)  # fmt: skip
_STAMPS = frozenset({"command_id", "occurred_at", "on_behalf_of", "channel", "input"})


def site_in_json(context: SiteNode, request: Any) -> dict[str, Any]:
    """Who is asking, what the person may do, the token that changes need; 工作台."""
    days = year_days(request, shown_year(request))
    figures = ordered_kpis(request)[:MOST_FIGURES]
    return {
        "site": context.site.name,
        "title": context.site.title,
        "person": str(request.identity.id),
        "name": request.identity.name,
        "rights": sorted(request.rights),
        "csrf_token": request.page.csrf_token,
        "waiting": request.counts.waiting,
        "cards": [
            {"name": card.name, "title": card.title, "shown": plain_json(values)}
            for card, values in filled_cards(request)
        ],
        "figures": [request.reader.kpi(k.name, *days).as_json() for k in figures],
    }


def module_in_json(context: PluginNode, request: Any) -> dict[str, Any]:
    """Everything a plugin offers this person."""
    shown: dict[str, Any] = plain_json(plugin_index(context, request))
    return shown


def page_in_json(context: PageNode, request: Any) -> dict[str, Any]:
    """What a page of a plugin's own shows."""
    declared = context.declared
    return {
        "page": declared.name,
        "title": declared.title,
        "shown": plain_json(declared.show(request)),
    }


def ledger_in_json(context: LedgerNode, request: Any) -> dict[str, Any]:
    """One page of rows, filtered and sorted as on the page."""
    asked, ledger = Asked(context, request), context.ledger
    reading = request.reader.opened(ledger.name)
    rows = reading.page(
        asked.filters, asked.sort or None, asked.page, SIZE, **asked.choosing
    )
    return {
        "ledger": ledger.name,
        "title": ledger.title,
        "page": asked.page,
        "size": SIZE,
        "columns": columns_json(ledger),
        "rows": [
            row_json(request.reader, ledger, row)
            for row in prefetched(request.reader, ledger, rows)
        ],
    }


def record_in_json(context: RecordNode, request: Any) -> dict[str, Any]:
    """A record with its history."""
    found = checked_record(context)
    return record_json(found, request.reader.history(context.id))


def kpi_in_json(context: KpiNode, request: Any) -> dict[str, Any]:
    """One figure, as ``houqin kpi --json`` prints it."""
    kpi, period = context.kpi, asked_period(request)
    by = asked_dimension(kpi, request.GET["by"]) if request.GET.get("by") else None
    first, last = period.days or (period.first, period.last)
    found: dict[str, Any] = request.reader.kpi(kpi.name, first, last, by).as_json()
    return found


def give_command(context: CommandNode, request: Any) -> dict[str, Any]:
    """The body's ``input`` as the command's; what went wrong is told by field."""
    given = _body(request)
    values = given.get("input", {})
    if not isinstance(values, dict):
        raise FormErrors({"input": "input应为一个JSON对象"})
    if context.record is not None:
        values = {**values, "record": str(context.record.id)}
    act = act_of(request, context.spec.name, values, **_stamp(given))
    try:
        return outcome_json(act, perform(request, act))
    except CommandReused as error:
        raise Refused("同一编号已经登记过不同的内容") from error


def _body(request: Any) -> dict[str, Any]:
    try:
        given = request.json_body
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise FormErrors({"": "内容应为一个JSON对象"})
    if unknown := sorted(set(given) - _STAMPS):
        raise FormErrors(dict.fromkeys(unknown, "没有这一项"))
    return given


def _stamp(given: Mapping[str, Any]) -> dict[str, Any]:
    """When, for whom, how, and the id by which a repetition is known."""
    stamp: dict[str, Any] = {"channel": given.get("channel", "system")}
    for name, read in (
        ("on_behalf_of", UUID), ("occurred_at", from_text),
    ):  # fmt: skip
        if given.get(name) is not None:
            stamp[name] = _read(given, name, read)
    stamp["id"] = _read(given, "command_id", UUID) if "command_id" in given else uuid4()
    return stamp


def _read(given: Mapping[str, Any], name: str, read: Any) -> Any:
    try:
        return read(given[name])
    except (AttributeError, TypeError, ValueError) as error:
        raise FormErrors({name: "格式不正确"}) from error


def includeme(config: Any) -> None:
    """Register what programs read and do."""
    for context, view in (
        (SiteNode, site_in_json),
        (PluginNode, module_in_json),
        (PageNode, page_in_json),
        (LedgerNode, ledger_in_json),
        (RecordNode, record_in_json),
        (KpiNode, kpi_in_json),
    ):
        config.add_view(
            view, context=context, renderer="json", request_method="GET", **WANTED
        )
    for form in ({}, *OWN_FORMS):
        config.add_view(
            give_command, context=CommandNode, renderer="json", request_method="POST",
            **form, **WANTED,
        )  # fmt: skip
