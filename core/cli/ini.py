"""What an ini file describes: the application, and where it is served."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from houqin.core.cli.failures import Failed

_HOST, _PORT = "127.0.0.1", 6543


class Described(NamedTuple):
    """The application, and the settings of waitress with ``listen`` among them."""

    app: Any
    server: dict[str, Any]


def describe(ini: Path, var: str | None, port: int | None) -> Described:
    """Read an ini file and make its application.

    :param var: the folder of the sites, instead of the ini's.
    :param port: where to listen, instead of the ini's.
    :raises Failed: when the file cannot be read, or says something that cannot be.
    """
    if not ini.is_file():
        raise Failed(f"没有配置文件{ini.absolute()}")
    try:
        server = _server(ini, port)
        app = _application(ini, var)
    except Failed:
        raise
    except Exception as error:
        words = f"{type(error).__name__}: {error}"
        raise Failed(f"配置文件{ini}有误：{words}") from error
    return Described(app, server)


def _server(ini: Path, port: int | None) -> dict[str, Any]:
    """The server's section; a given port takes precedence."""
    from plaster import get_loader  # noqa: PLC0415 - only serving needs it

    loader = get_loader(str(ini.absolute()), protocols=["wsgi"])
    loader.setup_logging()
    settings = dict(loader.get_settings("server:main"))
    if not str(settings.pop("use", "egg:waitress")).startswith("egg:waitress"):
        raise Failed(f"配置文件{ini}有误：[server:main]只能用egg:waitress")
    host, own = settings.pop("host", _HOST), settings.pop("port", _PORT)
    listen = str(settings.get("listen") or f"{host}:{own}")
    if port:
        listen = f"{listen.split(maxsplit=1)[0].rpartition(':')[0] or _HOST}:{port}"
    return {**settings, "listen": listen}


def _application(ini: Path, var: str | None) -> Any:
    from paste.deploy import loadwsgi  # noqa: PLC0415 - plaster can set no option

    context = loadwsgi.loadcontext(loadwsgi.APP, f"config:{ini.absolute()}", "main")
    if var:
        context.local_conf["var"] = var
    folder = Path(context.config().get("var", "var"))
    if not folder.is_dir():
        raise Failed(
            f"没有数据目录{folder.absolute()}，"
            "请先运行 houqin demo 或 houqin site create"
        )
    return context.create()
