"""迎检材料: ledgers, forms, indicators and the summary of a period in one zip."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPSeeOther

from houqin.core.model.permission import CorePermission
from houqin.core.printing.batches import Batch, Part
from houqin.core.printing.typesetting import obstacle
from houqin.core.schema.errors import Refused
from houqin.core.site.system_log import Kind
from houqin.core.web import making, packing
from houqin.core.web.addresses import with_query
from houqin.core.web.page import Link
from houqin.core.web.papers import printing_of, prints_by_browser
from houqin.core.web.periods import read_period
from houqin.core.web.tree import SiteNode
from houqin.core.web.views.home import ordered_kpis, shown_year, today_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.projection.ledger import Ledger
    from houqin.core.web.periods import Period

_LEDGER, _FORM = "ledger", "form"


@dataclass(frozen=True, slots=True)
class Offer:
    """One ledger, or the forms of its records, that may go in."""

    field: str
    name: str
    title: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Module:
    """What one module offers."""

    title: str
    ledgers: tuple[Offer, ...]
    forms: tuple[Offer, ...]


def show(context: SiteNode, request: Any) -> dict[str, Any]:
    """Before: a period and what there is of it. After: how far it is."""
    request.page.crumbs = [Link("工作台", request.to.home)]
    batch = making.asked_batch(request)
    if batch is not None:
        page = request.to.page("inspection")
        return making.shown(request, batch, page, request.to.page("inspection.zip"))
    period = _period(request)
    return {
        "title": "迎检材料",
        "action": request.path,
        "typed": {"from": str(period.first), "to": str(period.last)},
        "kept": [pair for pair in request.typed_horizon.pairs if pair[1]],
        "modules": list(_modules(request, period)),
        "obstacle": obstacle()
        or ("本系统设为由浏览器打印" * prints_by_browser(request)),
    }


def _obstacle(request: Any) -> str:
    """Why no pack can be made here; nothing where it can."""
    if prints_by_browser(request):
        return "本系统设为由浏览器打印，不能生成材料包"
    return obstacle()


def _period(request: Any) -> Period:
    """The days asked for; the shown year's otherwise."""
    today = today_of(request)
    otherwise = "year" if shown_year(request) == today.year else "last_year"
    found = read_period(request.params, today, otherwise)
    return found if found.days else read_period({}, today, otherwise)


def _seen(request: Any) -> Iterator[Ledger]:
    for ledger in request.declared.ledgers.values():
        if ledger.plugin != "core" and request.reader.sees(ledger):
            yield ledger


def _has_form(request: Any, ledger: Ledger) -> bool:
    return (
        ledger.kind == "record" and ledger.per.topic in request.declared.printed_forms
    )


def _modules(request: Any, period: Period) -> Iterator[Module]:
    """Every module with what it has in the period; what is empty is not ticked."""
    counted = {}
    for ledger in _seen(request):
        reading = request.reader.opened(ledger.name)
        counted[ledger] = reading.count({}, period=period.days)
    for name, plugin in request.declared.plugins.items():
        own = {ledger: n for ledger, n in counted.items() if ledger.plugin == name}
        if own:
            yield Module(
                plugin.title,
                tuple(
                    Offer(_LEDGER, each.name, each.title, n, n > 0)
                    for each, n in own.items()
                ),
                tuple(
                    Offer(_FORM, each.name, _form_title(request, each), n, chosen=False)
                    for each, n in own.items()
                    if _has_form(request, each)
                ),
            )


def _form_title(request: Any, ledger: Ledger) -> str:
    title: str = request.declared.printed_forms[ledger.per.topic].title
    return title


def start(context: SiteNode, request: Any) -> HTTPSeeOther:
    """Begin."""
    chosen = _chosen(request)
    site, person = request.site, request.identity
    write = partial(packing.write, site, request.horizon, request.standing, chosen)
    count = packing.count_of(chosen)
    request.note(Kind.AUDIT, f"制作{chosen.title}", person.id)
    batch = Batch(str(person.id), chosen.title, count, "件", "zip")
    begun = making.begin(request, batch, [Part(count, write)])
    address = with_query(request.to.page("inspection"), [("batch", str(begun))])
    return HTTPSeeOther(address)


def _chosen(request: Any) -> packing.Chosen:
    """What was ticked.

    :raises Refused: when nothing was.
    """
    period, given = _period(request), request.POST
    wanted = set(given.getall(_LEDGER)), set(given.getall(_FORM))
    ledgers = tuple(each for each in _seen(request) if each.name in wanted[0])
    forms = tuple(
        each
        for each in _seen(request)
        if each.name in wanted[1] and _has_form(request, each)
    )
    kpis = tuple(ordered_kpis(request)) if given.get("figures") else ()
    summary = bool(given.get("summary"))
    if not (ledgers or forms or kpis or summary):
        raise Refused("请至少选一项材料")
    assert period.days  # noqa: S101 - never all times
    addresses = {
        each.name: f"{request.host_url}{request.to.ledger(each.name)}" for each in forms
    }
    title = f"迎检材料（{period.first} 至 {period.last}）"
    printing = printing_of(request, f"期间：{period.text}")
    return packing.Chosen(
        title, period.days, ledgers, forms, kpis, summary, printing, addresses
    )


def includeme(config: Any) -> None:
    """Register the page, for who prepares an inspection."""
    page = {"context": SiteNode, "permission": str(CorePermission.PREPARE)}
    config.add_view(
        show, name="inspection", request_method="GET", renderer="inspection.pt", **page
    )
    config.add_view(start, name="inspection", request_method="POST", **page)
    config.add_view(
        making.open_part, name="inspection.zip", request_method="GET", **page
    )
