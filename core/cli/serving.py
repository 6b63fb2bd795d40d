"""``houqin serve``: the pages, by waitress, as an ini file says."""

from __future__ import annotations

import errno
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from houqin.core.cli.demonstration import accounts, demonstration_of, print_accounts
from houqin.core.cli.failures import Failed, line
from houqin.core.cli.ini import describe
from houqin.core.cli.notices import log_as_a_server
from houqin.core.cli.output import print_json

if TYPE_CHECKING:
    from houqin.core.cli.ini import Described
    from houqin.core.registry.declarations import Declarations
    from houqin.core.site.directory import Directory

_MOST = 65535


@click.command()
@click.argument("ini", default="development.ini")
@click.option("--port", envvar="PORT", help="Instead of the ini's; also PORT.")
@click.option("--var", envvar="HOUQIN_VAR", metavar="DIR", help="Instead of the ini's.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def serve(ini: str, port: str | None, var: str | None, *, as_json: bool) -> None:
    """Serve the sites an INI file names."""
    log_as_a_server()
    described = describe(Path(ini), var, _port(port) if port else None)
    server = _bind(described)
    for ended in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ended, lambda *_: sys.exit(0))
    _announce(described, as_json=as_json)
    server.run()


def _port(typed: str) -> int:
    if not (typed.isascii() and typed.isdigit() and 0 < int(typed) <= _MOST):
        raise click.UsageError(f"端口“{typed}”应为1至{_MOST}的整数")
    return int(typed)


def _bind(described: Described) -> Any:
    import waitress  # noqa: PLC0415 - only here

    try:
        return waitress.create_server(described.app, **described.server)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        why = "端口已被占用，可用--port换一个" if taken else error.strerror
        raise Failed(f"不能在{described.server['listen']}上服务：{why}") from error
    except (ValueError, TypeError) as error:
        raise Failed(f"配置文件的[server:main]有误：{error}") from error


def _announce(described: Described, *, as_json: bool) -> None:
    """Say where the pages are, and who may look around in a demonstration."""
    address = f"http://{described.server['listen'].split()[0]}"
    registry = described.app.registry
    sites, broken = _sites(registry.houqin_directory)
    told = _told(registry.houqin) if any(sites.values()) else None
    for name, why in broken.items():
        click.echo(f"houqin: 站点{name}不能使用：{why}", err=True)
    if as_json:
        names = [{"site": n, "demonstration": d} for n, d in sites.items()]
        print_json(
            {"address": address, "sites": names, **(accounts(told) if told else {})}
        )
        return
    if not sites and not broken:
        click.echo("还没有站点：运行 houqin demo 或 houqin site create")
    for name, demonstration in sites.items():
        click.echo(f"{address}/{name}/{'  演示站点' if demonstration else ''}")
        if code := _setup_code(registry.houqin_directory, name):
            click.echo(f"  还没有人可以登录，打开上面的页面完成首次设置，设置码 {code}")
    if told:
        print_accounts(told)
    click.echo(f"正在 {address} 服务，按 Ctrl-C 结束")


def _setup_code(directory: Directory, name: str) -> str:
    from houqin.core.site.first_run import setup_code  # noqa: PLC0415 - slow

    return setup_code(directory, directory.open(name))


def _told(declarations: Declarations) -> Any:
    try:
        return demonstration_of(declarations)
    except Failed:
        return None


def _sites(directory: Directory) -> tuple[dict[str, bool], dict[str, str]]:
    """Sites and whether each is a demonstration; those that cannot be opened, why."""
    sites: dict[str, bool] = {}
    broken: dict[str, str] = {}
    for name in directory.names():
        try:
            sites[name] = directory.open(name).demonstration
        except Exception as error:  # noqa: BLE001 - the others are served all the same
            broken[name] = line(error)
    return sites, broken
