"""``houqin permissions``: who may do what, as docs/permissions.md prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from houqin.core.cli.options import installed
from houqin.core.cli.output import print_json
from houqin.core.site.permission_table import markdown, permission_table

if TYPE_CHECKING:
    from houqin.core.cli.installation import Installation


@click.command()
@installed
def permissions(installation: Installation, *, as_json: bool) -> None:
    """Print the permission map (权限表)."""
    declared = installation.declarations
    if as_json:
        print_json([line._asdict() for line in permission_table(declared)])
    else:
        click.echo(markdown(declared), nl=False)
