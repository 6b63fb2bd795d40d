"""``houqin act``: any command, from JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import click

from houqin.core.cli.failures import Failed
from houqin.core.cli.installation import person_of
from houqin.core.cli.options import ID, MOMENT, ChoiceType, installed
from houqin.core.cli.output import print_json
from houqin.core.model.command import Act
from houqin.core.site.history import CHANNELS
from houqin.core.site.in_json import outcome_json

if TYPE_CHECKING:
    from houqin.core.cli.installation import Installation
    from houqin.core.cli.options import Typed
    from houqin.core.model.command import Outcome
    from houqin.core.site.site import Site


@click.command()
@click.argument("site")
@click.argument("command")
@click.argument("file")
@click.option("--as", "login", metavar="LOGIN", help="Who records it; else the system.")
@click.option("--on-behalf-of", metavar="LOGIN|ID", help="Who did it, if another.")
@click.option("--channel", type=ChoiceType(*CHANNELS), default="system")
@click.option("--occurred-at", type=MOMENT, help="When it happened; else now.")
@click.option("--command-id", type=ID, help="Repeating it does nothing twice.")
@installed
def act(  # noqa: PLR0913, PLR0917 - its options
    installation: Installation,
    site: str,
    command: str,
    file: str,
    login: str | None,
    on_behalf_of: str | None,
    channel: str,
    occurred_at: Typed | None,
    command_id: UUID | None,
    *,
    as_json: bool,
) -> None:
    """Run one COMMAND; FILE holds its input as a JSON object, - is standard input."""
    given = _read(file)
    opened = installation.open(site)
    if occurred_at is None:
        when = precision = None
    else:
        when = occurred_at.instant(opened)
        precision = "day" if occurred_at.day_only else None
    actor = person_of(opened, login) if login else opened.system_actor
    acted = Act(
        command, given, actor, command_id or uuid4(),
        _person(opened, on_behalf_of) if on_behalf_of else None,
        channel, when, precision,
    )  # fmt: skip
    outcome = opened.act(acted)
    if as_json:
        print_json(outcome_json(acted, outcome))
    else:
        _say(opened, acted, outcome)


def _read(file: str) -> dict[str, Any]:
    """The JSON object in a file.

    :raises Failed: when there is none, saying where it is wrong.
    """
    named = "标准输入" if file == "-" else file
    try:
        text = (
            sys.stdin.buffer.read().decode()
            if file == "-"
            else Path(file).read_text(encoding="utf-8")
        )
        found = json.loads(text)
    except json.JSONDecodeError as error:
        where = f"第{error.lineno}行第{error.colno}个字符"
        raise Failed(f"{named}不是JSON，错在{where}") from error
    except UnicodeDecodeError as error:
        raise Failed(f"{named}不是UTF-8文本") from error
    except (ValueError, RecursionError) as error:
        raise Failed(f"{named}中有过长的数字或过深的嵌套") from error
    if not isinstance(found, dict):
        raise Failed(f"{named}应为一个JSON对象，写明各项及其值")
    return found


def _person(site: Site, typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        return person_of(site, typed)


def _say(site: Site, act: Act, outcome: Outcome) -> None:
    title = site.declarations.commands[act.command].title
    if outcome.repeated:
        click.echo(f"{title}：已提交，未重复登记")
    elif outcome.first is None:
        click.echo(f"{title}：没有需要登记的变化")
    else:
        click.echo(f"{title}：已登记，登记序号{outcome.first}至{outcome.last}")
    with site.reader() as reader:
        for record in outcome.records:
            click.echo(f"{reader.title_of(record)}  {record}")
