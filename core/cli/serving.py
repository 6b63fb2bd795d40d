"""``houqin serve``: the pages, as an ini file says.

What is typed is a supervisor; it holds the sockets and starts itself anew as the worker
that answers.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from houqin.core.cli.ini import application, duties_of, server_settings
from houqin.core.cli.listening import listen
from houqin.core.cli.notices import log_as_a_server, log_as_settings_say
from houqin.core.cli.output import print_json
from houqin.core.cli.supervising import Supervisor
from houqin.core.cli.workers import Process, supervised
from houqin.core.garbage import keep, uncollected

if TYPE_CHECKING:
    from houqin.core.cli.workers import Supervised
    from houqin.core.demonstration.parts import Part
    from houqin.core.registry.declarations import Declarations
    from houqin.core.site.directory import Directory

_MOST = 65535


@click.command()
@click.argument("ini", default="development.ini")
@click.option("--port", envvar="PORT", help="Instead of the ini's; also PORT.")
@click.option("--var", envvar="HOUQIN_VAR", metavar="DIR", help="Instead of the ini's.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def serve(ini: str, port: str | None, var: str | None, *, as_json: bool) -> None:
    """Serve the sites an INI file names; SIGHUP starts the program anew."""
    settings = server_settings(Path(ini), _port(port) if port else None)
    given = supervised()
    if given is None:
        more = [*(("--port", port) if port else ()), *(("--var", var) if var else ())]
        typed = ["serve", ini, *more, *(("--json",) if as_json else ())]
        sys.exit(_supervise(typed, settings["listen"]))
    log_as_a_server()
    with uncollected():
        app = application(Path(ini), var)
    keep()
    log_as_settings_say(app.registry.settings)
    _answer(given, app, settings, as_json=as_json)


def _port(typed: str) -> int:
    if not (typed.isascii() and typed.isdigit() and 0 < int(typed) <= _MOST):
        raise click.UsageError(f"端口“{typed}”应为1至{_MOST}的整数")
    return int(typed)


def _supervise(typed: list[str], addresses: str) -> int:
    log_as_a_server()
    sockets = listen(addresses)
    numbers = [each.fileno() for each in sockets]
    return Supervisor(partial(Process, typed, numbers)).run()


def _answer(
    given: Supervised, app: Any, settings: dict[str, Any], *, as_json: bool
) -> None:
    from houqin.core.cli.answering import Answering  # noqa: PLC0415 - a worker's
    from houqin.core.site.working import Working  # noqa: PLC0415 - a worker's

    duties = duties_of(app.registry.settings)
    answering = Answering(app, given.sockets, settings)
    directory: Directory = app.registry.houqin_directory
    if not given.again:
        _announce(app.registry, settings["listen"], as_json=as_json)
    with Working(directory, duties=duties):
        answering.run(given.say_ready)


def _announce(registry: Any, addresses: str, *, as_json: bool) -> None:
    """Say where the pages are, and who may look around in a demonstration."""
    from houqin.core.site.directory import FEW  # noqa: PLC0415 - a worker's

    address = f"http://{addresses.split(maxsplit=1)[0]}"
    names = registry.houqin_directory.names()
    if len(names) > FEW:
        _announce_many(names, address, as_json=as_json)
        return
    from houqin.core.cli.demonstration import accounts, print_accounts  # noqa: PLC0415 - slow

    sites, broken = _sites(registry.houqin_directory)
    parts = _parts(registry.houqin) if any(sites.values()) else []
    for name, why in broken.items():
        click.echo(f"houqin: 站点{name}不能使用：{why}", err=True)
    if as_json:
        listed = [{"site": n, "demonstration": d} for n, d in sites.items()]
        print_json(
            {"address": address, "sites": listed, **(accounts(parts) if parts else {})}
        )
        return
    if not sites and not broken:
        click.echo("还没有站点：运行 houqin demo 或 houqin site create")
        code = _installation_code(registry.houqin_directory)
        click.echo(f"也可以打开 {address}/new 建立第一个站点，设置码 {code}")
    for name, demonstration in sites.items():
        click.echo(f"{address}/{name}/{'  演示站点' if demonstration else ''}")
        if code := _setup_code(registry.houqin_directory, name):
            click.echo(f"  还没有人可以登录，打开上面的页面完成首次设置，设置码 {code}")
    if parts:
        print_accounts(parts)
    click.echo(f"正在 {address} 服务，按 Ctrl-C 结束")


def _announce_many(names: list[str], address: str, *, as_json: bool) -> None:
    """Count the sites; opening them all would take longer than anybody waits."""
    if as_json:
        print_json({"address": address, "sites": [{"site": name} for name in names]})
        return
    click.echo(f"{len(names)}个站点，地址为 {address}/站点名/，例如 {names[0]}")
    click.echo("站点的设置码由 houqin site show 站点名 显示")
    click.echo(f"正在 {address} 服务，按 Ctrl-C 结束")


def _installation_code(directory: Directory) -> str:
    from houqin.core.site.first_run import installation_code  # noqa: PLC0415 - slow

    return installation_code(directory)


def _setup_code(directory: Directory, name: str) -> str:
    from houqin.core.site.first_run import setup_code  # noqa: PLC0415 - slow

    return setup_code(directory, directory.open(name))


def _parts(declarations: Declarations) -> list[Part]:
    from houqin.core.demonstration.parts import parts_of  # noqa: PLC0415 - slow

    return parts_of(declarations)


def _sites(directory: Directory) -> tuple[dict[str, bool], dict[str, str]]:
    """Sites and whether each is a demonstration; those that cannot be opened, why."""
    from houqin.core.cli.failures import line  # noqa: PLC0415 - slow

    sites: dict[str, bool] = {}
    broken: dict[str, str] = {}
    for name in directory.names():
        try:
            sites[name] = directory.open(name).demonstration
        except Exception as error:  # noqa: BLE001 - the others are served all the same
            broken[name] = line(error)
    return sites, broken
