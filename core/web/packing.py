"""What goes into 迎检材料, of any module: what it declares is what there is."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from houqin.core.printing.batches import PART, TURNS
from houqin.core.printing.indicator_sheet import indicator_values
from houqin.core.printing.ledger_book import ledger_book
from houqin.core.printing.ledger_sheet import MOST_ROWS, ledger_sheet
from houqin.core.printing.pack import Paper, write_pack
from houqin.core.printing.sheet_maker import SheetMaker, form_values
from houqin.core.printing.typesetting import typeset
from houqin.core.report.composing import summarise

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from houqin.core.printing.ledger_sheet import Printing
    from houqin.core.projection.horizon import Horizon
    from houqin.core.projection.kpi import Kpi
    from houqin.core.projection.ledger import Ledger
    from houqin.core.projection.row import Row
    from houqin.core.registry.printing import PrintedForm
    from houqin.core.site.reader import Reader
    from houqin.core.site.site import Site

#: Forms of one ledger; a county's year of slips is a third of it.
MOST_FORMS = 12_000


class Chosen(NamedTuple):
    """What somebody wants in the pack.

    :param addresses: the full address of a ledger, which its forms' codes hold.
    """

    title: str
    days: tuple[date, date]
    ledgers: tuple[Ledger, ...]
    forms: tuple[Ledger, ...]
    kpis: tuple[Kpi, ...]
    summary: bool
    printing: Printing
    addresses: dict[str, str]


def write(
    site: Site,
    horizon: Horizon,
    standing: Any,
    chosen: Chosen,
    path: Path,
    progress: Any,
) -> None:
    """Write the pack out of one snapshot, as whoever asked for it may see it."""
    with site.reader(horizon) as reader:
        papers = list(papers_of(reader.seen_by(standing), chosen))
        most = count_of(chosen)
        write_pack(
            papers, chosen.title, chosen.printing, path,
            lambda done: progress(min(done, most)),
        )  # fmt: skip


def count_of(chosen: Chosen) -> int:
    """How many steps the progress has; forms are counted by their ledger."""
    return 2 * len(chosen.ledgers) + len(chosen.forms) + 1


def papers_of(reader: Reader, chosen: Chosen) -> Iterator[Paper]:
    """Everything chosen, in the order of the modules."""
    plugins = reader.site.declarations.plugins
    if chosen.kpis:
        yield _indicators(reader, chosen)
    if chosen.summary and (found := _summary(reader, chosen)):
        yield found
    for name, plugin in plugins.items():
        for ledger in chosen.ledgers:
            if ledger.plugin == name:
                yield from _ledger(reader, chosen, ledger, f"{plugin.title}台账")
        for ledger in chosen.forms:
            if ledger.plugin == name:
                yield from _forms(reader, chosen, ledger, f"{plugin.title}单据")


def _indicators(reader: Reader, chosen: Chosen) -> Paper:
    def make() -> bytes:
        values = indicator_values(reader, chosen.kpis, chosen.days, chosen.printing)
        return typeset("ledger.typ", values, turns=TURNS)

    return Paper("指标和总结", "指标表", "pdf", f"{len(chosen.kpis)}项", make)


def _summary(reader: Reader, chosen: Chosen) -> Paper | None:
    sections = reader.site.declarations.report_sections.values()
    title = f"{reader.site.title}工作总结"
    summary = summarise(reader, title, sections, *chosen.days)
    if not summary.said:
        return None

    def make() -> bytes:
        from houqin.core.report.document import word_document  # noqa: PLC0415 - slow to load

        return word_document(summary)

    return Paper("指标和总结", "工作总结", "docx", f"{len(summary.said)}段", make)


def _ledger(
    reader: Reader, chosen: Chosen, ledger: Ledger, heading: str
) -> Iterator[Paper]:
    choosing: Any = {"period": chosen.days}
    count = reader.opened(ledger.name).count({}, **choosing)
    said = f"{count:,}条"
    asked: Any = (reader, ledger.name, {}, None, choosing, chosen.printing)

    def make() -> bytes:
        return typeset("ledger.typ", ledger_sheet(*asked).values(), turns=TURNS)

    if count <= MOST_ROWS:
        yield Paper(heading, ledger.title, "pdf", said, make)
    yield Paper(heading, ledger.title, "xlsx", said, lambda: ledger_book(*asked))


def _forms(
    reader: Reader, chosen: Chosen, ledger: Ledger, heading: str
) -> Iterator[Paper]:
    form = reader.site.declarations.printed_forms[ledger.per.topic]
    reading = reader.opened(ledger.name)
    rows = reading.rows({"voided": "0"}, None, period=chosen.days)
    found = list(islice(rows, MOST_FORMS))
    for first in range(0, len(found), PART):
        part = found[first : first + PART]
        last = first + len(part)
        title = form.title if len(found) <= PART else f"{form.title} {first + 1}-{last}"
        make = partial(_set, reader, chosen, ledger, form, part)
        yield Paper(heading, title, "pdf", f"{len(part)}份", make)


def _set(
    reader: Reader, chosen: Chosen, ledger: Ledger, form: PrintedForm, rows: list[Row]
) -> bytes:
    """One copy of each form, as it is filed."""
    address = chosen.addresses[ledger.name]
    maker = SheetMaker(reader, form, "", chosen.printing, address)
    sheets = [sheet for row in rows for sheet in maker.of(row.stream, row.state)[:1]]
    values = form_values(form, form.title, sheets, chosen.printing)
    return typeset("form.typ", values, two_up=form.paper == "a5", turns=TURNS)
