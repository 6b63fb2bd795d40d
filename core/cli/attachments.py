"""``houqin upload`` and ``houqin sweep``: attachments without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from houqin.core.cli.failures import Failed
from houqin.core.cli.installation import person_of
from houqin.core.cli.options import installed
from houqin.core.cli.output import print_json, print_table
from houqin.core.files.refusal import FileRefused

if TYPE_CHECKING:
    from typing import Any

    from houqin.core.cli.installation import Installation
    from houqin.core.site.site import Site

_SETTING = "core.attachment_megabytes"


@click.command()
@click.argument("site")
@click.argument("files", nargs=-1, required=True)
@click.option("--as", "login", metavar="LOGIN", help="Who hands them in.")
@installed
def upload(
    installation: Installation,
    site: str,
    files: tuple[str, ...],
    login: str | None,
    *,
    as_json: bool,
) -> None:
    """Store FILES, and print what a command's JSON names them by for a day."""
    opened = installation.open(site)
    person = person_of(opened, login) if login else opened.system_actor
    with opened.store.reading() as connection:
        megabytes = int(opened.setting(connection, _SETTING))
    found = [_stored(opened, Path(name), person, megabytes) for name in files]
    if as_json:
        print_json(found)
        return
    rows = [(each["name"], str(each["size"]), each["digest"]) for each in found]
    print_table(("文件", "字节", "校验码"), rows, right={1})


def _stored(site: Site, path: Path, person: Any, megabytes: int) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            return site.attachments.receive(file, path.name, size, person, megabytes)
    except FileRefused as refusal:
        raise Failed(refusal.message) from refusal


@click.command()
@click.argument("site")
@installed
def sweep(installation: Installation, site: str, *, as_json: bool) -> None:
    """Remove files handed in over a day ago that no record took up."""
    removed = installation.open(site).attachments.sweep()
    if as_json:
        print_json({"site": site, "removed": removed})
    else:
        click.echo(f"已清理没有单据使用的上传文件{len(removed)}个")
