"""``houqin import``: a filled-in template, tried or recorded whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import click

from houqin.core.cli.failures import REFUSED, Failed
from houqin.core.cli.installation import person_of
from houqin.core.cli.ledger_import import import_ledger, line_of, problem_json
from houqin.core.cli.options import installed
from houqin.core.cli.output import print_json
from houqin.core.files.workbook import BadWorkbook
from houqin.core.model.command import Act
from houqin.core.people.importing.command import IMPORT
from houqin.core.site.importing import Trial, template, try_workbook

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.cli.installation import Installation
    from houqin.core.site.reader import Reader

LEDGERS = ("core.people",)


@click.command("import")
@click.argument("site")
@click.argument("ledger")
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option("--dry-run", is_flag=True, help="Only say what is wrong.")
@click.option("--template", "blank", is_flag=True, help="Write a blank one to FILE.")
@click.option("--as", "login", metavar="LOGIN", help="Who records it; else the system.")
@installed
def import_(
    installation: Installation,
    site: str,
    ledger: str,
    files: tuple[Path, ...],
    dry_run: bool,  # noqa: FBT001 - click passes options by position
    blank: bool,  # noqa: FBT001 - as above
    login: str | None,
    *,
    as_json: bool,
) -> None:
    """Import LEDGER from FILES, all rows or none; core.people takes units too."""
    opened = installation.open(site)
    imports = opened.declarations.imports
    if ledger in imports:
        actor = person_of(opened, login) if login else opened.system_actor
        import_ledger(
            opened, imports[ledger], files, actor,
            blank=blank, dry_run=dry_run, as_json=as_json,
        )  # fmt: skip
        return
    if ledger not in LEDGERS:
        known = "、".join([*LEDGERS, *imports])
        raise Failed(f"台账{ledger}不能导入，可以导入的有{known}")
    if len(files) > 1:
        raise Failed("单位和人员一次导入一个文件")
    (file,) = files
    if blank:
        with opened.reader() as reader:
            file.write_bytes(template(reader))
        return
    actor = person_of(opened, login) if login else opened.system_actor
    with opened.reader() as reader:
        trial = _tried(reader, actor, file)
    if trial.ready and not dry_run:
        opened.act(Act(IMPORT, dict(trial.given), actor, uuid4()))
    if as_json:
        print_json(_as_json(trial, recorded=trial.ready and not dry_run))
    else:
        _say(trial, dry_run=dry_run)
    if not trial.ready:
        raise click.exceptions.Exit(REFUSED)


def _tried(reader: Reader, actor: UUID, file: Path) -> Trial:
    try:
        return try_workbook(reader, actor, file.read_bytes())
    except BadWorkbook as bad:
        raise Failed("；".join(bad.messages)) from bad


def _say(trial: Trial, *, dry_run: bool) -> None:
    for problem in trial.problems:
        click.echo(line_of(problem))
    units, people = trial.counts
    counted = f"{units}个单位、{people}名人员"
    if not trial.ready:
        why = f"有{len(trial.errors)}处错误" if trial.errors else "没有要导入的行"
        click.echo(f"没有导入：{why}，共{counted}")
    elif dry_run:
        click.echo(f"试导入通过（不入账）：{counted}")
    else:
        click.echo(f"已导入{counted}")


def _as_json(trial: Trial, *, recorded: bool) -> dict[str, object]:
    units, people = trial.counts
    return {
        "recorded": recorded,
        "units": units,
        "people": people,
        "problems": [problem_json(problem) for problem in trial.problems],
    }
