"""工作台, 待办, and the index of a plugin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from pyramid.response import Response

from houqin.core.model.permission import CorePermission
from houqin.core.site import offers
from houqin.core.site.comparing import compared
from houqin.core.web import durations
from houqin.core.web.addresses import with_query
from houqin.core.web.cards import Count, cards_of, roles_of
from houqin.core.web.horizons import read_number
from houqin.core.web.page import Group, Link
from houqin.core.web.periods import button
from houqin.core.web.tree import PageNode, PluginNode, SiteNode, rights_of_figure
from houqin.core.web.worklists import worklist_lines

FIRST_MONTH = 1
_MOST_WAITING = 8
MOST_FIGURES = 8
_LAST = 1_000
#: The figures of who leads stand before cards of this order.
FIGURES_AT = 25
#: Buttons of a module that are in sight where there are several modules.
_FEW = 4
#: Who is a driver and nothing else has task cards and no menu.
DRIVERS = frozenset({"driver"})
#: Their figures are compared with the year before.
LEADERS = frozenset({"director", "leader"})


@dataclass(frozen=True, slots=True)
class FigureTile:
    """One indicator of a year."""

    title: str
    value: str
    unit: str
    meaning: str
    url: str
    #: 同比, where it is asked for.
    change: str = ""


@dataclass(frozen=True, slots=True)
class Deeds:
    """What may be started in one module; ``more`` is folded away."""

    title: str
    first: tuple[Link, ...]
    more: tuple[Link, ...]


def today_of(request: Any) -> date:
    """The local date by the site's clock."""
    return durations.local(request.site.now(), request.zone).date()


def shown_year(request: Any) -> int:
    """The year asked for; in January still the last one, whose summary is due."""
    today = today_of(request)
    otherwise = today.year - 1 if today.month == FIRST_MONTH else today.year
    asked = read_number(request.GET.get("year", ""), "年份") or otherwise
    return asked if asked in {today.year, today.year - 1} else otherwise


def year_choices(request: Any, year: int) -> list[Link]:
    """This year and the last."""
    this = today_of(request).year
    return [
        Link(
            title, with_query(request.path, [("year", str(y))]),
            current="page" if y == year else None,
        )
        for title, y in (("本年", this), ("去年", this - 1))
    ]  # fmt: skip


def year_days(request: Any, year: int) -> tuple[date, date]:
    """The days of a year, up to today."""
    return date(year, 1, 1), min(date(year, 12, 31), today_of(request))


def figure_of_year(request: Any, name: str, *, urgent: bool = False) -> Count:
    """An indicator of the year shown, for a card; it leads to its page.

    :param urgent: whether anything but nought is bad.
    """
    found = request.reader.kpi(name, *year_days(request, shown_year(request)))
    kpi = found.kpi
    return Count(
        kpi.title, found.text, request.to.kpi(kpi.name), unit=kpi.unit,
        urgent=urgent and bool(found.value),
    )  # fmt: skip


def year_tiles(
    request: Any, kpis: list[Any], year: int, *, against: bool = False
) -> list[FigureTile]:
    """The indicators' figures of one year.

    :param against: with the same days of the year before.
    """
    today, reader = today_of(request), request.reader
    days = year_days(request, year)
    code = button("year" if year == today.year else "last_year", today).code
    tiles = []
    for kpi in kpis:
        figure, change = (
            compared(reader, kpi.name, *days)
            if against
            else (reader.kpi(kpi.name, *days), "")
        )
        url = with_query(request.to.kpi(kpi.name), [("period", code)])
        tiles.append(
            FigureTile(kpi.title, figure.text, kpi.unit, kpi.meaning, url, change)
        )
    return tiles


def ordered_kpis(request: Any, plugin: str = "") -> list[Any]:
    """Indicators of one plugin, or of one after another, in their declared order."""
    declared, rights = request.declared, request.rights
    chosen = [
        kpi
        for kpi in declared.kpis.values()
        if not plugin or kpi.plugin == plugin
        if rights_of_figure(declared, kpi) <= rights
    ]
    return sorted(chosen, key=lambda k: (declared.plugins[k.plugin].order, k.order))


def headlines(request: Any) -> list[Any]:
    """The few figures of the year: those declared so, then the first of the others."""
    ordered = ordered_kpis(request)
    return sorted(ordered, key=lambda kpi: kpi.headline or _LAST)[:MOST_FIGURES]


