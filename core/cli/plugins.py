"""``houqin plugin``: the modules of a site, or of all sites."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from houqin.core.cli.failures import Failed, line
from houqin.core.cli.options import installed
from houqin.core.cli.output import print_json, print_table
from houqin.core.cli.progress import progress
from houqin.core.cli.scaffolding import scaffold
from houqin.core.registry.declaring import KINDS
from houqin.core.schema.errors import Refused
from houqin.core.site.plugins import planning, running
from houqin.core.site.plugins.requiring import part_named
from houqin.core.site.plugins.states import TITLES, standings
from houqin.core.site.plugins.trial import Trials

if TYPE_CHECKING:
    from collections.abc import Callable

    from houqin.core.cli.installation import Installation
    from houqin.core.cli.progress import Report
    from houqin.core.site.plugins.planning import Work
    from houqin.core.site.site import Site

    Plan = Callable[[Site, str], list[Work]]


@click.group(invoke_without_command=True)
@click.pass_context
def plugin(context: click.Context) -> None:
    """Begin, look at, install, upgrade and uninstall modules (业务模块)."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@plugin.command("list")
@click.argument("site", required=False)
@installed
def list_plugins(
    installation: Installation, site: str | None, *, as_json: bool
) -> None:
    """List the modules of a site, or those this program could load."""
    if site is None:
        _print_available(installation, as_json=as_json)
        return
    found = standings(installation.open(site))
    if as_json:
        print_json([each.in_json() for each in found])
        return
    rows = [
        (each.name, each.title, TITLES[each.state], each.installed or "—",
         each.available or "—", each.said)
        for each in found
    ]  # fmt: skip
    print_table(("模块", "名称", "状态", "站点版本", "程序版本", "说明"), rows)


def _print_available(installation: Installation, *, as_json: bool) -> None:
    declared = installation.declarations
    found: list[dict[str, Any]] = [
        {"name": name, "title": part.spec.title, "version": part.spec.version,
         "requires": list(part.spec.requires), "bundled": part.bundled}
        for name, part in sorted(declared.parts.items())
    ]  # fmt: skip
    broken: list[dict[str, Any]] = [
        {"name": each.name, "error": each.error, "places": list(each.places)}
        for each in declared.quarantined.values()
    ]
    if as_json:
        print_json([*found, *broken])
        return
    rows = [
        (e["name"], e["title"], e["version"], "、".join(e["requires"])) for e in found
    ]
    rows += [
        (e["name"], "已隔离", "—", f"{e['error']}（{'；'.join(e['places'])}）")
        for e in broken
    ]
    print_table(("模块", "名称", "版本", "说明"), rows)


@plugin.command()
@click.argument("name")
@installed
def show(installation: Installation, name: str, *, as_json: bool) -> None:
    """Print everything a module adds, by introspection, with its lines of code."""
    part = part_named(installation.declarations, name)
    spec = part.spec
    added = [
        {"kind": kind, "name": named, "title": place.title, "line": place.line}
        for (kind, named), place in sorted(part.declares.items())
    ]
    if as_json:
        facts = {"name": spec.name, "title": spec.title, "version": spec.version}
        requires = {"requires": list(spec.requires), "module": part.module}
        print_json({**facts, "summary": spec.summary, **requires, "adds": added})
        return
    click.echo(f"{spec.title} {spec.name} {spec.version}：{spec.summary}")
    if spec.requires:
        click.echo(f"需要：{'、'.join(spec.requires)}")
    rows = [
        (KINDS.get(each["kind"], each["kind"]), *list(each.values())[1:])
        for each in added
    ]
    print_table(("种类", "名称", "标题", "声明处"), rows)


def _deed(name: str, plan: Plan, help: str) -> None:  # noqa: A002 - as click calls it
    @plugin.command(name, help=help)
    @click.argument("plugin")
    @click.argument("site", required=False)
    @click.option("--all-sites", is_flag=True, help="On every site, one by one.")
    @click.option("--dry-run", is_flag=True, help="Only tell what would be done.")
    @installed
    def deed(
        installation: Installation,
        plugin: str,
        site: str | None,
        *,
        all_sites: bool,
        dry_run: bool,
        as_json: bool,
    ) -> None:
        if all_sites == (site is not None):
            raise Failed("请指明一个站点，或者用 --all-sites")
        names = installation.directory.names() if all_sites else [str(site)]
        done = _on_each(installation, names, plan, plugin, dry_run=dry_run)
        if as_json:
            print_json(done)
        else:
            _print(installation, done, dry_run=dry_run)
        if any("error" in each for each in done):
            raise Failed(f"{sum('error' in each for each in done)}个站点没有完成")


def _on_each(
    installation: Installation,
    names: list[str],
    plan: Plan,
    plugin: str,
    *,
    dry_run: bool,
) -> list[dict[str, Any]]:
    """On one site what is wrong is raised; of many the others go on."""
    done: list[dict[str, Any]] = []
    with progress() as report, Trials() as trials:
        for number, name in enumerate(names):
            report(name, number, len(names))
            inside = partial(_within, report, name) if len(names) == 1 else None
            try:
                site = installation.open(name)
                works = plan(site, plugin)
                if not dry_run:
                    running.run(site, works, progress=inside, trials=trials)
                done.append({"site": name, "works": [w.in_json() for w in works]})
            except Exception as error:
                if len(names) == 1:
                    raise
                already = isinstance(error, Refused) and _is_done(site, plan, plugin)
                told = {"already": True} if already else {"error": line(error)}
                done.append({"site": name, **told})
            finally:
                if len(names) > 1:
                    installation.let_go(name)
    return done


def _within(report: Report, name: str, what: str, done: int, total: int) -> None:
    report(f"{name} {what}", done, total)


def _is_done(site: Site, plan: Plan, plugin: str) -> bool:
    """Whether an earlier run has done here what is asked for."""
    there = site.plugins.get(plugin)
    if plan is planning.uninstalling:
        return there is None or not there.there
    part = (site.declarations.available or site.declarations).parts.get(plugin)
    return bool(part and there and there.writes(part.spec.version))


def _print(
    installation: Installation, done: list[dict[str, Any]], *, dry_run: bool
) -> None:
    titles = {n: each.title for n, each in installation.declarations.ledgers.items()}
    rows = []
    for each in done:
        if "works" not in each:
            said = each.get("error") or "已经完成，不必重复"
            rows.append((each["site"], said, ""))
            continue
        for work in each["works"]:
            lines = planning.from_json(work).lines(titles)
            rows += [(each["site"], *told) for told in lines]
    print_table(("站点", "事项", "内容"), rows)
    if dry_run:
        click.echo("以上只是预告，什么也没有改动")


_deed("install", planning.installing, "Install a module and what it needs (启用).")
_deed("upgrade", planning.upgrading, "Bring a site to this program's version (升级).")
_deed("uninstall", planning.uninstalling, "Take a module out; its data stay (停用).")
plugin.add_command(scaffold)
