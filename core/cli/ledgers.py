"""``houqin ledger``: the rows of a ledger within a horizon."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import click
import msgspec

from houqin.core.cli.options import NUMBER, ChoiceType, installed, within_horizon
from houqin.core.cli.output import print_csv, print_json, print_table
from houqin.core.schema.numerals import decimal_text
from houqin.events.instants import to_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.cli.installation import Installation
    from houqin.core.projection.horizon import Horizon
    from houqin.core.projection.ledger import Column
    from houqin.core.projection.query import LedgerReader, Row
    from houqin.core.site.reader import Reader

#: Rows whose references are resolved at once.
STEP = 500


class Choosing(NamedTuple):
    """Which rows, in which order."""

    filters: dict[str, str]
    sort: str | None
    limit: int | None


@click.command()
@click.argument("site")
@click.argument("ledger")
@click.option(
    "--format", "form", type=ChoiceType("table", "json", "csv"), default="table"
)
@click.option("--filter", "filters", multiple=True, metavar="COLUMN=VALUE")
@click.option("--sort", metavar="COLUMN", help="A column; -COLUMN for descending.")
@click.option("--limit", type=NUMBER, help="No more rows than that.")
@within_horizon
@installed
def ledger(  # noqa: PLR0913 - its options
    installation: Installation,
    site: str,
    ledger: str,
    form: str,
    filters: tuple[str, ...],
    sort: str | None,
    limit: int | None,
    horizon: Horizon,
    *,
    as_json: bool,
) -> None:
    """Show a ledger (台账)."""
    chosen = Choosing(_read_filters(filters), sort, limit)
    with installation.open(site).reader(horizon) as reader:
        shown = reader.ledger(ledger)
        if as_json or form == "json":
            print_json(_as_json(reader, shown, chosen))
        elif form == "csv":
            print_csv(_headings(shown), _texts(reader, shown, chosen))
        else:
            _print(reader, shown, chosen)


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
    while rows := list(islice(every, STEP)):
        reader.display.prefetch(shown.ledger, rows)
        yield from rows


def _columns(shown: LedgerReader) -> list[Column]:
    return [column for column in shown.ledger.columns if not column.hidden]


def _headings(shown: LedgerReader) -> list[str]:
    titles = [
        f"{c.title}（{c.type.unit}）" if c.type.unit and c.type.numeric else c.title
        for c in _columns(shown)
    ]
    return [*titles, "作废"]


def _texts(
    reader: Reader, shown: LedgerReader, chosen: Choosing
) -> Iterator[list[str]]:
    columns = _columns(shown)
    for row in _rows(reader, shown, chosen):
        cells = [reader.shown(shown.ledger, row, column) for column in columns]
        yield [*cells, "已作废" if row.voided else ""]


def _print(reader: Reader, shown: LedgerReader, chosen: Choosing) -> None:
    columns = _columns(shown)
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
        "columns": [
            {"name": c.name, "title": c.title, "kind": c.type.kind,
             "unit": c.type.unit, "scale": c.type.scale}
            for c in _columns(shown)
        ],
        "rows": [_row(reader, shown, row) for row in _rows(reader, shown, chosen)],
    }  # fmt: skip


def _row(reader: Reader, shown: LedgerReader, row: Row) -> dict[str, Any]:
    """A row for a program: codes and ids as stored, and what people read."""
    columns = _columns(shown)
    return {
        "key": row.key,
        "record": str(row.stream),
        "state": row.state,
        "voided": row.voided,
        "values": {
            c.name: _value(c, row.values[c.name])
            for c in columns
            if c.name in row.values and not c.personal
        },
        "shown": {c.name: reader.shown(shown.ledger, row, c) for c in columns},
    }


def _value(column: Column, value: Any) -> Any:
    if value is None:
        return None
    kind = column.type.kind
    if kind == "instant":
        return to_text(value)
    if kind == "boolean":
        return bool(value)
    if kind in {"references", "roles"}:
        return msgspec.json.decode(value)
    return value
