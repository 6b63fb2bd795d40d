"""A ledger's page, its totals and its CSV."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pyramid.response import Response

from houqin.core.model.permission import CorePermission
from houqin.core.people.tree import DEPARTMENT
from houqin.core.projection.conditions import BELOW
from houqin.core.projection.rollup import RollUp
from houqin.core.site import offers
from houqin.core.site.columns import numbered
from houqin.core.site.ledger_import import importable
from houqin.core.web import durations
from houqin.core.web.addresses import with_query
from houqin.core.web.csv_text import csv_name, csv_rows
from houqin.core.web.horizons import BadAddress, read_number
from houqin.core.web.page import Group, Link
from houqin.core.web.periods import TITLES, Period, read_period
from houqin.core.web.rolled import behind
from houqin.core.web.tables import (
    Table,
    TotalRow,
    alert_mark,
    blank_classes,
    draw_heads,
    draw_rolled,
    draw_rows,
    draw_totals,
    layout_of,
)
from houqin.core.web.tree import LedgerNode
from houqin.core.web.views.home import today_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from houqin.core.projection.row import Row

SIZE = 50
FILTER = "f."
_WITH_BELOW = f"可加“{BELOW}”"
_VOIDED = (("0", "未作废"), ("1", "已作废"))


@dataclass(frozen=True, slots=True)
class Filter:
    """One field of the filter form."""

    name: str
    title: str
    value: str
    options: list[tuple[str, str]]
    type: str = "text"
    hint: str | None = None


class Asked:
    """What the address of a ledger's page asks for."""

    def __init__(self, context: LedgerNode, request: Any) -> None:
        self.request, self.ledger = request, context.ledger
        query = request.GET
        self.filters = {
            name.removeprefix(FILTER): value
            for name, value in query.items()
            if name.startswith(FILTER) and value.strip()
        }
        self.sort = query.get("sort", "").strip()
        self.page = read_number(query.get("page", ""), "页码") or 1
        self.kpi = self._kpi(query.get("kpi", ""))
        self.period = read_period(query, today_of(request))
        if self.kpi and self.kpi.at and not self.period.days:
            raise BadAddress("查看指标明细需要起止日期")

    def _kpi(self, name: str) -> Any:
        if not name:
            return None
        kpi = self.request.declared.measure(name)
        if kpi is None or not kpi.over or kpi.over.name != self.ledger.name:
            raise BadAddress("没有这个指标，或者它不是由这本台账统计的")
        return kpi

    @property
    def choosing(self) -> dict[str, Any]:
        """The arguments that choose rows."""
        if self.kpi:
            # A measure without a time counts every row, whatever the days.
            days = self.period.days or (date.min, date.max)
            return {"kpi": (self.kpi, *days)}
        return {"period": self.period.days}

    def kept(
        self, *, period: bool = True, filters: bool = True
    ) -> list[tuple[str, str]]:
        """Name and value of what a link on the page keeps."""
        pairs = list(self.request.typed_horizon.pairs)
        if period:
            pairs += self.period.pairs
        if filters:
            pairs += [(FILTER + name, value) for name, value in self.filters.items()]
            pairs.append(("kpi", self.kpi.name if self.kpi else ""))
        return pairs

    def url(self, name: str = "", *more: tuple[str, str]) -> str:
        """This page's address, or the one of its view ``name``."""
        path = self.request.to.ledger(self.ledger.name)
        return with_query(f"{path}/{name}" if name else path, self.kept(), more)


def show_ledger(context: LedgerNode, request: Any) -> dict[str, Any]:
    """One page of rows; the totals come after them."""
    asked = Asked(context, request)
    reading = request.reader.opened(asked.ledger.name)
    sort = asked.sort or None
    found = reading.page(
        asked.filters, sort, asked.page, SIZE, beyond=1, **asked.choosing
    )
    first = (asked.page - 1) * SIZE + 1
    rows = list(numbered(asked.ledger, found[:SIZE], first))
    table = _table(asked, rows)
    plugins = request.declared.plugins
    plugin = plugins[asked.ledger.plugin]
    request.page.crumbs = [Link(plugin.title, request.to.plugin(plugin.name))]
    return {
        "title": asked.ledger.title,
        "table": table,
        "total": _total(asked, reading),
        "style_url": _style_url(asked),
        **_deeds(request, asked.ledger, asked.filters),
        "printed": durations.minute_text(request.site.now(), request.zone),
        **_choices(asked),
        **_links(asked, len(rows), more=len(found) > SIZE),
    }


