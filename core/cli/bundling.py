"""``houqin audit bundle`` and ``verify-bundle``: 审计取证包, taken and checked."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from houqin.core.audit.bundle import Asking, Wanted, write_bundle
from houqin.core.audit.bundle_checking import check_bundle
from houqin.core.cli.failures import Failed
from houqin.core.cli.installation import person_of
from houqin.core.cli.options import installed, within_horizon
from houqin.core.cli.output import print_json
from houqin.core.cli.progress import progress
from houqin.core.model.execution import moment_text
from houqin.core.schema.errors import Refused
from houqin.core.site.log_problems import UNCHANGED
from houqin.core.site.signing import SigningKeyMissing
from houqin.events.errors import NoteInvalid
from houqin.events.note import verifier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.audit.bundle_checking import Found
    from houqin.core.cli.installation import Installation
    from houqin.core.projection.horizon import Horizon
    from houqin.events.note import Verifier

KEY = click.option(
    "--key", "keys", multiple=True, metavar="VKEY",
    help="A verifier key kept elsewhere; else the site's own.",
)  # fmt: skip


@click.command()
@click.argument("site")
@click.argument("ledger")
@click.argument("rows", nargs=-1, required=True)
@click.option("--out", required=True, metavar="FILE", help="Where the zip is written.")
@within_horizon
@installed
def bundle(
    installation: Installation,
    site: str,
    ledger: str,
    rows: tuple[str, ...],
    out: str,
    horizon: Horizon,
    login: str | None,
    *,
    as_json: bool,
) -> None:
    """Write rows of a ledger with everything that proves them (审计取证包)."""
    opened, path = installation.open(site), Path(out)
    person = person_of(opened, login) if login else None
    with opened.reader() as reader:
        standing = reader.standing_of(person) if person else None
    said = {
        "取证时间": moment_text(opened.now(), opened.zone),
        "取证人": login or "命令行",
    }
    asking = Asking((Wanted(ledger, rows),), horizon, standing, said, person)
    with progress() as report, in_one_line():
        events = write_bundle(
            opened, asking, path, lambda done: report("取证", done, len(rows))
        )
    if as_json:
        print_json({"site": site, "rows": len(rows), "events": events, "file": out})
    else:
        click.echo(f"已写入{out}：台账记录{len(rows)}条，业务记录{events}条")


@click.command("verify-bundle")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@KEY
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def verify_bundle(file: str, keys: tuple[str, ...], *, as_json: bool) -> None:
    """Check a 取证包; neither log nor site is needed for it."""
    with in_one_line():
        found = check_bundle(Path(file), keys_of(keys))
    if as_json:
        print_json(_described(found))
        return
    click.echo(f"单位：{found.unit}")
    for title, text in found.said.items():
        click.echo(f"{title}：{text}")
    click.echo(
        f"台账记录{found.rows}条，业务记录{found.events}条（已清除正文{found.erased}条），"
        f"附件{found.attachments}个"
    )
    for head in found.heads.values():
        click.echo(f"存证点 {head.origin} 登记序号 {head.size}")
    click.echo(f"此前存证点{found.earlier}个，前后一致")
    if not found.brought:
        click.echo("用的是包内公钥，请用--key给出另行取得的公钥")
    click.echo(UNCHANGED)


def _described(found: Found) -> dict[str, Any]:
    heads = {
        name: {"origin": head.origin, "size": head.size, "root": head.root.hex()}
        for name, head in found.heads.items()
    }
    return {**found._asdict(), "heads": heads, "holds": True}


@contextmanager
def in_one_line() -> Iterator[None]:
    """What is refused fails in one line."""
    try:
        yield
    except (Refused, SigningKeyMissing) as refusal:
        raise Failed(str(refusal)) from None


def keys_of(given: tuple[str, ...]) -> list[Verifier]:
    """Public keys as they were typed."""
    try:
        return [verifier(each) for each in given]
    except NoteInvalid as error:
        raise Failed("--key应为公钥，由 houqin audit keys 打印") from error
