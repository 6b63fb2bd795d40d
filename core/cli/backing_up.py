"""``houqin backup`` and ``restore``: a site's file that was read back whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from houqin.core.cli.options import installed
from houqin.core.cli.output import print_json
from houqin.core.cli.progress import progress
from houqin.core.cli.transferring import import_
from houqin.core.site.backups import back_up

if TYPE_CHECKING:
    from houqin.core.cli.installation import Installation


@click.command()
@click.argument("site")
@click.argument("file")
@installed
def backup(installation: Installation, site: str, file: str, *, as_json: bool) -> None:
    """Back a site up into one FILE, keys and all, and restore it on trial.

    The site goes on working meanwhile. Keep the FILE like a key.
    """
    opened, path = installation.open(site), Path(file)
    with progress() as report:
        made = back_up(installation.directory, opened, path, report)
    if as_json:
        facts = {"site": site, "file": file, "position": made.position}
        print_json({**facts, "bytes": made.size})
        return
    click.echo(
        f"站点“{site}”已备份到{file}，截至登记序号{made.position:,}，{made.size:,}字节"
    )
    click.echo("已试恢复并核验一致；文件中有密钥，请妥善保管")


restore = click.Command(
    "restore",
    callback=import_.callback,
    params=import_.params,
    help="Make the site NAME of a backup FILE, whole or not at all.",
)