def _table(asked: Asked, rows: list[Any]) -> Table:
    request, ledger = asked.request, asked.ledger
    # A row of a ledger of events leads to the record they belong to.
    owner = request.declared.ledger_of(ledger.per.topic) or ledger
    path = request.to.ledger(owner.name)
    kept = with_query("", request.typed_horizon.pairs)
    drawn = (
        draw_rolled(request.reader.display, ledger, rows, _drill(asked))
        if isinstance(ledger, RollUp)
        else draw_rows(
            request.reader.display,
            ledger,
            rows,
            path,
            kept,
            _marks(request, ledger, rows),
        )
    )
    columns = layout_of(ledger).columns
    heads = draw_heads(columns, asked.sort, asked.url())
    return Table(heads, drawn, len(columns), blank_classes(ledger, rows))


def _marks(request: Any, ledger: Any, rows: list[Any]) -> dict[str, str]:
    """The most urgent alert of each row."""
    alerts = request.reader.alerts
    return {
        key: alert_mark(raised.level, raised.alert.title, alerts.text(raised))
        for key, raised in alerts.of_rows(ledger, rows).items()
    }


def _drill(asked: Asked) -> Callable[[str, Row], str | None]:
    """The address of the rows that a cell of a roll-up was added up from."""
    request, ledger = asked.request, asked.ledger
    horizon = request.typed_horizon.pairs

    def address(measure: str, row: Row) -> str | None:
        pairs = behind(ledger, measure, row)
        if pairs is None:
            return None
        path = request.to.ledger(ledger.part_of(measure).over.name)
        return with_query(path, pairs, horizon)

    return address


def _total(asked: Asked, reading: Any) -> TotalRow:
    if asked.request.GET.get("totals") != "1":
        return TotalRow(shown=False, url=asked.url("totals"), cells=[])
    return _read_totals(asked, reading)


def _read_totals(asked: Asked, reading: Any) -> TotalRow:
    count = reading.count(asked.filters, **asked.choosing)
    sums = reading.totals(asked.filters, **asked.choosing)
    return draw_totals(layout_of(asked.ledger).columns, sums, count)


def _style_url(asked: Asked) -> str:
    path = asked.request.to.ledger(asked.ledger.name)
    return f"{path}/columns.css?v={layout_of(asked.ledger).digest}"


def _choices(asked: Asked) -> dict[str, Any]:
    """Period buttons and filters as the page shows them."""
    request, period = asked.request, asked.period
    return {
        "periods": _period_links(asked) if asked.ledger.period_column else [],
        "period_text": period.text,
        "kpi_title": asked.kpi.title if asked.kpi else "",
        "filters": list(_filters(asked)),
        "filtered": bool(asked.filters or request.typed_horizon.text),
        "horizon": request.typed_horizon,
        "kept_for_filter": [
            (name, value)
            for name, value in (*period.pairs, ("at", request.typed_horizon.at))
            if value
        ],
    }


def _period_links(asked: Asked) -> list[Link]:
    path = asked.request.to.ledger(asked.ledger.name)
    kept = [pair for pair in asked.kept(period=False) if pair[0] != "kpi"]
    codes = [*TITLES.items(), ("", "全部")]
    return [
        Link(
            title, with_query(path, kept, [("period", code)]),
            current="true" if asked.period.code == code else None,
        )
        for code, title in codes
    ]  # fmt: skip


def _filters(asked: Asked) -> Iterator[Filter]:
    workflow = getattr(asked.ledger.per, "workflow", None)
    for column in asked.ledger.columns:
        shown = column.filter and not column.hidden
        if shown and column.type.kind not in {"personal", "state"}:
            yield _filter(asked, column)
    if workflow:
        states = [(s.code, s.title) for s in workflow.states.values()]
        yield Filter("state", "办理状态", asked.filters.get("state", ""), states)
    if not isinstance(asked.ledger, RollUp):
        yield Filter("voided", "作废", asked.filters.get("voided", ""), list(_VOIDED))


def _filter(asked: Asked, column: Any) -> Filter:
    day = column.type.kind in {"date", "instant"}
    value = asked.filters.get(column.name, "")
    single = day and ".." not in value
    return Filter(
        column.name, column.title, value, list(column.type.choices),
        "date" if single else "text",
        _WITH_BELOW if column.type.reference == DEPARTMENT else None,
    )  # fmt: skip


