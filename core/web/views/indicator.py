"""Indicators: figure, 口径, month bars, dimensions, and the way to the rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from houqin.core.projection.kpi import measured_parts
from houqin.core.schema.numerals import decimal_text
from houqin.core.site.figures import year_before
from houqin.core.web.addresses import with_query
from houqin.core.web.charts import Chart, month_bars
from houqin.core.web.horizons import BadAddress
from houqin.core.web.page import Link
from houqin.core.web.periods import TITLES, Period, button, read_period
from houqin.core.web.sentences import SentenceShown, shown, summary_of
from houqin.core.web.tree import KpiNode, Kpis, PluginNode
from houqin.core.web.views.home import (
    FIRST_MONTH,
    FigureTile,
    ordered_kpis,
    shown_year,
    today_of,
    year_choices,
    year_tiles,
)

#: The largest groups are shown first; the rest on demand.
MOST_GROUPS = 15


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One value of a dimension."""

    label: str
    value: str
    share: float
    percent: str
    url: str | None


def show_indicators(context: Kpis, request: Any) -> dict[str, Any]:
    """All indicators of a plugin for one year."""
    assert isinstance(context.__parent__, PluginNode)  # noqa: S101 - the tree's shape
    plugin = request.declared.plugins[context.__parent__.__name__]
    year = shown_year(request)
    request.page.crumbs = [Link(plugin.title, request.to.plugin(plugin.name))]
    return {
        "title": f"{plugin.title}指标",
        "year_title": f"{year} 年",
        "years": year_choices(request, year),
        "figures": year_tiles(request, ordered_kpis(request, plugin.name), year),
        "sentences": _sentences(request, plugin, year),
    }


def _sentences(request: Any, plugin: Any, year: int) -> list[SentenceShown]:
    """What the work summary says of the year."""
    period = Period("days", date(year, 1, 1), date(year, 12, 31))
    return shown(request, summary_of(request, plugin, period))


def show_indicator(context: KpiNode, request: Any) -> dict[str, Any]:
    """One indicator for a period, month by month and by dimension."""
    kpi, period = context.kpi, asked_period(request)
    by = asked_dimension(kpi, request.GET.get("by", ""))
    figure = request.reader.kpi(kpi.name, *period.days, by)  # type: ignore[misc]  # two days
    _crumbs(kpi, request)
    return {
        "title": kpi.title,
        "period_text": period.text,
        "periods": _period_links(kpi, period, by, request),
        "action": request.to.kpi(kpi.name),
        "by": by or "",
        "from_": str(period.first),
        "to": str(period.last),
        "horizon": request.typed_horizon,
        "figure": FigureTile(kpi.title, figure.text, kpi.unit, kpi.meaning, ""),
        "rows_links": _rows_links(kpi, period, request),
        "chart": _chart(kpi, period, request),
        "dimensions": _dimension_links(kpi, period, by, request),
        "by_title": _dimension_title(kpi, by) if by else "",
        **_shown_groups(_groups(figure, kpi, period, by, request), request),
    }


def asked_period(request: Any) -> Period:
    """The period asked for; in January the last year, whose summary is due."""
    today = today_of(request)
    otherwise = "last_year" if today.month == FIRST_MONTH else "year"
    period = read_period(request.GET, today, otherwise)
    return period if period.days else button(otherwise, today)


def _shown_groups(groups: list[GroupLine], request: Any) -> dict[str, Any]:
    """The largest groups, or all of them when asked for."""
    rest = len(groups) - MOST_GROUPS
    if rest <= 0 or request.GET.get("all") == "1":
        return {"groups": groups, "all_url": None, "rest": 0}
    query = [(name, value) for name, value in request.GET.items() if name != "all"]
    url = with_query(request.path, query, [("all", "1")])
    return {"groups": groups[:MOST_GROUPS], "all_url": url, "rest": rest}


def _crumbs(kpi: Any, request: Any) -> None:
    plugin = request.declared.plugins[kpi.plugin]
    request.page.crumbs = [
        Link(plugin.title, request.to.plugin(plugin.name)),
        Link("指标", request.to.kpis(plugin.name)),
    ]


