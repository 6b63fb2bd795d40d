"""``houqin followers``: how 后续任务 stand, and resuming what was put aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from houqin.core.cli.failures import Failed
from houqin.core.cli.options import ChoiceType, installed
from houqin.core.cli.output import print_json, print_table
from houqin.core.site import followers as following

if TYPE_CHECKING:
    from typing import Any

    from houqin.core.cli.installation import Installation
    from houqin.core.site.followers import Standing
    from houqin.core.site.site import Site


@click.command()
@click.argument("site")
@click.argument("action", type=ChoiceType("resume"), required=False)
@click.argument("follower", required=False)
@installed
def followers(
    installation: Installation,
    site: str,
    action: str | None,
    follower: str | None,
    *,
    as_json: bool,
) -> None:
    """Show followers (后续任务), or resume what they put aside (搁置任务).

    A running server or worker takes up at once what is resumed.
    """
    opened = installation.open(site)
    if action:
        _resume(opened, follower)
    with opened.reader() as reader:
        found = following.standings(reader)
    if as_json:
        print_json([_told(standing) for standing in found])
        return
    rows = [_row(standing) for standing in found]
    print_table(("后续任务", "名称", "启用", "待办理", "搁置"), rows, right={3, 4})
    for standing in found:
        for each in standing.parked:
            said = "等待重新办理" if each.due else each.error
            click.echo(f"{standing.follower.title} 登记序号{each.position}：{said}")


def _resume(site: Site, name: str | None) -> None:
    known = site.declarations.followers
    if name is not None and name not in known:
        raise Failed(f"没有后续任务“{name}”，现有：{'、'.join(sorted(known))}")
    for each in [name] if name else list(known):
        following.resume(site, each)


def _row(standing: Standing) -> tuple[str, ...]:
    follower = standing.follower
    on = "是" if standing.on else "否"
    lag, parked = str(standing.lag), str(len(standing.parked))
    return (follower.title, follower.name, on, lag, parked)


def _told(standing: Standing) -> dict[str, Any]:
    state = standing.state
    parked = [
        {"position": p.position, "tries": p.tries, "due": bool(p.due), "error": p.error}
        for p in standing.parked
    ]
    return {
        "follower": standing.follower.name,
        "on": standing.on,
        "position": state.position if state else None,
        "lag": standing.lag,
        "tries": state.tries if state else 0,
        "error": state.error if state else "",
        "parked": parked,
    }
