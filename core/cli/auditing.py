"""``houqin audit``: 存证, 核验 and proofs for those who do not have the log."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from houqin.core.audit import checkpoints, evidence, verifying
from houqin.core.cli.bundling import KEY, bundle, in_one_line, keys_of, verify_bundle
from houqin.core.cli.failures import Failed
from houqin.core.cli.options import NUMBER, installed
from houqin.core.cli.output import print_json, print_table
from houqin.core.cli.progress import progress
from houqin.core.site.log_problems import place, words
from houqin.events.instants import to_text
from houqin.events.tree import ALGORITHMS, SHA256

if TYPE_CHECKING:
    from houqin.core.audit.checkpoints import Signed
    from houqin.core.audit.verifying import Audit
    from houqin.core.cli.installation import Installation


@click.group(invoke_without_command=True)
@click.pass_context
def audit(context: click.Context) -> None:
    """Prove that nobody changed the log (存证, 核验)."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@audit.command()
@click.argument("site")
@click.option("--against", metavar="FILE", help="A checkpoint kept elsewhere.")
@click.option("--jobs", type=NUMBER, help="Processes; else one for each core.")
@KEY
@installed
@click.pass_context
def verify(
    context: click.Context,
    installation: Installation,
    site: str,
    against: str | None,
    jobs: int | None,
    keys: tuple[str, ...],
    *,
    as_json: bool,
) -> None:
    """Compute the log anew and compare it with every checkpoint (核验)."""
    opened = installation.open(site)
    kept, known = _read(against) if against else None, keys_of(keys)
    with progress() as report, in_one_line():
        found = verifying.verify_site(
            opened, kept, known, jobs, lambda done, total: report("核验", done, total)
        )
    if as_json:
        print_json({"site": site, **_described(found)})
    else:
        _print_audit(found)
    context.exit(0 if found.sound else 1)


@audit.command()
@click.argument("site")
@installed
def checkpoint(installation: Installation, site: str, *, as_json: bool) -> None:
    """Sign the heads of both trees now (立即存证)."""
    opened = installation.open(site)
    with in_one_line():
        signed = checkpoints.sign(opened)
    if as_json:
        print_json({"site": site, "checkpoints": [_signed(each) for each in signed]})
    else:
        click.echo("\n".join(each.note for each in signed), nl=False)


@audit.command()
@click.argument("site")
@click.argument("position", type=NUMBER)
@installed
def prove(
    installation: Installation, site: str, position: int, *, as_json: bool
) -> None:
    """Print the proof that an event is in the log (存证凭证)."""
    opened = installation.open(site)
    with in_one_line():
        text = evidence.prove(opened, position)
    if as_json:
        print_json({"site": site, "position": position, "proof": text})
    else:
        click.echo(text, nl=False)


@audit.command("verify-proof")
@click.argument("file")
@click.option("--site", metavar="SITE", help="Whose keys to believe, without --key.")
@KEY
@installed
def verify_proof(
    installation: Installation,
    file: str,
    site: str | None,
    keys: tuple[str, ...],
    *,
    as_json: bool,
) -> None:
    """Check a proof; the log is not needed for it."""
    known = keys_of(keys)
    if not known:
        if site is None:
            raise Failed("用--key给出公钥，或用--site指明站点")
        known = installation.open(site).signing_keys.verifiers(SHA256)
    with in_one_line():
        header, head = evidence.check(_read(file), known)
    facts = {
        "position": header.position,
        "topic": header.topic,
        "record": str(UUID(bytes=header.originator_id)),
        "occurred": to_text(header.occurred),
        "recorded": to_text(header.recorded),
        "actor": str(UUID(bytes=header.actor)),
        "origin": head.origin,
        "size": head.size,
    }
    if as_json:
        print_json({"holds": True, **facts})
    else:
        print_table(("项目", "内容"), [(_FACTS[k], str(v)) for k, v in facts.items()])
        click.echo("存证凭证成立：这条原始记录在存证点之内，登记后未改动")


_FACTS = {
    "position": "登记序号", "topic": "事项", "record": "单据", "occurred": "发生时间",
    "recorded": "登记时间", "actor": "登记人", "origin": "存证点", "size": "存证序号",
}  # fmt: skip


@audit.command()
@click.argument("site")
@installed
def keys(installation: Installation, site: str, *, as_json: bool) -> None:
    """Print the public keys that checkpoints are verified with."""
    _print_keys(installation, site, as_json=as_json)


@audit.command("rotate-key")
@click.argument("site")
@installed
def rotate_key(installation: Installation, site: str, *, as_json: bool) -> None:
    """Sign with a new key from now on; earlier checkpoints stay verifiable."""
    installation.open(site).signing_keys.rotate()
    _print_keys(installation, site, as_json=as_json)


@audit.command("give-up-heads")
@click.argument("site")
@installed
def give_up_heads(installation: Installation, site: str, *, as_json: bool) -> None:
    """Sign on after an older backup took the place of the log.

    The heads signed last are printed; give them to whoever has to judge what is gone.
    """
    opened = installation.open(site)
    with in_one_line():
        notes = checkpoints.give_up(opened)
    if as_json:
        print_json({"site": site, "notes": notes})
    else:
        click.echo("\n".join(notes), nl=False)


def _print_keys(installation: Installation, site: str, *, as_json: bool) -> None:
    own = installation.open(site).signing_keys
    known = {each.name: list(map(str, own.verifiers(each))) for each in ALGORITHMS}
    if as_json:
        print_json({"site": site, "keys": known})
    else:
        for algorithm in ALGORITHMS:
            for key in known[algorithm.name]:
                click.echo(key)


def _read(file: str) -> str:
    try:
        # As it is: a line's end that was changed on the way is not what was signed.
        return Path(file).read_bytes().decode()
    except UnicodeDecodeError as error:
        raise Failed(f"{file}不是UTF-8文本") from error


def _print_audit(found: Audit) -> None:
    for problem in found.problems:
        click.echo(f"{place(problem)}：{words(problem)}")
    for algorithm in ALGORITHMS:
        if root := found.roots.get(algorithm.name):
            click.echo(f"{algorithm.title}校验码 {_text(root)}")
    good = sum(each.holds for each in found.judged)
    click.echo(f"存证点{len(found.judged)}个，其中{good}个相符")
    for head in found.against:
        click.echo(f"留存的存证点：登记序号{head.size:,}")
    click.echo(f"截至登记序号{found.position:,}：{found.said}")


def _described(found: Audit) -> dict[str, Any]:
    return {
        "position": found.position,
        "sound": found.sound,
        "said": found.said,
        "roots": {name: _text(root) for name, root in found.roots.items()},
        "problems": [
            {"code": each.code, "first": each.first, "last": each.last,
             "said": words(each)}
            for each in found.problems
        ],
        "checkpoints": [
            {**_signed(each.signed), "signature": each.signature, "holds": each.holds}
            for each in found.judged
        ],
        "against": [{"origin": h.origin, "size": h.size} for h in found.against],
    }  # fmt: skip


def _signed(signed: Signed) -> dict[str, Any]:
    return {
        "algorithm": signed.algorithm,
        "position": signed.position,
        "signed": to_text(signed.signed),
        "occasion": signed.occasion,
        "note": signed.note,
    }


def _text(root: bytes) -> str:
    return b64encode(root).decode()


audit.add_command(bundle)
audit.add_command(verify_bundle)
