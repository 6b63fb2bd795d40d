"""``houqin rebuild`` and ``houqin check``: ledgers against the log."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from houqin.core.cli.options import installed
from houqin.core.cli.output import print_json, print_table
from houqin.core.cli.progress import progress
from houqin.core.site.reader import UnknownLedger
from houqin.core.site.rebuilding import begin_check, compare

#: More processes than any machine of an office has cores.
MOST_JOBS = 64

if TYPE_CHECKING:
    from houqin.core.cli.installation import Installation
    from houqin.core.site.checking import Report


@click.command()
@click.argument("site")
@click.argument("ledgers", nargs=-1)
@click.option(
    "--jobs",
    type=click.IntRange(1, MOST_JOBS),
    metavar="N",
    help="Processes that fold; as many as there are cores by default.",
)
@installed
def rebuild(
    installation: Installation,
    site: str,
    ledgers: tuple[str, ...],
    jobs: int | None,
    *,
    as_json: bool,
) -> None:
    """Rebuild ledgers (重新生成台账) from the log, all of them by default.

    One whose process was killed goes on where it was; Ctrl-C leaves nothing of it.
    """
    opened = installation.open(site)
    declared = opened.declarations.ledgers
    for name in ledgers:
        if name not in declared:
            raise UnknownLedger(name)
    with progress() as report:
        done = opened.rebuild(
            list(dict.fromkeys(ledgers)) or None,
            lambda name, folded, total: report(declared[name].title, folded, total),
            jobs,
        )
    if as_json:
        print_json({"site": site, "generations": done})
        return
    rows = [(declared[name].title, name, str(number)) for name, number in done.items()]
    print_table(("台账", "名称", "第几代"), rows, right={2})


@click.command()
@click.argument("site")
@click.argument("ledger")
@installed
def resume(
    installation: Installation, site: str, ledger: str, *, as_json: bool
) -> None:
    """Go on with a ledger that stopped, once its fault is mended (恢复)."""
    opened = installation.open(site)
    declared = opened.declarations.ledgers.get(ledger)
    if declared is None:
        raise UnknownLedger(ledger)
    with progress() as report:
        position = opened.resume(
            ledger, lambda _name, done, total: report(declared.title, done, total)
        )
    if as_json:
        print_json({"site": site, "ledger": ledger, "position": position})
    else:
        click.echo(f"{declared.title}已恢复到登记序号{position:,}")


@click.command()
@click.argument("site")
@installed
@click.pass_context
def check(
    context: click.Context, installation: Installation, site: str, *, as_json: bool
) -> None:
    """Compare live ledgers, indicators and guards with the log (台账核对)."""
    opened = installation.open(site)
    with progress() as report:
        found = compare(opened, begin_check(opened), lambda title: report(title, 0, 0))
    if as_json:
        findings = [asdict(finding) for finding in found.findings]
        print_json(
            {"site": site, "position": found.position, "agrees": found.agrees,
             "findings": findings}
        )  # fmt: skip
    else:
        _print_report(found)
    context.exit(0 if found.agrees else 1)


def _print_report(report: Report) -> None:
    rows = [
        (
            finding.title,
            "一致" if finding.agrees else "不一致",
            ""
            if finding.agrees and finding.kind in {"ledger", "rollup"}
            else finding.detail,
        )
        for finding in report.findings
    ]
    print_table(("核对项目", "结果", "说明"), rows)
    said = "一致" if report.agrees else "不一致"
    click.echo(f"截至登记序号{report.position:,}：{said}")