def deeds(request: Any) -> list[Deeds]:
    """What this person may start, module by module; the first stands out."""
    plugins = request.declared.plugins
    found: dict[str, list[Link]] = {}
    for spec in offers.beginnings(request.declared, request.rights):
        link = Link(spec.title, request.to.command(spec.name), "do")
        found.setdefault(spec.plugin, []).append(link)
    names = sorted(found, key=lambda name: plugins[name].order)
    few = _FEW if len(names) > 1 else len(next(iter(found.values()), []))
    return [
        Deeds(plugins[n].title, tuple(found[n][:few]), tuple(found[n][few:]))
        for n in names
    ]


def _reach(request: Any, kpis: list[Any]) -> str:
    """Said where a person's figures are not those of the whole site."""
    declared, standing = request.declared, request.standing
    rights = {right for kpi in kpis for right in rights_of_figure(declared, kpi)}
    whole = all(standing.extent(right).whole for right in rights & standing.rights)
    return "" if whole else "（本单位和本人）"


def leads(request: Any) -> bool:
    """Whether the person compares years: who leads the office."""
    return bool(LEADERS & roles_of(request))


def _summary(request: Any) -> Link | None:
    """本月总结句, for who leads; of the first module that has sentences."""
    sections = request.declared.report_sections.values()
    plugin = next((section.plugin for section in sections), "")
    if not (plugin and leads(request)):
        return None
    page = f"{request.to.plugin(plugin)}report"
    return Link("本月总结", with_query(page, [("period", "month")]))


def home(context: SiteNode, request: Any) -> dict[str, Any]:
    """What waits, what can be done, how the year goes."""
    waiting = request.worklists.waiting(size=_MOST_WAITING)
    year, shown = shown_year(request), headlines(request)
    cards, plain = cards_of(request), roles_of(request) == DRIVERS
    request.page.bare = plain and bool(cards)
    now, first = request.site.now(), leads(request)
    greeting = durations.greeting(now, request.zone)
    return {
        "title": "工作台",
        "greeting": f"{greeting}，{request.identity.name}",
        "today": durations.day_text(today_of(request)),
        "cards": [card for card in cards if not first or card.order < FIGURES_AT],
        "figures_first": first,
        "cards_after": [card for card in cards if first and card.order >= FIGURES_AT],
        "plain": request.page.bare,
        "instead": {card.instead for card in cards},
        "items": worklist_lines(request, waiting.items),
        "waiting_count": waiting.count,
        "waiting_url": request.to.page("waiting"),
        "deeds": deeds(request),
        "year_title": f"{year} 年关键指标{_reach(request, shown)}",
        "years": year_choices(request, year),
        "figures": year_tiles(request, shown, year, against=first),
        "reads": request.standing is not None and bool(request.standing.letter),
        "summary": _summary(request),
        "inspection_url": request.to.page("inspection")
        if first and CorePermission.PREPARE in request.rights
        else None,
        "brief_url": with_query(request.to.page("brief.pdf"), [("year", str(year))]),
    }


def plugin_index(context: PluginNode, request: Any) -> dict[str, Any]:
    """Everything a plugin offers this person."""
    name = context.__name__
    declared, to = request.declared, request.to
    start = [
        Link(s.title, to.command(s.name), "do")
        for s in offers.beginnings(request.declared, request.rights)
        if s.plugin == name
    ]
    ledgers = [
        Link(ledger.title, to.ledger(ledger.name))
        for ledger in declared.ledgers.values()
        if ledger.plugin == name and request.reader.sees(ledger)
    ]
    kpis = [Link(k.title, to.kpi(k.name), "kpi") for k in ordered_kpis(request, name)]
    many = [
        Link(s.title, to.batch(s.name), "do")
        for s in offers.batches(declared, request.rights)
        if s.plugin == name and not s.revises
    ]
    named = (("办理", start), ("成批登记", many), ("台账", ledgers), ("指标", kpis))
    return {
        "title": declared.plugins[name].title,
        "groups": [Group(title, tuple(links)) for title, links in named if links],
    }


def show_page(context: PageNode, request: Any) -> Response:
    """A page a plugin declares."""
    declared = context.declared
    plugin = request.declared.plugins[declared.name.partition(".")[0]]
    request.page.crumbs = [Link(plugin.title, request.to.plugin(plugin.name))]
    values = {"request": request, "page": request.page, "title": declared.title}
    given = {**values, **declared.show(request)}
    return Response(request.templates.render(declared.template, given))


def includeme(config: Any) -> None:
    """Register the pages one starts from."""
    get = {"request_method": "GET"}
    config.add_view(home, context=SiteNode, renderer="home.pt", **get)
    config.add_view(show_page, context=PageNode, **get)
    config.add_view(plugin_index, context=PluginNode, renderer="module.pt", **get)