def asked_dimension(kpi: Any, asked: str) -> str | None:
    if not asked:
        return kpi.dimensions[0] if kpi.dimensions else None
    if asked not in kpi.dimensions:
        raise BadAddress("这个指标不能按此项分组")
    return asked


def _dimension_title(kpi: Any, name: str) -> str:
    if name == "state":
        return "办理状态"
    column = kpi.over.column(name) if kpi.over else None
    return column.title if column else name


def _period_links(kpi: Any, period: Period, by: str | None, request: Any) -> list[Link]:
    kept = [*request.typed_horizon.pairs, ("by", by or "")]
    return [
        Link(
            title, with_query(request.to.kpi(kpi.name), kept, [("period", code)]),
            current="true" if period.code == code else None,
        )
        for code, title in TITLES.items()
    ]  # fmt: skip


def _dimension_links(
    kpi: Any, period: Period, by: str | None, request: Any
) -> list[Link]:
    kept = [*request.typed_horizon.pairs, *period.pairs]
    return [
        Link(
            _dimension_title(kpi, name),
            with_query(request.to.kpi(kpi.name), kept, [("by", name)]),
            current="true" if name == by else None,
        )
        for name in kpi.dimensions
    ]  # fmt: skip


def _days(period: Period) -> list[tuple[str, str]]:
    return [("from", str(period.first)), ("to", str(period.last))]


def _rows_links(kpi: Any, period: Period, request: Any) -> list[Link]:
    """The rows a figure counts; one worked out of others counts those of its parts."""
    if not kpi.composed:
        return [Link("查看明细", _rows_url(kpi, period, request))]
    parts = measured_parts(kpi, request.declared.kpis)
    spans = [("", period)]
    if kpi.measure == "change":
        spans.append(("（上年同期）", _year_before(period)))
    return [
        Link(f"查看明细：{part.title}{told}", _rows_url(part, span, request))
        for told, span in spans
        for part in parts
    ]


def _year_before(period: Period) -> Period:
    first, last = period.days or (date.min, date.max)
    return Period("days", year_before(first), year_before(last))


def _rows_url(kpi: Any, period: Period, request: Any) -> str:
    kept = dict(request.typed_horizon.pairs)
    if kpi.of_a_day:
        # A level is the state of its last day.
        kept["as_of"] = min(kept["as_of"] or str(period.last), str(period.last))
    url = request.to.ledger(kpi.over.name)
    return with_query(url, kept.items(), [("kpi", kpi.name)], _days(period))


def _chart(kpi: Any, period: Period, request: Any) -> Chart:
    year = (period.last or date.min).year
    figures = request.reader.kpi_months(kpi.name, year)
    amounts = [
        (f"{number}月", figure.value, figure.text if figure.value else "")
        for number, figure in enumerate(figures, 1)
    ]
    today = today_of(request)
    now = today.month - 1 if today.year == year else -1
    return month_bars(f"{year} 年各月", amounts, now)


def _groups(
    figure: Any, kpi: Any, period: Period, by: str | None, request: Any
) -> list[GroupLine]:
    groups = figure.groups
    most = max([group.value or 0 for group in groups], default=0) or 1
    total, adds_up = figure.value or 1, kpi.adds_up
    url = _rows_url(kpi, period, request) if adds_up else ""
    return [
        GroupLine(
            group.label,
            decimal_text(group.value, kpi.scale),
            round(100 * max(group.value or 0, 0) / most, 1),
            f"{100 * (group.value or 0) / total:.1f}%" if adds_up else "",
            f"{url}&f.{by}={quote(group.key)}" if url and group.key else None,
        )
        for group in groups
    ]


def includeme(config: Any) -> None:
    """Register the indicators' pages."""
    get = {"request_method": "GET"}
    config.add_view(show_indicators, context=Kpis, renderer="kpis.pt", **get)
    config.add_view(show_indicator, context=KpiNode, renderer="kpi.pt", **get)