def _links(asked: Asked, found: int, *, more: bool) -> dict[str, Any]:
    """Where one can go from this page of the ledger."""
    sort, page = ("sort", asked.sort), asked.page
    first = (page - 1) * SIZE + 1
    path = asked.request.to.ledger(asked.ledger.name)
    return {
        "action": path,
        "unfiltered_url": with_query(path, asked.period.pairs),
        "csv_url": asked.url("csv", sort),
        "xlsx_url": asked.url("xlsx", sort),
        "print_url": asked.url("print.pdf", sort),
        "forms_url": asked.url("forms.pdf", sort) if _has_form(asked) else None,
        "evidence_url": asked.url("evidence")
        if _may(asked, CorePermission.VERIFY)
        else None,
        "finding_url": asked.url("finding", sort)
        if _may(asked, CorePermission.EXAMINE)
        else None,
        "totals_url": asked.url("", sort, ("page", str(page)), ("totals", "1")),
        "range_text": f"第 {page} 页，第 {first}–{first + found - 1} 条"
        if found
        else "",
        "previous_url": _page_url(asked, page - 1) if page > 1 else None,
        "next_url": _page_url(asked, page + 1) if more else None,
    }


def _may(asked: Asked, right: CorePermission) -> bool:
    """What an auditor does with rows, where they are rows of their own."""
    return right in asked.request.rights and asked.ledger.kind != "rollup"


def _has_form(asked: Asked) -> bool:
    forms = asked.request.declared.printed_forms
    return asked.ledger.kind == "record" and asked.ledger.per.topic in forms


def _page_url(asked: Asked, page: int) -> str:
    return asked.url("", ("sort", asked.sort), ("page", str(page)))


def _deeds(request: Any, ledger: Any, filters: dict[str, str]) -> dict[str, Any]:
    """Commands that open a record of this ledger; many at once are folded away."""
    chosen = [(FILTER + name, value) for name, value in filters.items()]
    if not request.horizon.live:
        return {"deeds": [], "many": []}
    declared, to = request.declared, request.to
    one = [
        Link(spec.title, to.command(spec.name), "do")
        for spec in offers.beginnings(declared, request.rights)
        if _opens(declared, spec, ledger)
    ]
    many = [
        Link(spec.title, to.batch(spec.name), "do")
        for spec in offers.batches(declared, request.rights)
        if not spec.revises
        if _opens(declared, spec, ledger)
    ]
    found = importable({"": declared.imports.get(ledger.name)}, request.rights)
    files = [
        Link(spec.title, f"{to.ledger(ledger.name)}/import", "download")
        for spec in found
    ]
    revised = [
        Link(spec.title, with_query(to.batch(spec.name), chosen), "do")
        for spec in offers.batches(declared, request.rights)
        if spec.revises and spec.on and spec.on.topic == ledger.per.topic
    ]
    named = (
        ("成批修改", revised), ("成批登记", many), ("从 Excel 导入", files),
    )  # fmt: skip
    return {
        "deeds": one,
        "many": [Group(t, tuple(links)) for t, links in named if links],
    }


def _opens(declared: Any, spec: Any, ledger: Any) -> bool:
    """Whether a command's event is one of the ledger's records, or one of its rows."""
    topic = str(declared.topics.topic_of(spec.event)) if spec.event else ""
    if ledger.kind == "event":
        return bool(topic in ledger.emits)
    return bool(topic.rpartition(".")[0] == ledger.per.topic)


def show_totals(context: LedgerNode, request: Any) -> dict[str, Any]:
    """The totals row alone, as htmx asks for it."""
    asked = Asked(context, request)
    reading = request.reader.ledger(asked.ledger.name)
    return {"total": _read_totals(asked, reading)}


def show_style(context: LedgerNode, request: Any) -> Response:
    """What tells this ledger's columns apart; its address changes with it."""
    response = Response(layout_of(context.ledger).style, content_type="text/css")
    response.cache_control = "private, max-age=31536000, immutable"
    return response


def export_csv(context: LedgerNode, request: Any) -> Response:
    """Every chosen row as CSV with a byte order mark, sent as it is read."""
    asked = Asked(context, request)
    # What is wrong with the address is said before the first byte is sent.
    reading = request.reader.opened(asked.ledger.name)
    reading.page(asked.filters, asked.sort or None, 1, 1, **asked.choosing)
    chosen = (asked.filters, asked.sort or None, asked.choosing)
    site, horizon = request.site, request.horizon
    response = Response(content_type="text/csv", charset="utf-8")
    response.app_iter = csv_rows(site, request.standing, horizon, asked.ledger, chosen)
    name = csv_name(asked.ledger.title, _said(asked.period, request))
    response.headers["Content-Disposition"] = name
    return response


def _said(period: Period, request: Any) -> str:
    return " ".join(part for part in (period.text, request.typed_horizon.text) if part)


def includeme(config: Any) -> None:
    """Register a ledger's pages."""
    get = {"context": LedgerNode, "request_method": "GET"}
    config.add_view(show_ledger, renderer="ledger.pt", **get)
    config.add_view(show_totals, name="totals", renderer="totals.pt", **get)
    config.add_view(show_style, name="columns.css", **get)
    config.add_view(export_csv, name="csv", **get)
