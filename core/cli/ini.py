"""What an ini file describes: the application, and where it is served."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from houqin.core.cli.failed import Failed

if TYPE_CHECKING:
    from collections.abc import Iterator

_HOST, _PORT = "127.0.0.1", 6543


@contextmanager
def understood(ini: Path) -> Iterator[None]:
    """Whatever is wrong with the file inside is said in one sentence.

    :raises Failed: when the file cannot be read, or says something that cannot be.
    """
    if not ini.is_file():
        raise Failed(f"没有配置文件{ini.absolute()}")
    try:
        yield
    except Failed:
        raise
    except Exception as error:
        words = f"{type(error).__name__}: {error}"
        raise Failed(f"配置文件{ini}有误：{words}") from error


def server_settings(ini: Path, port: int | None) -> dict[str, Any]:
    """The settings of waitress with ``listen`` among them.

    :param port: where to listen, instead of the ini's.
    """
    with understood(ini):
        settings = dict(_loader(ini).get_settings("server:main"))
        if not str(settings.pop("use", "egg:waitress")).startswith("egg:waitress"):
            raise Failed(f"配置文件{ini}有误：[server:main]只能用egg:waitress")
        host, own = settings.pop("host", _HOST), settings.pop("port", _PORT)
        listen = str(settings.get("listen") or f"{host}:{own}")
        if port:
            listen = f"{listen.split(maxsplit=1)[0].rpartition(':')[0] or _HOST}:{port}"
        return {**settings, "listen": listen}


def application(ini: Path, var: str | None) -> Any:
    """Make the application, with the logging the file asks for.

    :param var: the folder of the sites, instead of the ini's.
    """
    from paste.deploy import loadwsgi  # noqa: PLC0415 - plaster can set no option

    with understood(ini):
        _loader(ini).setup_logging()
        context = loadwsgi.loadcontext(loadwsgi.APP, f"config:{ini.absolute()}", "main")
        if var:
            context.local_conf["var"] = var
        require_folder(Path(context.config().get("var", "var")))
        return context.create()


def app_settings(ini: Path, var: str | None) -> dict[str, str]:
    """The settings of the application, for what works without pages."""
    with understood(ini):
        loader = _loader(ini)
        loader.setup_logging()
        settings = {**loader.get_settings("DEFAULT"), **_app(loader)}
        settings.setdefault("here", str(ini.absolute().parent))
        settings["var"] = var or settings.get("var", "var")
        require_folder(Path(settings["var"]))
        return settings


def _app(loader: Any) -> dict[str, str]:
    found: dict[str, str] = loader.get_wsgi_app_settings()
    return found


def _loader(ini: Path) -> Any:
    # Plaster would find the same one by reading the metadata of every distribution.
    from plaster import parse_uri  # noqa: PLC0415 - only serving needs it
    from plaster_pastedeploy import Loader  # noqa: PLC0415 - only serving needs it

    return Loader(parse_uri(str(ini.absolute())))


def duties_of(settings: dict[str, Any]) -> bool:
    """Whether scheduled work and followers are this process's too.

    They are, unless ``houqin.duties = worker`` leaves them to ``houqin worker``.

    :raises Failed: when the setting says anything else.
    """
    said = settings.get("houqin.duties", "serve")
    if said not in {"serve", "worker"}:
        raise Failed(f"houqin.duties只能是serve或worker，不能是{said}")
    return bool(said == "serve")


def require_folder(folder: Path) -> None:
    """The folder of the sites must be there: it is made with the first site.

    :raises Failed: when it is not.
    """
    if not folder.is_dir():
        raise Failed(
            f"没有数据目录{folder.absolute()}，"
            "请先运行 houqin demo 或 houqin site create"
        )
