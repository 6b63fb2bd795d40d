"""``houqin report``: the sentences of the work summary within a horizon."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from houqin.core.cli.options import DAY, installed, reading, within_horizon
from houqin.core.cli.output import print_json
from houqin.core.projection.horizon import local_day
from houqin.core.report.composing import Summary, summarise

if TYPE_CHECKING:
    from datetime import date

    from houqin.core.cli.installation import Installation
    from houqin.core.projection.horizon import Horizon
    from houqin.core.site.site import Site


@click.command()
@click.argument("site")
@click.option("--from", "start", type=DAY, required=True, help="First local day.")
@click.option("--to", "end", type=DAY, help="Last local day; today by default.")
@click.option("--module", metavar="NAME", help="One module's sentences.")
@click.option(
    "--docx", "file", type=click.Path(path_type=Path), help="Write a Word document."
)
@within_horizon
@installed
def report(  # noqa: PLR0913 - its options
    installation: Installation,
    site: str,
    start: date,
    end: date | None,
    module: str | None,
    file: Path | None,
    horizon: Horizon,
    login: str | None,
    *,
    as_json: bool,
) -> None:
    """Say the figures of a period as the work summary (工作总结) does."""
    opened = installation.open(site)
    with reading(opened, horizon, login) as reader:
        last = end or local_day(opened.now(), opened.zone)
        if start > last:
            raise click.UsageError(f"起始日期{start}晚于截止日期{last}")
        declared = opened.declarations.report_sections.values()
        sections = [s for s in declared if module in {None, s.plugin}]
        if not sections:
            raise click.UsageError(f"没有可写的工作总结：{module or '没有模块声明'}")
        summary = summarise(reader, _title(opened, module), sections, start, last)
    if file:
        _write(summary, file)
    if as_json:
        print_json(summary.as_json())
    elif not file:
        _print(summary)


def _title(site: Site, module: str | None) -> str:
    named = site.declarations.plugins[module].title if module else ""
    return f"{site.title}{named}工作总结"


def _write(summary: Summary, file: Path) -> None:
    # python-docx takes a moment to load, and few ask for it.
    from houqin.core.report.document import word_document  # noqa: PLC0415 - see above

    try:
        file.write_bytes(word_document(summary))
    except OSError as error:
        raise click.UsageError(f"不能写入{file}：{error.strerror}") from error


def _print(summary: Summary) -> None:
    for said in summary.said:
        click.echo(said.text)
    for said in summary.said:
        for piece in said.figures:
            figure = piece.figure
            if figure:
                exact = f"{figure.text} {figure.kpi.unit}".rstrip()
                click.echo(f"  {piece.text}  {figure.kpi.title} {exact}")
    click.echo(summary.within if summary.said else "这段时间没有可以写的数字")
