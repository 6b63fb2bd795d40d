"""``houqin ledger``: the rows of a ledger within a horizon."""

from __future__ import annotations

import sys
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from houqin.core.cli.options import (
    NUMBER,
    ChoiceType,
    installed,
    reading,
    within_horizon,
)
from houqin.core.cli.output import print_csv, print_json, print_table
from houqin.core.model.execution import moment_text
from houqin.core.printing.ledger_book import ledger_book
from houqin.core.printing.ledger_sheet import Printing
from houqin.core.schema.numerals import decimal_text
from houqin.core.site.in_json import (
    columns_json,
    prefetched,
    row_json,
    shown_columns,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.cli.installation import Installation
    from houqin.core.projection.horizon import Horizon
    from houqin.core.projection.query import LedgerReader
    from houqin.core.projection.row import Row
    from houqin.core.site.reader import Reader


class Choosing(NamedTuple):
    """Which rows, in which order."""

    filters: dict[str, str]
    sort: str | None
    limit: int | None


@click.command()
@click.argument("site")
@click.argument("ledger")
@click.option(
    "--format", "form", type=ChoiceType("table", "json", "csv", "xlsx"), default="table"
)
@click.option("--filter", "filters", multiple=True, metavar="COLUMN=VALUE")
@click.option("--sort", metavar="COLUMN", help="A column; -COLUMN for descending.")
@click.option("--limit", type=NUMBER, help="No more rows than that.")
@within_horizon
@installed
def ledger(  # noqa: PLR0913, PLR0917 - its options
    installation: Installation,
    site: str,
    ledger: str,
    form: str,
    filters: tuple[str, ...],
    sort: str | None,
    limit: int | None,
    horizon: Horizon,
    login: str | None,
    *,
    as_json: bool,
) -> None:
    """Show a ledger (台账)."""
    chosen = Choosing(_read_filters(filters), sort, limit)
    with reading(installation.open(site), horizon, login) as reader:
        shown = reader.opened(ledger)
        if as_json or form == "json":
            print_json(_as_json(reader, shown, chosen))
        elif form == "xlsx":
            sys.stdout.buffer.write(_book(reader, shown, chosen))
        elif form == "csv":
            print_csv(_headings(shown), _texts(reader, shown, chosen))
        else:
            _print(reader, shown, chosen)


def _book(reader: Reader, shown: LedgerReader, chosen: Choosing) -> bytes:
    """The workbook that the ledger's page exports; it has every row."""
    site = reader.site
    at = moment_text(site.now(), site.zone)
    standing = reader.standing
    by = reader.person_name(standing.person) if standing else "系统"
    printing = Printing(site.title, at, by, within=f"登记序号 {reader.position:,}")
    return ledger_book(
        reader, shown.ledger.name, chosen.filters, chosen.sort, {}, printing
    )


def _read_filters(typed: tuple[str, ...]) -> dict[str, str]:
    filters = dict(each.partition("=")[::2] for each in typed)
    for each in typed:
        if "=" not in each:
            raise click.BadParameter(
                f"“{each}”应为“栏=值”，例如state=closed", param_hint="选项--filter"
            )
    return filters


def _rows(reader: Reader, shown: LedgerReader, chosen: Choosing) -> Iterator[Row]:
    """The chosen rows, their references fetched many at a time."""
    every = islice(shown.rows(chosen.filters, chosen.sort), chosen.limit)
    return prefetched(reader, shown.ledger, every)


def _headings(shown: LedgerReader) -> list[str]:
    titles = [
        f"{c.title}（{c.type.unit}）" if c.type.unit and c.type.numeric else c.title
        for c in shown_columns(shown.ledger)
    ]
    return [*titles, "作废"]


def _texts(
    reader: Reader, shown: LedgerReader, chosen: Choosing
) -> Iterator[list[str]]:
    columns = shown_columns(shown.ledger)
    for row in _rows(reader, shown, chosen):
        cells = [reader.shown(shown.ledger, row, column) for column in columns]
        yield [*cells, "已作废" if row.voided else ""]


def _print(reader: Reader, shown: LedgerReader, chosen: Choosing) -> None:
    columns = shown_columns(shown.ledger)
    right = {i for i, column in enumerate(columns) if column.type.numeric}
    rows = list(_texts(reader, shown, chosen))
    print_table(_headings(shown), rows, right)
    count = shown.count(chosen.filters)
    said = f"共{count:,}条" if len(rows) == count else f"{len(rows):,}条，共{count:,}条"
    titles = {column.name: column for column in columns}
    sums = [
        f"{titles[name].title}合计{decimal_text(value, titles[name].type.scale)}"
        for name, value in shown.totals(chosen.filters).items()
        if name in titles
    ]
    click.echo("，".join([said, *sums]))


def _as_json(reader: Reader, shown: LedgerReader, chosen: Choosing) -> dict[str, Any]:
    return {
        "ledger": shown.ledger.name,
        "title": shown.ledger.title,
        "count": shown.count(chosen.filters),
        "totals": shown.totals(chosen.filters),
        "columns": columns_json(shown.ledger),
        "rows": [
            row_json(reader, shown.ledger, row) for row in _rows(reader, shown, chosen)
        ],
    }
