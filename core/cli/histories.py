"""``houqin history``: what happened to one record within a horizon."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import click

from houqin.core.cli.failures import Failed
from houqin.core.cli.options import installed, reading, within_horizon
from houqin.core.cli.output import print_json
from houqin.core.site.in_json import step_json

if TYPE_CHECKING:
    from houqin.core.cli.installation import Installation
    from houqin.core.projection.horizon import Horizon
    from houqin.core.projection.ledger import Ledger
    from houqin.core.site.history import Step
    from houqin.core.site.reader import Reader

_INDENT = " " * 4


@click.command()
@click.argument("site")
@click.argument("record")
@within_horizon
@installed
def history(
    installation: Installation,
    site: str,
    record: str,
    horizon: Horizon,
    login: str | None,
    *,
    as_json: bool,
) -> None:
    """Show a record's history (办理经过); RECORD is its id or its serial number."""
    with reading(installation.open(site), horizon, login) as reader:
        found = record_named(reader, record)
        view, steps = reader.record(found), reader.history(found)
        if as_json:
            shown = {"record": str(found), "kind": view.kind, "title": view.title}
            print_json({**shown, "steps": [step_json(step) for step in steps]})
            return
        state = "已作废" if view.voided else view.state_title
        click.echo(f"{view.kind} {view.title}  {state}".rstrip())
        for step in steps:
            _print(reader, step)


def record_named(reader: Reader, typed: str) -> UUID:
    """The record of that id, or of that number or name in its own ledger.

    :raises Failed: when there is none, or more than one.
    """
    try:
        return UUID(typed)
    except ValueError:
        pass
    found = {
        row.stream: ledger
        for ledger in reader.site.declarations.ledgers.values()
        if _titled_by_text(ledger)
        for row in reader.ledger(ledger.name).rows({ledger.title_column: typed})
        if row.values[ledger.title_column] == typed.strip()
    }
    if len(found) > 1:
        each = "、".join(f"{ledger.title}{key}" for key, ledger in found.items())
        raise Failed(f"“{typed}”不止一份，请用编号指明：{each}")
    for record in found:
        return record
    raise Failed(f"没有单号、号牌或编号为“{typed}”的单据或档案")


def _titled_by_text(ledger: Ledger) -> bool:
    column = ledger.column(ledger.title_column)
    per_record = ledger.kind == "record"
    return per_record and column is not None and column.type.kind == "text"


def _marks(step: Step) -> str:
    late = f"补录（晚登记{step.late_days}天）" if step.late_days > 0 else ""
    marks = ("已作废" if step.voided else "", "已更正" if step.corrected else "", late)
    return "，".join(mark for mark in marks if mark)


def _print(reader: Reader, step: Step) -> None:
    """One line of who did what when; below it what was written down."""
    moment = reader.display.moment
    occurred = moment(step.occurred)
    facts = (
        str(step.position),
        step.title,
        occurred[:10] if step.precision == "day" else occurred,
        f"登记人 {step.actor_name}",
        f"当事人 {step.on_behalf_name}" if step.on_behalf_name else "",
        f"方式 {step.channel_title}",
        f"登记时间 {moment(step.recorded)}",
        _marks(step),
    )
    click.echo("  ".join(fact for fact in facts if fact))
    for label, old, new in step.changes:
        click.echo(f"{_INDENT}{label}：{f'{old} → {new}' if old else new}")
    if step.reason:
        click.echo(f"{_INDENT}理由或意见：{step.reason}")
