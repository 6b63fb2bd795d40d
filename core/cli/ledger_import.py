"""``houqin import`` of a plugin's ledger: tried, then recorded whole."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import click

from houqin.core.cli.failures import REFUSED, Failed
from houqin.core.cli.output import print_json
from houqin.core.files.refusal import FileRefused
from houqin.core.files.workbook import BadWorkbook
from houqin.core.model.command import Act
from houqin.core.model.imports import import_rows
from houqin.core.site.ledger_import import (
    HandedIn,
    keep_originals,
    template_of,
    try_files,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from uuid import UUID

    from houqin.core.files.sheets import Problem
    from houqin.core.model.imports import Import
    from houqin.core.site.ledger_import import Trial
    from houqin.core.site.site import Site


def import_ledger(
    site: Site,
    spec: Import,
    files: Sequence[Path],
    actor: UUID,
    *,
    blank: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Write the template, or try files and record them when all of them are right."""
    if blank:
        with site.reader() as reader:
            files[0].write_bytes(template_of(reader, spec))
        return
    handed_in: list[HandedIn] = [(file.name, file.read_bytes()) for file in files]
    try:
        with site.reader() as reader:
            trial = try_files(reader, spec, actor, handed_in)
    except BadWorkbook as bad:
        raise Failed("；".join(bad.messages)) from bad
    recorded = trial.ready and not dry_run
    if recorded:
        try:
            keep_originals(site, trial, handed_in, actor)
        except FileRefused as refused:
            raise Failed(refused.message) from refused
        site.act(Act(import_rows.name, dict(trial.given), actor, uuid4()))
    if as_json:
        print_json(_as_json(trial, recorded=recorded))
    else:
        _say(trial, spec, dry_run=dry_run)
    if not trial.ready:
        raise click.exceptions.Exit(REFUSED)


def _say(trial: Trial, spec: Import, *, dry_run: bool) -> None:
    for problem in trial.problems:
        click.echo(line_of(problem))
    counted = f"{trial.count}条{spec.title}"
    if not trial.ready:
        why = f"有{len(trial.errors)}处错误" if trial.errors else "没有要导入的行"
        click.echo(f"没有导入：{why}，共{counted}")
    elif dry_run:
        click.echo(f"试导入通过（不入账）：{counted}")
    else:
        click.echo(f"已导入{counted}")


def _as_json(trial: Trial, *, recorded: bool) -> dict[str, object]:
    return {
        "recorded": recorded,
        "rows": trial.count,
        "problems": [problem_json(problem) for problem in trial.problems],
    }


def problem_json(problem: Problem) -> dict[str, object]:
    """One error or hint as programs read it."""
    return {
        "sheet": problem.sheet, "row": problem.row, "column": problem.column,
        "message": problem.message, "warning": problem.warning,
    }  # fmt: skip


def line_of(problem: Problem) -> str:
    """One error or hint as people read it."""
    column = f"“{problem.column}”" if problem.column else ""
    kind = "提示" if problem.warning else "错误"
    return f"{kind}：{problem.place}{column}：{problem.message}"
