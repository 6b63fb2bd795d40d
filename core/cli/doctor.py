"""``houqin doctor``: what this installation is made of, and what is wrong with it."""

from __future__ import annotations

import platform
import sqlite3
from typing import TYPE_CHECKING, Any

import click

from houqin.core.cli.failures import line
from houqin.core.cli.options import installed
from houqin.core.cli.output import print_json, print_table
from houqin.core.printing.fonts import chinese
from houqin.core.printing.typesetting import obstacle
from houqin.core.site.attached import erased_of
from houqin.core.site.condition import database_of, stopped_of
from houqin.core.site.installed import (
    chinese_fonts,
    functions,
    libraries,
    modules,
    themes,
)
from houqin.core.site.plugins.states import TITLES, standings

if TYPE_CHECKING:
    from houqin.core.cli.installation import Installation
    from houqin.core.site.site import Site


@click.command()
@installed
@click.pass_context
def doctor(
    context: click.Context, installation: Installation, *, as_json: bool
) -> None:
    """Examine versions, sites, pages and ledgers; exit 1 if something is wrong."""
    found: dict[str, Any] = {
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "libraries": libraries(),
        "modules": modules(installation.declarations),
        "quarantined": [
            {"name": each.name, "error": each.error, "places": list(each.places)}
            for each in installation.declarations.quarantined.values()
        ],
        "functions": functions(installation.declarations),
        "themes": themes(),
        "fonts": list(chinese_fonts()),
        "printing": {"fonts": chinese(), "obstacle": obstacle()},
        "sites": [_site(installation, n) for n in installation.directory.names()],
    }
    found["problems"] = _problems(found)
    if as_json:
        print_json(found)
    else:
        _print(found)
    context.exit(1 if found["problems"] else 0)


def _site(installation: Installation, name: str) -> dict[str, Any]:
    try:
        site = installation.open(name)
        return {
            "site": name,
            "title": site.title,
            "store": site.store.name,
            "size": database_of(site).size,
            "stopped": stopped_of(site),
            "plugins": [s.in_json() for s in standings(site) if s.trouble],
            "attachments": _absent(site),
        }
    except Exception as error:  # noqa: BLE001 - the others are examined all the same
        return {"site": name, "error": line(error)}


def _absent(site: Site) -> list[str]:
    """Attachments whose contents are not where they were stored."""
    with site.reader() as reader:
        erased = erased_of(reader)
    return site.attachments.absent(erased)


def _problems(found: dict[str, Any]) -> list[str]:
    problems = [f"没有安装{n}" for n, v in found["libraries"].items() if v is None]
    for name, built in found["themes"].items():
        if not built:
            problems.append(f"界面风格{name}的样式和脚本没有生成，请运行 make assets")
    if reason := found["printing"]["obstacle"]:
        problems.append(f"{reason}；在此之前由浏览器打印")
    problems += [
        f"业务模块{each['name']}已隔离：{each['error']}（{'；'.join(each['places'])}）"
        for each in found["quarantined"]
    ]
    for site in found["sites"]:
        problems += [
            f"站点{site['site']}的{each['title']}{TITLES[each['state']]}：{each['note']}"
            for each in site.get("plugins", ())
        ]
        if "error" in site:
            problems.append(f"站点{site['site']}不能使用：{site['error']}")
        problems += [
            f"站点{site['site']}的台账{s['ledger']}停在登记序号{s['position']}："
            f"{s['error']}；改正后运行 houqin rebuild {site['site']} {s['ledger']}"
            for s in site.get("stopped", ())
        ]
        problems += [
            f"站点{site['site']}的附件内容缺失：校验码{digest}；请从备份恢复"
            for digest in site.get("attachments", ())
        ]
    return problems


def _print(found: dict[str, Any]) -> None:
    rows = [("Python", found["python"]), ("SQLite", found["sqlite"])]
    rows += [(name, each or "没有安装") for name, each in found["libraries"].items()]
    rows += [(f"业务模块 {name}", each) for name, each in found["modules"].items()]
    rows += [
        (f"界面风格 {name}", "已生成" if built else "没有生成")
        for name, built in found["themes"].items()
    ]
    rows.append(("中文字体", "有" if found["fonts"] else "没有"))
    rows.append(("打印字体", "、".join(found["printing"]["fonts"]) or "没有"))
    rows += [
        (f"站点 {site['site']}", "不能使用" if "error" in site else "正常")
        for site in found["sites"]
    ]
    print_table(("项目", "状况"), rows)
    click.echo(f"用函数计算的台账：{'；'.join(found['functions']) or '没有'}")
    for problem in found["problems"]:
        click.echo(f"问题：{problem}")
    if not found["problems"]:
        click.echo("没有发现问题")
