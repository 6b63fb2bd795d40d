"""成批打印: the forms of a year, made in the background and opened part by part."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther

from houqin.core.printing.batches import PART, TURNS, Batch, Batches
from houqin.core.printing.typesetting import typeset
from houqin.core.web.page import Link
from houqin.core.web.papers import SheetMaker, form_values, is_two_up, pdf_answer
from houqin.core.web.tree import LedgerNode
from houqin.core.web.views.ledger import Asked
from houqin.core.web.views.printing import chosen_forms

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: Of a year of a county, several times over.
MOST = 20_000
Record = tuple[UUID, str | None]


def show_papers(context: LedgerNode, request: Any) -> dict[str, Any]:
    """Before: how many there are, and on what paper. After: how far they are."""
    asked = Asked(context, request)
    request.page.crumbs = [Link(asked.ledger.title, asked.url("", _sort(asked)))]
    found = _asked_batch(request) if request.GET.get("batch") else None
    if found is not None:
        return _progress(asked, found)
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
        "batch": None,
        "parts": [],
        "url": None,
    }


def _sort(asked: Asked) -> tuple[str, str]:
    return ("sort", asked.sort)


def _asked_batch(request: Any) -> Batch:
    """The batch of the address, which is the asking person's own.

    :raises HTTPNotFound: when there is none, or it is gone.
    """
    try:
        batch = UUID(request.GET["batch"])
    except ValueError:
        raise HTTPNotFound from None
    found = _batches(request).found(request.site.name, batch, request.identity.id)
    if found is None:
        raise HTTPNotFound
    return found


def _batches(request: Any) -> Batches:
    found: Batches = request.registry.houqin_print_batches
    return found


def _progress(asked: Asked, batch: Batch) -> dict[str, Any]:
    first, parts = 1, []
    for number, count in enumerate(batch.parts, 1):
        pair = (("batch", batch.id), ("part", str(number)))
        title = f"第{first:,}–{first + count - 1:,}份"
        parts.append(Link(title, asked.url("papers.pdf", *pair), "print"))
        first += count
    return {
        "title": batch.title,
        "count": batch.total,
        "batch": batch,
        "parts": parts,
        "url": asked.url("papers", ("batch", batch.id)),
    }


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
    site, person = request.site.name, request.identity.id
    batches = _batches(request)
    batch = batches.begin(site, person, f"打印全部{form.title}", len(records))
    request.snapshot.close()
    request.registry.houqin_background.start(
        partial(batches.make, site, batch, list(_parts(records, made)))
    )
    return HTTPSeeOther(asked.url("papers", ("batch", batch.id)))


def _parts(
    records: Sequence[Record], made: Callable[[Sequence[Record]], bytes]
) -> list[tuple[int, Callable[[], bytes]]]:
    cut = [records[n : n + PART] for n in range(0, len(records), PART)]
    return [(len(each), partial(made, each)) for each in cut]


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


def open_part(_context: LedgerNode, request: Any) -> Any:
    """One finished file."""
    batch = _asked_batch(request)
    number = request.GET.get("part", "")
    if not number.isdigit() or not 1 <= int(number) <= len(batch.parts):
        raise HTTPNotFound
    path = _batches(request).part(request.site.name, batch, int(number))
    return pdf_answer(path.read_bytes(), f"{batch.title} {number}")


def includeme(config: Any) -> None:
    """Register the page, its work and its files."""
    config.include("houqin.core.web.background")
    folder = Path(config.registry.settings.get("var", "var")) / "papers"
    config.registry.houqin_print_batches = Batches(folder)
    node = {"context": LedgerNode}
    config.add_view(
        show_papers, name="papers", request_method="GET",
        renderer="print_batch.pt", **node,
    )  # fmt: skip
    config.add_view(start_papers, name="papers", request_method="POST", **node)
    config.add_view(open_part, name="papers.pdf", request_method="GET", **node)
