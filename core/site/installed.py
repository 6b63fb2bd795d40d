"""What this installation is made of: libraries, modules, themes, reducers as code."""

from __future__ import annotations

import shutil
import subprocess
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, requires, version
from re import match
from typing import TYPE_CHECKING

from houqin.core.site.themes import read_themes

if TYPE_CHECKING:
    from houqin.core.registry.declarations import Declarations

#: What the build of the front end leaves in a theme when it is done.
_BUILT = "vendor/.built"
_PATIENCE = 10


def libraries() -> dict[str, str | None]:
    """The installed version of everything the distribution asks for."""
    found: dict[str, str | None] = {}
    for requirement in requires("houqin") or ():
        name = match(r"[\w.-]+", requirement)
        if name and "extra ==" not in requirement:
            found[name.group()] = version_of(name.group())
    return found


def version_of(name: str) -> str | None:
    """The installed version of a distribution, nothing where there is none."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def modules(declarations: Declarations) -> dict[str, str]:
    """The version of every module that is loaded."""
    return {plugin.name: plugin.version for plugin in declarations.plugins.values()}


def functions(declarations: Declarations) -> list[str]:
    """Reducers that are code and not data, as ledger and topic."""
    return sorted(
        f"{ledger.name} {topic}"
        for ledger in declarations.ledgers.values()
        for topic in ledger.fold.functions
    )


def themes() -> dict[str, bool]:
    """Each theme, and whether the styles and scripts it shows are built."""
    found = read_themes()
    built = {n: theme.static(_BUILT) is not None for n, theme in found.known.items()}
    return built | dict.fromkeys(found.broken, False)


@lru_cache(maxsize=1)
def chinese_fonts() -> tuple[str, ...]:
    """The families of Chinese type on this machine, which printing needs."""
    program = shutil.which("fc-list")
    if program is None:
        return ()
    listed = subprocess.run(  # noqa: S603 - found by name, asked a constant
        [program, ":lang=zh", "family"],
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
    ).stdout
    return tuple(sorted({line.partition(",")[0] for line in listed.splitlines()}))
