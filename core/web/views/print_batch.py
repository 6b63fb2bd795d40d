"""成批打印: the forms of a year, made in the background and opened part by part."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther

from houqin.core.printing.batches import PART, TURNS, Batch, Part, Progress
from houqin.core.printing.sheet_maker import SheetMaker, form_values
from houqin.core.printing.typesetting import typeset
from houqin.core.web import making
from houqin.core.web.page import Link
from houqin.core.web.papers import is_two_up
from houqin.core.web.tree import LedgerNode
from houqin.core.web.views.ledger import Asked
from houqin.core.web.views.printing import chosen_forms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from uuid import UUID

    Record = tuple[UUID, str | None]

#: Of a year of a county, several times over.
MOST = 20_000


def show_papers(context: LedgerNode, request: Any) -> dict[str, Any]:
    """Before: how many there are, and on what paper. After: how far they are."""
    asked = Asked(context, request)
    request.page.crumbs = [Link(asked.ledger.title, asked.url("", _sort(asked)))]
    batch = making.asked_batch(request)
    if batch is not None:
        return making.shown(
            request, batch, asked.url("papers"), asked.url("papers.pdf")
        )
    papers, asked, count = chosen_forms(context, request)
    form: Any = papers.form
    return {
        "title": f"打印全部{form.title}",
        "count": count,
        "too_many": count > MOST,
        "part": PART,
        "papers": form.paper == "a5",
        "two_up": is_two_up(request, form),
        "action": asked.url("papers", _sort(asked)),
    }


def _sort(asked: Asked) -> tuple[str, str]:
    return ("sort", asked.sort)


def start_papers(context: LedgerNode, request: Any) -> HTTPSeeOther:
    """Begin; the page that follows tells how far it is."""
    papers, asked, count = chosen_forms(context, request)
    if count > MOST:
        raise HTTPNotFound
    form: Any = papers.form
    reading = request.reader.opened(asked.ledger.name)
    rows = reading.rows(asked.filters, asked.sort or None, **asked.choosing)
    records = [(row.stream, row.state) for row in rows]
    two_up = is_two_up(request, form, request.POST.get("paper", ""))
    seen = (request.site, request.standing, request.horizon)
    made = partial(_made, seen, papers.asked, two_up)
    title = f"打印全部{form.title}"
    batch = Batch(str(request.identity.id), title, len(records))
    begun = making.begin(request, batch, list(_parts(records, made)))
    return HTTPSeeOther(asked.url("papers", ("batch", str(begun))))


def _parts(
    records: Sequence[Record], made: Callable[[Sequence[Record]], bytes]
) -> Iterator[Part]:
    for first in range(0, len(records), PART):
        chosen = records[first : first + PART]
        yield Part(len(chosen), partial(_write, made, chosen))


def _write(
    made: Callable[[Sequence[Record]], bytes],
    records: Sequence[Record],
    path: Path,
    _progress: Progress,
) -> None:
    path.write_bytes(made(records))


def _made(
    seen: tuple[Any, Any, Any],
    asked: tuple[Any, str, Any, str],
    two_up: bool,  # noqa: FBT001 - bound by name where the work is begun
    records: Sequence[Record],
) -> bytes:
    """One part, read in a snapshot of its own and set when that is closed."""
    site, standing, horizon = seen
    form, _leaf, printing, _base = asked
    with site.reader(horizon) as unlimited:
        maker = SheetMaker(unlimited.seen_by(standing), *asked)
        sheets = [sheet for record in records for sheet in maker.of(*record)[:1]]
    values = form_values(form, form.title, sheets, printing)
    return typeset("form.typ", values, two_up=two_up, turns=TURNS)


def includeme(config: Any) -> None:
    """Register the page, its work and its files."""
    config.include("houqin.core.web.making")
    node = {"context": LedgerNode}
    config.add_view(
        show_papers, name="papers", request_method="GET",
        renderer="print_batch.pt", **node,
    )  # fmt: skip
    config.add_view(start_papers, name="papers", request_method="POST", **node)
    config.add_view(making.open_part, name="papers.pdf", request_method="GET", **node)
