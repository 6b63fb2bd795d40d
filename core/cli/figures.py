"""``houqin kpi``: one figure within a horizon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from houqin.core.cli.options import DAY, installed, reading, within_horizon
from houqin.core.cli.output import print_json, print_table
from houqin.core.projection.horizon import local_day

if TYPE_CHECKING:
    from datetime import date

    from houqin.core.cli.installation import Installation
    from houqin.core.projection.horizon import Horizon
    from houqin.core.site.figures import Figure


@click.command()
@click.argument("site")
@click.argument("kpi")
@click.option("--from", "start", type=DAY, required=True, help="First local day.")
@click.option("--to", "end", type=DAY, help="Last local day; today by default.")
@click.option("--by", metavar="DIMENSION", help="Split by a column.")
@within_horizon
@installed
def kpi(  # noqa: PLR0913 - its options
    installation: Installation,
    site: str,
    kpi: str,
    start: date,
    end: date | None,
    by: str | None,
    horizon: Horizon,
    login: str | None,
    *,
    as_json: bool,
) -> None:
    """Show an indicator (指标) between two days."""
    opened = installation.open(site)
    with reading(opened, horizon, login) as reader:
        last = end or local_day(opened.now(), opened.zone)
        if start > last:
            raise click.UsageError(f"起始日期{start}晚于截止日期{last}")
        figure = reader.kpi(kpi, start, last, by)
    if as_json:
        print_json(figure.as_json())
    else:
        _print_figure(figure, by)


def _print_figure(figure: Figure, by: str | None) -> None:
    kpi = figure.kpi
    click.echo(f"{kpi.title}  {figure.start} 至 {figure.end}")
    click.echo(f"{figure.text} {kpi.unit}".rstrip())
    if by:
        rows = [(group.label, figure.say(group.value)) for group in figure.groups]
        click.echo()
        print_table((_title_of(figure, by), kpi.unit or "数值"), rows, right={1})
    click.echo(f"\n指标口径：{kpi.meaning}")


def _title_of(figure: Figure, by: str) -> str:
    column = figure.kpi.over.column(by) if figure.kpi.over else None
    return column.title if column else by
