"""``houqin site export`` and ``import``: a site in one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from houqin.core.cli.options import STORE, installed
from houqin.core.cli.output import print_json
from houqin.core.cli.progress import progress
from houqin.core.site.transfer.sending import export_site
from houqin.core.site.transfer.taking import import_site

if TYPE_CHECKING:
    from houqin.core.cli.installation import Installation


@click.command("export")
@click.argument("site")
@click.argument("file")
@click.option(
    "--without-keys", is_flag=True, help="Leave out the keys: carry them apart."
)
@installed
def export(
    installation: Installation,
    site: str,
    file: str,
    *,
    without_keys: bool,
    as_json: bool,
) -> None:
    """Write a site into one FILE, with its log, proofs and attachments."""
    opened, path = installation.open(site), Path(file)
    with progress() as report:
        position = export_site(
            installation.directory, opened, path, keys=not without_keys, progress=report
        )
    size = path.stat().st_size
    if as_json:
        facts = {"site": site, "file": file, "position": position, "bytes": size}
        print_json({**facts, "keys": not without_keys})
        return
    click.echo(f"站点“{site}”已导出到{file}，截至登记序号{position:,}，{size:,}字节")
    click.echo(
        "文件中没有密钥，导入时用--keys另行提供"
        if without_keys
        else "文件中有密钥，拿到文件就能看到全部个人信息，请妥善保管和传送"
    )


@click.command("import")
@click.argument("file")
@click.argument("name")
@click.option(
    "--store", "--database", "store", type=STORE, metavar="URL",
    help="postgresql://...; else a SQLite file.",
)  # fmt: skip
@click.option(
    "--keys", metavar="DIR", help="Folder of the files key and signing, carried apart."
)
@installed
def import_(
    installation: Installation,
    file: str,
    name: str,
    store: str | None,
    keys: str | None,
    *,
    as_json: bool,
) -> None:
    """Make the site NAME of a FILE, whole or not at all."""
    folder = Path(keys) if keys else None
    with progress() as report:
        site = installation.keep(
            import_site(
                installation.directory, Path(file), name,
                store_url=store, keys=folder, progress=report,
            )
        )  # fmt: skip
    with site.store.reading() as connection:
        position = site.log.head(connection)[0]
    if as_json:
        facts = {"site": name, "id": str(site.id), "title": site.title}
        print_json({**facts, "position": position, "store": site.store.name})
    else:
        click.echo(f"已导入站点“{name}”（{site.title}），数据在{site.store.name}")
        click.echo(f"截至登记序号{position:,}：原始记录、存证点和台账核对一致")
