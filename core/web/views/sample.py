"""抽样: who audits names a ledger, days, a seed and how many; anybody gets the same."""

from __future__ import annotations

from secrets import token_hex
from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther

from houqin.core.model.permission import CorePermission
from houqin.core.site.in_json import columns_json, row_json
from houqin.core.site.sampling import MOST, MOST_SEED, Sample, drawn
from houqin.core.web.addresses import with_query
from houqin.core.web.asking import WANTED
from houqin.core.web.horizons import BadAddress, read_number
from houqin.core.web.page import Link
from houqin.core.web.tables import draw_rows, layout_of
from houqin.core.web.tree import LedgerNode, SiteNode
from houqin.core.web.views.ledger import Asked

_SIZE = 20


class Lots:
    """What the address asks to be drawn."""

    def __init__(self, context: LedgerNode, request: Any) -> None:
        if context.ledger.kind == "rollup":
            raise HTTPNotFound
        self.asked = Asked(context, request)
        self.size = read_number(request.GET.get("size", ""), "抽取条数") or _SIZE
        if self.size > MOST:
            raise BadAddress(f"一次最多抽取{MOST}条")
        self.seed = request.GET.get("seed", "").strip()[:MOST_SEED]

    def draw(self) -> Sample:
        """The sample; without a seed nothing."""
        name = self.asked.ledger.name
        reading = self.asked.request.reader.opened(name)
        if not self.seed:
            return Sample((), reading.count(self.asked.filters, **self.asked.choosing))
        rows = reading.rows(self.asked.filters, **self.asked.choosing)
        found = drawn(name, rows, self.seed, self.size)
        self.asked.request.looked = f"种子{self.seed}，{len(found.rows)}条"
        return found


def choose(context: SiteNode, request: Any) -> Any:
    """Which ledger; then its page."""
    ledgers = {
        ledger.name: ledger.title
        for ledger in request.declared.ledgers.values()
        if ledger.kind != "rollup" and request.reader.sees(ledger)
    }
    wanted = request.GET.get("ledger", "")
    if wanted in ledgers:
        kept = [pair for pair in request.GET.items() if pair[0] != "ledger"]
        return HTTPSeeOther(with_query(f"{request.to.ledger(wanted)}/sample", kept))
    return {
        "title": "抽样",
        "heading": "抽样",
        "action": request.path,
        "ledgers": ledgers.items(),
        "typed": _typed(token_hex(4), _SIZE),
        "sample": None,
    }


def _typed(seed: str, size: int, first: Any = "", last: Any = "") -> dict[str, Any]:
    return {"seed": seed, "size": size, "from": first or "", "to": last or ""}


def show(context: LedgerNode, request: Any) -> dict[str, Any]:
    """The rows that were drawn."""
    lots = Lots(context, request)
    found, ledger = lots.draw(), context.ledger
    layout, path = layout_of(ledger), request.to.ledger(ledger.name)
    request.page.crumbs = [Link("抽样", request.to.page("sample"))]
    period = lots.asked.period
    return {
        "title": f"{ledger.title}抽样",
        "heading": f"{ledger.title}抽样",
        "action": f"{path}/sample",
        "ledgers": (),
        "typed": _typed(
            lots.seed or token_hex(4), lots.size, period.first, period.last
        ),
        "sample": found if lots.seed else None,
        "kept": [pair for pair in request.typed_horizon.pairs if pair[1]],
        "heads": [column.title for column in layout.columns],
        "body": draw_rows(
            request.reader.display, ledger, found.rows, path,
            with_query("", request.typed_horizon.pairs),
        ),
        "finding_url": with_query(f"{path}/finding", request.GET.items())
        if CorePermission.EXAMINE in request.rights and found.rows and lots.seed
        else None,
        "style_url": f"{path}/columns.css?v={layout.digest}",
    }  # fmt: skip


def in_json(context: LedgerNode, request: Any) -> dict[str, Any]:
    """The same for programs."""
    lots = Lots(context, request)
    found, ledger = lots.draw(), context.ledger
    return {
        "ledger": ledger.name,
        "seed": lots.seed,
        "of": found.of,
        "columns": columns_json(ledger),
        "rows": [row_json(request.reader, ledger, row) for row in found.rows],
    }


def includeme(config: Any) -> None:
    """Register the page, for who verifies."""
    page = {
        "name": "sample",
        "request_method": "GET",
        "permission": str(CorePermission.VERIFY),
    }
    config.add_view(choose, context=SiteNode, renderer="sample.pt", **page)
    config.add_view(show, context=LedgerNode, renderer="sample.pt", **page)
    config.add_view(in_json, context=LedgerNode, renderer="json", **page, **WANTED)
