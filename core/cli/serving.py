"""``houqin serve``: the pages, by waitress, as an ini file says."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from houqin.core.cli.demonstration import accounts, demonstration_of, print_accounts
from houqin.core.cli.failures import Failed, line
from houqin.core.cli.notices import log_as_a_server
from houqin.core.cli.output import print_json

if TYPE_CHECKING:
    from houqin.core.registry.declarations import Declarations
    from houqin.core.site.directory import Directory

_HOST, _PORT = "127.0.0.1", 6543
_MOST = 65535


class Described(NamedTuple):
    """What an ini file describes."""

    app: Any
    server: dict[str, Any]


@click.command()
@click.argument("ini", default="development.ini")
@click.option("--port", envvar="PORT", help="Instead of the ini's; also PORT.")
@click.option("--var", envvar="HOUQIN_VAR", metavar="DIR", help="Instead of the ini's.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def serve(ini: str, port: str | None, var: str | None, *, as_json: bool) -> None:
    """Serve the sites an INI file names."""
    log_as_a_server()
    number = _port(port) if port else None
    described = _describe(Path(ini), var)
    settings = _listening(described.server, number)
    server = _bind(described.app, settings)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    _announce(described.app, f"http://{settings['listen'].split()[0]}", as_json=as_json)
    # Ends quietly with Ctrl-C.
    server.run()


def _port(typed: str) -> int:
    if not (typed.isascii() and typed.isdigit() and 0 < int(typed) <= _MOST):
        raise click.UsageError(f"端口“{typed}”应为1至{_MOST}的整数")
    return int(typed)


def _describe(ini: Path, var: str | None) -> Described:
    """Read the ini and make its application.

    :raises Failed: when it cannot be read, or says something that cannot be.
    """
    if not ini.is_file():
        raise Failed(f"没有配置文件{ini.absolute()}")
    import plaster  # noqa: PLC0415 - only here
    from plaster_pastedeploy import (  # type: ignore[import-untyped]  # noqa: PLC0415
        Loader,
    )

    try:
        loader = Loader(plaster.parse_uri(str(ini.absolute())))
        loader.setup_logging()
        server = dict(loader.get_settings("server:main"))
        _require_var(var or loader.get_wsgi_app_settings().get("var", "var"))
        app = _make(ini, var)
    except Failed:
        raise
    except Exception as error:
        raise Failed(f"配置文件{ini}有误：{_why(error)}") from error
    if not str(server.pop("use", "egg:waitress")).startswith("egg:waitress"):
        raise Failed(f"配置文件{ini}有误：[server:main]只能用 egg:waitress")
    return Described(app, server)


def _make(ini: Path, var: str | None) -> Any:
    from paste.deploy import loadwsgi  # noqa: PLC0415 - plaster cannot set an option

    context = loadwsgi.loadcontext(loadwsgi.APP, f"config:{ini.absolute()}", "main")
    if var:
        context.local_conf["var"] = var
    return context.create()


def _require_var(var: str) -> None:
    if not Path(var).is_dir():
        raise Failed(
            f"没有数据目录{Path(var).absolute()}，"
            "请先运行 houqin demo 或 houqin site create"
        )


def _why(error: Exception) -> str:
    """The library's own words, which name section and option."""
    words = " ".join(str(error).split())
    return f"{type(error).__name__}: {words}"


def _listening(server: dict[str, Any], port: int | None) -> dict[str, Any]:
    """Settings for waitress with one place to listen; a given port takes precedence."""
    settings = dict(server)
    host, own = settings.pop("host", _HOST), settings.pop("port", _PORT)
    listen = str(settings.get("listen") or f"{host}:{own}")
    if port:
        listen = f"{listen.split(maxsplit=1)[0].rpartition(':')[0] or _HOST}:{port}"
    return {**settings, "listen": listen}


def _bind(app: Any, settings: dict[str, Any]) -> Any:
    import waitress  # noqa: PLC0415 - only here

    try:
        return waitress.create_server(app, **settings)
    except OSError as error:
        where = settings["listen"]
        raise Failed(
            f"不能在{where}上监听（{error.strerror}），换一个端口：--port"
        ) from (error)
    except (ValueError, TypeError) as error:
        raise Failed(f"配置文件的[server:main]有误：{_why(error)}") from error


def _announce(app: Any, address: str, *, as_json: bool) -> None:
    """Say where the pages are, and who may look around in a demonstration."""
    registry = app.registry
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
    if told:
        print_accounts(told)
    click.echo(f"正在 {address} 服务，按 Ctrl-C 结束")


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
