"""``houqin alerts``: what wants attention, within a horizon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from houqin.core.cli.options import installed, reading, within_horizon
from houqin.core.cli.output import print_json, print_table
from houqin.core.model.alerts import LEVELS
from houqin.core.site.alerts import counted

if TYPE_CHECKING:
    from houqin.core.cli.installation import Installation
    from houqin.core.projection.horizon import Horizon


@click.command()
@click.argument("site")
@within_horizon
@installed
def alerts(
    installation: Installation,
    site: str,
    horizon: Horizon,
    login: str | None,
    *,
    as_json: bool,
) -> None:
    """Show alerts (提醒), of the whole site or those that fall to a person."""
    with reading(installation.open(site), horizon, login) as reader:
        found, said = reader.alerts.mine(), reader.alerts
        counts = counted(found)
        if as_json:
            print_json(
                {"site": site, "red": counts.red, "yellow": counts.yellow,
                 "alerts": [said.as_json(each) for each in found]}
            )  # fmt: skip
            return
        rows = [
            (LEVELS[each.level], each.alert.title, said.text(each), said.due(each))
            for each in found
        ]
        print_table(("级别", "提醒", "内容", "期限"), rows)
        click.echo(f"共{len(found)}条，红{counts.red}，黄{counts.yellow}")
