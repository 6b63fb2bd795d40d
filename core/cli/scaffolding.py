"""``houqin plugin scaffold``: a new plugin that installs and passes its tests."""

from __future__ import annotations

import keyword
import re
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

import click

from houqin.core.cli.failed import Failed
from houqin.core.cli.output import print_json
from houqin.core.config import PLUGIN_GROUP

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = re.compile(r"[a-z][a-z0-9_]{1,29}", re.ASCII)
#: Addresses of a site that are no plugin's, and names that Python or core have taken.
RESERVED = frozenset({
    "admin", "alerts", "brief", "choices", "compare", "core", "help", "houqin",
    "inspection", "language", "login", "logout", "me", "openapi", "pin", "plugins",
    "record", "sample", "second", "sso", "test", "tests", "themes", "waiting",
})  # fmt: skip
_MOST_OF_A_TITLE = 20
_TEMPLATE, _PACKAGE = ".tmpl", "package"


@click.command()
@click.argument("name")
@click.option("--title", help="The module's Chinese name; else NAME.")
@click.option(
    "--into", "into", default=".", show_default=True, metavar="DIR",
    help="Folder that the distribution's folder is made in.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def scaffold(name: str, title: str | None, into: str, *, as_json: bool) -> None:
    """Write a distribution with a new plugin (业务模块): ledger, indicator, tests."""
    written = write(name, title or name, Path(into))
    if as_json:
        print_json([str(path) for path in written])
        return
    for path in written:
        click.echo(str(path))
    folder = Path(into) / f"houqin-{name}"
    click.echo(f"已写好业务模块“{name}”。安装：pip install --editable {folder}")
    click.echo(f"在站点启用：houqin plugin install {name} SITE")


def write(name: str, title: str, into: Path) -> list[Path]:
    """Write every file of a new distribution.

    :raises Failed: for a name, a title or a folder that cannot be.
    """
    _require_name(name)
    if not title.strip() or len(title) > _MOST_OF_A_TITLE or not title.isprintable():
        raise Failed(f"名称应为1到{_MOST_OF_A_TITLE}个字，不含换行")
    if any(sign in title for sign in '"\\{}$'):
        raise Failed("名称不能含有引号、反斜线、花括号和$")
    folder = into / f"houqin-{name}"
    if folder.exists():
        raise Failed(f"已有{folder}，没有改动；请换个名字或者先移走它")
    given = {"name": name, "title": title, "prefix": _prefix(name)}
    texts = {folder / to: Template(text).substitute(given) for to, text in _files(name)}
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(texts)


def _require_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise Failed(f"“{name}”不能作名字：小写字母开头，只含小写字母、数字和下划线")
    if name in RESERVED or keyword.iskeyword(name):
        raise Failed(f"“{name}”是系统保留的名字，请换一个")
    if name in {entry.name for entry in entry_points(group=PLUGIN_GROUP)}:
        raise Failed(f"已经装有名为“{name}”的业务模块，请换一个名字")


def _prefix(name: str) -> str:
    """``shuttle_bus`` as a class says it: ``ShuttleBus``."""
    return "".join(part.capitalize() for part in name.split("_"))


def _files(name: str) -> Iterator[tuple[str, str]]:
    """Where each file of the distribution goes, and its text."""
    root = Path(str(files("houqin.core") / "scaffold"))
    for path in sorted(root.rglob(f"*{_TEMPLATE}")):
        to = path.relative_to(root).as_posix().removesuffix(_TEMPLATE)
        if to.startswith(f"{_PACKAGE}/"):
            to = f"houqin_{name}/{to.removeprefix(f'{_PACKAGE}/')}"
        yield to, path.read_text(encoding="utf-8")
