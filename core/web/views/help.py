"""帮助: texts on each kind of page, declarations in words, a card for each post."""

from __future__ import annotations

from typing import Any

from houqin.core.model.permission import CorePermission
from houqin.core.site.duties import duties_of, roles_with
from houqin.core.web import durations
from houqin.core.web.describing import describe_columns, describe_fields, describe_kpi
from houqin.core.web.help_text import TOPICS, HelpText, help_text
from houqin.core.web.help_tree import CardNode, Cards, Help, HelpSubject, HelpTopic
from houqin.core.web.language import ENGLISH, reads_english
from houqin.core.web.page import Link
from houqin.core.web.tree import rights_of_figure


def _text(request: Any, topic: str) -> HelpText:
    """What a topic says in the language of this browser."""
    return help_text(topic, ENGLISH if reads_english(request) else "")


def _crumb(request: Any) -> None:
    request.page.crumbs = [Link("帮助", request.to.page("help/"))]


def _topics(request: Any, but: str = "") -> list[Link]:
    return [
        Link(_text(request, topic).title, request.to.page(f"help/{topic}"), "help")
        for topic in TOPICS
        if topic != but
    ]


def help_index(context: Help, request: Any) -> dict[str, Any]:
    """Every topic, and the cards of one's own posts."""
    roles = request.declared.roles
    mine = [
        Link(roles[code].title, request.to.page(f"help/cards/{code}"), "print")
        for code in request.identity.roles
        if code in roles
    ]
    every = CorePermission.ORGANISE in request.rights
    return {
        "title": "帮助",
        "topics": _topics(request),
        "cards": mine,
        "cards_url": request.to.page("help/cards/") if every else None,
    }


def show_topic(context: HelpTopic, request: Any) -> dict[str, Any]:
    """One topic's text."""
    _crumb(request)
    return _shown(request, context.__name__)


def _shown(request: Any, topic: str, **subject: Any) -> dict[str, Any]:
    text = _text(request, topic)
    nothing: dict[str, Any] = {
        "lead": "", "fields": [], "columns": [], "facts": [], "url": None,
    }  # fmt: skip
    shown = {
        "title": text.title, "blocks": text.blocks, "more": _topics(request, topic),
        "heading": text.title,
    }  # fmt: skip
    return {**nothing, **shown, **subject}


def show_subject(context: HelpSubject, request: Any) -> dict[str, Any]:
    """One form, ledger or indicator in words, then what holds for all of them."""
    _crumb(request)
    topic = context.__parent__.__name__ if context.__parent__ else ""
    request.page.crumbs.append(
        Link(_text(request, topic).title, request.to.page(f"help/{topic}"))
    )
    about = _ABOUT[topic](request, context.subject)
    return _shown(request, topic, title=context.subject.title, **about)


def _about_form(request: Any, spec: Any) -> dict[str, Any]:
    declared = request.declared
    roles = "、".join(roles_with(declared, spec.permission)) if spec.permission else ""
    menu = spec.menu and (not spec.permission or spec.permission in request.rights)
    return {
        "lead": spec.help,
        "fields": describe_fields(declared, spec.fields),
        "facts": [("可以办理的岗位", roles)] if roles else [],
        "url": request.to.command(spec.name) if menu else None,
    }


def _each_row(declared: Any, ledger: Any) -> str:
    if ledger.kind == "rollup":
        by = [
            ledger.column(name).title for name in (*ledger.groups, ledger.time) if name
        ]
        sources = "、".join(source.title for source in ledger.sources)
        return f"每个{'、'.join(by)}一行，由{sources}汇总"
    per = declared.aggregates[ledger.per.topic].title
    return f"每份{per}一行" if ledger.kind == "record" else f"{per}的每一笔一行"


def _about_ledger(request: Any, ledger: Any) -> dict[str, Any]:
    declared = request.declared
    one = _each_row(declared, ledger)
    period = ledger.column(ledger.period_column) if ledger.period_column else None
    seen = request.reader.sees(ledger)
    facts = [("每行是什么", one)]
    if period is not None:
        facts.append(("本月、本年等按", f"{period.title}"))
    return {
        "columns": describe_columns(declared, ledger),
        "facts": facts,
        "url": request.to.ledger(ledger.name) if seen else None,
    }


def _about_kpi(request: Any, kpi: Any) -> dict[str, Any]:
    declared = request.declared
    seen = rights_of_figure(declared, kpi) <= request.rights
    url = request.to.kpi(kpi.name) if seen else None
    return {"facts": describe_kpi(declared, kpi), "url": url}


_ABOUT = {"form": _about_form, "ledger": _about_ledger, "kpi": _about_kpi}


def cards_index(context: Cards, request: Any) -> dict[str, Any]:
    """All cards, to be printed one after the other."""
    _crumb(request)
    roles = request.declared.roles.values()
    links = [
        Link(role.title, request.to.page(f"help/cards/{role.code}"), "print")
        for role in roles
    ]
    return {"title": "岗位操作卡", "cards": links}


def show_card(context: CardNode, request: Any) -> dict[str, Any]:
    """What one post does here, on one sheet."""
    _crumb(request)
    cards = Link("岗位操作卡", request.to.page("help/cards/"))
    request.page.crumbs.append(cards)
    day = durations.minute_text(request.site.now(), request.zone)[:10]
    duties = duties_of(request.declared, context.role.code)
    return {
        "title": f"{context.role.title}操作卡",
        "role": context.role.title,
        "duties": duties,
        "address": f"{request.host_url}{request.to.home}",
        "day": day,
    }


def includeme(config: Any) -> None:
    """Register the pages of help."""
    get = {"request_method": "GET"}
    config.add_view(help_index, context=Help, renderer="help_index.pt", **get)
    config.add_view(show_topic, context=HelpTopic, renderer="help.pt", **get)
    config.add_view(show_subject, context=HelpSubject, renderer="help.pt", **get)
    config.add_view(cards_index, context=Cards, renderer="cards.pt", **get)
    config.add_view(show_card, context=CardNode, renderer="card.pt", **get)
