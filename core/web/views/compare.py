"""指标表: 报送时数 and 现在数 of every indicator, and 两期对比, for who audits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from houqin.core.model.permission import CorePermission
from houqin.core.site.figures import year_before
from houqin.core.site.reported import as_reported, two_periods
from houqin.core.web.addresses import with_query
from houqin.core.web.asking import WANTED
from houqin.core.web.horizons import BadAddress, read_day
from houqin.core.web.page import Link
from houqin.core.web.tree import SiteNode
from houqin.core.web.views.home import ordered_kpis
from houqin.core.web.views.indicator import asked_period

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from houqin.core.site.reported import Beside

#: Records that are named; more are counted.
_MOST_CAUSES = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator with its two figures."""

    title: str
    unit: str
    meaning: str
    before: str
    now: str
    difference: str
    changed: bool
    before_url: str
    now_url: str
    causes: tuple[Link, ...]
    more: int


class Asked:
    """What the address asks to be compared."""

    def __init__(self, request: Any) -> None:
        self.request = request
        period = asked_period(request)
        assert period.days  # noqa: S101 - never all times
        self.days: tuple[date, date] = period.days
        query = request.GET
        self.reported = read_day(query.get("reported", ""), "报送日")
        self.other = self._other(query)

    def _other(self, query: Any) -> tuple[date, date]:
        """The other period; the same days of the year before where none is named."""
        otherwise = [year_before(day) for day in self.days]
        first = read_day(query.get("other_from", ""), "对比期起始日期")
        last = read_day(query.get("other_to", ""), "对比期截止日期")
        found = (first or otherwise[0], last or otherwise[1])
        if found[1] < found[0]:
            raise BadAddress("对比期的截止日期不能早于起始日期")
        return found

    def then(self) -> list[Beside]:
        """报送时数 beside 现在数; nothing without a day."""
        if self.reported is None:
            return []
        reader, kpis = self.request.reader, ordered_kpis(self.request)
        return list(as_reported(reader, kpis, *self.days, self.reported))

    def two(self) -> list[Beside]:
        """对比期 beside 本期."""
        reader, kpis = self.request.reader, ordered_kpis(self.request)
        return list(two_periods(reader, kpis, self.other, self.days))

    @property
    def typed(self) -> dict[str, str]:
        """The fields of the form."""
        return {
            "from": str(self.days[0]), "to": str(self.days[1]),
            "reported": str(self.reported or ""),
            "other_from": str(self.other[0]), "other_to": str(self.other[1]),
        }  # fmt: skip


def show(context: SiteNode, request: Any) -> dict[str, Any]:
    """Both tables; the first once a day is named."""
    asked = Asked(request)
    request.page.crumbs = [Link("工作台", request.to.home)]
    known = [("recorded_by", str(asked.reported or ""))]
    return {
        "title": "指标表",
        "action": request.path,
        "kept": [pair for pair in request.typed_horizon.pairs if pair[1]],
        "typed": asked.typed,
        # What is otherwise now is looked for, and stands first.
        "then": sorted(
            (_line(request, each, known) for each in asked.then()),
            key=lambda line: not line.changed,
        ),
        "two": [_line(request, each) for each in asked.two()],
        "this_text": _text(asked.days),
        "other_text": _text(asked.other),
    }


def _text(days: tuple[date, date]) -> str:
    return f"{days[0]} 至 {days[1]}"


def _line(request: Any, beside: Beside, known: Any = ()) -> Line:
    """:param known: limits of the figure before, besides the page's own."""
    kpi, own = beside.now.kpi, dict(request.typed_horizon.pairs)
    named = beside.causes[:_MOST_CAUSES]
    return Line(
        kpi.title, kpi.unit, kpi.meaning,
        beside.before.text, beside.now.text, beside.difference_text,
        changed=beside.before.value != beside.now.value,
        before_url=_figure_url(request, beside.before, own | dict(known)),
        now_url=_figure_url(request, beside.now, own),
        causes=tuple(_causes(request, named)),
        more=len(beside.causes) - len(named),
    )  # fmt: skip


def _figure_url(request: Any, figure: Any, limits: dict[str, str]) -> str:
    days = [("from", str(figure.start)), ("to", str(figure.end))]
    return with_query(request.to.kpi(figure.kpi.name), limits.items(), days)


def _causes(request: Any, records: Any) -> Iterator[Link]:
    for record in records:
        yield Link(request.reader.title_of(record), request.to.anywhere(record))


def in_json(context: SiteNode, request: Any) -> dict[str, Any]:
    """The same for programs."""
    asked = Asked(request)
    return {
        **asked.typed,
        "as_reported": [each.as_json() for each in asked.then()],
        "two_periods": [each.as_json() for each in asked.two()],
    }


def includeme(config: Any) -> None:
    """Register the page, for who verifies."""
    page = {
        "name": "compare",
        "context": SiteNode,
        "request_method": "GET",
        "permission": str(CorePermission.VERIFY),
    }
    config.add_view(show, renderer="compare.pt", **page)
    config.add_view(in_json, renderer="json", **page, **WANTED)
